"""Make the templates of the official forms in jxanalytics/documents/templates/.

Word and Excel versions of a form come from one description of its table. What an office changes in
its own copy it changes in Word or Excel; this script is for what is shipped.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from jxanalytics.documents.forms import templates
from jxanalytics.office import word
from jxanalytics.office.package import fixed
from scripts.form_layouts import (
    SIDE,
    SUMMARY_NOTES,
    Cell,
    Layout,
    evaluators,
    rules,
    scores,
    self_evaluation,
    summary,
)

FOLDER = templates.SHIPPED


# -- Word ----------------------------------------------------------------------------------------


def document() -> Any:
    made = docx.Document()
    word.style(made, "Normal", word.BODY, 10.5, before=0, after=0)
    word.style(made, "附件标记", word.HEAD, 16, before=0, after=0, keep=True)
    word.style(made, "附件标题", word.TITLE, 18, align=ALIGN.CENTER, before=6, after=8, keep=True)
    word.style(made, "表注", word.BODY, 10.5, before=0, after=0, line=16)
    return made


def word_form(
    path: Path, mark: str, title: Sequence[str], layout: Layout, notes: Sequence[str]
) -> None:
    made = document()
    word.page(made.sections[0], 22, 20, 22, 22, landscape=layout.landscape)
    made.add_paragraph(mark, "附件标记")
    made.add_paragraph(title[0], "附件标题")
    for line in title[1:]:
        made.add_paragraph(line).alignment = ALIGN.CENTER
    word_table(made, layout)
    for line in notes:
        made.add_paragraph(line, "表注")
    path.write_bytes(word.saved(made))


def word_table(made: Any, layout: Layout) -> Any:
    columns = len(layout.widths)
    table = made.add_table(len(layout.rows), columns)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    properties = table._tbl.tblPr
    properties.append(word.borders())
    properties.append(fixed_layout())
    properties.append(word.cell_margins())
    for column, width in zip(table.columns, layout.widths, strict=True):
        column.width = Mm(width)
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(layout.rows):
        line = table.rows[number]
        line.height = Mm(layout.heights.get(number, 8))
        marks = line._tr.get_or_add_trPr()
        marks.append(OxmlElement("w:cantSplit"))
        if number < layout.header:
            marks.append(OxmlElement("w:tblHeader"))
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            last = (number + cell.down - 1, column + cell.across - 1)
            taken.update(
                (r, k) for r in range(number, last[0] + 1) for k in range(column, last[1] + 1)
            )
            own = table.cell(number, column)
            merged = own.merge(table.cell(*last)) if last != (number, column) else own
            word_cell(merged, cell, layout.size)
            merged.width = Mm(sum(layout.widths[column : last[1] + 1]))
    return table


def fixed_layout() -> Any:
    layout = OxmlElement("w:tblLayout")
    layout.set(qn("w:type"), "fixed")
    return layout


def word_cell(own: Any, cell: Cell, size: float) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT

    own.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for extra in own.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)
    for number, line in enumerate(cell.text.split("\n")):
        paragraph = own.paragraphs[0] if number == 0 else own.add_paragraph()
        paragraph.alignment = ALIGN.LEFT if cell.left else ALIGN.CENTER
        # Exact, so that rows are as tall in every program.
        paragraph.paragraph_format.line_spacing = Pt(size * 1.3)
        run = paragraph.add_run(line)
        run.font.size = Pt(size)
        word.fonts(run, word.BODY)


# -- Excel ---------------------------------------------------------------------------------------


def excel_form(
    path: Path, mark: str, title: Sequence[str], layout: Layout, notes: Sequence[str]
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "资金汇总表" if "标题" in title[0] else "自评表"
    columns = len(layout.widths)
    for number, width in enumerate(layout.widths, start=1):
        # A unit of width is a digit of 11 points, about 1.9 mm.
        sheet.column_dimensions[get_column_letter(number)].width = round(width / 1.85, 1)
    excel_line(sheet, 1, columns, mark, word.HEAD, 14, "left", 22)
    excel_line(sheet, 2, columns, title[0], word.TITLE, 18, "center", 30)
    first = 3
    for line in title[1:]:
        excel_line(sheet, first, columns, line, word.BODY, 11, "center", 18)
        first += 1
    excel_table(sheet, layout, first)
    after = first + len(layout.rows)
    for offset, line in enumerate(notes):
        excel_line(sheet, after + offset, columns, line, word.BODY, 10, "left", 16)
    print_on_a4(sheet, first, layout)
    written = io.BytesIO()
    book.save(written)
    path.write_bytes(fixed(written.getvalue()))


def excel_line(
    sheet: Any, row: int, columns: int, text: str, font: str, size: float, align: str, height: float
) -> None:
    cell = sheet.cell(row, 1, text)
    cell.font = Font(name=font, size=size)
    cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    sheet.row_dimensions[row].height = height


def excel_table(sheet: Any, layout: Layout, first: int) -> None:
    side = Side(style="thin", color="000000")
    taken: set[tuple[int, int]] = set()
    for offset, row in enumerate(layout.rows):
        number, column = first + offset, 1
        sheet.row_dimensions[number].height = round(layout.heights.get(offset, 8) * 72 / 25.4, 1)
        for cell in row:
            while (number, column) in taken:
                column += 1
            bottom, right = number + cell.down - 1, column + cell.across - 1
            for r in range(number, bottom + 1):
                for k in range(column, right + 1):
                    taken.add((r, k))
                    sheet.cell(r, k).border = Border(side, side, side, side)
            own = sheet.cell(number, column, cell.text or None)
            own.font = Font(name=word.BODY, size=10)
            # Vertical text, as Excel writes it.
            stacked = 255 if cell.text == SIDE else 0
            own.value = own.value if not stacked else SIDE.replace("\n", "")
            own.alignment = Alignment(
                horizontal="left" if cell.left else "center", vertical="center", wrap_text=not stacked,
                text_rotation=stacked,
            )  # fmt: skip
            if (bottom, right) != (number, column):
                sheet.merge_cells(
                    start_row=number, end_row=bottom, start_column=column, end_column=right
                )


def print_on_a4(sheet: Any, first: int, layout: Layout) -> None:
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if layout.landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(
        fitToPage=True
    )
    margins = sheet.page_margins
    margins.left = margins.right = 0.6
    margins.top = margins.bottom = 0.7
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.sheet_view.showGridLines = False
    if layout.header:
        sheet.print_title_rows = f"{first}:{first + layout.header - 1}"


# -- 附件4 ---------------------------------------------------------------------------------------


def report(path: Path) -> None:
    made = document()
    report_styles(made)
    word.page(made.sections[0])
    made.add_paragraph("附件4：", "附件标记")
    for style, line in (
        ("封面单位", "{{实施单位}}"), ("封面标题", "项目支出绩效评价报告"),
        ("封面栏目", "项目名称：{{项目名称}}"), ("封面栏目", "项目类别：{{项目类别}}"),
        ("封面栏目", "实施单位：{{实施单位}}"), ("封面栏目", "主管部门：{{主管部门}}（盖章）"),
        ("封面栏目", "评价机构：{{评价机构}}"), ("封面栏目", "评价年度：{{年度}}年"),
        ("封面附注", "{{附注}}"), ("封面日期", "{{落款日期}}"),
    ):  # fmt: skip
        made.add_paragraph(line, style)
    word.page(made.add_section(WD_SECTION.NEW_PAGE))
    word_table(made, evaluators())
    section = made.add_section(WD_SECTION.NEW_PAGE)
    for line in ("{{实施单位}}", "{{项目名称}}", "项目支出绩效评价报告"):
        made.add_paragraph(line, "报告标题")
    made.add_paragraph("", "报告正文")
    made.add_paragraph("{{正文}}", "报告正文")
    for layout in (rules(), scores(False), scores(True)):
        word_table(made, layout)
        made.add_paragraph()
    numbered(made, section)
    path.write_bytes(word.saved(made))


def report_styles(made: Any) -> None:
    """GB/T 9704: 三号 (16 points) on exactly 28.95 points gives 22 lines, −0.25 points 28 characters."""
    both = ALIGN.JUSTIFY
    text: dict[str, Any] = {"line": 28.95, "before": 0, "after": 0, "indent": 2}
    for name, font, extra in (
        ("报告正文", word.BODY, {"align": both}), ("Heading 1", word.HEAD, {}), ("Heading 2", word.KAI, {}),
        ("Heading 3", word.BODY, {}), ("Heading 4", word.BODY, {}),
        ("附件说明", word.BODY, {"keep": True}),
        ("落款", word.BODY, {"align": ALIGN.RIGHT, "indent": 0, "keep": True}),
    ):  # fmt: skip
        condensed(word.style(made, name, font, 16, **{**text, **extra}))
    made.styles["落款"].paragraph_format.right_indent = Pt(64)
    for name, font, size, extra in (
        ("封面单位", word.TITLE, 22, {"before": 60, "after": 6}), ("封面标题", word.TITLE, 30, {"before": 6, "after": 50}),
        ("报告标题", word.TITLE, 22, {"before": 0, "after": 0, "line": 32, "keep": True}),
        ("封面日期", word.BODY, 16, {"before": 50}), ("封面附注", word.BODY, 14, {"before": 6}),
    ):  # fmt: skip
        word.style(made, name, font, size, align=ALIGN.CENTER, **extra)
    label = word.style(made, "封面栏目", word.BODY, 16, left=110, before=4, after=4, line=28)
    label.paragraph_format.first_line_indent = Pt(-80)


def condensed(style: Any) -> None:
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), "-5")
    properties = style.element.get_or_add_rPr()
    size = properties.find(qn("w:sz"))
    size.addprevious(spacing)


def numbered(made: Any, section: Any) -> None:
    """The text's pages are numbered from 1, outside: right on odd pages, left on even ones."""
    made.settings.odd_and_even_pages_header_footer = True
    word.page(section)
    section.footer_distance = Mm(25)
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    columns = section._sectPr.find(qn("w:cols"))
    columns.addprevious(start)
    for footer, align, inset in (
        (section.footer, ALIGN.RIGHT, "right_indent"), (section.even_page_footer, ALIGN.LEFT, "left_indent"),
    ):  # fmt: skip
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = align
        setattr(paragraph.paragraph_format, inset, Pt(14))
        word.page_number(paragraph)
        for run in paragraph.runs:
            run.font.size = Pt(14)
            word.fonts(run, word.SONG)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for writer, suffix in ((word_form, "docx"), (excel_form, "xlsx")):
        path = FOLDER / f"{templates.SUMMARY}.{suffix}"
        writer(path, "附件1：", ["{{标题}}"], summary(), [*SUMMARY_NOTES, "{{附注}}"])
        for name, with_rules in (
            (templates.SELF_EVALUATION, False),
            (templates.SELF_EVALUATION_RULES, True),
        ):
            title = ["项目支出绩效自评表", "（{{年度}}年度）"]
            writer(
                FOLDER / f"{name}.{suffix}",
                "附件2：",
                title,
                self_evaluation(with_rules),
                ["{{附注}}"],
            )
    report(FOLDER / f"{templates.REPORT}.docx")


if __name__ == "__main__":
    main()
