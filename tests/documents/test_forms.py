"""The official forms as files: what they hold, where templates come from, what is refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from jxanalytics.cli import main
from jxanalytics.documents.forms import copy_templates, write_blank, write_forms
from jxanalytics.documents.forms.placeholders import names_in
from jxanalytics.documents.forms.templates import SHIPPED
from jxanalytics.documents.forms.word import text_of
from jxanalytics.intake.reading import read_file
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.samples import make_year
from scripts import make_form_templates
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def written(reference: EvaluationYear, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forms")
    assert write_forms(reference, folder).failed == ()
    return folder


def changed(year: EvaluationYear, table: str, row: int, **values: object) -> EvaluationYear:
    frame = year[table].copy()
    for column, value in values.items():
        frame.loc[row, column] = value
    return year.replaced(**{table: frame})


def test_no_placeholder_is_left(written: Path) -> None:
    """Every placeholder of every template is filled in, in Word and Excel."""
    for path in written.iterdir():
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                assert b"{{" not in package.read(name), (path.name, name)


def test_the_same_year_gives_the_same_bytes(
    reference: EvaluationYear, written: Path, tmp_path: Path
) -> None:
    """Written again elsewhere, every file is the same to the byte."""
    write_forms(reference, tmp_path)
    for path in written.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_the_committed_templates_are_what_the_script_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody changed a shipped template by hand without changing the script."""
    monkeypatch.setattr(make_form_templates, "FOLDER", tmp_path)
    make_form_templates.main()
    for path in tmp_path.iterdir():
        assert (SHIPPED / path.name).read_bytes() == path.read_bytes(), path.name


def test_the_summary_keeps_its_blank_rows(written: Path) -> None:
    """附件1 has twenty rows for projects, used or blank, and its notes below."""
    document = docx.Document(written / "附件1-summary.docx")
    rows = document.tables[0].rows
    assert len(rows) == 23
    assert [c.text for c in rows[1].cells][2:7] == [
        "市委市政府接待费",
        "1237.78",
        "305.36",
        "92",
        "92",
    ]
    assert rows[21].cells[3].text == "1417.09"
    assert document.paragraphs[-2].text.startswith("4、项目数量是否完整")


def test_numbers_are_numbers_in_excel(written: Path) -> None:
    """Amounts, scores and rates are numbers shown as they were written; targets stay text."""
    sheet = openpyxl.load_workbook(written / "附件2-P0001.xlsx").active
    found = {c.value: c for row in sheet.iter_rows() for c in row if c.value is not None}
    assert found[1237.78].number_format == "0.00" and found[1237.78].data_type == "n"
    assert found[0.2467].number_format == "0.00%"
    assert found["500批次"].data_type == "s" and found["100%"].data_type == "s"


def test_a_formula_is_only_text(reference: EvaluationYear, tmp_path: Path) -> None:
    """Text that begins like a formula is written as a string, control characters as visible escapes."""
    year = changed(reference, "indicators", 1, reason='=HYPERLINK("x")\u202e甲')
    write_forms(year, tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "附件2-P0001.xlsx").active
    cell = next(c for row in sheet.iter_rows() for c in row if str(c.value).startswith("=HYPER"))
    assert cell.data_type == "s" and cell.value.endswith("[U+202E]甲")


def test_the_report_is_set_as_official_documents_are(written: Path) -> None:
    """Margins, faces, exact lines, page number and signature as GB/T 9704 wants them."""
    document = docx.Document(written / "附件4-P0001.docx")
    section = document.sections[-1]
    assert (round(section.top_margin.mm), round(section.left_margin.mm)) == (37, 28)
    text_height = 297 - section.top_margin.mm - section.bottom_margin.mm
    body = next(p for p in document.paragraphs if p.text.startswith("为使我市各类公务活动")).style
    assert text_height / body.paragraph_format.line_spacing.mm == pytest.approx(22, abs=0.05)
    assert body.font.size.pt == 16
    fonts = {name: document.styles[name].element.rPr.rFonts.get(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia"
    ) for name in ("报告标题", "报告正文", "Heading 1", "Heading 2", "Heading 3")}  # fmt: skip
    assert list(fonts.values()) == ["方正小标宋简体", "仿宋", "黑体", "楷体", "仿宋"]
    assert section.footer.paragraphs[0].text == "—  —"
    lines = [p.text for p in document.paragraphs if p.text]
    assert lines[-3:] == [
        "附件：项目支出绩效自评表", "中共南昌市委南昌市人民政府合作交流办公室评价小组", "2020年 5月 25 日",
    ]  # fmt: skip


