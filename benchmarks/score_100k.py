"""score-100k: 100,000 indicators of ten kinds scored under one scheme, from prepared columns.

Peer: one Python loop over the same columns in Decimal. Floor: one bare NumPy pass that works
out the same rules by hand in binary floats. Loading, reading of rule sentences
and explanations are in none of the three. Each starts from columns
prepared for it: exact integers, Decimals, floats already parted by rule. Inputs come from a fixed seed; the best of
several runs counts, and the peer's scores must equal ours to the last place.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from time import thread_time
from typing import Any

import numpy as np
import numpy.typing as npt

from jxanalytics.model import exact
from jxanalytics.model.exact import Floats
from jxanalytics.scoring import load_scheme
from jxanalytics.scoring.cases import Case, decide
from jxanalytics.scoring.columns import score_columns, scored_groups
from jxanalytics.scoring.looks import Shape
from jxanalytics.scoring.measures import Columns
from jxanalytics.scoring.scheme import Scheme

ROWS = 100_000
SEED = 20_201_231
SCHEME = "2021-cost"
RULES = (
    "超过500批次满分，每下降100批次扣1分，低于100批次不得分",
    "100%得满分，每下降5%扣1分，80%以下不得分",
    "95%以上满分，每下降5%扣1分，80%以下不得分",
    "90%(含)以上得10分，80%(含)-90%得8分，60%(含)-80%得5分，60%以下不得分",
    "在95%至105%之间得满分，超出范围不得分",
)


def shape(
    level2: str, target: str, actual: str, operator: str, rule: str = "", **more: Any
) -> Shape:
    """A row's shape, figures understood."""
    common = {"role": "indicator", "satisfaction": False, "about_execution": False, "name": ""}
    return Shape(
        **{
            **common, "level2": level2, "rule": rule, "target": "", "target_known": True,
            "rated": False, "target_zero": False,
            "target_unit": target, "target_operator": operator, "actual": "",
            "actual_known": True, "actual_unit": actual, **more,
        }
    )  # fmt: skip


SHAPES = (
    shape("数量指标", "批次", "批次", "≥"),
    shape("经济成本指标", "万元", "万元", "≤"),
    shape("质量指标", "人", "人", "="),
    shape("服务对象满意度指标", "%", "%", "≥", satisfaction=True),
    shape("", "", "", "", role="execution"),
    shape("数量指标", "批次", "批次", "", RULES[0]),
    *(shape("质量指标", "%", "%", "", rule) for rule in RULES[1:]),
)


def inputs() -> tuple[list[Case], npt.NDArray[np.int64], dict[str, Floats]]:
    """Cases, each row's case and the figures as an evaluation year holds them."""
    random = np.random.default_rng(SEED)
    scheme = load_scheme(SCHEME)
    which = random.integers(0, len(SHAPES), ROWS)
    percent = np.isin(which, (3, 6, 7, 8, 9))
    target = np.where(percent, 95.0, random.integers(1, 2000, ROWS).astype(np.float64))
    part = np.round(target * random.uniform(0.5, 1.2, ROWS), 2)
    actual = np.where(percent, np.round(random.uniform(50, 106, ROWS), 2), part)
    figures = {
        "actual": actual,
        "target": target,
        "rate": np.round(random.uniform(0, 100, ROWS), 2),
        "weight": random.choice([3.0, 4.0, 5.0, 10.0, 15.0], ROWS),
    }
    return [decide(shape, scheme, 2021) for shape in SHAPES], which, figures


def prepared(figures: dict[str, Floats]) -> Columns:
    """The figures as the package's exact columns."""
    places = {"weight": exact.SCORE_PLACES}
    units = {n: exact.scaled(v, places.get(n, exact.AMOUNT_PLACES))[0] for n, v in figures.items()}
    nothing = np.zeros(ROWS, dtype=np.bool_)
    return Columns(**units, unweighted=nothing, no_rate=nothing.astype(np.int8), finished=nothing)


def ours(
    cases: list[Case], which: npt.NDArray[np.int64], columns: Columns, scheme: Scheme
) -> Floats:
    """Scores as the package computes them, returned as the float column an analyst sees."""
    points, done = score_columns(scored_groups(cases, which, columns, scheme), ROWS)
    return exact.unscaled(points, exact.SCORE_PLACES, ~done)


CENT, FULL = Decimal("0.01"), Decimal(100)


