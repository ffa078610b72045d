"""Tables in Word: headings broken where words end, empty cells low, a form's note above it."""

from __future__ import annotations

from pathlib import Path

import docx
import pypandoc
import pytest

from jxanalytics.book.engines.embedded import RESOURCES
from jxanalytics.book.word.finish import finish_word
from jxanalytics.book.word.reference import write_reference


def word(markdown: str, folder: Path) -> docx.document.Document:
    """Markdown as the book has it, as a finished Word file."""
    reference, made = folder / "reference.docx", folder / "made.docx"
    write_reference(reference)
    pypandoc.convert_text(
        markdown, "docx", format="markdown", outputfile=str(made),
        extra_args=["--lua-filter", str(RESOURCES / "shared.lua"), f"--reference-doc={reference}"],
    )  # fmt: skip
    finish_word(made)
    return docx.Document(str(made))


def table(heads: list[str], rows: list[list[str]]) -> str:
    """A table as chapters hold it, columns of equal width."""
    columns = f'<col style="width: {100 / len(rows[0]):.1f}%">' * len(rows[0])
    head = "".join(f"<th>{text}</th>" for text in heads)
    body = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
    head = f"<thead><tr>{head}</tr></thead>" if heads else ""
    return f"```{{=html}}\n<table><colgroup>{columns}</colgroup>{head}<tbody>{body}</tbody></table>\n```"


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("年度指标值（填报）", "年度指标值\n（填报）"),
        ("当年拨款执行比率", "当年拨款\n执行比率"),
        ("分值", "分值"),
        # A bracket in the middle is no place to break before.
        ("甲（乙）丙", "甲（乙）丙"),
    ],
)
def test_a_heading_too_long_breaks_where_a_word_ends(head: str, said: str, tmp_path: Path) -> None:
    """Before brackets, or between words of two characters; one that fits is left as it is."""
    filled = ["一二三四五六七八九十一二三四五六七八九十", *["1234567.00"] * 7]
    made = word(table([head] * 8, [filled] * 3), tmp_path).tables[0]
    assert made.cell(0, 3).text == said


def test_an_empty_cell_is_no_higher_than_others(tmp_path: Path) -> None:
    """It has the style of the table's text, not the body's."""
    made = word(table(["甲", "乙"], [["一", ""], ["", "二"]]), tmp_path).tables[0]
    assert {p.style.name for row in made.rows for cell in row.cells for p in cell.paragraphs} <= {
        "TableText", "TableTextKept",
    }  # fmt: skip


def test_the_note_of_a_form_stands_above_it(tmp_path: Path) -> None:
    """Below a form that fills its page it would be alone on the next; below other tables it stays."""
    form = table([], [["一级指标产出", *["填报的内容"] * 8]] * 20)
    note = "::: {.source}\n按填报内容列示。\n:::"
    texts = [f"## 自评表\n\n{form}\n\n{note}", f"{table(['甲'], [['一']])}\n\n{note}"]
    document = word("\n\n".join(texts), tmp_path)
    order = [e.tag.rpartition("}")[2] for e in document.element.body][:5]
    assert order == ["p", "p", "tbl", "tbl", "p"]
    assert document.paragraphs[1].text == "按填报内容列示。"
    assert document.paragraphs[1].paragraph_format.keep_with_next


def test_the_source_of_filed_words_stays_with_them(tmp_path: Path) -> None:
    """The last paragraph of what was filed is kept with the line that says where it stands."""
    document = word(
        "::: {.as-filed}\n\n甲\n\n乙\n\n::: {.source}\n自评表填报\n:::\n\n:::", tmp_path
    )
    kept = [(p.text, p.paragraph_format.keep_with_next) for p in document.paragraphs]
    assert kept == [("甲", None), ("乙", True), ("自评表填报", None)]
