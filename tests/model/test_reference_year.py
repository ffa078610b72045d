"""The committed reference case is complete, as filed, and contradictory where the source is."""

from __future__ import annotations

import re

import numpy as np
import pytest

from jxanalytics.model import exact
from jxanalytics.model.places import parse_place
from jxanalytics.model.precedence import used_funding, used_indicators, used_rules, used_totals
from jxanalytics.model.schema import NUMERIC, TABLES, Kind
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.texts import parse_text, under
from jxanalytics.model.values import parse_value


def test_both_projects_and_their_documents(reference: EvaluationYear) -> None:
    """Two projects of one office; summary, form and report come from one file."""
    assert reference.year == 2019
    assert reference["projects"]["name"].tolist() == ["市委市政府接待费", "合作交流工作经费"]
    assert reference["documents"]["kind"].tolist() == ["summary", "self_evaluation", "report"]
    assert reference["documents"]["file"].nunique() == 1
    assert len(reference["units"]) == 1


def test_money_as_filed(reference: EvaluationYear) -> None:
    """Amounts by source stand as in the form, the other project's as in the summary."""
    money = used_funding(reference).set_index(["project_id", "source"])[["annual", "executed"]]
    assert money.loc[("P0001", "total")].tolist() == [1237.78, 305.36]
    assert money.loc[("P0001", "current")].tolist() == [547.69, 0.0]
    assert money.loc[("P0001", "carry_over")].tolist() == [690.09, 305.36]
    assert money.loc[("P0001", "other")].isna().all()
    assert money.loc[("P0002", "total")].tolist() == [179.31, 179.31]
    totals = money.xs("total", level="source")
    assert exact.total(totals["annual"]) == 1417.09
    assert exact.total(totals["executed"]) == 484.67
    filed = reference["totals"].query("project_id == ''").set_index("measure")["value"]
    assert filed[["annual", "executed"]].tolist() == [1417.09, 484.67]


def test_a_rate_is_filed_only_for_the_total(reference: EvaluationYear) -> None:
    """The form's rate cells hold 24.67% once and dashes, which stay dashes."""
    form = reference["funding"].query("document_id == 'P0001-self_evaluation'")
    assert form["rate_raw"].tolist() == ["24.67%", "—", "—", "—"]
    assert form["rate"].tolist()[0] == 24.67 and form["rate"][1:].isna().all()


@pytest.mark.parametrize(
    ("document", "evaluation"),
    [("P0001-self_evaluation", "self"), ("P0001-report", "department")],
)
def test_indicators_and_scores(reference: EvaluationYear, document: str, evaluation: str) -> None:
    """Form and report list the same 13 scored and 2 declared none; weights 100, scores 92."""
    indicators = reference["indicators"].query("document_id == @document")
    roles = indicators["role"].value_counts()
    assert roles.to_dict() == {"indicator": 13, "none": 2, "execution": 1}
    assert indicators["indicator_id"].tolist() == [
        "execution",
        *(f"I{i:02d}" for i in range(1, 16)),
    ]
    assert indicators["position"].tolist() == list(range(1, 17))
    scores = reference["scores"].query("document_id == @document and evaluation == @evaluation")
    assert len(scores) == 14
    assert exact.total(indicators["weight"], exact.SCORE_PLACES) == 100
    assert exact.total(scores["score"], exact.SCORE_PLACES) == 92
    weights = indicators.groupby("level1")["weight"].sum()
    assert weights[["产出指标", "效益指标", "满意度指标"]].tolist() == [50, 30, 10]


def test_scores_as_filed_in_total(reference: EvaluationYear) -> None:
    """92 stands in form, summary and report; the second project has none."""
    totals = reference["totals"].query(
        "project_id == 'P0001' and measure in ['self', 'department']"
    )
    assert totals["value"].tolist() == [92, 92, 92, 92]
    assert used_totals(reference, "grade")["raw"].tolist() == ["优"]
    other = reference["totals"].query("project_id == 'P0002'")
    assert other["raw"].tolist() == ["", ""] and other["value"].isna().all()
    assert (other["place"] != "").all()


def test_rules_and_the_cost_rule_in_two_versions(reference: EvaluationYear) -> None:
    """Fourteen rule texts for thirteen indicators: the cost indicator has two that disagree."""
    rules = reference["rules"]
    assert len(rules) == 14 and len(used_rules(reference)) == 13
    cost = rules.query("indicator_id == 'I10'")
    assert cost["text"].tolist() == [
        "费用执行率100%得满分，90%-99%得9分，80%-89%得8分，以此类推，10%以下不得分，满分10分",
        "资金使用率高，每降低1-10%扣1分，50%以下不得分",
    ]
    assert all(text in raw for text, raw in zip(rules["text"], rules["raw"], strict=True))
    assert "低于500批次不得分" in rules["text"].iloc[1]


def test_evaluators_under_placeholder_names(reference: EvaluationYear) -> None:
    """Five evaluators of the office itself, none of whom signed in the electronic copy."""
    assert reference["evaluators"]["name"].tolist() == ["赵甲", "钱乙", "孙丙", "李丁", "周戊"]
    assert (reference["evaluators"]["signed"] == "").all()


