"""The text of the reference case: every true question is asked, and nothing where all is well."""

from __future__ import annotations

import pytest

from jxanalytics.checks import Finding
from jxanalytics.checks.findings import Findings
from jxanalytics.model.places import parse_place
from jxanalytics.model.tables import EvaluationYear

# Code, part of a place, part of a quote there: each stands in the report as filed.
EXPECTED = [
    ("JX701", "2、预算资金执行率指标情况分析", "本年预算1237.78万元"),
    ("JX701", "3、资金投入和使用情况", "市财政实际下拨1237.78万元"),
    ("JX703", "4、产出成本指标情况分析", "执行率为100%"),
    ("JX706", "1、产出数量指标情况分析", "大型活动30批等"),
    ("JX708", "1、产出数量指标情况分析", "同比增长29.6％"),
    ("JX709", "2、产出质量指标情况分析", "1300余批"),
    ("JX709", "2、产出质量指标情况分析", "近700批"),
    ("JX710", "实际完成情况", "重点强化辅政作用"),
    ("JX711", "总体目标", "有了新的提升"),
    ("JX712", "有关建议", "2019年将邀请第三方"),
    ("JX713", "1、产出数量指标情况分析", "近13000余人次"),
    ("JX714", "1、产出数量指标情况分析", "牵头主导接待任务批次：。"),
    ("JX714", "实际完成情况", "相关工作"),
    ("JX716", "1、产出数量指标情况分析", "开展接待知识培训次数"),
    ("JX717", "表5!R17C4", "全市社会群众"),
    ("JX722", "2、存在的问题", "偏重实践、轻视理论"),
    ("JX723", "有关建议", "收支内控管理"),
    ("JX801", "¶  1", "附件4"),
    ("JX802", "", "一、基本情况"),
    ("JX804", "有关建议", "有关建议"),
    ("JX804", "1、绩效评价原则", "公正公开原则"),
    ("JX823", "1、绩效评价原则", "社会中介组织复查"),
    ("JX834", "2、产出质量指标情况分析", "党和国家领导人"),
    ("JX835", "1、产出数量指标情况分析", "同比增幅超10%"),
]
# Ways in which a cried wolf would speak: each holds in the reference case and is no question.
SILENT = {
    "28＋9＝37项": ("28项", "9项", "37项"),
    "正文执行率24.67%": ("执行率为24.67%",),
    "报告日期": ("2020年5月25日", "5 月 25"),
    "评价人员五人": ("评价人员5人", "签名", "盖章"),
    "评价结论92分": ("92分", "“优”"),
    "分项得分": ("评分为5分", "得20分", "得15分"),
}


@pytest.fixture
def found(reference_found: Findings) -> list[Finding]:
    return [f for f in reference_found if f.code[2] in "78"]


@pytest.mark.parametrize(("code", "place", "quote"), EXPECTED)
def test_a_true_question_is_asked(found: list[Finding], code: str, place: str, quote: str) -> None:
    """Each thing a careful reviewer asks about this text is raised at its place with its words."""
    spots = [spot for finding in found if finding.code == code for spot in finding.spots]
    assert any(place in spot.place and quote in spot.quote for spot in spots), spots


def test_nothing_else_is_asked(found: list[Finding]) -> None:
    """No code beyond those expected is raised about the reference text."""
    assert {f.code for f in found} == {code for code, _, _ in EXPECTED}
    assert {f.project_id for f in found} == {"P0001"}


@pytest.mark.parametrize("words", SILENT.values(), ids=SILENT)
def test_silence_where_all_is_well(found: list[Finding], words: tuple[str, ...]) -> None:
    """What holds in the reference case is no finding."""
    assert not [f.message for f in found for word in words if word in f.message]


def test_the_messages_as_worded(found: list[Finding]) -> None:
    """The best known questions are put in the words the field expects."""
    said = {f.code: f.message for f in found}
    assert said["JX706"] == "列明分项合计209批，占510批的41%，请补充其余构成。"
    assert "510批、1300余批、近700批统计口径请说明" in said["JX709"]
    assert "690.09万元为上年结转资金，当年财政拨款为547.69万元" in said["JX701"]
    assert "393时为29.8%，394时为29.4%" in said["JX708"]
    assert "“预算资金执行率”（失8分）" in said["JX722"]


def test_every_finding_can_be_looked_up(found: list[Finding], reference: EvaluationYear) -> None:
    """Each finding has places that parse and quotes that stand in the text or the table."""
    for finding in found:
        assert finding.spots and finding.expected and finding.basis
        for spot in finding.spots:
            parse_place(spot.place)
            if spot.place.startswith("¶"):
                assert spot.quote in reference.texts[spot.document_id]