def _stepped(
    value: Decimal, start: Decimal, size: Decimal, zero: Decimal, weight: Decimal
) -> Decimal:
    if value < zero:
        return Decimal(0)
    return weight - min(weight, (start - value) // size) if value < start else weight


def _banded(value: Decimal, weight: Decimal, points: tuple[Decimal, Decimal, Decimal]) -> Decimal:
    if value >= 90:
        return points[0]
    if value >= 80:
        return points[1]
    return points[2] if value >= 60 else Decimal(0)


def peer(rows: list[tuple[int, Decimal, Decimal, Decimal, Decimal]]) -> list[Decimal]:
    """The same rules in one Python loop over prepared Decimal columns."""
    scores = []
    for kind, actual, target, rate, weight in rows:
        if kind == 0:
            score = weight if actual >= target else weight * actual / target
        elif kind == 1:
            score = weight if actual <= target else weight * target / actual
        elif kind == 2:
            score = weight * min(actual, target) / max(actual, target)
        elif kind == 3:
            score = _banded(actual, weight, (weight, weight * 80 / 100, weight * 50 / 100))
        elif kind == 4:
            share = 100 if rate >= 100 else 70 if rate >= 80 else 50 if rate >= 60 else 0
            score = weight * share / 100
        elif kind == 5:
            score = _stepped(actual, Decimal(500), Decimal(100), Decimal(100), weight)
        elif kind == 6:
            score = _stepped(actual, FULL, Decimal(5), Decimal(80), weight)
        elif kind == 7:
            score = _stepped(actual, Decimal(95), Decimal(5), Decimal(80), weight)
        elif kind == 8:
            score = min(weight, _banded(actual, weight, (Decimal(10), Decimal(8), Decimal(5))))
        else:
            score = weight if 95 <= actual <= 105 else Decimal(0)
        scores.append(score.quantize(CENT, ROUND_HALF_UP))
    return scores


def floor(parts: list[dict[str, Floats]]) -> list[Floats]:
    """The same ten rules by hand in binary floats, each on its own rows: neither exact nor general."""
    scores = []
    edges, spent = np.array([60.0, 80.0, 90.0]), np.array([60.0, 80.0, 100.0])
    ladders = {5: (500.0, 100.0, 100.0), 6: (100.0, 5.0, 80.0), 7: (95.0, 5.0, 80.0)}
    for kind, part in enumerate(parts):
        actual, target, weight = part["actual"], part["target"], part["weight"]
        if kind == 0:
            score = np.minimum(actual / target, 1.0) * weight
        elif kind == 1:
            score = np.minimum(target / actual, 1.0) * weight
        elif kind == 2:
            score = np.minimum(actual, target) / np.maximum(actual, target) * weight
        elif kind == 3:
            score = np.array([0.0, 0.5, 0.8, 1.0])[np.searchsorted(edges, actual, "right")] * weight
        elif kind == 4:
            band = np.searchsorted(spent, part["rate"], "right")
            score = np.array([0.0, 0.5, 0.7, 1.0])[band] * weight
        elif kind in ladders:
            start, size, zero = ladders[kind]
            left = weight - np.minimum(weight, np.maximum(start - actual, 0.0) // size)
            score = np.where(actual < zero, 0.0, left)
        elif kind == 8:
            fixed = np.array([0.0, 5.0, 8.0, 10.0])[np.searchsorted(edges, actual, "right")]
            score = np.minimum(weight, fixed)
        else:
            score = np.where((actual >= 95) & (actual <= 105), weight, 0.0)
        scores.append(np.round(score, 2))
    return scores


def best(works: dict[str, Callable[[], object]], rounds: int = 8) -> dict[str, float]:
    """The shortest time of each in milliseconds, taken in turns so that all meet the same machine.

    Time of the processor: all three compute in one thread, and on a busy machine the clock on the
    wall would charge the longer ones for being interrupted.
    """
    times = dict.fromkeys(works, float("inf"))
    for _ in range(rounds):
        for name, work in works.items():
            # Three in a row: the caches of the one before are not charged to this one.
            for _ in range(3):
                start = thread_time()
                work()
                times[name] = min(times[name], thread_time() - start)
    return {name: seconds * 1000 for name, seconds in times.items()}


def run() -> dict[str, Any]:
    """One row of benchmarks/results.json. Raises AssertionError when peer and package disagree."""
    scheme = load_scheme(SCHEME)
    cases, which, figures = inputs()
    columns = prepared(figures)
    listed = [[Decimal(str(v)) for v in column.tolist()] for column in figures.values()]
    rows = list(zip(which.tolist(), *listed, strict=True))
    assert [float(score) for score in peer(rows)] == ours(cases, which, columns, scheme).tolist()
    parts = [{n: v[which == kind] for n, v in figures.items()} for kind in range(len(SHAPES))]
    times = best(
        {
            "ours": lambda: ours(cases, which, columns, scheme),
            "peer": lambda: peer(rows),
            "floor": lambda: floor(parts),
        }
    )
    return {
        "name": "score-100k",
        "ours": round(times["ours"], 3),
        "peer": round(times["peer"], 3),
        "peer_name": "Decimal loop",
        "floor": round(times["floor"], 3),
        "unit": "ms",
        "ratio": round(times["peer"] / times["ours"], 1),
    }


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False))
