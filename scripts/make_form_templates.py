"""Make the templates of the official forms in jxanalytics/documents/templates/.

Word and Excel versions of a form come from one description of its table. What an office changes in
its own copy it changes in Word or Excel; this script is for what is shipped.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
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
from jxanalytics.model.vocabulary import SOURCES
from jxanalytics.office import word
from jxanalytics.office.package import fixed

FOLDER = templates.SHIPPED
# The type area of the form pages in mm.
WIDTH = 166
SIDE = "绩\n效\n指\n标"


@dataclass(frozen=True)
class Cell:
    """A cell of a form's table; ``left`` for running text, else centred."""

    text: str = ""
    across: int = 1
    down: int = 1
    left: bool = False
    bold: bool = False


@dataclass(frozen=True)
class Layout:
    """A table: rows of cells (those covered by a merge above left out), column widths in mm,
    heights of single rows in mm, how many first rows Word repeats on every page."""

    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float]
    heights: dict[int, float]
    header: int = 0
    size: float = 10.5


def c(text: str = "", across: int = 1, down: int = 1) -> Cell:
    return Cell(text, across, down)


def t(text: str = "", across: int = 1, down: int = 1) -> Cell:
    return Cell(text, across, down, left=True)


# -- the forms -----------------------------------------------------------------------------------

SUMMARY_NOTES = (
    "注：1、列入本表的，除部门预算安排的全部项目资金外，还有年中追加的各项专项资金；",
    "2、所称项目实施单位，既指部门本级，也指所属单位；部门本级的项目，须写明由哪个处室具体实施；",
    "3、表内空白行可按需要增减，项目较多时另页续填；",
    "4、项目数量是否完整、项目资金是否准确，由财政业务处室审核，属实的请盖章。",
)
EVALUATOR_NOTES = (
    "注：1.本表由纳入部门评价的项目填写，自评项目不用填写；",
    "2.评价小组须不低于3人，没有委托第三方中介机构的，末行不填；",
    "3.评价人员一律亲笔签名，未亲笔签名的评价无效。",
)


def summary() -> Layout:
    heads = (
        "序\n号", "项目实施\n单位（处室）", "项目名称", "全年\n安排数\n（{{金额单位}}）",
        "年末决算数\n（{{金额单位}}）", "自评\n分数", "部门评\n价分数", "备注",
    )  # fmt: skip
    names = ("序号", "实施单位", "项目名称", "全年安排数", "年末决算数", "自评分数", "部门评价分数", "备注")
    left = {"实施单位", "项目名称", "备注"}
    project = [Cell(f"{{{{项目.{name}}}}}", left=name in left) for name in names]
    blanks = [[Cell(left=name in left) for name in names] for _ in range(19)]
    total = [c("汇总", 3), c("{{合计.全年安排数}}"), c("{{合计.年末决算数}}"), c("{{合计.自评分数}}", 3)]
    rows = [[c(head) for head in heads], project, *blanks, total, [t("财政业务处室审核意见（盖章）：", 8)]]
    heights = {0: 16, **dict.fromkeys(range(1, 22), 7.2), 22: 17}
    return Layout(rows, (9, 40, 36, 20, 21, 13, 14, 13), heights, 1)


def self_evaluation(with_rules: bool) -> Layout:
    """Ten columns: the side, two levels, name, target (in halves), actual, weight, score, reason."""
    rule = [c("评分标准")] if with_rules else []
    wide = int(with_rules)
    heads = ("年初\n预算数", "全年\n预算数", "全年\n执行数", "分值", "执行率", "得分")
    spans = (1, 2, 1, 1, 1, 1)
    rows: list[list[Cell]] = [
        [c("项目名称", 2), c("{{项目名称}}", 8 + wide)],
        [c("主管部门", 2), c("{{主管部门}}", 3), c("实施单位", 2), c("{{实施单位}}", 3 + wide)],
        [c("项目\n资金\n（{{金额单位}}）", 1, 5), c("", 2),
         *(c(head, span) for head, span in zip(heads, spans, strict=True)), *rule],
    ]  # fmt: skip
    labels = ("年度资金总额", "其中：当年财政拨款", "　　　上年结转资金", "　　　其他资金")
    for label, source in zip(labels, SOURCES.values(), strict=True):
        own = source == SOURCES["total"]
        money = [f"{{{{资金.{source}.{name}}}}}" for name in ("年初预算数", "全年预算数", "全年执行数")]
        points = ["{{执行率.分值}}", f"{{{{资金.{source}.执行率}}}}", "{{执行率.得分}}"]
        texts = [*money, *(points if own else ("—", points[1], "—"))]
        extra = [t("{{执行率.评分标准}}" if own else "—")] if with_rules else []
        rows.append([t(label, 2), *(c(x, s) for x, s in zip(texts, spans, strict=True)), *extra])
    rows += [
        [c("年度\n总体\n目标", 1, 2), c("预期目标", 4), c("实际完成情况", 5 + wide)],
        [t("{{预期目标}}", 4), t("{{实际完成情况}}", 5 + wide)],
        [c(SIDE, 1, 2), c("一级指标"), c("二级指标"), c("三级指标"), c("年度\n指标值", 2),
         c("实际\n完成值"), c("分值"), c("得分"), c("偏差原因分析\n及改进措施"), *rule],
        [c("{{指标.一级指标}}"), c("{{指标.二级指标}}"), t("{{指标.三级指标}}"),
         c("{{指标.年度指标值}}", 2), c("{{指标.实际完成值}}"), c("{{指标.分值}}"), c("{{指标.得分}}"),
         t("{{指标.偏差原因}}"), *([t("{{指标.评分标准}}")] if with_rules else [])],
        [c("总分", 7), c("{{总分.分值}}"), c("{{总分.得分}}"), c("", 1 + wide)],
    ]  # fmt: skip
    narrow = (10, 17, 19, 34, 9, 9, 18, 11, 14, 25)
    widths = (10, 15, 17, 28, 8, 8, 16, 10, 14, 19, 21) if with_rules else narrow
    heights = {0: 7, 1: 10, 2: 10, **dict.fromkeys(range(3, 7), 6.5), 7: 6.5, 8: 20, 9: 10, 10: 7, 11: 7}
    return Layout(rows, widths, heights, size=10)


