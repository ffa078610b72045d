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
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from jxanalytics.model import exact
from jxanalytics.model.precedence import used_rules
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.vocabulary import GRADES
from jxanalytics.scoring.changes import Change, changes
from jxanalytics.scoring.loading import load_scheme, scheme_for, shipped_schemes
from jxanalytics.scoring.scheme import Scheme
from jxanalytics.scoring.score import SCORED, prepared, scores

COLUMNS = ("project_id", "scenario", "kind", "ingredients", "total", "grade", "misprint")
# Changes of one project that are still combined in pairs; beyond it only the extremes are.
_PAIRED = 12


@dataclass
class _Year:
    """A year prepared once: its rows, their other rules, and the scheme that is the base."""

    rows: pd.DataFrame
    others: list[pd.Series[Any]]
    scheme: Scheme
    year: int
    base: exact.Floats = field(default_factory=lambda: np.empty(0))

    @cached_property
    def execution(self) -> npt.NDArray[np.bool_]:
        return np.asarray(self.rows["role"] == "execution", dtype=np.bool_)

    @cached_property
    def names(self) -> list[str]:
        return list(self.rows["name"])

    @cached_property
    def filed(self) -> exact.Floats:
        return np.asarray(self.rows["filed"], dtype=np.float64)

    def total(self, points: exact.Floats, rows: npt.NDArray[np.intp]) -> float:
        """The sum of the points of some rows; NaN where one that has weight has none."""
        lacking = np.isnan(points) & self.rows["weight"].notna().to_numpy()[rows]
        return float("nan") if lacking.any() else exact.total(points, exact.SCORE_PLACES)

    def tried(self, change: Change) -> exact.Floats:
        """Scores of all rows with one change made."""
        if change.execution is None:
            return self.scores((change,), self.rows)
        # Another scoring of execution moves nothing but the rows of execution.
        result = self.base.copy()
        result[self.execution] = self.scores((change,), self.rows[self.execution])
        return result

    def scores(self, made: Iterable[Change], rows: pd.DataFrame) -> exact.Floats:
        """Scores of some rows with all the changes made."""
        scheme = self.scheme
        for change in made:
            scheme = change.whole or scheme
            if change.execution is not None:
                chosen = change.execution
                scheme = replace(
                    scheme, execution=chosen.execution, finished_full=chosen.finished_full
                )
            if change.whole or change.execution:
                # A scheme tried out goes before what the form says of execution.
                ruled = rows["rule_text"].where(rows["role"] != "execution", "")
                rows = rows.assign(rule_text=ruled)
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
    shipped. A project's first row is as filed; every other changes only what it names. A project
    without a total (`score_year`) has no rows, and a change that leaves it none is no scenario.
    """
    compared = (
        [load_scheme(name) for name in shipped_schemes()] if schemes is None else list(schemes)
    )
    base = scheme_for(year)
    rows = prepared(year)
    rows = rows[rows["role"].isin(SCORED)].reset_index(drop=True)
    work = _Year(rows, _other_rules(year, rows), base, year.year)
    work.base = work.scores((), rows)
    members = _members(rows)
    found = _effective(work, members, changes(base, compared, len(work.others)))
    patterns = _patterns(work, members, found)
    results = _rescored(work, members, patterns)
    lines = [
        line
        for project, own in members.items()
        for line in _scenarios(work, project, own, patterns[project], results)
    ]
    frame = pd.DataFrame(lines, columns=list(COLUMNS))
    return frame.astype({"project_id": "str", "scenario": "str", "kind": "str", "grade": "str"})


Members = dict[str, npt.NDArray[np.intp]]


def _members(rows: pd.DataFrame) -> Members:
    """The numbers of each project's rows."""
    groups = rows.groupby("project_id", sort=False).indices
    return {str(project): groups[project] for project in rows["project_id"].unique()}


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


@dataclass(frozen=True)
class Effect:
    """A change with the scores of one project that it leads to, and their sum."""

    change: Change
    scores: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        return sum(self.scores, Decimal(0))


