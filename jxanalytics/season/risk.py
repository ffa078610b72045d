"""How much a project calls for review: named reasons, each with points that the user can change.

Every reason is a share from 0 to 1 of its points; the risk is their sum. The points are usual
practice, no ministry rule: they stand in ``_quarto.yml`` under ``review: 风险分值``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jxanalytics.checks import Findings, Severity
from jxanalytics.model import exact, say
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.vocabulary import HIGH_SCORE, LOW_RATE
from jxanalytics.scoring import ScoredYear
from jxanalytics.statistics import carry_over, project_scores

# A share of the points: a column of the table of facts to numbers from 0 to 1, NaN for none.
Share = Callable[[pd.DataFrame], pd.Series]
FULL = 100.0
_MANY_ERRORS, _MANY_WARNINGS, _MANY_ROUNDS = 5, 10, 3


@dataclass(frozen=True)
class Reason:
    """A reason for review: what it is called, its points, its rule in words, and when it holds."""

    name: str
    points: float
    rule: str
    share: Share


def _flag(holds: pd.Series) -> pd.Series:
    return holds.astype(np.float64)


REASONS = (
    Reason("必须更正", 20, f"未说明的“必须更正”疑点条数÷{_MANY_ERRORS}，最多按1计",
           lambda f: (f["errors"] / _MANY_ERRORS).clip(upper=1)),
    Reason("请说明", 10, f"未说明的“请说明”疑点条数÷{_MANY_WARNINGS}，最多按1计",
           lambda f: (f["warnings"] / _MANY_WARNINGS).clip(upper=1)),
    Reason("支出少而得分高", 25, f"预算执行率低于{LOW_RATE:g}%而自评得分{HIGH_SCORE:g}分及以上",
           lambda f: _flag((f["rate"] < LOW_RATE) & (f["score"] >= HIGH_SCORE))),
    Reason("执行率低", 5, f"预算执行率低于{LOW_RATE:g}%", lambda f: _flag(f["rate"] < LOW_RATE)),
    Reason("资金规模", 20, "全年预算数÷各项目中最大的全年预算数",
           lambda f: f["annual"].clip(lower=0) / f["annual"].max()),
    Reason("自评满分", 5, "自评得分为100分", lambda f: _flag(f["score"] >= FULL)),
    Reason("没有自评得分", 5, "没有填报自评总分", lambda f: _flag(f["score"].isna())),
    Reason("未开展部门评价", 5, "没有开展部门评价", lambda f: _flag(~f["evaluated"])),
    Reason("以前年度资金未用完", 5, "以前年度结转资金年末仍有未使用（推算）",
           lambda f: _flag(f["closing_prior"] > 0)),
    Reason("多次退回", 5, f"退回次数÷{_MANY_ROUNDS}，最多按1计",
           lambda f: (f["rounds"] / _MANY_ROUNDS).clip(upper=1)),
    Reason("迟报", 5, "晚于规定期限报送", lambda f: _flag(f["late"])),
)  # fmt: skip
POINTS: Mapping[str, float] = {reason.name: reason.points for reason in REASONS}


def risk_facts(
    year: EvaluationYear,
    scored: ScoredYear,
    findings: Findings,
    filing: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """What the reasons look at, a row a project in print order.

    Columns: project_id, name, unit_id, unit_name, annual (万元), rate (percent), score (self, as
    filed), errors, warnings (findings not explained), evaluated, closing_prior (万元), rounds, late.
    ``filing``: as `filing.filing` gives it, where it is known how the forms came in.
    """
    rows = project_scores(scored.totals, year, "filed")
    rows = rows[["project_id", "name", "unit_id", "unit_name", "annual", "rate", "score"]]
    projects = year["projects"].set_index("project_id")
    rolled = carry_over(year).set_index("key")["closing_prior"]
    known = rows.assign(
        **{f"{s}s": _counted(findings, s, rows) for s in (Severity.ERROR, Severity.WARNING)},
        evaluated=rows["project_id"].map(projects["department_evaluation"] == "是"),
        closing_prior=rows["project_id"].map(rolled).astype(np.float64),
    )
    return known.assign(**_filed(filing, rows))


def risks(facts: pd.DataFrame, points: Mapping[str, float] = POINTS) -> pd.DataFrame:
    """The facts with ``risk`` (two places) and ``why``, the reasons with their points in words."""
    given = {reason.name: _points(reason, facts, points) for reason in REASONS}
    total = exact.summed(*given.values(), places=2) if len(facts) else np.zeros(0)
    why = ["；".join(_said(given, row)) for row in range(len(facts))]
    return facts.assign(risk=total, why=pd.Series(why, index=facts.index, dtype="str"))


def _points(reason: Reason, facts: pd.DataFrame, points: Mapping[str, float]) -> exact.Floats:
    share = reason.share(facts).fillna(0.0).to_numpy(np.float64)
    most = points.get(reason.name, reason.points)
    return np.array([float(exact.half_up(exact.half_up(s, 6) * exact.half_up(most, 2), 2))
                     for s in share], dtype=np.float64)  # fmt: skip


def _said(given: Mapping[str, exact.Floats], row: int) -> list[str]:
    return [f"{name}{say.number(float(g[row]))}" for name, g in given.items() if g[row] > 0]


def _counted(findings: Findings, severity: Severity, rows: pd.DataFrame) -> pd.Series:
    counts = pd.Series([f.project_id for f in findings.open(severity)], dtype="str").value_counts()
    return rows["project_id"].map(counts).fillna(0).astype(np.int64)


def _filed(filing: pd.DataFrame | None, rows: pd.DataFrame) -> dict[str, pd.Series]:
    known = (
        pd.DataFrame(columns=["project_id", "rounds", "late_days"]) if filing is None else filing
    )
    known = known[known["project_id"] != ""].drop_duplicates("project_id").set_index("project_id")
    rounds = pd.to_numeric(rows["project_id"].map(known["rounds"]))
    late = pd.to_numeric(rows["project_id"].map(known["late_days"]))
    return {"rounds": rounds.fillna(0).astype(np.int64), "late": late > 0}
