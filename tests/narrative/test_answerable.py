"""A year of sixty projects read as one who checks every figure: sentences add up, totals that differ say why."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from jxanalytics.model.tables import EvaluationYear
from jxanalytics.narrative.annex import Annex
from jxanalytics.narrative.blocks import Bullets, Heading, Paragraph, Table
from jxanalytics.narrative.brief import Brief, cause
from jxanalytics.narrative.chapters import CHAPTERS
from jxanalytics.narrative.evaluation_report import EvaluationReport
from jxanalytics.narrative.facts import Facts
from jxanalytics.narrative.funding import Funding
from jxanalytics.narrative.meeting.scope import listing
from jxanalytics.narrative.overview import Overview
from jxanalytics.narrative.scores import Scores
from jxanalytics.narrative.self_report import SelfReport
from jxanalytics.narrative.sentences import rolled
from jxanalytics.samples import make_demo
from jxanalytics.year import Year
from tests.narrative.reading import computed

_AMOUNT = re.compile(
    r"(结转资金|财政拨款|调增|调减|其他资金|全年执行|已交回|年末结转（推算）)(-?[\d.]+)万元"
)
_SIGN = {"调减": -1, "全年执行": -1, "已交回": -1, "年末结转（推算）": -1}


@pytest.fixture(scope="module")
def facts() -> Facts:
    _, before, last = make_demo()
    return Facts(last, before=before).ready()


def said(passage: object) -> str:
    return "\n".join(computed(passage.blocks))  # type: ignore[attr-defined]


def test_the_carry_over_adds_up_in_words(facts: Facts) -> None:
    """What a roll-forward names, added up, is what it says is left: adjustments, other money, returns included."""
    rows = facts.carry_over().dropna(subset="closing").to_dict("records")
    moved = 0
    for row in rows:
        told = rolled(row).replace("其中使用上年结转资金", "其中使用")
        told = told.split("其中当年资金")[0]
        terms = [(_SIGN.get(name, 1), Decimal(figure)) for name, figure in _AMOUNT.findall(told)]
        assert sum(sign * figure for sign, figure in terms) == 0, told
        moved += "调增" in told or "其他资金" in told
    assert moved > 5
    assert "年末结转（推算）0.00万元" in rolled(next(r for r in rows if r["closing"] == 0))
    assert "其中当年资金" not in rolled(next(r for r in rows if r["closing"] == 0))


def test_returned_money_is_said(facts: Facts) -> None:
    """Money given back stands in the sentence, too."""
    row = facts.carry_over().dropna(subset="closing").iloc[0]
    assert "，已交回3.00万元；" in rolled({**row, "returned": 3.0})


def test_nothing_is_counted_as_zero(facts: Facts) -> None:
    """No sentence of a chapter says that there are 0 of something."""
    year = Year(facts.model)
    for name in CHAPTERS:
        chapter = year.chapter(name)
        for attribute, kind in vars(type(chapter)).items():
            if isinstance(kind, property):
                texts = [
                    b
                    for b in getattr(chapter, attribute).blocks
                    if isinstance(b, Paragraph | Bullets)
                ]
                zero = re.findall(
                    r"[^。；，]*(?<![\d.])0[个项条份][^。；，]*", "\n".join(computed(texts))
                )
                assert zero == [], f"{name}.{attribute}"


def test_totals_that_differ_say_why(facts: Facts) -> None:
    """Money by source is less than money by unit by that of the projects the table's note names."""
    (table,) = [b for b in Funding(facts).by_source.blocks if isinstance(b, Table)]
    whole, parts = (facts.execution(by)["annual"].sum() for by in ("total", "source"))
    named = [n for n in facts.names.values() if f"{n}" in table.note.split("不在本表")[0]]
    missing = facts.execution().set_index("name").loc[named, "annual"].sum()
    assert len(named) == 2 and round(whole - parts - missing, 2) == 0
    assert "之和与年度资金总额不符的项目1个（高新片区体育美育设备购置费（整合））" in table.note