Pattern = tuple[Change, ...]
Found = dict[str, list[Effect]]
# Kind, name and the changes made together.
Named = tuple[str, str, Pattern]


def _effective(work: _Year, members: Members, tried: list[Change]) -> Found:
    """For each project the changes that move any of its scores.

    Of changes with the same dimension and the same scores the first is kept; a whole scheme that
    comes to nothing else than its scoring of execution is that.
    """
    found: Found = {project: [] for project in members}
    scored = [(change, work.tried(change)) for change in tried]
    finished_of = list(work.rows["finished"])
    for project, own in members.items():
        seen: set[tuple[object, ...]] = {("", *_exact(work.base[own]))}
        finished = str(finished_of[own[0]])
        for change, points in scored:
            if not change.applies(finished):
                continue
            outcome = tuple(_exact(points[own]))
            shared = change.whole is not None or change.dimension == "执行率"
            key = ("" if shared else change.dimension, *outcome)
            if key in seen or ("", *outcome) in seen:
                continue
            seen.add(key)
            found[project].append(Effect(change, outcome))
    return found


def _exact(points: exact.Floats) -> list[Decimal]:
    # For comparison alone: what has no total is left out of the scenarios.
    return [
        Decimal(0) if np.isnan(p) else exact.half_up(p, exact.SCORE_PLACES) for p in points.tolist()
    ]


def _patterns(work: _Year, members: Members, found: Found) -> dict[str, list[Named]]:
    """The scenarios of each project: single changes, pairs of them, and the extremes."""
    patterns: dict[str, list[Named]] = {}
    for project, effects in found.items():
        listed: list[Named] = [("单项", e.change.label, (e.change,)) for e in effects]
        single = [effect for effect in effects if effect.change.whole is None]
        if len(single) <= _PAIRED:
            listed += [
                ("两项", f"{one.change.label}＋{two.change.label}", (one.change, two.change))
                for one, two in combinations(single, 2)
                if one.change.dimension != two.change.dimension
            ]
        careful = [effect for effect in single if not effect.change.misprint]
        base = sum(_exact(work.base[members[project]]), Decimal(0))
        for name, pool, worst in (
            ("最不利组合", single, True),
            ("最不利组合（不含明显笔误）", careful, True),
            ("最有利组合", single, False),
        ):
            combined = _extreme(pool, base, worst)
            if len(combined) > 2 and combined not in [pattern for *_, pattern in listed]:
                listed.append(("组合", name, combined))
        patterns[project] = listed
    return patterns


def _extreme(pool: list[Effect], base: Decimal, worst: bool) -> Pattern:
    """Of each dimension the change that takes (or gives) most, where it takes (or gives) anything."""
    best: dict[str, tuple[Change, Decimal]] = {}
    for effect in pool:
        gain = base - effect.total if worst else effect.total - base
        known = best.get(effect.change.dimension)
        if gain > 0 and (known is None or gain > known[1]):
            best[effect.change.dimension] = (effect.change, gain)
    return tuple(change for change, _ in best.values())


Results = dict[tuple[str, Pattern], exact.Floats]


def _rescored(work: _Year, members: Members, patterns: dict[str, list[Named]]) -> Results:
    """Scores of every scenario; each set of changes is tried once, on the projects that need it."""
    wanted: dict[Pattern, set[str]] = {}
    for project, listed in patterns.items():
        for *_, pattern in listed:
            wanted.setdefault(pattern, set()).add(project)
    results: Results = {}
    for pattern, projects in wanted.items():
        rows = np.concatenate([members[project] for project in sorted(projects)])
        scored = work.scores(pattern, work.rows.take(rows))
        ends = np.cumsum([len(members[project]) for project in sorted(projects)])
        for project, own in zip(sorted(projects), np.split(scored, ends[:-1]), strict=True):
            results[project, pattern] = own
    return results


