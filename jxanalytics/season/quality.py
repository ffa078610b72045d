"""How good the self-evaluation itself was (自评质量): 及时, 完整, 规范, 真实, each by a stated rule.

The points are usual practice, no ministry rule: they stand in ``_quarto.yml`` under ``review: 自评质量``.
What cannot be judged is not counted against a project: the total is of the points that could be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import pandas as pd

from jxanalytics.checks import Findings, Severity
from jxanalytics.checks.registry import Family, family_of
from jxanalytics.model import exact, say
from jxanalytics.model.precedence import used_indicators
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.values import DASHES, compact
from jxanalytics.season.deviation import BANDS, Bands
from jxanalytics.season.filing import UNFILED, WITHDRAWN
from jxanalytics.statistics import project_money

POINTS: Mapping[str, float] = MappingProxyType({
    "及时": 25, "完整": 25, "规范": 25, "真实": 25,
    "迟报天数": 10, "必须更正每条扣": 5, "请说明每条扣": 2, "账表不符扣": 10,
})  # fmt: skip
PARTS = MappingProxyType(
    {"timely": "及时", "complete": "完整", "regular": "规范", "truthful": "真实"}
)
RULES = MappingProxyType({
    "及时": "按期报送得满分；迟报不超过{迟报天数}日得60%，超过的得20%，未报不得分；没有报送日期的不评",
    "完整": "应填单元格（预算数、执行数；各指标的年度指标值、实际完成值、分值、得分；失分指标的偏差原因）中已填的占比×分值",
    "规范": "有自评表的满分起扣，未说明的数据计算、各表勾稽、评分规则、指标与计量、格式与公开类疑点，必须更正每条扣{必须更正每条扣}分，请说明每条扣{请说明每条扣}分，扣完为止",
    "真实": "按自评与复核的偏差率档次，首档满分，末档0分，其间均匀递减；全年执行数与决算不符的再扣{账表不符扣}分；未复核又无决算数据的不评",
})  # fmt: skip
# 迟报 within and beyond the days stated keeps this share of the points.
_LATE, _VERY_LATE = 60, 20
_REGULAR = {
    Family.ARITHMETIC, Family.DOCUMENTS, Family.RULES, Family.TARGETS, Family.STRUCTURE,
}  # fmt: skip
PLACES = 2


def rules(points: Mapping[str, float] = POINTS) -> list[tuple[str, str]]:
    """The four parts and their rules in words, with the points in force."""
    numbers = {name: say.number(float(value)) for name, value in points.items()}
    return [
        (f"{name}（{numbers[name]}分）", rule.format(**numbers)) for name, rule in RULES.items()
    ]


def quality(
    year: EvaluationYear,
    findings: Findings,
    deviations: pd.DataFrame,
    filing: pd.DataFrame | None = None,
    points: Mapping[str, float] = POINTS,
    bands: Bands = BANDS,
) -> pd.DataFrame:
    """The quality of every project's self-evaluation, in print order; withdrawn ones are left out.

    Columns: project_id, name, unit_id, unit_name, timely, complete, regular, truthful (分, NaN where
    not judged), judged (how many of the four), quality (of 100; NaN where none is judged).
    ``deviations``: `season.deviation` by project. ``filing``: as `filing.filing`
    gives it, of the projects that must file.
    """
    rows = project_money(year)[["project_id", "name", "unit_id", "unit_name"]]
    if filing is not None:
        gone = filing.loc[filing["state"] == WITHDRAWN, "project_id"]
        rows = rows[~rows["project_id"].isin(gone)].reset_index(drop=True)
    ids = rows["project_id"]
    parts = {
        "timely": _timely(ids, filing, points),
        "complete": _complete(year, ids, points),
        "regular": np.where(ids.isin(_having_form(year)), _regular(ids, findings, points), np.nan),
        "truthful": _truthful(year, ids, deviations, points, bands),
    }
    table = rows.assign(**parts)
    given = table[list(parts)]
    full = pd.DataFrame(
        {name: np.where(given[name].isna(), np.nan, points[PARTS[name]]) for name in parts}
    )
    reached, of = (_row_sums(frame) for frame in (given, full))
    return table.assign(judged=given.notna().sum(axis=1), quality=exact.percent(reached, of))


def _row_sums(frame: pd.DataFrame) -> exact.Floats:
    """Exact sums of what is there, NaN where nothing is."""
    return np.array([exact.total(row, PLACES) for row in frame.to_numpy()], dtype=np.float64)


def _timely(
    ids: pd.Series, filing: pd.DataFrame | None, points: Mapping[str, float]
) -> exact.Floats:
    full = points["及时"]
    if filing is None or filing.empty:
        return np.full(len(ids), np.nan)
    known = filing[filing["project_id"] != ""].drop_duplicates("project_id").set_index("project_id")
    late = pd.to_numeric(ids.map(known["late_days"]))
    share = np.select([late <= 0, late <= points["迟报天数"], late.notna()],
                      [100.0, _LATE, _VERY_LATE], np.nan)  # fmt: skip
    absent = (ids.map(known["state"]) == UNFILED).to_numpy()
    return _of(full, np.where(absent, 0.0, share))


def _complete(year: EvaluationYear, ids: pd.Series, points: Mapping[str, float]) -> exact.Floats:
    used = used_indicators(year)
    used = used[used["role"] == "indicator"]
    scores = year["scores"]
    scores = scores[scores["evaluation"] == "self"].drop_duplicates(["document_id", "indicator_id"])
    rows = used.merge(scores[["document_id", "indicator_id", "score"]],
                      on=["document_id", "indicator_id"], how="left")  # fmt: skip
    filled = _stated(rows["target_raw"]).astype(int) + _stated(rows["actual_raw"]).astype(int)
    filled += rows["weight"].notna().astype(int) + rows["score"].notna().astype(int)
    losing = rows["score"] < rows["weight"]
    filled += (losing & _stated(rows["reason"])).astype(int)
    asked = 4 + losing.astype(int)
    sums = pd.DataFrame({"project_id": rows["project_id"], "filled": filled, "asked": asked})
    sums = sums.groupby("project_id").sum().reindex(ids).fillna(0)
    money = project_money(year).set_index("project_id").reindex(ids)
    stated = money[["total_annual", "total_executed"]].notna().sum(axis=1)
    share = exact.percent(sums["filled"] + stated, sums["asked"] + 2)
    return _of(points["完整"], np.where(ids.isin(_having_form(year)), share, np.nan))


def _having_form(year: EvaluationYear) -> set[str]:
    """The projects with a self-evaluation form: without one nothing is complete or regular."""
    forms = year["documents"]
    return set(forms.loc[forms["kind"] == "self_evaluation", "project_id"])


def _stated(cells: pd.Series[str]) -> pd.Series[bool]:
    """Where something is written; a dash or a stroke states nothing."""
    return ~cells.map(compact).isin(DASHES)


def _regular(ids: pd.Series, findings: Findings, points: Mapping[str, float]) -> exact.Floats:
    off = dict.fromkeys(ids, 0.0)
    per = {Severity.ERROR: points["必须更正每条扣"], Severity.WARNING: points["请说明每条扣"]}
    for finding in findings.open(*per):
        if finding.project_id in off and family_of(finding.code) in _REGULAR:
            off[finding.project_id] += per[finding.severity]
    left = [max(points["规范"] - off[project], 0.0) for project in ids]
    return np.array([float(exact.half_up(value, PLACES)) for value in left], dtype=np.float64)


def _truthful(
    year: EvaluationYear,
    ids: pd.Series,
    deviations: pd.DataFrame,
    points: Mapping[str, float],
    bands: Sequence[tuple[str, float]],
) -> exact.Floats:
    full, steps = points["真实"], max(len(bands) - 1, 1)
    share = {name: 100.0 * (steps - place) / steps for place, (name, _) in enumerate(bands)}
    band = deviations.set_index("project_id")["band"]
    reviewed = _of(full, ids.map(band).map(share).to_numpy(np.float64))
    apart = accounts_differ(year).reindex(ids).to_numpy()
    known = ~np.isnan(reviewed) | ~pd.isna(apart)
    base = np.where(np.isnan(reviewed), full, reviewed)
    off = np.where(apart == 1.0, points["账表不符扣"], 0.0)
    return np.where(known, np.maximum(exact.minus(base, off, PLACES), 0.0), np.nan)


def accounts_differ(year: EvaluationYear) -> pd.Series[float]:
    """By project with accounts and a form: 1 where the amounts executed differ, 0 where not."""
    kinds = year["documents"].set_index("document_id")["kind"]
    rows = year["funding"]
    rows = rows[rows["source"] == "total"].assign(kind=rows["document_id"].map(kinds))
    wide = rows.drop_duplicates(["project_id", "kind"]).pivot(
        index="project_id", columns="kind", values="executed"
    )
    wide = wide.reindex(columns=["accounts", "self_evaluation"]).dropna()
    gap = exact.minus(wide["accounts"], wide["self_evaluation"])
    return pd.Series((gap != 0).astype(np.float64), index=wide.index)


def _of(full: float, share: exact.Floats) -> exact.Floats:
    """A share in percent of some points, half-up."""
    return np.array([np.nan if np.isnan(s) else
                     float(exact.half_up(exact.half_up(s, 6) * exact.half_up(full, 2) / 100, PLACES))
                     for s in share], dtype=np.float64)  # fmt: skip
