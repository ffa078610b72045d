"""Makes the example package of forms from data/2019: what an office would hand in, as one Word file.

    python examples/make_package.py

writes ``examples/合作交流办2019年度绩效评价材料.docx`` with 附件1 (summary), 附件2 (self-evaluation) and
附件4 (evaluation report). Imported into an empty folder it gives data/2019 again. The same data
gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table

from jxanalytics.model.places import TableCell, parse_place
from jxanalytics.model.schema import TABLES
from jxanalytics.model.store import load_year
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.texts import Section, parse_text
from jxanalytics.model.vocabulary import SOURCES

ROOT = Path(__file__).resolve().parent.parent
Texts = dict[tuple[int, int, int], str]

SUMMARY_HEADS = (
    "序\n号", "项目实施\n单位（处室）", "项目名称", "全年\n安排数\n（万元）", "年末决算数\n（万元）", "自评\n分数",
    "部门评\n价分数", "备注",
)  # fmt: skip
SCORE_HEADS = (
    "三级指标", "年度\n指标值", "实际\n完成值", "分值", "得分", "偏差原因分析及改进措施",
)  # fmt: skip
SOURCE_LABELS = {
    "total": "年度资金总额", "current": "其中：当年财政拨款", "carry_over": "      上年结转资金",
    "other": "  其他资金",
}  # fmt: skip
SIDE = "绩\n效\n指\n标"


def make_package(year: EvaluationYear) -> bytes:
    """The package of one year with one evaluated project, as the bytes of a .docx."""
    written = _written(year)
    document = Document()
    document.styles["Normal"].font.size = Pt(10.5)
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    report = next(row for row in year["documents"].to_dict("records") if row["kind"] == "report")
    project = report["project_id"]
    _summary(document, year, written)
    _self_evaluation(document, year, written, project)
    _report(document, year, written, project)
    return _fixed(document)


def _written(year: EvaluationYear) -> Texts:
    """Every text that the tables know the place of."""
    texts: Texts = {}
    for name, table in TABLES.items():
        for row in year[name].to_dict("records"):
            for column in table.columns:
                if not (column.name == "place" or column.name.endswith("_place")):
                    continue
                place = parse_place(row[column.name])
                raw = _raw(name, row, column.name)
                if isinstance(place, TableCell) and raw is not None:
                    texts[place.table, place.row, place.column] = raw
    return texts


def _raw(table: str, row: dict[str, Any], column: str) -> str | None:
    if column == "place":
        return str(row["name"] if table == "evaluators" else row["raw"])
    stem = column.removesuffix("_place")
    return str(row[stem if stem == "reason" else f"{stem}_raw"])


# -- tables --------------------------------------------------------------------------------------


def _grid(document: Any, rows: int, columns: int) -> Table:
    table = document.add_table(rows, columns)
    table.style = "Table Grid"
    return table


def _put(table: Table, row: int, column: int, text: str, across: int = 1, down: int = 1) -> None:
    """Write a cell (row and column from 1) that covers ``across`` columns and ``down`` rows."""
    cell = table.cell(row - 1, column - 1)
    if across > 1 or down > 1:
        cell = cell.merge(table.cell(row + down - 2, column + across - 2))
    cell.text = text


def _summary(document: Any, year: EvaluationYear, written: Texts) -> None:
    sections = _sections(year, "summary")
    lines = list(sections[0].paragraphs)
    _lines(document, lines[:2])
    units = dict(zip(year["units"]["unit_id"], year["units"]["name"], strict=True))
    table = _grid(document, 23, 8)
    for column, head in enumerate(SUMMARY_HEADS, start=1):
        _put(table, 1, column, head)
    for row, project in enumerate(year["projects"].to_dict("records"), start=2):
        _put(table, row, 1, str(row - 1))
        _put(table, row, 2, units[project["unit_id"]])
        _put(table, row, 3, project["name"])
        for column in range(4, 8):
            _put(table, row, column, written.get((1, row, column), ""))
    _put(table, 22, 1, "汇总", 3)
    _put(table, 22, 4, written[1, 22, 4])
    _put(table, 22, 5, written[1, 22, 5])
    _put(table, 22, 6, written[1, 22, 6], 3)
    _put(table, 23, 1, lines[2], 8)
    _lines(document, lines[3:])


def _self_evaluation(document: Any, year: EvaluationYear, written: Texts, project: str) -> None:
    sections = _sections(year, f"{project}-self_evaluation")
    _lines(document, sections[0].paragraphs)
    row = year["projects"].set_index("project_id").loc[project]
    unit = year["units"].set_index("unit_id").loc[row["unit_id"]]
    department = year["units"].set_index("unit_id").loc[unit["department_id"], "name"]
    indicators = _indicators(year, f"{project}-self_evaluation", "indicator")
    table = _grid(document, 13 + len(indicators), 18)
    _put(table, 1, 1, "项目支出绩效自评表", 18)
    _put(table, 2, 1, f"（ {year.year}年度）", 18)
    _put(table, 3, 1, "项目名称", 4)
    _put(table, 3, 5, row["name"], 14)
    for column, text, across in (
        (1, "主管部门", 4),
        (5, department, 5),
        (10, "实施单位", 3),
        (13, unit["name"], 6),
    ):
        _put(table, 4, column, text, across)
    _money(table, written)
    goals = {section.heading: "\n".join(section.paragraphs) for section in sections}
    _put(table, 10, 1, "年度总体目标", 2, 2)
    for column, heading in ((3, "预期目标"), (11, "实际完成情况")):
        _put(table, 10, column, heading, 8)
        _put(table, 11, column, goals[heading], 8)
    heads = ("一级指标", "二级指标", *SCORE_HEADS)
    for column, head in zip(range(3, 19, 2), heads, strict=True):
        _put(table, 12, column, head, 2)
    _put(table, 12, 1, SIDE, 2, len(indicators) + 1)
    _levels(table, indicators, 13, (3, 5), 2)
    for offset in range(len(indicators)):
        for column in range(7, 19, 2):
            _put(table, 13 + offset, column, written.get((2, 13 + offset, column), ""), 2)
    last = 13 + len(indicators)
    _put(table, last, 1, "总分", 12)
    for column in (13, 15, 17):
        _put(table, last, column, written.get((2, last, column), ""), 2)


def _money(table: Table, written: Texts) -> None:
    _put(table, 5, 1, "项目资金\n（万元）", 2, 5)
    _put(table, 5, 3, "", 4)
    heads = ("年初\n预算数", "全年\n预算数", "全年\n执行数", "分值", written[2, 5, 15], "得分")
    for column, head in zip(range(7, 19, 2), heads, strict=True):
        _put(table, 5, column, head, 2)
    for row, source in enumerate(SOURCES, start=6):
        _put(table, row, 3, SOURCE_LABELS[source], 4)
        for column in range(7, 19, 2):
            # The form prints a dash where a source has no points of its own.
            blank = "—" if column >= 13 and source != "total" else ""
            _put(table, row, column, written.get((2, row, column), blank), 2)


def _report(document: Any, year: EvaluationYear, written: Texts, project: str) -> None:
    document_id = f"{project}-report"
    sections = _sections(year, document_id)
    cover = list(sections[0].paragraphs)
    noted = next(i for i, line in enumerate(cover) if line.startswith("注："))
    notes = cover[noted:]
    _lines(document, cover[:noted])
    people = year["evaluators"].to_dict("records")
    table = _grid(document, 14, 4)
    _put(table, 1, 1, "项目绩效评价人员", 4)
    for column, head in enumerate(("姓名", "单位", "职称/职务", "签名"), start=1):
        _put(table, 2, column, head)
    for row, person in enumerate(people, start=3):
        for column, name in enumerate(("name", "organisation", "title", "signed"), start=1):
            _put(table, row, column, person[name])
    for row, label in ((12, "评价组组长\n(签名):"), (13, "中介机构\n（盖章）:")):
        _put(table, row, 1, label)
        _put(table, row, 3, "      年    月    日", 2)
    _put(table, 14, 1, "\n".join(notes), 4)
    indicators = _indicators(year, document_id, "execution")
    for section in sections[1:]:
        document.add_paragraph(section.heading)
        _lines(document, section.paragraphs)
        if "评价指标体系" in section.heading and section.level == 3:
            _system(document, indicators, written)
        if "评价结论" in section.heading:
            _scores(document, indicators, written)


def _system(document: Any, indicators: list[dict[str, Any]], written: Texts) -> None:
    """Table 4: the indicators with their rules."""
    table = _grid(document, len(indicators) + 1, 4)
    _put(table, 1, 1, f"{SIDE}\n\n{SIDE}", 1, len(indicators) + 1)
    for column, head in enumerate(("一级指标", "二级指标", "三级指标"), start=2):
        _put(table, 1, column, head)
    _levels(table, indicators, 2, (2, 3), 1)
    for row, indicator in enumerate(indicators, start=2):
        _put(table, row, 4, written.get((4, row, 4), indicator["name_raw"]))


def _scores(document: Any, indicators: list[dict[str, Any]], written: Texts) -> None:
    """Table 5: the scores."""
    last = len(indicators) + 2
    table = _grid(document, last, 9)
    _put(table, 1, 1, SIDE, 1, last - 1)
    for column, head in enumerate(("一级指标", "二级指标", *SCORE_HEADS), start=2):
        _put(table, 1, column, head)
    _levels(table, indicators, 2, (2, 3), 1)
    for row in range(2, last):
        for column in range(4, 10):
            _put(table, row, column, written.get((5, row, column), ""))
    _put(table, last, 1, "总分", 6)
    for column in (7, 8, 9):
        _put(table, last, column, written.get((5, last, column), ""))


def _levels(
    table: Table, rows: list[dict[str, Any]], first: int, columns: tuple[int, int], across: int
) -> None:
    """The two level columns, equal neighbours merged."""
    for depth, column in enumerate(columns, start=1):
        start = 0
        while start < len(rows):
            end = start
            while end < len(rows) and _level(rows[end], depth) == _level(rows[start], depth):
                end += 1
            _put(
                table, first + start, column, rows[start][f"level{depth}_raw"], across, end - start
            )
            start = end


def _level(row: dict[str, Any], depth: int) -> tuple[str, ...]:
    return tuple(row[f"level{d}_raw"] for d in range(1, depth + 1))


def _indicators(year: EvaluationYear, document_id: str, first: str) -> list[dict[str, Any]]:
    """Rows of a document's indicator table; without the execution row where money states it."""
    rows = year["indicators"]
    own = rows[rows["document_id"] == document_id].sort_values("position").to_dict("records")
    return [row for row in own if first == "execution" or row["role"] != "execution"]


# -- text ----------------------------------------------------------------------------------------


def _sections(year: EvaluationYear, document_id: str) -> tuple[Section, ...]:
    return parse_text(year.texts[document_id])


def _lines(document: Any, lines: Iterable[str]) -> None:
    for line in lines:
        paragraph = document.add_paragraph(line)
        if len(line) < 24 and line.endswith(("汇总表", "评价报告")):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _fixed(document: Any) -> bytes:
    """The document with fixed times, so that the same data gives the same bytes."""
    raw, fixed = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with (
        zipfile.ZipFile(raw) as source,
        zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(
                zipfile.ZipInfo(name, (2020, 5, 25, 0, 0, 0)),
                source.read(name),
                zipfile.ZIP_DEFLATED,
            )
    return fixed.getvalue()


def main() -> None:
    year = load_year(ROOT / "data" / "2019")
    name = str(year["documents"]["file"].iloc[0])
    (ROOT / "examples" / name).write_bytes(make_package(year))


__all__ = ["make_package"]

if __name__ == "__main__":
    main()
