"""Which indicators a project has, in which order, with which weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jxanalytics.samples.plan import Dice, Flags, Integers
from jxanalytics.samples.words import BENEFITS, KINDS, TEMPLATES

_LEVEL2 = ("数量指标", "质量指标", "时效指标", "成本指标", "效益", "服务对象满意度指标")
# How many indicators of each of these a project may have: 8 to 14 in all.
_WITHOUT_COST = ((2, 2, 1, 0, 2, 1), (3, 2, 1, 0, 2, 1), (3, 2, 1, 0, 3, 1), (4, 2, 1, 0, 3, 1),
                 (4, 3, 1, 0, 2, 2), (4, 3, 2, 0, 3, 1), (4, 3, 2, 0, 3, 2))  # fmt: skip
_WITH_COST = ((2, 1, 1, 1, 2, 1), (2, 2, 1, 1, 2, 1), (3, 2, 1, 1, 2, 1), (3, 2, 1, 2, 2, 1),
              (3, 2, 2, 2, 2, 1), (4, 2, 2, 2, 2, 1), (4, 3, 2, 2, 2, 1))  # fmt: skip


@dataclass(frozen=True)
class Tree:
    """Weights of the level-1 groups of ``_LEVEL2`` (cost, output, benefit, satisfaction)."""

    cost: int
    output: int
    benefit: int
    satisfaction: int
    patterns: tuple[tuple[int, ...], ...]
    cost_level1: str = "成本指标"
    cost_level2: str = "经济成本指标"


def _unsatisfied(patterns: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, ...], ...]:
    """The patterns without satisfaction that still have eight indicators."""
    return tuple((*p[:5], 0) for p in patterns if sum(p[:5]) >= 8)


# 财预〔2020〕10号: cost within output. 财预〔2021〕101号: with and without cost; where there is no
# satisfaction indicator its points go to benefit.
TREES_2020 = (Tree(0, 50, 30, 10, _WITH_COST, "产出指标", "成本指标"),)
TREES_2021 = (
    Tree(20, 40, 20, 10, _WITH_COST),
    Tree(0, 50, 30, 10, _WITHOUT_COST),
    Tree(20, 40, 30, 0, _unsatisfied(_WITH_COST)),
    Tree(0, 50, 40, 0, _unsatisfied(_WITHOUT_COST)),
)
_SHARES_2021 = np.array([0.45, 0.9, 0.95, 1.0])


@dataclass(frozen=True)
class Slots:
    """One row an indicator, in the order of the forms: whose it is, which template, what weight.

    ``template`` is -1 for an indicator declared not applicable (无), whose weight is 0.
    """

    project: Integers
    template: Integers
    weight: Integers
    level1: list[str]
    level2: list[str]
    number: Integers


def choose(dice: Dice, kinds: Integers, year: int) -> Slots:
    """The indicators of each project, drawn from those of its kind."""
    trees = TREES_2020 if year <= 2020 else TREES_2021
    drawn = dice.chance(len(kinds))
    which = np.zeros(len(kinds), dtype=np.int64)
    if year > 2020:
        which = np.searchsorted(_SHARES_2021, drawn, side="right")
    pattern = dice.chance(len(kinds))
    declares = dice.chance(len(kinds)) < 0.3
    picks = {level2: dice.order(len(kinds), 5) for level2 in (*_LEVEL2[:4], *_LEVEL2[5:])}
    benefits = dice.order(len(kinds), len(BENEFITS))
    rows: list[tuple[int, int, int, str, str]] = []
    for project, (kind, tree_number) in enumerate(zip(kinds.tolist(), which.tolist(), strict=True)):
        tree = trees[tree_number]
        counts = tree.patterns[int(pattern[project] * len(tree.patterns))]
        own = {
            level2: _picked(_BY_LEVEL[kind][level2], order[project].tolist(), count)
            for (level2, order), count in zip(picks.items(), (*counts[:4], counts[5]), strict=True)
        }
        wanted = set(benefits[project, : counts[4]].tolist())
        rows += _project(project, tree, own, kind, wanted, bool(declares[project]))
    columns = list(zip(*rows, strict=True))
    number = _running(np.array(columns[0]))
    return Slots(np.array(columns[0]), np.array(columns[1]), np.array(columns[2]),
                 list(columns[3]), list(columns[4]), number)  # fmt: skip


def _by_level(kind: int) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for template in KINDS[kind].templates:
        found.setdefault(template.level2, []).append(TEMPLATES.index(template))
    return found


_BY_LEVEL = [_by_level(kind) for kind in range(len(KINDS))]


def _picked(templates: list[int], order: list[int], count: int) -> list[int]:
    """``count`` of the templates by a random order, listed as the vocabulary lists them."""
    return sorted([templates[n] for n in order if n < len(templates)][:count])


def _project(
    project: int, tree: Tree, own: dict[str, list[int]], kind: int, wanted: set[int], declares: bool
) -> list[tuple[int, int, int, str, str]]:
    """The rows of one project: the 2021 forms put cost first, the 2020 form last in output."""
    outputs = [(t, level2) for level2 in _LEVEL2[:3] for t in own[level2]]
    costs = [(t, tree.cost_level2) for t in own["成本指标"]]
    inside = tree.cost_level1 == "产出指标"
    benefit = [(_BY_LEVEL[kind][b][0] if n in wanted else -1, b) for n, b in enumerate(BENEFITS)]
    groups = [
        ("成本指标", tree.cost, [] if inside else costs),
        ("产出指标", tree.output, outputs + (costs if inside else [])),
        ("效益指标", tree.benefit, [b for b in benefit if declares or b[0] >= 0]),
        ("满意度指标", tree.satisfaction, [(t, _LEVEL2[5]) for t in own[_LEVEL2[5]]]),
    ]
    rows = []
    for level1, points, members in groups:
        weights = iter(_split(points, sum(t >= 0 for t, _ in members)))
        rows += [
            (project, t, next(weights) if t >= 0 else 0, level1, level2) for t, level2 in members
        ]
    return rows


def _split(points: int, count: int) -> list[int]:
    """Whole points shared as evenly as may be, the larger shares first."""
    return [points // count + (n < points % count) for n in range(count)] if count else []


def _running(project: Integers) -> Integers:
    """1, 2, 3 … within each project; rows of a project stand together."""
    starts = np.flatnonzero(np.r_[True, project[1:] != project[:-1]])
    return np.arange(len(project)) - np.repeat(starts, np.diff(np.r_[starts, len(project)])) + 1


def first_of(slots: Slots, level2: str, count: int) -> Flags:
    """The first ``count`` rows of a level-2 group in each project."""
    inside = np.array([name == level2 for name in slots.level2])
    counted = np.cumsum(inside)
    starts = np.flatnonzero(slots.number == 1)
    before = np.repeat((counted - inside)[starts], np.diff(np.r_[starts, len(inside)]))
    return np.asarray(inside & (counted - before <= count))