def test_every_place_parses_and_every_figure_has_one(reference: EvaluationYear) -> None:
    """A figure with a raw text says where it stands, and parses again to what is stored."""
    for name, table in TABLES.items():
        frame = reference[name]
        for column in table.columns:
            if column.kind is Kind.PLACE:
                assert all(parse_place(text) or not text for text in frame[column.name])
            if column.kind in NUMERIC and f"{column.name}_raw" in table.names:
                raws, places = frame[f"{column.name}_raw"], frame[f"{column.name}_place"]
                assert (places[raws != ""] != "").all(), column.name
                parsed = [parse_value(raw).number for raw in raws]
                numbers = [np.nan if n is None else float(n) for n in parsed]
                assert np.array_equal(frame[column.name], numbers, equal_nan=True), column.name


def test_points_are_taken_from_names_but_kept_as_filed(reference: EvaluationYear) -> None:
    """Names carry no points and no line breaks, the raw texts carry both."""
    indicators = used_indicators(reference)
    for level in ("level1", "level2", "name"):
        assert not indicators[level].str.contains(r"\d+分[）)]|\s").any()
    filed = indicators.set_index("indicator_id").loc["I02"]
    assert filed["name_raw"] == "牵头主导接待任务批次\n（5分）"


# Figures, dates and phrases whose contradictions findings rest on, with the heading above them.
KEPT = {
    "资金投入和使用情况": ["预算安排1237.78万元", "实际下拨1237.78万元", "305.36万元"],
    "绩效评价原则": ["洪府发〔2014〕8号", "洪财预〔2013〕69号", "洪财办〔2020〕10号", "社会中介组织复查"],
    "绩效评价工作过程": ["4月20日"],
    "综合评价情况及评价结论": ["最终评价结果为92分，评价等级为优"],
    "预算资金执行率指标情况分析": ["本年预算1237.78万元", "执行率为24.67%"],
    "产出数量指标情况分析": [
        "510批近13000余人次", "同比增长29.6％", "17批", "32批", "41批", "16批", "73批", "30批等",
        "60余批次", "60余个", "30余家", "180余次", "同比增幅超10%", "13个市直单位、6个县区（开发区）",
        "19篇21条", "46次", "超过1000人次", "累计6次", "28项", "9项", "得20分",
    ],
    "产出质量指标情况分析": [
        "1300余批6000余人次", "3000余间", "2万余人次", "近700批", "完成率100%", "规范科学率100%", "得15分",
    ],
    "产出时效指标情况分析": ["于2019年12月31日前完成"],
    "产出成本指标情况分析": ["执行率为100%", "每降低1-10%扣1分，50%以下不得分"],
    "有关建议": ["2019年将邀请第三方", "2020年 5月 25 日"],
}  # fmt: skip


@pytest.mark.parametrize("heading", KEPT)
def test_figures_stand_where_the_report_has_them(reference: EvaluationYear, heading: str) -> None:
    """Each figure, date and contradiction of the report stands under its heading."""
    found = under(parse_text(reference.texts["P0001-report"]), heading)
    text = "\n".join(p for section in found for p in section.paragraphs)
    assert [kept for kept in KEPT[heading] if kept not in text] == []


def test_the_breakdown_of_visits_sums_to_209(reference: EvaluationYear) -> None:
    """The listed parts of the 510 visits add to 209, as in the source."""
    listed = re.search(r"其中，(.*?)等。", reference.texts["P0001-report"])
    assert listed and sum(map(int, re.findall(r"(\d+)批", listed[1]))) == 209


def test_evidence_used_twice(reference: EvaluationYear) -> None:
    """The paragraphs on training and on rules serve two indicators each."""
    text = reference.texts["P0001-report"]
    assert text.count("19篇21条") == text.count("修订完善接待有关规章制度9项") == 2


def test_the_outline_is_the_reports(reference: EvaluationYear) -> None:
    """Headings are the source's, also where their numbering breaks off."""
    sections = parse_text(reference.texts["P0001-report"])
    assert [s.heading for s in sections if s.level == 1] == [
        "一、基本情况", "二、绩效评价工作开展情况", "三、综合评价情况及评价结论", "四、绩效评价指标分析",
        "五、主要经验及做法、存在的问题及原因分析", "有关建议",
    ]  # fmt: skip
    assert under(sections, "经济效益指标情况分析")[0].paragraphs == ("无",)


def test_paragraphs_cited_as_places_exist(reference: EvaluationYear) -> None:
    """A place in running text leads to the paragraph that holds the figure."""
    sections = {s.heading: s for s in parse_text(reference.texts["P0001-report"])}
    for raw, text in [*zip(reference["rules"]["raw"], reference["rules"]["place"], strict=True),
                      *zip(reference["totals"]["raw"], reference["totals"]["place"], strict=True)]:  # fmt: skip
        if text.startswith("¶"):
            place = parse_place(text)
            assert raw in sections[place.heading].paragraphs[place.number - 1]


def test_no_leader_is_named(reference: EvaluationYear) -> None:
    """Neither texts nor tables name a leader: titles that follow a name do not occur."""
    everything = "".join(reference.texts.values()) + "".join(
        reference[name].astype("str").to_csv() for name in TABLES
    )
    assert not re.search(r"\w(总书记|总理|主席|书记|部长|市长|省长)", everything)
