"""read-forms: forty-one files of forms — the example package, twenty Word forms, twenty workbooks.

Ours reads them into forms. Peer: python-docx and openpyxl open the same files and give the text of
every cell and paragraph, understanding nothing. Floor: the zip is opened and every XML part that
must be read is parsed once by lxml. The forms are laid out as departments send them (fonts and
borders on every run and cell, merged levels, 8 to 16 indicators), their figures from a fixed seed.
Processor time, the best of several rounds, all three in turns.
"""

from __future__ import annotations

import io
import json
import random
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import Any

from lxml import etree

from jxanalytics.intake import read_file

SEED = 20_190_525
FORMS = 20
EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
LEVELS = (
    ("产出指标\n（50分）", ("数量指标", "质量指标", "时效指标", "成本指标")),
    ("效益指标\n（30分）", ("经济效益指标", "社会效益指标", "可持续影响指标")),
    ("满意度指标\n（10分）", ("服务对象满意度指标",)),
)
Cell = tuple[int, int, int, int, Any]


def cells(number: int, chance: random.Random) -> tuple[list[Cell], int]:
    """A self-evaluation as (row, column, rows, columns, value), nine columns wide, and its height."""
    total = chance.randrange(1000, 90_000) / 100
    spent = round(total * chance.uniform(0.3, 1), 2)
    placed: list[Cell] = [
        (0, 0, 1, 9, "项目支出绩效自评表"), (1, 0, 1, 9, "（2021年度）"),
        (2, 0, 1, 2, "项目名称"), (2, 2, 1, 7, f"第{number}号城市维护项目"),
        (3, 0, 1, 2, "主管部门"), (3, 2, 1, 2, "临川湾市住房和城乡建设局"), (3, 4, 1, 2, "实施单位"),
        (3, 6, 1, 3, f"临川湾市第{number}养护所"), (4, 0, 5, 1, "项目资金\n（万元）"), (4, 1, 1, 2, None),
    ]  # fmt: skip
    heads = ("年初\n预算数", "全年\n预算数", "全年\n执行数", "分值", "执行率", "得分")
    placed += [(4, 3 + i, 1, 1, head) for i, head in enumerate(heads)]
    rate = f"{spent / total * 100:.2f}%"
    rows = (
        ("年度资金总额", total, total, spent, 10, rate, round(spent / total * 10, 2)),
        ("其中：当年财政拨款", total, total, spent, "—", "—", "—"),
        ("上年结转资金", None, None, None, "—", "—", "—"),
        ("其他资金", None, None, None, "—", "—", "—"),
    )
    for row, (label, *values) in enumerate(rows, start=5):
        placed.append((row, 1, 1, 2, label))
        placed += [(row, 3 + i, 1, 1, value) for i, value in enumerate(values)]
    return _indicators(placed, chance)


def _indicators(placed: list[Cell], chance: random.Random) -> tuple[list[Cell], int]:
    heads = (
        "一级指标",
        "二级指标",
        "三级指标",
        "年度\n指标值",
        "实际\n完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
    )
    placed += [(9, 1 + i, 1, 1, head) for i, head in enumerate(heads)]
    row = 10
    for level1, names in LEVELS:
        start = row
        for level2 in names:
            count = chance.randint(1, 2)
            placed.append((row, 2, count, 1, level2))
            for _ in range(count):
                target = chance.randrange(10, 5000)
                values = (f"{level2[:2]}事项{row}", f"≥{target}处", f"{target}处", 5, 5, None)
                placed += [(row, 3 + i, 1, 1, value) for i, value in enumerate(values)]
                row += 1
        placed.append((start, 1, row - start, 1, level1))
    placed.append((9, 0, row - 9, 1, "绩\n效\n指\n标"))
    placed += [
        (row, 0, 1, 6, "总分"),
        (row, 6, 1, 1, 100),
        (row, 7, 1, 1, 96.5),
        (row, 8, 1, 1, None),
    ]
    return placed, row + 1


