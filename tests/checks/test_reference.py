"""The reference case: what is raised, one by one, and what must raise nothing."""

from __future__ import annotations

import pytest

from jxanalytics.checks.findings import Findings

# Every finding in tables, by its number, with words of its sentence and a quotation among its places.
EXPECTED = {
    "年度-JX219": ("未收到批复的绩效目标表", ""),
    "P0001-JX230": ("“全年接待批次”500批次→510批次", "500批次"),
    "P0001-JX301": ("“预算执行率”、“预算资金执行率”没有写明评分规则", "预算资金执行率（10分）"),
    "P0001-JX302-I10": (
        "有2种评分规则，得分会有出入，请明确采用哪一种",
        "资金使用率高，每降低1-10%扣1分，50%以下不得分",
    ),
    "P0001-JX303": (
        "满分点为“超过50次”，又规定“低于500批次不得分”",
        "超过50次满分，每下降5批次扣1分，低于500批次不得分，满分5分",
    ),
    "P0001-JX305": ("没有写明得满分的标准", "每下降5%扣1分，80%以下不得分，满分15分"),
    "P0001-JX306": (
        "由11分骤降为0分，超过满分15分的一半",
        "每下降5%扣1分，80%以下不得分，满分15分",
    ),
    "P0001-JX308": (
        "并用“批次”“次”",
        "超过50次满分，每下降5批次扣1分，低于500批次不得分，满分5分",
    ),
    "P0001-JX317": ("年度指标值60批次，规则“超过50次满分”", "37项"),
    "P0001-JX318": ("年度指标值500批次，规则“超过500批次满分”", "500批次"),
    "P0001-JX401": ("7项数量目标以百分比填报", "13000余人"),
    "P0001-JX403": ("“全年接待人数”、“制定主导接待任务方案”", "60个"),
    "P0001-JX407": ("“2019年12月31日前”以期限作指标名称", "100%"),
    "P0001-JX408": ("金额写在指标名称中", "市委市政府接待当年费用305.36万元\n（10分）"),
    "P0001-JX415": ("“全市社会群众”只写了对象", "全市社会群众\n（10分）"),
    "P0001-JX501-I10": ("与全年执行数305.36万元完全一致，请提供批复的绩效目标表", "305.36"),
    "P0001-JX502": ("预算执行率24.67%，其余13项指标均得满分", "15"),
    "P0001-JX506-I10": ("支出越多得分越高", "资金使用率高，每降低1-10%扣1分，50%以下不得分"),
    "P0001-JX507": ("请提供调查方式、样本量", "100%"),
    "P0001-JX601": ("当年财政拨款547.69万元未动用", "547.69"),
    "P0001-JX602": ("384.73万元未执行，疑似应收回，以对账为准", "690.09"),
    "P0001-JX603": ("可用3.05年", "1237.78"),
    "P0001-JX605": ("请说明是结转还是结余", "本项目结余资金较大是因为历年结余资金滚存"),
    "P0002-JX211": ("列入资金汇总表，未收到项目支出绩效自评表", "179.31"),
    "P0002-JX212": ("未填自评得分", ""),
}
# 勾稽关系 that hold, and the checks that look at them.
HOLDING = {
    "1237.78+179.31=1417.09 and 305.36+179.31=484.67": ("JX107",),
    "547.69+690.09=1237.78 and 0+305.36=305.36": ("JX102",),
    "rate 24.67%": ("JX101", "JX108"),
    "nothing overspent, no spending without a budget": ("JX103", "JX104"),
    "weights 10+50+30+10": ("JX111", "JX112", "JX314"),
    "each group's sum": ("JX113",),
    "scores within their weights": ("JX114",),
    "scores sum to 92": ("JX115",),
    "92 is 优": ("JX116",),
    "form, summary and report state the same money": ("JX201", "JX202", "JX203", "JX204"),
    "92 in form, summary and report": ("JX205", "JX206"),
    "form and report score the same indicators": ("JX226", "JX227", "JX228", "JX229"),
    "execution 2 of 10, scores by the rules filed": ("JX310", "JX311"),
    "2019 on every document": ("JX218",),
}


@pytest.fixture
def found(reference_found: Findings) -> Findings:
    return reference_found


def test_what_is_raised_is_exactly_what_is_expected(found: Findings) -> None:
    """The checks of tables raise these findings on the reference case and no other."""
    raised = {f.number for f in found if f.code[2] not in "78"}
    assert raised == set(EXPECTED)


@pytest.mark.parametrize("number", EXPECTED)
def test_each_finding_has_its_words_and_its_place(found: Findings, number: str) -> None:
    """Each finding says what was found, quotes it, and says what was expected and why."""
    (finding,) = [f for f in found if f.number == number]
    words, quote = EXPECTED[number]
    assert words in finding.message
    assert quote in {spot.quote.strip() for spot in finding.spots}
    assert finding.expected and finding.basis


def test_what_each_rule_would_give_is_no_sentence_for_slides(found: Findings) -> None:
    """How a score depends on the choice of a rule stands in the basis, not in the sentence."""
    (finding,) = [f for f in found if f.code == "JX302"]
    assert "分别得" not in finding.message
    assert finding.basis.endswith(
        "按填报的实际完成值均得10分，按项目预算执行率24.67%分别得2分、0分"
    )


def test_at_least_35_kinds_are_found(found: Findings) -> None:
    """Together with those of text and structure at least 35 different codes are raised."""
    assert len({finding.code for finding in found}) >= 35


@pytest.mark.parametrize("control", HOLDING)
def test_what_holds_raises_nothing(found: Findings, control: str) -> None:
    """The reconciliations that hold in the reference case are not accused."""
    assert [f.message for f in found if f.code in HOLDING[control]] == []


def test_no_finding_accuses(found: Findings) -> None:
    """Every sentence asks and is a whole one; none uses a word that accuses."""
    for finding in found:
        assert "请" in finding.message and finding.message.endswith("。"), finding.message
        assert not any(w in finding.message for w in ("倒填", "造假", "虚报", "超额安排"))


def test_eight_stand_to_the_fore(found: Findings) -> None:
    """Of a project's many findings eight are shown, every 必须更正 and the money's questions among them."""
    folded = found.folded("P0001")
    fore = {f.code for f in found.of("P0001") if f.number not in folded}
    assert len(fore) == 8
    assert {"JX302", "JX303", "JX601", "JX602", "JX502"} <= fore
