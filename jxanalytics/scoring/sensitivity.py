"""口径差异测算: how far a grade depends on the rule chosen.

Every disputable point of a year is tried: each scheme's scoring of execution, each reading that
sentences leave open, a contradictory rule literally, another rule stated for the same indicator,
the true execution rate. What changes a project's score becomes a scenario of it; so do the pairs
of such changes and the combinations least and most in its favour. An internal working paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from jxanalytics.model import exact
from jxanalytics.model.precedence import used_rules
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.scoring.loading import load_scheme, scheme_for, shipped_schemes
from jxanalytics.scoring.reading import (
    Base,
    Contradiction,
    ExecutionValue,
    Partial,
    PercentActual,
    Reading,
)
from jxanalytics.scoring.rules import Bands, Ladder, Proportional
from jxanalytics.scoring.scheme import Scheme
from jxanalytics.scoring.score import SCORED, prepared, scores

COLUMNS = ("project_id", "scenario", "kind", "ingredients", "total", "grade", "misprint")
# Changes of one project that are still combined in pairs; beyond it only the extremes are.
_PAIRED = 12


@dataclass(frozen=True)
class Change:
    """One thing done otherwise: ``dimension`` names what is chosen, of which one holds at a time."""

    dimension: str
    label: str
    reading: tuple[tuple[str, object], ...] = ()
    execution: Scheme | None = None
    finished: str = ""
    rule: int = 0
    whole: Scheme | None = None
    misprint: bool = False


@dataclass
class _Year:
    """A year prepared once: its rows, their other rules, and the scheme that is the base."""

    rows: pd.DataFrame
    others: list[pd.Series[Any]]
    scheme: Scheme
    year: int
    base: exact.Floats = field(default_factory=lambda: np.empty(0))

    def scores(self, changes: Iterable[Change], rows: pd.DataFrame) -> exact.Floats:
        """Scores of some rows with all the changes made."""
        scheme = self.scheme
        for change in changes:
            scheme = change.whole or scheme
            if change.execution is not None:
                chosen = change.execution
                scheme = replace(
                    scheme, execution=chosen.execution, finished_full=chosen.finished_full
                )
            if change.finished:
                rows = rows.assign(
                    finished=rows["finished"].where(rows["finished"] != "", change.finished)
                )
            if change.rule:
                other = self.others[change.rule - 1].loc[rows.index]
                rows = rows.assign(rule_text=other.where(other != "", rows["rule_text"]))
            values: dict[str, Any] = dict(change.reading)
            scheme = replace(scheme, reading=replace(scheme.reading, **values))
        return scores(rows, scheme, self.year)


def sensitivity(year: EvaluationYear, schemes: Sequence[Scheme] | None = None) -> pd.DataFrame:
    """Total and grade of every project under every disputable reading found in its data.

    Columns: project_id; scenario (Chinese); kind (填报, 复算, 单项, 两项, 组合); ingredients (tuple of
    Chinese sentences, one a changed indicator); total and grade; misprint (the scenario rests on
    reading an obvious slip of the pen literally). ``schemes``: those compared, by default all
    shipped. A project's first row is as filed; every other changes only what it names.
    """
    compared = (
        [load_scheme(name) for name in shipped_schemes()] if schemes is None else list(schemes)
    )
    base = scheme_for(year)
    rows = prepared(year)
    rows = rows[rows["role"].isin(SCORED)].reset_index(drop=True)
    work = _Year(rows, _other_rules(year, rows), base, year.year)
    work.base = work.scores((), rows)
    found = _effective(work, _changes(work, compared))
    results = _rescored(work, _patterns(work, found))
    lines = [
        line
        for project, members in _members(rows)
        for line in _scenarios(work, project, members, results)
    ]
    frame = pd.DataFrame(lines, columns=list(COLUMNS))
    return frame.astype({"project_id": "str", "scenario": "str", "kind": "str", "grade": "str"})


def _members(rows: pd.DataFrame) -> list[tuple[str, pd.Index[Any]]]:
    return [
        (str(project), group.index) for project, group in rows.groupby("project_id", sort=False)
    ]


def _other_rules(year: EvaluationYear, rows: pd.DataFrame) -> list[pd.Series[Any]]:
    """For each further rule stated for an indicator a column of its text, "" where there is none."""
    stated = _all_rules(year)
    columns: list[pd.Series[Any]] = []
    keys = list(zip(rows["project_id"], rows["indicator_id"], strict=True))
    depth = max((len(texts) for texts in stated.values()), default=1)
    for place in range(1, depth):
        texts = [stated.get(key, [])[place : place + 1] for key in keys]
        columns.append(pd.Series([t[0] if t else "" for t in texts], index=rows.index, dtype="str"))
    return columns


def _all_rules(year: EvaluationYear) -> dict[tuple[str, str], list[str]]:
    """Every distinct rule text of an indicator, the one used first."""
    texts: dict[tuple[str, str], list[str]] = {}
    for frame in (used_rules(year), year["rules"]):
        for project, indicator, text in zip(
            frame["project_id"], frame["indicator_id"], frame["text"], strict=True
        ):
            known = texts.setdefault((project, indicator), [])
            if text not in known:
                known.append(text)
    return texts


def _changes(work: _Year, schemes: Sequence[Scheme]) -> list[Change]:
    """Everything worth trying, whether or not it matters in this year."""
    changes = _executions(work, schemes) + _readings(work.scheme.reading)
    true_rate = (("execution_value", ExecutionValue.RECOMPUTED),)
    if work.scheme.reading.execution_value is ExecutionValue.FILED:
        changes.append(Change("规则", "按真实执行率", true_rate))
    for number in range(1, len(work.others) + 1):
        changes.append(Change("规则", "改用另一条规则", rule=number))
        if work.scheme.reading.execution_value is ExecutionValue.FILED:
            changes.append(Change("规则", "改用另一条规则并按真实执行率", true_rate, rule=number))
    changes += [Change("办法", f"全部改按{scheme.name}", whole=scheme) for scheme in schemes]
    return changes


def _executions(work: _Year, schemes: Sequence[Scheme]) -> list[Change]:
    changes: list[Change] = []
    seen = {(work.scheme.execution.rule, work.scheme.finished_full)}
    for scheme in schemes:
        key = (scheme.execution.rule, scheme.finished_full)
        if key in seen:
            continue
        seen.add(key)
        how = f"执行率{_manner(scheme)}（{scheme.basis}"
        if scheme.finished_full:
            changes.append(
                Change("执行率", f"{how}，项目未完成）", execution=scheme, finished="否")
            )
            changes.append(
                Change("执行率", f"{how}，项目已完成）", execution=scheme, finished="是")
            )
        else:
            changes.append(Change("执行率", f"{how}）", execution=scheme))
    return changes


def _manner(scheme: Scheme) -> str:
    rule = scheme.execution.rule
    if isinstance(rule, Proportional):
        return "取整数分" if rule.down else "按比例计分"
    return {Bands: "分档计分", Ladder: "逐档扣分"}.get(type(rule), "另法计分")


def _readings(reading: Reading) -> list[Change]:
    """Each other way to read what sentences leave open."""
    changes = [
        Change("不足一档", f"不足一档{partial}", (("partial", partial),))
        for partial in Partial
        if partial is not reading.partial
    ]
    for name, word, holds in (
        ("above_inclusive", "以上", reading.above_inclusive),
        ("below_inclusive", "以下", reading.below_inclusive),
    ):
        said = f"“{word}”{'不含' if holds else '含'}本数"
        changes.append(Change(word, said, ((name, not holds),)))
    other = next(base for base in Base if base is not reading.base)
    changes.append(Change("起扣点", f"未写满分点的以{other}为起扣点", (("base", other),)))
    percent = next(kind for kind in PercentActual if kind is not reading.percent_actual)
    said = "理解为完成率" if percent is PercentActual.OF_TARGET else "视为不可比，按填报得分计"
    changes.append(Change("百分数", f"以百分数答数量指标的{said}", (("percent_actual", percent),)))
    literal = reading.contradiction is Contradiction.REPAIRED
    to = Contradiction.LITERAL if literal else Contradiction.REPAIRED
    said = "自相矛盾的规则照字面适用" if literal else "自相矛盾的规则修正后适用"
    changes.append(Change("自相矛盾", said, (("contradiction", to),), misprint=literal))
    return changes


Found = dict[str, list[tuple[Change, Decimal]]]


def _effective(work: _Year, changes: list[Change]) -> Found:
    """For each project the changes that move any of its scores, with the total each gives.

    Of changes with the same dimension and the same scores the first is kept; a whole scheme that
    comes to nothing else than its scoring of execution is that.
    """
    found: Found = {project: [] for project, _ in _members(work.rows)}
    tried = [(change, work.scores((change,), work.rows)) for change in changes]
    for project, members in _members(work.rows):
        seen = {tuple(_exact(work.base[members]))}
        for change, points in tried:
            outcome = tuple(_exact(points[members]))
            key = (
                outcome
                if change.whole is not None or change.dimension == "执行率"
                else (change.dimension, *outcome)
            )
            if outcome in seen or key in seen:
                continue
            seen.add(key)
            found[project].append((change, sum(outcome, Decimal(0))))
    return found


def _exact(points: exact.Floats) -> list[Decimal]:
    # A score that is missing stays missing in every scenario: it adds nothing to a difference.
    return [
        Decimal(0) if np.isnan(p) else exact.half_up(p, exact.SCORE_PLACES) for p in points.tolist()
    ]


Pattern = tuple[Change, ...]


def _patterns(work: _Year, found: Found) -> dict[str, list[tuple[str, str, Pattern]]]:
    """The scenarios of each project: kind, name and the changes made together."""
    patterns: dict[str, list[tuple[str, str, Pattern]]] = {}
    for project, changes in found.items():
        listed = [("单项", change.label, (change,)) for change, _ in changes]
        single = [(change, total) for change, total in changes if change.whole is None]
        if len(single) <= _PAIRED:
            for (one, _), (two, _) in combinations(single, 2):
                if one.dimension != two.dimension:
                    listed.append(("两项", f"{one.label}＋{two.label}", (one, two)))
        careful = [pair for pair in single if not pair[0].misprint]
        for name, pool, worst in (
            ("最不利组合", single, True),
            ("最不利组合（不含明显笔误）", careful, True),
            ("最有利组合", single, False),
        ):
            combined = _extreme(pool, _total(work, project), worst)
            if len(combined) > 2 and combined not in [pattern for *_, pattern in listed]:
                listed.append(("组合", name, combined))
        patterns[project] = listed
    return patterns


def _total(work: _Year, project: str) -> Decimal:
    own = (work.rows["project_id"] == project).to_numpy()
    return sum(_exact(work.base[own]), Decimal(0))


def _extreme(pool: list[tuple[Change, Decimal]], base: Decimal, worst: bool) -> Pattern:
    """Of each dimension the change that takes (or gives) most, where it takes (or gives) anything."""
    best: dict[str, tuple[Change, Decimal]] = {}
    for change, total in pool:
        gain = base - total if worst else total - base
        known = best.get(change.dimension)
        if gain > 0 and (known is None or gain > known[1]):
            best[change.dimension] = (change, gain)
    return tuple(change for change, _ in best.values())


Results = dict[str, list[tuple[str, str, Pattern, exact.Floats]]]


def _rescored(work: _Year, patterns: dict[str, list[tuple[str, str, Pattern]]]) -> Results:
    """Scores of every scenario; each set of changes is tried once, on the projects that need it."""
    wanted: dict[Pattern, set[str]] = {}
    for project, listed in patterns.items():
        for *_, pattern in listed:
            wanted.setdefault(pattern, set()).add(project)
    points: dict[tuple[Pattern, str], exact.Floats] = {}
    for pattern, projects in wanted.items():
        part = work.rows[work.rows["project_id"].isin(projects)]
        scored = pd.Series(work.scores(pattern, part), index=part.index)
        for project, group in part.groupby("project_id", sort=False):
            points[pattern, str(project)] = scored.loc[group.index].to_numpy()
    return {
        project: [(kind, name, pattern, points[pattern, project]) for kind, name, pattern in listed]
        for project, listed in patterns.items()
    }


def _scenarios(
    work: _Year, project: str, members: pd.Index[Any], results: Results
) -> list[tuple[object, ...]]:
    """The rows of one project: as filed, recomputed where that differs, and its scenarios."""
    rows, base = work.rows.loc[members], work.base[members]
    filed = exact.total(rows["filed"], exact.SCORE_PLACES)
    total = exact.total(base, exact.SCORE_PLACES)
    if np.isnan(total):
        return []
    grade = work.scheme.grade
    lines: list[tuple[object, ...]] = []
    if not np.isnan(filed):
        lines.append(
            (project, "自评填报", "填报", _execution_as_filed(rows), filed, grade(filed), False)
        )
    if filed != total:
        changed = _ingredients(rows, rows["filed"].to_numpy(), base)
        lines.append(
            (project, f"按{work.scheme.name}复算", "复算", changed, total, grade(total), False)
        )
    for kind, name, pattern, points in results[project]:
        whole = pattern[0].whole
        value = exact.total(points, exact.SCORE_PLACES)
        by = whole.grade if whole else grade
        misprint = any(change.misprint for change in pattern)
        lines.append(
            (project, name, kind, _ingredients(rows, base, points), value, by(value), misprint)
        )
    return lines


def _execution_as_filed(rows: pd.DataFrame) -> tuple[str, ...]:
    execution = rows[(rows["role"] == "execution") & rows["filed"].notna()]
    return tuple(f"预算执行率填报{exact.plain(score)}分" for score in execution["filed"])


def _ingredients(rows: pd.DataFrame, before: exact.Floats, after: exact.Floats) -> tuple[str, ...]:
    """One sentence for each indicator whose score differs."""
    told = []
    for name, old, new in zip(rows["name"], before.tolist(), after.tolist(), strict=True):
        if old != new and not (np.isnan(old) and np.isnan(new)):
            short = name if len(name) <= 16 else f"{name[:15]}…"
            told.append(f"“{short}”由{_points(old)}改为{_points(new)}")
    return tuple(told)


def _points(value: float) -> str:
    return "未计分" if np.isnan(value) else f"{exact.plain(value)}分"