def test_tables_stand_where_the_text_wants_them(tmp_path: Path) -> None:
    """见附表 makes the tables attachments, listed and captioned; 下表 leaves them in the text."""
    year = make_year(2020, seed=3, projects=4, units=2)
    report = next(d for d in year.texts if d.endswith("report"))
    assert "附表" in year.texts[report]
    write_forms(year, tmp_path)
    path = tmp_path / f"附件4-{report.removesuffix('-report')}.docx"
    lines = [text_of(p) for p in docx.Document(path).element.body]
    assert any(line.startswith("附件：") for line in lines)


def test_an_own_template_comes_first(reference: EvaluationYear, tmp_path: Path) -> None:
    """A template in the user's folder is used, its own words and columns included."""
    own = tmp_path / "templates"
    assert len(copy_templates(own)) == 8 and copy_templates(own) == []
    path = own / "附件2自评表.docx"
    document = docx.Document(path)
    document.paragraphs[0].runs[0].text = "附件2（洪财绩〔2020〕3号）"
    document.save(path)
    write_forms(reference, tmp_path / "out", own)
    lines = [p.text for p in docx.Document(tmp_path / "out" / "附件2-P0001.docx").paragraphs]
    assert lines[0] == "附件2（洪财绩〔2020〕3号）"


def test_a_misspelt_placeholder(reference: EvaluationYear, tmp_path: Path) -> None:
    """A name the form does not know is said with the nearest one; the other forms are written."""
    own = tmp_path / "templates"
    copy_templates(own)
    path = own / "附件2自评表.xlsx"
    book = openpyxl.load_workbook(path)
    cell = next(c for row in book.active.iter_rows() for c in row if c.value == "{{项目名称}}")
    cell.value = "{{项目名}}"
    book.save(path)
    done = write_forms(reference, tmp_path / "out", own)
    assert len(done.files) == 4
    assert len(done.failed) == 1 and "是否应为“{{项目名称}}”" in done.failed[0]


def test_a_placeholder_cut_by_word(reference: EvaluationYear, tmp_path: Path) -> None:
    """Word often stores one placeholder in several runs; it is found all the same."""
    own = tmp_path / "templates"
    copy_templates(own)
    path = own / "附件2自评表.docx"
    document = docx.Document(path)
    paragraph = next(p for p in document.paragraphs if "年度" in p.text)
    paragraph.runs[0].text = "（{{年"
    paragraph.add_run("度}}")
    paragraph.add_run("年度）").bold = True
    document.save(path)
    write_forms(reference, tmp_path / "out", own)
    lines = [p.text for p in docx.Document(tmp_path / "out" / "附件2-P0001.docx").paragraphs]
    assert "（2019年度）" in lines


def test_more_projects_than_rows(tmp_path: Path) -> None:
    """Thirty projects make thirty rows, in Word and Excel, with sum and notes below them."""
    year = make_year(2022, seed=1, projects=30, units=1)
    write_forms(year, tmp_path)
    for suffix in ("docx", "xlsx"):
        form = read_file(tmp_path / f"附件1-U001-summary.{suffix}").forms[0]
        assert len(form.projects) == 30 and form.totals["annual"].number is not None


def test_amounts_in_yuan_and_without_unit(reference: EvaluationYear, tmp_path: Path) -> None:
    """A form filed in 元 is written in 万元; one without a unit claims none."""
    documents = reference["documents"]
    row = documents.index[documents["document_id"] == "P0001-self_evaluation"][0]
    yuan = changed(reference, "documents", row, amount_unit="元")
    write_forms(yuan, tmp_path)
    form = read_file(tmp_path / "附件2-P0001.docx").forms[0]
    assert form.amount_unit == "万元" and form.funding["total"].amounts["annual"].raw == "1237.78"
    write_forms(changed(reference, "documents", row, amount_unit=""), tmp_path)
    assert read_file(tmp_path / "附件2-P0001.docx").forms[0].amount_unit is None


def test_a_year_without_summary(reference: EvaluationYear, tmp_path: Path) -> None:
    """Where no summary was filed 附件1 is made of the figures used, and their sum."""
    documents = reference["documents"]
    funding = reference["funding"]
    year = reference.replaced(
        documents=documents[documents["kind"] != "summary"].reset_index(drop=True),
        funding=funding[funding["document_id"] != "summary"].reset_index(drop=True),
    )
    write_forms(year, tmp_path)
    form = read_file(tmp_path / "附件1-summary.docx").forms[0]
    assert [row.name for row in form.projects] == ["市委市政府接待费", "合作交流工作经费"]
    assert form.totals["annual"].raw == "1237.78"


