"""statistics-100k: every statistic of a year of 100,000 projects and 1,000,000 indicators.

Peer: the same tables by plain pandas merges and group-bys on binary floats, with none of the
package's care (statements of several documents, blanks, exact halves, first in first out). Floor:
one bare NumPy pass that sums the same columns by unit. Inputs come from a fixed seed; both start
from the same frames in memory; the best of several runs counts, and totals must agree to the cent.
``memory`` is the highest resident memory during our run above that before it, as a multiple of the
data's own size (None where the system does not tell).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import numpy as np
import numpy.typing as npt
import pandas as pd

from jxanalytics import statistics
from jxanalytics.model.schema import NUMERIC, TABLES
from jxanalytics.model.tables import EvaluationYear, typed
from jxanalytics.model.vocabulary import LEVEL2_ORDER

PROJECTS = 100_000
UNITS = 800
LEVELS = LEVEL2_ORDER[4:13]
SEED = 20_201_231
RUNS = 3


def table(of: str, rows: int, **columns: object) -> pd.DataFrame:
    """A table of the schema; columns not named are blank."""
    made = {
        column.name: columns.get(column.name, np.nan if column.kind in NUMERIC else "")
        for column in TABLES[of].columns
    }
    return typed(pd.DataFrame(made, index=range(rows)), TABLES[of])


def inputs() -> tuple[EvaluationYear, pd.DataFrame, pd.DataFrame]:
    """A year with its money, the totals and the indicators of a scored year."""
    random = np.random.default_rng(SEED)
    ids = np.array([f"P{i:06d}" for i in range(PROJECTS)])
    documents = np.array([f"{project}-form" for project in ids])
    unit_ids = np.array([f"U{i:03d}" for i in range(UNITS)])
    categories = np.array(["民生类", "发展类", "其他类"])[np.arange(PROJECTS) % 3]
    current, prior = random.integers(1, 10**7, PROJECTS), random.integers(0, 10**6, PROJECTS)
    spent = ((current + prior) * random.random(PROJECTS)).astype(np.int64)
    old = np.minimum(spent, prior)
    annual = np.concatenate([current + prior, current, prior]) / 100
    tables = {
        "units": table("units", UNITS, unit_id=unit_ids, unit_code=unit_ids, name=unit_ids, department_id=unit_ids),
        "projects": table("projects", PROJECTS, project_id=ids, name=ids, category=categories,
                          unit_id=unit_ids[np.arange(PROJECTS) % UNITS]),
        "documents": table("documents", PROJECTS, document_id=documents, project_id=ids,
                           kind="self_evaluation", file="自评表.docx"),
        "funding": table("funding", 3 * PROJECTS, document_id=np.tile(documents, 3),
                         project_id=np.tile(ids, 3), initial=annual, annual=annual,
                         source=np.repeat(["total", "current", "carry_over"], PROJECTS),
                         executed=np.concatenate([spent, spent - old, old]) / 100),
    }  # fmt: skip
    count = len(LEVELS) + 1
    filed = random.integers(500, 1001, PROJECTS * count) / 100
    indicators = pd.DataFrame(
        {
            "project_id": np.repeat(ids, count),
            "indicator_id": np.tile([f"I{i:02d}" for i in range(count)], PROJECTS),
            "role": np.tile(["execution"] + ["indicator"] * len(LEVELS), PROJECTS),
            "level1": np.tile([""] + ["产出指标"] * 4 + ["效益指标"] * 5, PROJECTS),
            "level2": np.tile(["", *LEVELS], PROJECTS),
            "name": "指标",
            "weight": 10.0,
            "filed": filed,
        }
    )
    sums = np.round(filed.reshape(PROJECTS, count).sum(axis=1), 2)
    grade = np.select([sums >= 90, sums >= 80, sums >= 60], ["优", "良", "中"], "差")
    totals = pd.DataFrame({"project_id": ids, "filed": sums, "filed_grade": grade})
    return EvaluationYear(2020, tables, {}), totals, indicators


Tables = dict[str, pd.DataFrame]


def ours(year: EvaluationYear, totals: pd.DataFrame, indicators: pd.DataFrame) -> Tables:
    """Every statistic of one year, from a year whose money nobody has assembled yet."""
    year = year.replaced()
    groups = ("project", "unit", "department", "source", "category", "total")
    tables = {f"execution {by}": statistics.execution(year, by) for by in groups}
    for by in ("project", "unit", "total"):
        tables[f"carry_over {by}"] = statistics.carry_over(year, by)
    for by in ("unit", "total"):
        tables[f"scores {by}"] = statistics.score_summary(totals, year, by)
        tables[f"grades {by}"] = statistics.grades(totals, year, by)
    for by in ("level1", "level2", "project"):
        tables[f"lost {by}"] = statistics.points_lost(indicators, by)
    tables["completion"] = statistics.completion(indicators)
    tables["ranking"] = statistics.ranking(totals, year)
    tables["concentration"] = statistics.concentration(tables["execution project"])
    return tables


def peer(year: EvaluationYear, totals: pd.DataFrame, indicators: pd.DataFrame) -> Tables:
    """The same figures by plain pandas."""
    funding, projects = year["funding"], year["projects"]
    wide = funding.pivot(index="project_id", columns="source", values=["annual", "executed"])
    wide.columns = [f"{source}_{quantity}" for quantity, source in wide.columns]
    units = year["units"][["unit_id", "department_id", "unit_code"]]
    money = projects.merge(wide, left_on="project_id", right_index=True).merge(units, on="unit_id")
    tables: Tables = {}
    sums = list(wide.columns)
    for by, key in (("project", "project_id"), ("unit", "unit_id"), ("department", "department_id"),
                    ("category", "category")):  # fmt: skip
        group = money.groupby(key)[sums].sum()
        group["rate"] = (group["total_executed"] / group["total_annual"] * 100).round(2)
        group["mean_rate"] = (
            (money["total_executed"] / money["total_annual"]).groupby(money[key]).mean()
        )
        tables[f"execution {by}"] = group
        if by in ("project", "unit"):
            rolled = group.assign(closing=group["total_annual"] - group["total_executed"])
            rolled["closing_prior"] = rolled["carry_over_annual"] - rolled["carry_over_executed"]
            rolled["closing_current"] = rolled["closing"] - rolled["closing_prior"]
            rolled["use_rate"] = rolled["carry_over_executed"] / rolled["carry_over_annual"]
            rolled["cover"] = rolled["closing"] / rolled["total_executed"]
            tables[f"carry_over {by}"] = rolled
    tables["execution total"] = tables["execution unit"][sums].sum().to_frame().T
    tables["execution source"] = funding.groupby("source")[["annual", "executed"]].sum()
    scored = money.merge(totals, on="project_id")
    tables["scores unit"] = scored.groupby("unit_id")["filed"].agg(
        ["count", "mean", "median", "min", "max"]
    )
    tables["grades unit"] = scored.groupby(["unit_id", "filed_grade"])["total_annual"].agg(
        ["size", "sum"]
    )
    work = indicators.assign(lost=indicators["weight"] - indicators["filed"])
    for by in ("level1", "level2", "project"):
        key = "project_id" if by == "project" else by
        tables[f"lost {by}"] = work.groupby(key)[["weight", "filed", "lost"]].sum()
    done = work.groupby(["project_id", "level2"])[["weight", "filed"]].sum()
    tables["completion"] = done.assign(completion=done["filed"] / done["weight"] * 100)
    tables["ranking"] = scored.assign(
        rank=scored["filed"].rank(method="min", ascending=False)
    ).sort_values("rank")
    tables["concentration"] = money.sort_values("total_annual", ascending=False)
    return tables


def floor(money: npt.NDArray[np.float64], lost: npt.NDArray[np.float64]) -> float:
    """Bare sums of the same columns: money by unit, points by level."""
    where = np.arange(PROJECTS) % UNITS
    sums = [np.bincount(np.tile(where, 3), weights=money[:, i], minlength=UNITS) for i in range(2)]
    levels = np.bincount(np.tile(np.arange(len(LEVELS) + 1), PROJECTS), weights=lost)
    return float(sum(part.sum() for part in sums) + levels.sum())


def best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        started = perf_counter()
        work()
        times.append(perf_counter() - started)
    return min(times)


def memory_multiple(work: Callable[[], object], size: int) -> float | None:
    """How far resident memory rises while ``work`` runs, as a multiple of ``size`` bytes."""
    clear, status = Path("/proc/self/clear_refs"), Path("/proc/self/status")
    try:
        clear.write_text("5")
        before = _peak(status)
        work()
        return round((_peak(status) - before) / size, 2)
    except OSError:
        return None


def _peak(status: Path) -> int:
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def run() -> dict[str, object]:
    """The row ``statistics-100k``, seconds; ``memory`` says how much more than the data it takes."""
    year, totals, indicators = inputs()
    frames = [*year.tables.values(), totals, indicators]
    size = int(sum(frame.memory_usage(deep=True).sum() for frame in frames))
    memory = memory_multiple(lambda: ours(year, totals, indicators), size)
    mine, theirs = ours(year, totals, indicators), peer(year, totals, indicators)
    for column, other in (("annual", "total_annual"), ("executed", "total_executed")):
        a, b = mine["execution total"][column][0], theirs["execution total"][other].iloc[0]
        assert abs(a - b) < 0.005, (column, a, b)
    assert abs(mine["lost level2"]["lost"].sum() - theirs["lost level2"]["lost"].sum()) < 0.005
    money = year["funding"][["annual", "executed"]].to_numpy(np.float64)
    lost = (indicators["weight"] - indicators["filed"]).to_numpy(np.float64)
    took = best(lambda: ours(year, totals, indicators))
    peer_took = best(lambda: peer(year, totals, indicators))
    return {
        "name": "statistics-100k",
        "ours": took,
        "peer": peer_took,
        "peer_name": "plain pandas group-bys on floats",
        "floor": best(lambda: floor(money, lost)),
        "unit": "s",
        "ratio": peer_took / took,
        "memory": memory,
    }


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=1))