def test_a_reason_that_stands_in_the_text_is_not_called_missing(facts: Facts) -> None:
    """Why little was spent is found beside the rate, with the money, or in a text, and quoted with its document."""
    low = facts.execution().query("rate < 60")
    assert all(facts.money_reason(key)[0] for key in low["key"])
    assert "原因待补充" not in said(Brief(facts).points)
    project = next(k for k in low["key"] if facts.money_reason(k)[1] == "自评表")
    told = said(SelfReport(facts.project(project)).points_lost)
    assert "“预算执行率”分值10分，复算得0分，扣10分。\n" in told + "\n"


def test_a_reason_is_missing_where_nobody_gave_one(facts: Facts) -> None:
    """Without any text the reason of a low rate is asked for; that of a rate of 60% and more is not."""
    few = facts.model.of_projects(list(facts.names)[:25])
    silent = Facts(EvaluationYear(facts.year, few.tables, {}))
    rates = silent.execution().set_index("key")["rate"]
    given = {key for key in rates.index if silent.money_reason(key)[0]}
    asked = {
        key: "“预算执行率”" in line and "待补充" in line
        for key in rates.index[rates < 100].difference(list(given))
        for line in said(SelfReport(silent.project(key)).points_lost).splitlines()
        if "“预算执行率”" in line
    }
    assert asked == {key: rates[key] < 60 for key in asked} and set(asked.values()) == {True, False}


def test_the_department_stands_beside_the_unit(facts: Facts) -> None:
    """An evaluation report gives both scores wherever it gives one: in the conclusion, the table, each analysis."""
    report = EvaluationReport(facts.project("P00030"))
    third = said(report.chapter(3))
    assert "部门评价得分75.8分，比自评低7分。" in third
    (table,) = [b for b in report.chapter(3).blocks if isinstance(b, Table)]
    assert [cell.text for cell in table.header[0]][-2:] == [
        "自评得分（复算）",
        "部门评价得分（填报）",
    ]
    assert [cell.text for cell in table.rows[-1]][-2:] == ["82.8", "75.8"]
    assert "“经济成本指标”分值20分，部门评价得15分，按自评数据复算得19分。" in said(
        report.chapter(4)
    )


def test_a_section_under_a_longer_heading_is_not_called_missing(facts: Facts) -> None:
    """评价目的、对象和范围 in one heading is all three."""
    chapter = EvaluationReport(facts.project("P00030")).chapter(2)
    assert "待补充" not in said(chapter)
    assert "（一）绩效评价目的、对象和范围" in [
        b.text for b in chapter.blocks if isinstance(b, Heading)
    ]


def test_findings_speak_in_words(facts: Facts) -> None:
    """No finding quotes the code of another, and a difference of scores is said as it is."""
    messages = [finding.message for finding in facts.findings]
    assert [m for m in messages if re.search(r"(?:JX|BD)\d{3}", m)] == []
    again = [m for m in messages if "再次出现" in m]
    assert any(
        "（“结转资金可满足支出，当年财政拨款未动用”、“上年结转资金年末仍未用完”）" in m
        for m in again
    )
    apart = [re.findall(r"([\d.]+)分", m) for m in messages if "，相差" in m]
    assert len(apart) > 3
    assert all(abs(Decimal(a) - Decimal(b)) == Decimal(c) for a, b, c in apart)


def test_notes_print_amounts_as_the_book_does(facts: Facts) -> None:
    """Amounts and rates in the speaker's notes have two decimals, counts and points as many as they need."""
    table = facts.execution("unit")[["name", "annual", "rate"]].set_axis(
        ["单位", "预算（万元）", "执行率（%）"], axis=1
    )
    figures = re.findall(r"[）](\d+(?:\.\d+)?)", "\n".join(listing(table)))
    assert len(figures) == 2 * len(table)
    assert all(re.fullmatch(r"\d+\.\d\d", figure) for figure in figures)


