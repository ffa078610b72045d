"""Reports and chapters of the reference case: what they say, and that figures move them."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from jxanalytics.model.tables import EvaluationYear
from jxanalytics.narrative.blocks import Block, Figure, Filed, Heading, Note, Paragraph, Span, Table
from jxanalytics.narrative.evaluation_report import OUTLINE
from jxanalytics.narrative.facts import Facts
from jxanalytics.narrative.markdown import to_markdown
from jxanalytics.narrative.sentences import (
    carry_asked,
    carry_sentences,
    conclusion,
    execution_sentence,
)
from jxanalytics.samples import make_demo
from jxanalytics.year import Year
from tests.narrative.reading import annex_headings, blocks, computed, filed

NAN = float("nan")


def whole(parts: list[Block]) -> str:
    return "\n".join(computed(parts))


def test_the_conclusion_in_one_sentence(year: Year) -> None:
    """Money, rate, score, grade and the comparison with what was filed, as official texts say it."""
    assert conclusion(year.project("P0001").facts) == (
        "2019年度，市委市政府接待费全年预算数1237.78万元，全年执行数305.36万元，预算执行率24.67%，"
        "年末未执行数932.42万元。按“2019年度市直部门自评口径（反推）”复算得92分，评价等级为“优”，"
        "与自评填报一致。"
    )


def test_the_carry_over_in_words(year: Year) -> None:
    """The roll-forward is called 推算, and what it gives cause to ask is asked, not asserted."""
    carry = year.project("P0001").facts.carry
    told = [*carry_sentences(carry), *(said for _, said in carry_asked(year.facts()))]
    assert "年末结转（推算）932.42万元，其中当年资金547.69万元、以前年度资金384.73万元" in told[0]
    assert any("384.73万元" in s and "疑似应收回" in s and "以对账为准" in s for s in told)
    assert any("547.69万元" in s and "请说明" in s for s in told)


def test_money_of_one_year_is_not_called_due() -> None:
    """With last year at hand only what is two years old is said to be due; the rest is asked about."""
    _, before, last = make_demo()
    said = [words for _, words in carry_asked(Facts(last, before=before)) if "以前年度" in words]
    alone = [words for _, words in carry_asked(Facts(last)) if "以前年度" in words]
    assert len(said) == len(alone) == 1
    assert "303.33万元未使用，其中满两年及以上296.74万元（推算），疑似应收回" in said[0]
    assert (
        "满两年" not in alone[0] and "疑似应收回" in alone[0] and "请核实资金下达年度" in alone[0]
    )


def test_the_whole_year(year: Year) -> None:
    """The chapters hold the key figures of the reference case."""
    chapters = whole([b for name in ("home", "overview", "funding", "carry-over", "scores")
                      for p in [year.chapter(name)]
                      for attribute, kind in vars(type(p)).items() if isinstance(kind, property)
                      for b in getattr(p, attribute).blocks])  # fmt: skip
    for figure in ("34.20%", "24.67%", "932.42", "384.73", "1417.09", "484.67", "平均92分", "75.33%",
                   "+35.12%", "3.05年", "44.25%", "“优”1个"):  # fmt: skip
        assert figure in chapters, figure
    assert "62.33" not in chapters, "the mean of rates is no rate of the year"


def test_a_changed_amount_moves_every_sentence(
    book: list[Block], book_spent_more: list[Block], spent_more: Year
) -> None:
    """With more executed the old figures are gone, and the old rate stands only where it is quoted."""
    before, after = whole(book), whole(book_spent_more)
    for old, new in (("24.67%", "30.29%"), ("34.20%", "39.11%"), ("932.42", "862.86"),
                     ("384.73", "315.17"), ("92分", "93分")):  # fmt: skip
        assert old in before and new not in before
        assert new in after
    told = after.replace("自评填报92分", "")
    for finding in spent_more.checked:  # findings quote what is filed
        told = told.replace(finding.message, "")
    for old in ("24.67%", "34.20%", "932.42", "384.73"):
        assert old not in told, old
    assert "24.67%" in "\n".join(filed(book_spent_more))


def test_a_filed_rate_that_is_off_is_asked_about(year: Year, spent_more: Year) -> None:
    """A filed rate that differs from the computed one is quoted as filed, once; a right one is not."""
    question = (
        "年度资金总额的执行率填报为24.67%，按该行全年预算数、全年执行数计算为30.29%，请核实更正。"
    )
    asked = whole(list(spent_more.project("P0001").report().passage.blocks))
    assert asked.count(question) == 1
    assert "执行率填报为" not in whole(list(year.project("P0001").report().passage.blocks))


def test_points_lost_carry_the_reason_as_filed(year: Year) -> None:
    """The reason stands in the report only; it is quoted with its source."""
    parts = year.project("P0001").report().points_lost.blocks
    assert "“预算执行率”分值10分，复算得2分，扣8分。" in whole(list(parts))
    (quoted,) = [block for block in parts if isinstance(block, Filed)]
    assert quoted.source == "偏差原因，评价报告填报"
    assert quoted.paragraphs == ("本项目结余资金较大是因为历年结余资金滚存",)


def test_what_is_missing_is_marked(year: Year) -> None:
    """A project without a form has a report that says what to supply and invents nothing."""
    parts = year.project("P0002").report().passage.blocks
    asked, note = [block for block in parts if isinstance(block, Note)]
    assert (asked.title, note.title) == ("疑点2条", "待补充")
    missing = whole(list(note.blocks))
    assert "项目支出绩效自评表" in missing and "年初预算数" in missing
    text = whole(list(parts))
    assert "179.31万元" in text and "100.00%" in text and "未填报分来源" in text
    assert not re.search(r"\d分", text), "no score may be stated for it"
    assert "nan" not in text.lower()


def test_the_evaluation_report_has_the_official_outline(year: Year) -> None:
    """Seven chapters in the order of 附件4, none of them numbered by the book."""
    parts = year.project("P0001").evaluation_report().passage.blocks
    headings = [b for b in parts if isinstance(b, Heading)]
    assert [h.text[:2] for h in headings if h.level == 2 and h.text[1] == "、"] == [
        f"{number}、" for number in "一二三四五六七"
    ]
    assert all(h.unnumbered for h in headings if h.level > 1)
    assert [h.level for h in headings].count(1) == 1


def test_the_evaluation_report_keeps_every_filed_word(year: Year) -> None:
    """Every paragraph below a heading of the filed report stands in ours, unchanged, in order."""
    project = year.project("P0001")
    said = [text for b in project.evaluation_report().passage.blocks if isinstance(b, Filed)
            for text in b.paragraphs]  # fmt: skip
    sections = project.facts.text("report")
    assert sections[0].heading == "", "the cover comes first and is put last"
    assert said == [text for s in [*sections[1:], sections[0]] for text in s.paragraphs]


def test_an_unusual_report_loses_nothing(reference: EvaluationYear) -> None:
    """Chapters under other names, a chapter twice, deeper headings: all words are kept once."""
    text = "开头\n\n## 项目概述\n\n甲\n\n### 细目\n\n乙\n\n## 有关建议\n\n丙\n\n## 有关建议\n\n丙"
    filed_report = EvaluationYear(
        reference.year, reference.tables, {**reference.texts, "P0001-report": text}
    )
    parts = Year(filed_report).project("P0001").evaluation_report().passage.blocks
    said = [text for b in parts if isinstance(b, Filed) for text in b.paragraphs]
    assert sorted(said) == sorted(["开头", "甲", "乙", "丙", "丙"])
    assert {"项目概述", "细目"} <= {b.text for b in parts if isinstance(b, Heading)}


def test_the_last_chapter_asks_what_the_figures_give_cause_to(year: Year) -> None:
    """What was not filed is marked, and the questions stand where 附件4 has its last chapter."""
    told = whole(list(year.project("P0001").evaluation_report().chapter(7).blocks))
    assert "待补充" in told and "疑似应收回" in told and "自相矛盾" in told


def test_the_evaluation_report_without_a_report_is_all_to_supply(year: Year) -> None:
    """Without a filed report the outline stands, each chapter's parts named in one sentence as 待补充."""
    report = year.project("P0002").evaluation_report()
    assert not [b for b in report.passage.blocks if isinstance(b, Filed)]
    for number, (title, _, needed) in enumerate(OUTLINE, start=1):
        told = list(computed(report.chapter(number).blocks))
        assert told[:2] == [title, f"{'、'.join(needed)}待补充。"]