def _scenarios(
    work: _Year,
    project: str,
    rows: npt.NDArray[np.intp],
    listed: list[Named],
    results: Results,
) -> list[tuple[object, ...]]:
    """The rows of one project: as filed, recomputed where that differs, and its scenarios."""
    base = work.base[rows]
    filed, total = work.total(work.filed[rows], rows), work.total(base, rows)
    if np.isnan(total):
        return []
    grade = work.scheme.grade
    lines: list[tuple[object, ...]] = []
    if not np.isnan(filed):
        told = _execution_as_filed(work, rows)
        lines.append((project, "自评填报", "填报", told, filed, grade(filed), False))
    if filed != total:
        told = _ingredients(work, rows, work.filed[rows], base, {})
        name = f"按{work.scheme.name}复算"
        lines.append((project, name, "复算", told, total, grade(total), False))
    alone = {p[0]: results[project, p] for kind, _, p in listed if kind == "单项"}
    for kind, name, pattern in listed:
        points = results[project, pattern]
        value = work.total(points, rows)
        if np.isnan(value):
            continue
        by = pattern[0].whole.grade if pattern[0].whole else grade
        causes = {change: alone[change] for change in pattern}
        told = _ingredients(work, rows, base, points, causes)
        misprint = any(change.misprint for change in pattern)
        lines.append((project, name, kind, told, value, by(value), misprint))
    return lines


def _execution_as_filed(work: _Year, rows: npt.NDArray[np.intp]) -> tuple[str, ...]:
    filed = work.filed[rows[work.execution[rows]]]
    return tuple(f"预算执行率填报{exact.plain(score)}分" for score in filed if not np.isnan(score))


def _ingredients(
    work: _Year,
    rows: npt.NDArray[np.intp],
    before: exact.Floats,
    after: exact.Floats,
    causes: dict[Change, exact.Floats],
) -> tuple[str, ...]:
    """One sentence for each indicator whose score differs, naming the changes that alone move it."""
    told = []
    for number, row in enumerate(rows.tolist()):
        old, new = before[number], after[number]
        if _same(old, new):
            continue
        name = work.names[row]
        short = name if len(name) <= 16 else f"{name[:15]}…"
        why = [_cause(work, c, row) for c, alone in causes.items() if not _same(old, alone[number])]
        reason = f"：{'；'.join(why)}" if why else ""
        told.append(f"“{short}”由{_points(old)}改为{_points(new)}{reason}")
    return tuple(told)


def _cause(work: _Year, change: Change, row: Any) -> str:
    """The change in words; another rule is quoted."""
    if not change.rule:
        return change.label
    return change.label.replace("另一条规则", f"“{work.others[change.rule - 1].loc[row]}”")


def _same(one: float, two: float) -> bool:
    return one == two or (np.isnan(one) and np.isnan(two))


def _points(value: float) -> str:
    return "未计分" if np.isnan(value) else f"{exact.plain(value)}分"


def grade_changes(scenarios: pd.DataFrame) -> pd.DataFrame:
    """Across a year, how many grades a single change would move.

    From ``sensitivity``: a row per single ``scenario`` with the numbers of projects whose score
    it moves (``projects``), whose grade it moves (``moved``), ``up`` or ``down``; ``misprint``.
    """
    rank = {grade: i for i, grade in enumerate(GRADES)}
    single = scenarios[scenarios["kind"] == "单项"]
    first = scenarios[scenarios["kind"].isin(["填报", "复算"])]
    base = first.drop_duplicates("project_id", keep="last").set_index("project_id")["grade"]
    before = single["project_id"].map(base).map(rank).astype(float)
    shift = single["grade"].map(rank).astype(float) - before
    table = single.assign(moved=shift != 0, up=shift < 0, down=shift > 0)
    counts = table.groupby("scenario", sort=False).agg(
        projects=("project_id", "size"), moved=("moved", "sum"), up=("up", "sum"),
        down=("down", "sum"), misprint=("misprint", "any"),
    )  # fmt: skip
    return counts.reset_index()
