"""Figures, dates and plans are read from sentences as departments write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxanalytics.checks.prose import Sort, chinese_number, days, mentions, plans, read
from jxanalytics.model.tables import EvaluationYear

DIGITS = "零一二三四五六七八九"
MEASURES = ("批", "批次", "人次", "个", "项", "次", "家", "户", "平方米", "条")


def spoken(number: int) -> str:
    """A number below a hundred million in Chinese numerals, as it is written out."""
    if number == 0:
        return "零"
    high, low = divmod(number, 10000)
    text = f"{spoken(high)}万" if high else ""
    if not low:
        return text
    zero = bool(text) and low < 1000
    for step, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, low = divmod(low, step)
        if digit:
            text += ("零" if zero else "") + DIGITS[digit] + name
        zero = bool(text) and not digit
    return text


@given(st.integers(0, 10**8 - 1))
def test_written_out_numbers_come_back(number: int) -> None:
    """Every number written out in Chinese numerals is read as itself."""
    assert chinese_number(spoken(number)) == number


@given(st.text("零〇一二两三四五六七八九十百千万亿"))
def test_numerals_in_any_order_never_fail(text: str) -> None:
    """Numerals in any order are a number or none, never an error."""
    number = chinese_number(text)
    assert number is None or number >= 0


@pytest.mark.parametrize("text", ["", "三四", "一百二", "百", "万", "零三零", "三x"])
def test_what_is_no_number(text: str) -> None:
    """What a reader could take in two ways, or in none, is left unread."""
    assert chinese_number(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("预算安排1237.78万元", [("1237.78万元", "1237.78", "万元", "")]),
        ("投入近1.2亿元", [("近1.2亿元", "1.2", "亿元", "约")]),
        ("１，２３７.７８万元", [("１，２３７.７８万元", "1237.78", "万元", "")]),
        ("人均300元", [("300元", "300", "元", "")]),
        ("执行率为24.67%", [("24.67%", "24.67", "%", "")]),
        ("同比增长29.6％", [("29.6％", "29.6", "%", "")]),
        ("增幅超10%", [("超10%", "10", "%", ">")]),
        ("提高3个百分点", [("3个百分点", "3", "个百分点", "")]),
        ("占百分之三十五", [("百分之三十五", "35", "%", "")]),
        ("510批近13000余人次", [("510批", "510", "批", ""), ("近13000余人次", "13000", "人次", "约")]),
        ("制定60余个方案", [("60余个", "60", "个", "余")]),
        ("1300余批、近700批", [("1300余批", "1300", "批", "余"), ("近700批", "700", "批", "约")]),
        ("用餐2万余人次", [("2万余人次", "2", "万人次", "余")]),
        ("培训三次、两批共十二人", [("三次", "3", "次", ""), ("两批", "2", "批", ""), ("十二人", "12", "人", "")]),
        ("新建不少于30公里", [("不少于30公里", "30", "公里", "≥")]),
        ("约500人左右", [("约500人左右", "500", "人", "约")]),
        ("每批30人以下", [("30人以下", "30", "人", "≤")]),
        ("全年20次以内", [("20次以内", "20", "次", "≤")]),
        ("覆盖80户以上", [("80户以上", "80", "户", "≥")]),
    ],
)  # fmt: skip
def test_figures_as_written(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    """A figure keeps its text, number, unit and approximation."""
    found = [(m.text, str(m.number), m.value.unit, m.value.operator) for m in mentions(text)]
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "第25批中学生友好使节团",
        "第六次合作协商会",
        "每降低1-10%扣分",
        "2019年12月31日前",
        "洪财办〔2020〕10号",
        "为期3个月",
        "八项规定、四位一体",
        "一批又一批、一次性",
        "2019世界VR产业大会",
    ],
)
def test_what_counts_nothing(text: str) -> None:
    """Ordinals, ranges, dates, document numbers and set phrases are no figures."""
    assert mentions(text) == ()


@given(
    st.integers(0, 10**7),
    st.sampled_from(MEASURES),
    st.sampled_from(["", "近", "约", "超过"]),
    st.sampled_from(["", "余", "多"]),
    st.sampled_from(["全年完成检查", "共举办活动", "，"]),
)
def test_any_count_is_found_where_it_stands(
    number: int, measure: str, lead: str, vague: str, before: str
) -> None:
    """A count is found with its exact text, whatever approximates it, and is exact without that."""
    text = f"{before}{lead}{number}{vague}{measure}，效果良好"
    (found,) = mentions(text)
    assert (found.sort, found.number, found.measure) == (Sort.COUNT, Decimal(number), measure)
    assert text[found.start : found.end] == found.text == f"{lead}{number}{vague}{measure}"
    assert found.exact is not bool(lead or vague)


@given(st.decimals(0, 10**6, places=2), st.sampled_from(["元", "万元", "亿元"]))
def test_amounts_in_wan(number: Decimal, unit: str) -> None:
    """An amount is told in 万元 exactly, whichever unit it is written in."""
    (found,) = mentions(f"实际支出{number}{unit}。")
    factor = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10000)}[unit]
    assert found.wan == number * factor
    assert (found.before, found.places) == ("实际支出", 2)


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    """No text makes reading fail, and every quote is a piece of the text."""
    for found in mentions(text):
        assert found.text in text
    days(text), plans(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020年 5 月 25 日", ["2020-05-25"]),
        ("二〇二〇年五月二十五日", ["2020-05-25"]),
        ("2020-5-25，2020.05.25", ["2020-05-25", "2020-05-25"]),
        ("2019年2月30日", []),
    ],
)
def test_dates(text: str, expected: list[str]) -> None:
    """Dates are read however they are written; impossible ones are not."""
    assert [day.iso for day in days(text) if day.iso] == expected


def test_years_and_days_of_no_said_year() -> None:
    """A year alone, a month of a year and a day without its year keep what is unsaid open."""
    found = [(d.year, d.month, d.day) for d in days("2019年度，2024年4月起，于4月20日完成")]
    assert found == [(2019, None, None), (2024, 4, None), (None, 4, 20)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019年将邀请第三方", [("将", 2019)]),
        ("2020年拟更新制度", [("拟", 2020)]),
        ("下一步计划于年底前完成", [("计划", None)]),
        ("2019年，项目将资金用于培训", []),
        ("2019年已完成；今后将继续推进", [("将", None)]),
        ("拟定方案、即将完成", []),
    ],
)
def test_plans(text: str, expected: list[tuple[str, int | None]]) -> None:
    """Words of plan are told from 将 that marks an object, with the year said before them."""
    assert [(plan.word, plan.year) for plan in plans(text)] == expected


def test_a_report_with_its_places(reference: EvaluationYear) -> None:
    """Paragraphs of the reference report have heading, number, label and the headings above."""
    prose = read("P0001-report", reference.texts["P0001-report"])
    passage = next(p for p in prose.passages if p.label == "全年接待批次")
    assert str(passage.place) == "¶ 1、产出数量指标情况分析 1"
    assert passage.headings == (
        "四、绩效评价指标分析",
        "（三）项目产出情况",
        "1、产出数量指标情况分析",
    )
    assert passage.under("项目产出")
    assert passage.sentences[0].text.endswith("近13000余人次。")
    counts = [int(m.number) for s in passage.sentences for m in s.mentions if m.exact]
    assert counts[:1] == [510]
    assert sum(counts[2:8]) == 209