def test_blank_forms(tmp_path: Path) -> None:
    """A blank form names the project and its approved targets; forms lie in their department's folder."""
    year = make_year(2022, seed=1, projects=6, units=3)
    done = write_blank(year, tmp_path)
    assert done.failed == () and {path.parent.name for path in done.files} == {"U001"}
    path = next(p for p in done.files if p.name == "附件2-P00001.docx")
    form = read_file(path).forms[0]
    targets = year["indicators"]
    own = targets[(targets["document_id"] == "P00001-target") & (targets["role"] == "indicator")]
    assert form.project == year["projects"]["name"].iloc[0]
    scored = [row for row in form.indicators if row.name != "无"]
    assert [row.name for row in scored] == list(own["name"])
    assert all(row.score is None or row.score.number is None for row in scored)


def test_blank_forms_without_targets(reference: EvaluationYear, tmp_path: Path) -> None:
    """Without an approved target form the rows follow the outline of the year."""
    write_blank(reference, tmp_path)
    document = docx.Document(tmp_path / "U001" / "附件2-P0002.docx")
    text = text_of(document.element.body)
    assert "合作交流工作经费" in text and "成本指标" in text and "满意度指标（10分）" in text


def test_what_is_no_longer_made_is_removed(reference: EvaluationYear, tmp_path: Path) -> None:
    """A form of an earlier run goes when its project has none any more; other files stay."""
    (tmp_path / "附件2-P0009.docx").write_bytes(b"old")
    (tmp_path / "说明.docx").write_bytes(b"mine")
    write_forms(reference, tmp_path)
    assert not (tmp_path / "附件2-P0009.docx").exists() and (tmp_path / "说明.docx").exists()


def test_a_cell_excel_cannot_hold(reference: EvaluationYear, tmp_path: Path) -> None:
    """A text beyond Excel's limit fails that workbook with a sentence; the Word form is written."""
    year = changed(reference, "indicators", 1, reason="长" * 40_000)
    done = write_forms(year, tmp_path)
    assert [f.split("：")[0] for f in done.failed] == ["附件2-P0001.xlsx"]
    assert (tmp_path / "附件2-P0001.docx").exists()


def test_every_documented_name_exists() -> None:
    """docs/forms.md and the shipped templates speak of the same names."""
    said = (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")
    for path in SHIPPED.glob("*.docx"):
        for name in names_in(text_of(docx.Document(path).element.body)):
            for word in name.split("."):
                assert any(
                    mark in said
                    for mark in (f"`{word}`", f"`{word}.", f"{word}`", f"{{{{{word}}}}}")
                ), (path.name, word)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``jxa forms`` writes below reports/, says what has no form; ``--templates`` copies templates."""
    (tmp_path / "_quarto.yml").write_text("", encoding="utf-8")
    (tmp_path / "data").symlink_to(ROOT / "data")
    assert main(["forms", "--root", str(tmp_path), "--year", "2019"]) == 0
    said = capsys.readouterr().out
    assert "写出5个文件，在 reports/2019/forms/" in said and "合作交流工作经费：没有自评表" in said
    assert main(["forms", "--root", str(tmp_path), "--year", "2019", "--blank"]) == 0
    assert (tmp_path / "reports/2019/forms/blank/U001/附件1-U001.xlsx").exists()
    assert main(["forms", "--root", str(tmp_path), "--templates"]) == 0
    assert "复制模板8个" in capsys.readouterr().out


def test_blank_forms_of_a_year_to_come(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A year without data takes the projects of the latest year before, which is said; not backwards."""
    (tmp_path / "_quarto.yml").write_text("", encoding="utf-8")
    (tmp_path / "data").symlink_to(ROOT / "data")
    blank = ["forms", "--root", str(tmp_path), "--blank", "--year"]
    assert main([*blank, "2021"]) == 0
    said = capsys.readouterr().out
    assert "没有2021年度的数据，按2019年度的2个项目出空白表" in said
    folder = tmp_path / "reports/2021/forms/blank/U001"
    listed = read_file(folder / "附件1-U001.xlsx").forms[0]
    assert (listed.year, [row.name for row in listed.projects]) == (
        2021, ["市委市政府接待费", "合作交流工作经费"],
    )  # fmt: skip
    assert listed.projects[0].figures["annual"].number is None
    form = read_file(folder / "附件2-P0001.docx").forms[0]
    assert (form.year, form.project, form.unit) == (
        2021,
        "市委市政府接待费",
        listed.projects[0].unit,
    )
    assert form.funding["total"].amounts["annual"].number is None
    last = docx.Document(folder / "附件2-P0001.docx").paragraphs[-1]
    assert (last.text, last.paragraph_format.line_spacing) == ("", docx.shared.Pt(1))
    assert main([*blank, "2018"]) == 2
    assert "没有2018年度的数据" in capsys.readouterr().err
    assert not (tmp_path / "data/2021").exists()
