"""One fault in a clean year: the check that is meant finds it, and says nothing else beside it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from jxanalytics.model.tables import EvaluationYear
from jxanalytics.samples import make_year
from tests.checks.made import clean, codes_of, edited, without
from tests.checks.planted import side_by_side

Plant = Callable[[EvaluationYear], EvaluationYear]
FORM, TARGET, REPORT = "self_evaluation", "target", "report"


def of(kind: str, **fixed: object) -> Callable[[pd.DataFrame], pd.Series]:
    """Rows of documents of a kind with these values; a callable value is a test of the column."""

    def rows(frame: pd.DataFrame) -> pd.Series:
        picked = frame["document_id"].str.endswith(kind)
        for column, value in fixed.items():
            picked &= value(frame[column]) if callable(value) else frame[column].eq(value)
        return picked

    return rows


def known(column: pd.Series) -> pd.Series:
    return column.notna()


def positive(column: pd.Series) -> pd.Series:
    return column > 0


def rule_of(year: EvaluationYear, words: str) -> str:
    """The first indicator that has a rule with these words."""
    rules = year["rules"]
    return str(rules.loc[rules["text"].str.contains(words), "indicator_id"].iloc[0])


def money(source: str = "total", kind: str = FORM, **values: object) -> Plant:
    return lambda year: edited(year, "funding", of(kind, source=source, annual=positive), **values)


def indicator(kind: str, where: dict[str, object], **values: object) -> Plant:
    return lambda year: edited(year, "indicators", of(kind, role="indicator", **where), **values)


def counted(column: pd.Series) -> pd.Series:
    return column.eq("数量指标")


PLANTS: dict[str, tuple[Plant, set[str]]] = {
    "JX101": (money(rate=3.21, rate_raw="3.21%"), {"JX108"}),
    "JX102": (money("current", annual=7777.77), {"JX101", "JX201", "JX601", "JX7"}),
    "JX103": (money(executed=99999.0), {"JX101", "JX102", "JX108", "JX202", "JX7", "JX311", "JX606"}),
    "JX105": (money("current", executed=-1.0), {"JX101", "JX102", "JX202"}),
    "JX107": (lambda y: edited(y, "totals", of("summary", measure="annual"), value=5.0), set()),
    "JX111": (lambda y: edited(y, "totals", of(FORM, measure="weight"), value=98.0), set()),
    "JX114": (lambda y: edited(y, "scores", of(FORM, score=positive), score=77.0), {"JX115"}),
    "JX115": (lambda y: edited(y, "totals", of(FORM, measure="self"), value=12.0), {"JX205", "JX508", "JX7"}),
    "JX116": (lambda y: edited(y, "totals", of(REPORT, measure="grade"), raw="差"), {"JX7"}),
    "JX117": (lambda y: without(y, "scores", of(FORM, indicator_id="I01")), {"JX7"}),
    "JX201": (money(kind="summary", annual=4321.0), {"JX107", "JX103"}),
    "JX202": (money(kind="summary", executed=0.5), {"JX107"}),
    "JX203": (lambda y: edited(y, "funding", of(TARGET, source="total"), initial=9999.0), {"JX102"}),
    "JX205": (lambda y: edited(y, "totals", of("summary", measure="self"), value=11.0), {"JX508"}),
    "JX206": (lambda y: edited(y, "totals", of("summary", measure="department", value=known), value=11.0), {"JX508"}),
    "JX212": (lambda y: edited(y, "totals", of("summary", measure="self"), value=np.nan, raw=""), set()),
    "JX218": (lambda y: edited(y, "documents", of(FORM), year=2021.0), {"JX8"}),
    "JX221": (lambda y: without(y, "indicators", of(FORM, indicator_id="I02")), {"JX111", "JX115", "JX229", "JX301", "JX314", "JX7"}),
    "JX223": (indicator(FORM, {"level2": counted, "target": positive}, target=1.0, target_raw="≥1个"), {"JX226", "JX310", "JX317", "JX318", "JX504", "JX7", "JX402"}),
    "JX225": (indicator(FORM, {"weight": positive}, weight=3.0), {"JX111", "JX114", "JX227", "JX307", "JX314", "JX310", "JX304", "JX306"}),
    "JX228": (indicator(REPORT, {"level2": counted}, actual=5.0, actual_raw="5个"), {"JX7", "JX402"}),
    "JX302": (lambda y: edited(y, "rules", of(FORM, position=1.0), indicator_id=rule_of(y, "达到"), position=2.0), {"JX301", "JX303", "JX307", "JX309", "JX317", "JX318"}),
    "JX303": (lambda y: edited(y, "rules", lambda f: f["text"].str.startswith("达到"), text="超过50次满分，每下降5次扣1分，低于500次不得分，满分5分"), {"JX302", "JX305", "JX307", "JX310", "JX317", "JX318", "JX308", "JX309"}),
    "JX310": (lambda y: edited(y, "scores", lambda f: f["indicator_id"].eq("I01") & f["score"].gt(2), score=1.0), {"JX115", "JX7", "JX505"}),
    "JX401": (indicator(FORM, {"level2": counted}, actual=100.0, actual_unit="%", actual_raw="100%"), {"JX228", "JX7"}),
    "JX402": (indicator(FORM, {"level2": counted}, actual_unit="人次", actual_raw="99人次"), {"JX228", "JX7"}),
    "JX404": (indicator(FORM, {"level2": counted}, target=np.nan, target_raw="", target_unit=""), {"JX7"}),
    "JX405": (indicator(FORM, {"level2": counted}, actual=np.nan, actual_raw="", actual_unit=""), {"JX7"}),
    "JX410": (indicator(FORM, {"target_unit": "日期"}, target=20290101.0, target_raw="2029年1月1日前"), {"JX223", "JX224", "JX226", "JX310", "JX7"}),
    "JX411": (indicator(FORM, {"level2": "服务对象满意度指标"}, actual=109.0, actual_raw="109%"), {"JX228", "JX310", "JX7"}),
    "JX505": (lambda y: edited(y, "indicators", of(FORM, role="indicator", project_id="P00006", reason=lambda c: c != ""), reason=""), {"JX504", "JX7"}),
    "JX606": (lambda y: y.replaced(projects=y["projects"].assign(finished="是")), {"JX7"}),
}  # fmt: skip


@pytest.fixture(scope="module")
def found() -> dict[str, set[str]]:
    """The codes raised about each plant."""
    raised = side_by_side([plant(clean()) for plant, _ in PLANTS.values()])
    return {code: {f.code for f in mine} for code, mine in zip(PLANTS, raised, strict=True)}


@pytest.mark.parametrize("code", PLANTS)
def test_a_planted_fault_is_found(code: str, found: dict[str, set[str]]) -> None:
    """The fault is raised under its code, and only what follows from it beside."""
    also, raised = PLANTS[code][1], found[code]
    assert code in raised
    beside = {c for c in raised - {code} if c not in also and c[:3] not in also}
    assert beside == set()


def test_a_year_with_one_table_or_none_is_checked() -> None:
    """Whatever is missing, the checks run; nothing at all raises nothing."""
    year = make_year(2024, 5, 5, 2)
    assert codes_of(EvaluationYear(2024, {}, {})) == set()
    for table in ("funding", "indicators", "rules", "scores", "totals", "evaluators"):
        codes_of(year.replaced(**{table: year[table].iloc[:0]}))
