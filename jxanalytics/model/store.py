"""An evaluation year on disk: ``data/<year>/`` with one CSV (or Parquet) a table and texts.

CSV is UTF-8 with BOM, amounts in 万元, blank cells blank. Loading reports every fault at once,
each with file, row, column and value; nothing is repaired in silence.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from jxanalytics.errors import DataError, Fault, MisuseError
from jxanalytics.model import exact
from jxanalytics.model.changing import Change, changing, settle
from jxanalytics.model.conform import (
    file_of,
    floats_of,
    header_faults,
    relation_faults,
    table_faults,
)
from jxanalytics.model.corrections import corrected, load_entries
from jxanalytics.model.schema import NUMERIC, TABLES, Table
from jxanalytics.model.tables import Correction, EvaluationYear, empty, typed


def load_year(folder: str | Path, *, as_filed: bool = False) -> EvaluationYear:
    """Read ``data/<year>/`` with its corrections put over it; ``as_filed`` leaves them out.

    Raises DataError (exit code 3) with all faults when the folder, a table or a value does not
    fit the schema, or a correction does not find what it expects.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise DataError(f"找不到年度数据目录「{folder}」，请核对路径，或先导入该年度的表格")
    if not re.fullmatch(r"[0-9]{4}", folder.resolve().name):
        raise DataError(
            f"年度数据目录应以四位年份命名，现为「{folder.name}」，请改名，如 data/2019"
        )
    settle(folder)
    if not any(folder.glob("*.csv")) and not any(folder.glob("*.parquet")):
        raise DataError(
            f"{folder.resolve().name}年度还没有导入任何表，请先运行 "
            f"jxa import 收到的表 --year {folder.resolve().name}"
        )
    faults: list[Fault] = []
    read = {}
    for table in TABLES.values():
        frame = read_table(folder, table, faults)
        if frame is not None:
            faults += table_faults(frame, table)
            read[table.name] = frame
    faults += relation_faults(read)
    texts = _load_texts(folder, read["documents"], faults) if "documents" in read else {}
    if faults:
        raise DataError(faults)
    tables = {name: parsed(frame, TABLES[name]) for name, frame in read.items()}
    year = EvaluationYear(int(folder.resolve().name), tables, texts, folder)
    entries = [] if as_filed else load_entries(folder)
    return corrected(year, entries) if entries else year


def begun(folder: Path) -> bool:
    """Whether any form has been filed for the year of a folder."""
    return any((folder / f"documents.{suffix}").is_file() for suffix in ("csv", "parquet"))


def load_filed(folder: str | Path) -> EvaluationYear:
    """``load_year``, or a year without a row where no form has come yet."""
    folder = Path(folder)
    settle(folder)
    if begun(folder):
        return load_year(folder)
    return EvaluationYear(int(folder.resolve().name), {}, {}, folder)


def standing(folder: str | Path) -> list[tuple[Correction, str]]:
    """The corrections of a year on disk, each with what is wrong with it ("" where it holds)."""
    entries = load_entries(folder)
    if not entries:
        return []
    filed = load_year(folder, as_filed=True)
    found = []
    for number, entry in enumerate(entries, start=2):
        try:
            corrected(filed, [entry])
        except DataError as error:
            found.append((entry, str(replace(error.faults[0], row=number))))
        else:
            found.append((entry, ""))
    return found


def save_year(year: EvaluationYear, folder: str | Path, parquet: bool = False) -> None:
    """Write a year's tables and texts below ``folder`` so that ``load_year`` gives them back.

    Line breaks inside cells and texts are written as LF. Raises MisuseError, before anything is
    written, for a text whose document names no file inside the folder, and for a year with
    corrections in it: written as if filed they could no longer be traced.
    """
    with changing(Path(folder)) as change:
        put_year(year, change, parquet)


def put_year(year: EvaluationYear, change: Change, parquet: bool = False) -> None:
    """Make a year's tables and texts part of a change of its folder; raises as ``save_year`` does."""
    if year.corrections:
        raise MisuseError(
            f"数据中已有{len(year.corrections)}处更正，不能当作填报数写回；"
            "请用 load_year(…, as_filed=True) 读取填报数再写"
        )
    targets = _text_files(year, change.folder)
    for name, table in TABLES.items():
        frame = year[name]
        written = ""
        if not (table.optional and frame.empty):
            written = f"{name}.{'parquet' if parquet else 'csv'}"
            change.write(written, (_parquet_of(frame) if parquet else csv_of(frame, table)))
        for stale in {f"{name}.csv", f"{name}.parquet"} - {written}:
            change.remove(stale)
    for document, target in targets.items():
        change.write(target, _line_feeds(year.texts[document]).encode())


def _text_files(year: EvaluationYear, folder: Path) -> dict[str, str]:
    """The file of each text, relative to the folder; none may lead out of it."""
    documents = year["documents"]
    named = dict(zip(documents["document_id"], documents["sections"], strict=True))
    root = folder.resolve()
    for document in year.texts:
        name = named.get(document, "")
        if not name or not (root / name).resolve().is_relative_to(root):
            raise MisuseError(
                f"文件「{document}」有正文，但正文文件「{name}」不在年度目录内，请改正"
            )
    return {document: named[document] for document in year.texts}