def evaluators() -> Layout:
    people = [c(f"{{{{评价人员.{name}}}}}") for name in ("姓名", "单位", "职称职务", "签名")]
    blanks = [[c() for _ in range(4)] for _ in range(8)]
    rows = [
        [c("项目绩效评价人员", 4)],
        [c("姓名"), c("单位"), c("职称/职务"), c("签名")],
        people, *blanks,
        [c("评价组组长\n（签名）："), c(), c("　　　年　　月　　日", 2)],
        [c("中介机构\n（盖章）："), c(), c("　　　年　　月　　日", 2)],
        [t("\n".join(EVALUATOR_NOTES), 4)],
    ]  # fmt: skip
    heights = {0: 11, **dict.fromkeys(range(1, 11), 11), 11: 15, 12: 15, 13: 20}
    return Layout(rows, (26, 62, 38, 30), heights, size=12)


def rules() -> Layout:
    rows = [
        [c(SIDE, 1, 2), c("一级指标"), c("二级指标"), c("三级指标")],
        [c("{{体系.一级指标}}"), c("{{体系.二级指标}}"), t("{{体系.三级指标}}")],
    ]
    return Layout(rows, (9, 24, 27, 96), {0: 9, 1: 8}, 1)


def scores(with_rules: bool) -> Layout:
    rule, value = ([c("评分标准")], [t("{{指标.评分标准}}")]) if with_rules else ([], [])
    wide = int(with_rules)
    names = ("年度指标值", "实际完成值", "分值", "得分")
    rows = [
        [c(SIDE, 1, 2), c("一级指标"), c("二级指标"), c("三级指标"), c("年度\n指标值"), c("实际\n完成值"),
         c("分值"), c("得分"), c("偏差原因分析\n及改进措施"), *rule],
        [c("{{指标.一级指标}}"), c("{{指标.二级指标}}"), t("{{指标.三级指标}}"),
         *(c(f"{{{{指标.{name}}}}}") for name in names), t("{{指标.偏差原因}}"), *value],
        [c("总分", 6), c("{{总分.分值}}"), c("{{总分.得分}}"), c("", 1 + wide)],
    ]  # fmt: skip
    narrow = (8, 15, 16, 34, 19, 17, 11, 11, 25)
    widths = (8, 14, 14, 26, 16, 15, 10, 10, 20, 23) if with_rules else narrow
    return Layout(rows, widths, {0: 11, 1: 9, 2: 8}, 1)


# -- Word ----------------------------------------------------------------------------------------


def document() -> Any:
    made = docx.Document()
    word.style(made, "Normal", word.BODY, 10.5, before=0, after=0)
    word.style(made, "附件标记", word.HEAD, 16, before=0, after=0, keep=True)
    word.style(made, "附件标题", word.TITLE, 18, align=ALIGN.CENTER, before=6, after=8, keep=True)
    word.style(made, "表注", word.BODY, 10.5, before=0, after=0, line=16)
    return made


def word_form(path: Path, mark: str, title: Sequence[str], layout: Layout, notes: Sequence[str]) -> None:
    made = document()
    word.page(made.sections[0], 22, 20, 22, 22)
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
            taken.update((r, k) for r in range(number, last[0] + 1) for k in range(column, last[1] + 1))
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


def excel_form(path: Path, mark: str, title: Sequence[str], layout: Layout, notes: Sequence[str]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title[-1] if len(title) == 1 else "自评表"
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


def excel_line(sheet: Any, row: int, columns: int, text: str, font: str, size: float, align: str, height: float) -> None:
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
                sheet.merge_cells(start_row=number, end_row=bottom, start_column=column, end_column=right)


def print_on_a4(sheet: Any, first: int, layout: Layout) -> None:
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
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
        for name, with_rules in ((templates.SELF_EVALUATION, False), (templates.SELF_EVALUATION_RULES, True)):
            title = ["项目支出绩效自评表", "（{{年度}}年度）"]
            writer(FOLDER / f"{name}.{suffix}", "附件2：", title, self_evaluation(with_rules), ["{{附注}}"])
    report(FOLDER / f"{templates.REPORT}.docx")


if __name__ == "__main__":
    main()