def word(placed: list[Cell], height: int) -> bytes:
    """The form in Word, with a font on every run as Word saves it."""
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = Document()
    table = document.add_table(height, 9)
    table.style = "Table Grid"
    for row, column, rows, columns, value in placed:
        cell = table.cell(row, column)
        if rows > 1 or columns > 1:
            cell = cell.merge(table.cell(row + rows - 1, column + columns - 1))
        cell.text = "" if value is None else str(value)
        for run in cell.paragraphs[0].runs:
            run.font.size, run.font.name = Pt(10.5), "仿宋"
            run._element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    return _saved(document)


def excel(placed: list[Cell], height: int) -> bytes:
    """The form in Excel, with borders on every cell."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, Side

    book = Workbook()
    sheet = book.active
    line = Side("thin")
    border, font = Border(line, line, line, line), Font("仿宋", 10.5)
    wrap = Alignment("center", "center", wrap_text=True)
    for row in sheet.iter_rows(1, height, 1, 9):
        for cell in row:
            cell.border, cell.font, cell.alignment = border, font, wrap
    for row, column, rows, columns, value in placed:
        sheet.cell(row + 1, column + 1, value)
        if rows > 1 or columns > 1:
            sheet.merge_cells(None, row + 1, column + 1, row + rows, column + columns)
    return _saved(book)


def _saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def inputs(folder: Path) -> list[Path]:
    """The files: the committed example package and the generated forms."""
    chance = random.Random(SEED)
    paths = sorted(EXAMPLES.glob("*.docx"))
    for number in range(FORMS):
        for suffix, write in ((".docx", word), (".xlsx", excel)):
            path = folder / f"form{number}{suffix}"
            path.write_bytes(write(*cells(number, chance)))
            paths.append(path)
    return paths


def ours(paths: list[Path]) -> int:
    return sum(len(read_file(path).forms) for path in paths)


def peer(paths: list[Path]) -> int:
    """Texts as the usual libraries give them."""
    import docx
    import openpyxl

    count = 0
    for path in paths:
        if path.suffix == ".docx":
            document = docx.Document(str(path))
            texts = [p.text for p in document.paragraphs]
            texts += [c.text for t in document.tables for r in t.rows for c in r.cells]
        else:
            book = openpyxl.load_workbook(path, data_only=True)
            texts = [
                str(value)
                for sheet in book
                for row in sheet.iter_rows(values_only=True)
                for value in row
            ]
        count += len(texts)
    return count


def needed(package: zipfile.ZipFile) -> Iterator[str]:
    """The parts without which the forms cannot be read."""
    for name in package.namelist():
        if (
            name in ("word/document.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
            or name in ("xl/sharedStrings.xml", "xl/styles.xml")
            or name.startswith("xl/worksheets/sheet")
        ):
            yield name


def floor(paths: list[Path]) -> None:
    for path in paths:
        with zipfile.ZipFile(path) as package:
            for name in needed(package):
                etree.fromstring(package.read(name))


def run() -> dict[str, Any]:
    """One row of benchmarks/results.json; milliseconds a file."""
    with tempfile.TemporaryDirectory() as folder:
        paths = inputs(Path(folder))
        assert ours(paths) == 2 * FORMS + 3
        works: dict[str, Callable[[], object]] = {
            "ours": lambda: ours(paths), "peer": lambda: peer(paths), "floor": lambda: floor(paths),
        }  # fmt: skip
        times = dict.fromkeys(works, float("inf"))
        for turn in range(7):
            for name, work in works.items():
                if name == "peer" and turn > 1:
                    continue
                start = process_time()
                work()
                times[name] = min(times[name], (process_time() - start) * 1000 / len(paths))
    return {
        "name": "read-forms",
        "ours": round(times["ours"], 3),
        "peer": round(times["peer"], 3),
        "peer_name": "python-docx + openpyxl",
        "floor": round(times["floor"], 3),
        "unit": "ms/file",
        "ratio": round(times["peer"] / times["ours"], 1),
    }


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False))