@pytest.mark.parametrize(
    ("filed", "told"),
    [
        ("年末未执行1487.70万元，主要是部分合同按进度付款，尾款在下年度支付。", "部分合同按进度付款，尾款在下年度支付"),
        ("部分合同按进度付款，尾款在下年度支付，余额按规定结转使用", "部分合同按进度付款，尾款在下年度支付"),
        ("本项目结余资金较大是因为历年结余资金滚存", "历年结余资金滚存"),
        ("项目未完成", "项目未完成"),
        ("甲" * 40, "甲" * 24 + "……"),
    ],
)  # fmt: skip
def test_the_page_for_leaders_has_room_for_causes(filed: str, told: str) -> None:
    """Of a filed reason the one page tells the cause, in whole clauses where it has any that fit."""
    assert cause(filed) == told


def test_one_of_a_kind_is_not_the_foremost_of_many(year: Year) -> None:
    """With two projects nothing is called the larger ones, the commonest, or an average."""
    points = said(Brief(year.facts()).points)
    assert (
        "年末未执行数932.42万元，为市委市政府接待费（24.67%，填报原因：历年结余资金滚存）。"
        in points
    )
    assert "46条，较多的有文句不完整（2条），请" in points
    assert "部门评价1个项目，得分相同的1个。" in points
    assert "共失8分，均在预算执行率。" in said(year.chapter("targets").points_lost)
    assert "齐全的1个，两种得分相同，见" in said(year.chapter("evaluations").department)
    assert "材料落款日期均为2020年5月25日。" in said(year.chapter("organization").scope)


def test_a_place_left_blank_is_no_reason(facts: Facts) -> None:
    """Where a form has a place for the reason and it is blank, a text does not stand in for it, as for the check."""
    project = next(
        k
        for k in facts.execution().query("rate < 60")["key"]
        if facts.money_reason(k)[1] == "自评表"
    )
    rows = facts.model["indicators"]
    mine = (rows["project_id"] == project) & (rows["role"] == "execution")
    assert mine.any() and (rows.loc[mine, "reason_place"] == "").all()
    asked = rows.assign(reason_place=rows["reason_place"].mask(mine, "表1!R6C17"))
    assert Facts(facts.model.replaced(indicators=asked)).money_reason(project) == ("", "")


def test_rates_beyond_100_are_not_called_unspent(facts: Facts) -> None:
    """Projects beyond 100% are named by their rate; one that spent little, by what it left."""
    money = facts.model["funding"]
    over = money["project_id"].isin(list(facts.names)[:7]) & money["executed"].notna()
    more = money.assign(executed=money["executed"].mask(over, money["annual"] * 2))
    told = said(Funding(Facts(facts.model.replaced(funding=more))).summary)
    assert re.search(r"执行率超过100%的项目\d个，执行率较高的有", told)
    assert re.search(r"执行率低于60%的项目\d+个，未执行数较大的有", told)


def test_sums_that_lack_a_figure_name_the_project(facts: Facts) -> None:
    """A project without an initial budget would pass for money granted in the year: each table that
    sets the two side by side names it."""
    rows = facts.execution()
    (lacking,) = rows.loc[rows["initial"].isna(), "name"]
    for passage in (Funding(facts).by_unit, Annex(facts).units):
        tables = [b for b in passage.blocks if isinstance(b, Table) and "预算执行" in b.caption]
        assert tables and all(lacking in table.note for table in tables)


def test_a_chapter_does_not_repeat_another(facts: Facts) -> None:
    """What 综述 says of money and scores, the chapters on them do not say again word for word."""
    told = {line for line in said(Overview(facts).summary).splitlines() if line}
    for chapter in (Funding(facts).summary, Scores(facts).summary):
        assert told.isdisjoint(said(chapter).splitlines())


def test_a_table_over_pages_names_the_project_in_every_row(facts: Facts) -> None:
    """附表四 is in the order of the other 附表, by unit, and no name stands on another page."""
    (table,) = [b for b in Annex(facts).lost.blocks if isinstance(b, Table)]
    names = [row[0].text for row in table.rows]
    order = list(facts.execution()["name"])
    places = [order.index(name) for name in names]
    assert places == sorted(places) and len(set(places)) > 10
    assert all(cell.rows == 1 for row in table.rows for cell in row)
