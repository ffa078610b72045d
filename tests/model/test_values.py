"""Cell texts as departments write them are understood, and nothing is guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxanalytics.model.values import (
    DATE_UNIT,
    UNIT_FACTORS,
    compact,
    conversion,
    parse_value,
    to_decimal,
)

UNDERSTOOD = [
    ("500批次", "500", "批次", ""),
    ("100%", "100", "%", ""),
    ("13000余人", "13000", "人", "余"),
    ("1000多人次", "1000", "人次", "余"),
    ("1万余人", "1", "万人", "余"),
    ("20多万元", "20", "万元", "余"),
    ("1.5万人次", "1.5", "万人次", ""),
    ("2亿元", "2", "亿元", ""),
    ("≥95%", "95", "%", "≥"),
    ("≧ 95％", "95", "%", "≥"),
    ("⩾95", "95", "", "≥"),
    (">=95%", "95", "%", "≥"),
    ("不少于 6 次", "6", "次", "≥"),
    ("不低于90%", "90", "%", "≥"),
    ("至少3篇", "3", "篇", "≥"),
    ("95%以上", "95", "%", "≥"),
    ("95%及以上", "95", "%", "≥"),
    ("100%（含）以上", "100", "%", "≥"),
    ("≤30万元", "30", "万元", "≤"),
    ("控制在305.36万元以内", "305.36", "万元", "≤"),
    ("不超过5%", "5", "%", "≤"),
    ("10起以下", "10", "起", "≤"),
    ("30天内", "30", "天", "≤"),
    ("3个工作日内", "3", "个工作日", "≤"),
    ("＞5", "5", "", ">"),
    ("小于3次", "3", "次", "<"),
    ("═100%", "100", "%", "="),
    ("近700批", "700", "批", "约"),
    ("约500人", "500", "人", "约"),
    ("500人左右", "500", "人", "约"),
    ("１，２３７.７８", "1237.78", "", ""),
    ("1,237.78万元", "1237.78", "万元", ""),
    ("(1,234)", "-1234", "", ""),
    ("\u22125", "-5", "", ""),
    ("0", "0", "", ""),
    ("24.67%", "24.67", "%", ""),
    ("百分之95", "95", "%", ""),
    ("95百分比", "95", "%", ""),
    ("5‰", "5", "‰", ""),
    ("5000元/人", "5000", "元/人", ""),
    ("60\u00a0个", "60", "个", ""),
    ("\u300060个\n", "60", "个", ""),
    ("500批次。", "500", "批次", ""),
    ("10处室内", "10", "处室内", ""),
    ("95%以上（含）", "95", "%", "≥"),
    ("5000㎡", "5000", "㎡", ""),
    ("≥500m²", "500", "m²", "≥"),
    ("120m3以下", "120", "m3", "≤"),
    ("12月", "12", "月", ""),
    ("2019年12月31日前", "20191231", DATE_UNIT, "≤"),
    ("2019年12月底前", "20191231", DATE_UNIT, "≤"),
    ("2020年2月", "20200229", DATE_UNIT, ""),
    ("2020-05-25", "20200525", DATE_UNIT, ""),
    ("2019/6/30", "20190630", DATE_UNIT, ""),
    ("2019.6.30之前", "20190630", DATE_UNIT, "≤"),
]


@pytest.mark.parametrize(("raw", "number", "unit", "operator"), UNDERSTOOD)
def test_what_departments_write(raw: str, number: str, unit: str, operator: str) -> None:
    """Number, unit and operator are taken apart, and the raw text is kept."""
    value = parse_value(raw)
    assert (value.raw, value.number) == (raw, Decimal(number))
    assert (value.unit, value.operator) == (unit, operator)


@pytest.mark.parametrize(
    "raw",
    [
        "", "  ", "—", "-", "——", "/", "无", "完成", "按时完成", "30%-40%", "1/2", "1,23", "3.14.15",
        "6月底前", "6月底前完成", "3月份", "2019年", "2019年内", "于2019年底前完成", "0019年5月1日",
        "1237.78①", "500次②", "10²", "第三季度", "2019年2月30日", "2019年13月", "12月31日前", "≥80%且≤90%", "全部", "十余人", ".5", "≥**个",
    ],
)  # fmt: skip
def test_what_holds_no_single_number(raw: str) -> None:
    """Blanks, phrases, ranges and impossible dates keep their raw text and nothing else."""
    value = parse_value(raw)
    assert (value.raw, value.number, value.unit, value.operator) == (raw, None, "", "")


def test_blank_nothing_none_and_zero_differ() -> None:
    """An empty cell, — and / state nothing; 无 and 0 state something."""
    assert [parse_value(raw).blank for raw in ("", " ", "—", "/", "无", "0")] == [
        True, True, True, True, False, False,
    ]  # fmt: skip


@given(st.text())
def test_no_text_is_an_error(raw: str) -> None:
    """Whatever is typed, parsing keeps it and does not fail."""
    assert parse_value(raw).raw == raw


@given(
    st.decimals(0, 10**9, places=4),
    st.sampled_from(["", "%", "人次", "万元", "批", "项"]),
    st.sampled_from(["", "≥", "≤", ">", "<", "="]),
    st.booleans(),
)
def test_values_come_back(number: Decimal, unit: str, operator: str, wide: bool) -> None:
    """A printed quantity is read back, in half-width and in full-width characters."""
    printed = f"{operator}{number:f}{unit}"
    if wide:
        printed = printed.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    value = parse_value(printed)
    assert (value.number, value.unit, value.operator) == (number, unit, operator)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,237.78", "1237.78"),
        ("（5）", "-5"),
        ("+3", "3"),
        ("5%", None),
        ("五", None),
        ("1e3", None),
    ],
)
def test_bare_numbers(text: str, number: str | None) -> None:
    """A bare number is taken whole or not at all."""
    assert to_decimal(text) == (None if number is None else Decimal(number))


def test_folding_lengthens_no_figure() -> None:
    """Raised and circled digits are not taken for digits; all else of the text is folded."""
    assert compact("１２３７．７８① ａ㎡") == "1237.78①a㎡"
    assert to_decimal("1237.78①") is None


def test_units_of_money_are_known_by_their_size() -> None:
    """Every unit an amount may be printed in, in 万元."""
    sizes = {
        "元": "0.0001",
        "千元": "0.1",
        "万元": "1",
        "万": "1",
        "百万元": "100",
        "千万元": "1000",
        "亿元": "10000",
    }
    assert {unit: Decimal(size) for unit, size in sizes.items()} == UNIT_FACTORS


@pytest.mark.parametrize(
    ("of", "into", "factor"),
    [
        ("万元", "元", "10000"),
        ("日", "天", "1"),
        ("㎡", "平方米", "1"),
        ("m2", "㎡", "1"),
        ("万m²", "平方米", "10000"),
        ("km", "米", "1000"),
        ("㎡", "米", None),
        ("人", "人次", None),
    ],
)
def test_units_of_one_quantity(of: str, into: str, factor: str | None) -> None:
    """A unit is known in every spelling; what measures something else is not converted."""
    assert conversion(of, into) == (None if factor is None else Decimal(factor))