def _line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _with_line_feeds(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with every line break in its text columns as LF: a lone CR would end a CSV row."""
    changed = {}
    for name in frame.columns:
        values = frame[name]
        if not pd.api.types.is_numeric_dtype(values) and values.str.contains("\r").any():
            changed[name] = values.map(_line_feeds).astype("str")
    return frame.assign(**changed)


def _parquet_of(frame: pd.DataFrame) -> bytes:
    written = io.BytesIO()
    _with_line_feeds(frame).to_parquet(written, index=False)
    return written.getvalue()


def csv_of(frame: pd.DataFrame, table: Table) -> bytes:
    """One table as CSV: numbers in plain decimal notation, blanks blank, lines ended by LF."""
    text = _with_line_feeds(frame[table.names])
    for column in table.columns:
        if column.kind in NUMERIC:
            # Few values are distinct; printing one takes microseconds.
            number, code = np.unique(frame[column.name].to_numpy(), return_inverse=True)
            printed = ["" if np.isnan(value) else exact.plain(value) for value in number.tolist()]
            text[column.name] = np.array(printed, dtype=object)[code] if len(frame) else ""
    return str(text.to_csv(index=False, lineterminator="\n")).encode("utf-8-sig")


def write_csv(frame: pd.DataFrame, table: Table, path: Path) -> None:
    """One table written to a file as ``csv_of`` has it."""
    path.write_bytes(csv_of(frame, table))


def read_table(folder: Path, table: Table, faults: list[Fault]) -> pd.DataFrame | None:
    """A table's cells as they stand, text blanks as ""; None where it cannot be read at all.

    The index holds row numbers as Excel counts them.
    """
    csv, parquet = folder / f"{table.name}.csv", folder / f"{table.name}.parquet"
    if csv.exists() and parquet.exists():
        faults.append(Fault(csv.name, None, None, "", f"与 {parquet.name} 并存，请只保留一个"))
        return None
    if not csv.exists() and not parquet.exists():
        if table.optional:
            return empty(table)
        faults.append(Fault(csv.name, None, None, "", f"缺少“{table.label}”表，请补上该文件"))
        return None
    file = csv.name if csv.exists() else parquet.name
    try:
        frame = _read_csv(csv, table, faults) if csv.exists() else _read_parquet(parquet)
    except PermissionError:
        faults.append(
            Fault(file, None, None, "", "不能读取，请核对权限；正在 Excel 中打开的请关闭")
        )
        return None
    except (ValueError, OSError) as error:
        said = f"无法读取，请检查列数，或重新导入：{error}"
        if csv.exists() and not _utf8(csv):
            said = "不是 UTF-8 编码，请在 Excel 中另存为“CSV UTF-8（逗号分隔）”，或用记事本另存为 UTF-8"
        faults.append(Fault(file, None, None, "", said))
        return None
    if header := header_faults(frame, table, file):
        faults += header
        return None
    for column in table.columns:
        values = frame[column.name]
        if column.kind not in NUMERIC or not pd.api.types.is_numeric_dtype(values):
            frame[column.name] = values.astype("str").fillna("")
    frame.attrs["file"] = file
    return frame


def _read_csv(path: Path, table: Table, faults: list[Fault]) -> pd.DataFrame:
    """All cells as text. pandas would shift or pad rows with too many or too few cells in silence."""
    # Slow to import, needed only here.
    import pyarrow as pa
    from pyarrow import csv

    def ragged(row: csv.InvalidRow) -> str:
        problem = f"应有{row.expected_columns}列，现有{row.actual_columns}列，请检查逗号和引号"
        faults.append(Fault(path.name, row.number, None, row.text[:80], problem))
        bad.add(row.number)
        return "skip"

    bad: set[int] = set()
    columns = csv.read_csv(
        path,
        # One block: a quoted cell may hold line breaks anywhere.
        csv.ReadOptions(use_threads=False, block_size=path.stat().st_size + 1),
        csv.ParseOptions(newlines_in_values=True, invalid_row_handler=ragged),
        csv.ConvertOptions(
            column_types={name: pa.string() for name in table.names}, strings_can_be_null=False
        ),
    )
    frame = columns.to_pandas()
    # The rows as a spreadsheet numbers them, the header being row 1.
    frame.index = [n for n in range(2, len(frame) + len(bad) + 2) if n not in bad]
    return frame


def _utf8(path: Path) -> bool:
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _read_parquet(path: Path) -> pd.DataFrame:
    frame = pd.read_parquet(path)
    return frame.set_axis(range(2, len(frame) + 2))


def parsed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The frame in the schema's types; every cell has been found to fit."""
    if frame.empty:
        return empty(table)
    numbers = {c.name: floats_of(frame[c.name]) for c in table.columns if c.kind in NUMERIC}
    return typed(frame.assign(**numbers).reset_index(drop=True), table)


def _load_texts(folder: Path, documents: pd.DataFrame, faults: list[Fault]) -> dict[str, str]:
    texts = {}
    root = folder.resolve()
    named = zip(documents.index, documents["document_id"], documents["sections"], strict=True)
    for row, document, name in named:
        if not name:
            continue
        path = (folder / name).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            problem = "年度目录内没有这个正文文件，请补上或改正"
            faults.append(Fault(file_of(documents, "documents"), row, "sections", name, problem))
            continue
        try:
            texts[document] = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            faults.append(Fault(name, None, None, "", "不是 UTF-8 编码，请另存为 UTF-8"))
    return texts