def test_labels_and_anchors_are_unique_in_the_book(book: list[Block]) -> None:
    """No label of a table or figure and no anchor is used twice, and every reference has its target."""
    parts = book
    labels = [b.label for b in parts if isinstance(b, Table | Figure)]
    anchors = [b.anchor for b in parts if isinstance(b, Heading) and b.anchor]
    cells = [c for b in parts if isinstance(b, Table) for row in b.rows for c in row]
    anchors += [cell.anchor for cell in cells if cell.anchor]
    assert [name for name, count in Counter(labels + anchors).items() if count > 1] == []
    spans = [s for b in parts if isinstance(b, Paragraph) for s in b.spans if isinstance(s, Span)]
    asked = {s.ref for s in spans} | {cell.ref for cell in cells}
    assert asked - {""} <= set(labels) | set(anchors) | set(annex_headings())


def test_every_passage_becomes_markdown(book: list[Block]) -> None:
    """All text blocks are known to the writer, and no figure is left as nan."""
    text = to_markdown(block for block in book if not isinstance(block, Figure))
    assert "nan" not in text


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"annual": NAN, "executed": NAN, "rate": NAN},
         "全年预算数和全年执行数均未填报（待补充），预算执行率无从计算。"),
        ({"annual": NAN, "executed": 3.0, "rate": NAN},
         "全年预算数未填（待补充），全年执行数3.00万元，数据不全，预算执行率不适用。"),
        ({"annual": 0.0, "executed": 0.0, "rate": NAN},
         "全年预算数0.00万元，全年执行数0.00万元，全年预算数不大于0，预算执行率不适用。"),
        ({"annual": 1.0, "executed": 2.0, "rate": 200.0, "unexecuted": -1.0},
         "全年预算数1.00万元，全年执行数2.00万元，预算执行率200.00%，超过100%，请核实预算数、执行数及计量单位。"),
        ({"annual": 12345.67, "executed": 10000.0, "rate": 81.0, "unexecuted": 2345.67},
         "全年预算数1.23亿元，全年执行数1.00亿元，预算执行率81.00%，年末未执行数2345.67万元。"),
    ],
)  # fmt: skip
def test_money_in_words(row: dict[str, float], said: str) -> None:
    """Missing, zero, over and large amounts each have their sentence; nothing is 0% by default."""
    assert execution_sentence(row) == said


def test_a_year_of_which_only_the_list_came_in(reference: EvaluationYear) -> None:
    """With projects alone, no money and no form, every chapter and report still stands."""
    tables = {name: reference[name].iloc[:0] for name in
              ("funding", "indicators", "rules", "scores", "totals", "evaluators", "documents")}  # fmt: skip
    empty = Year(reference.replaced(**tables))
    text = whole(list(blocks(empty)))
    assert "待补充" in text and "nan" not in text.lower()


def test_a_year_without_projects(reference: EvaluationYear) -> None:
    """A year whose list is still empty has chapters that say so little, and no error."""
    tables = {name: reference[name].iloc[:0] for name in reference.tables}
    text = whole(list(blocks(Year(reference.replaced(**tables)))))
    assert "项目0个" in text and "nan" not in text.lower()


def test_key_figures_lead_to_where_they_come_from(book: list[Block]) -> None:
    """The totals of money and the filed score lead to their row in the table of sources."""
    tables = {b.label: b for b in book if isinstance(b, Table)}
    total = tables["tbl-P0001-self-funding"].rows[-1]
    rows = {c.anchor: row for row in tables["tbl-P0001-self-sources"].rows for c in row if c.anchor}
    executed = next(cell for cell in total if cell.text == "305.36")
    place = [cell.text for cell in rows[executed.ref]]
    assert place[0] == "全年执行数"
    assert "305.36" in place
    filed = next(c for c in tables["tbl-P0001-self-scores"].rows[-1] if c.ref)
    assert (filed.text, rows[filed.ref][0].text) == ("92", "自评总分")
