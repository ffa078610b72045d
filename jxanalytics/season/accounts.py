"""Reconciliation with the accounts (决算): an export of executed amounts by project code, taken in and compared.

The lines of one project are added up into a document of the kind ``accounts``, so that the checks
hold the forms against it; lines without a project stay on record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pandas as pd

from jxanalytics.errors import DataError, Fault, MisuseError
from jxanalytics.grid import Cell
from jxanalytics.intake.containers import Document, Table, Text
from jxanalytics.intake.filing.rows import DocumentRows
from jxanalytics.model import exact
from jxanalytics.model.changing import changing
from jxanalytics.model.precedence import PRECEDENCE, used_funding
from jxanalytics.model.season import SEASON
from jxanalytics.model.season_store import Season, load_season, put_season
from jxanalytics.model.store import load_year, put_year
from jxanalytics.model.tables import EvaluationYear, from_rows
from jxanalytics.model.values import DASHES, UNIT_FACTORS, compact, to_decimal
from jxanalytics.model.vocabulary import DOCUMENT_KINDS
from jxanalytics.season.documents import with_documents
from jxanalytics.season.returned import opened
from jxanalytics.season.settings import COLUMNS, AccountsSettings
from jxanalytics.statistics import project_money

CODE, NAME, EXECUTED, ANNUAL = COLUMNS
_UNITS = ("元", "万元")
_UNIT = re.compile(r"(?:金额)?单位[:：](?:人民币)?(万元|元)|[(（](万元|元)[)）]")
# What stands in place of a code or name in lines that are sums: of a part, of all.
_PARTS, _WHOLE = ("小计",), ("合计", "总计", "总合计")
# Excel keeps 15 digits of a number.
_CARRIED = 10**15
# What a project is on which side of.
BOTH, ACCOUNTS_ONLY, FORMS_ONLY = "两边都有", "只在决算", "只在自评"


@dataclass(frozen=True)
class Entry:
    """One line of the export: amounts in 万元 as decimals, ``annual`` None where the column is missing."""

    code: str
    name: str
    executed: Decimal
    annual: Decimal | None
    raw: str
    place: str


@dataclass(frozen=True)
class Export:
    """An export as read: its lines, its unit, and what it states as the sum of all (万元)."""

    file: str
    table: str
    unit: str
    entries: tuple[Entry, ...]
    stated: Decimal | None

    @property
    def total(self) -> Decimal:
        """The sum of the lines, 万元."""
        return sum((entry.executed for entry in self.entries), Decimal(0))


def take_accounts(folder: Path, path: Path, settings: AccountsSettings, unit: str = "") -> Export:
    """Take an export in: it stands in place of any taken in before. Gives what was read.

    ``unit`` (元 or 万元) is of the amounts; else that of the file or of the settings. Raises DataError
    for a file without the columns or with a wrong line, MisuseError where no unit is stated.
    """
    export = read_export(path, settings, unit)
    with changing(folder) as change:
        year, season = load_year(folder, as_filed=True), load_season(folder)
        documents, left = account_documents(year, export)
        put_year(with_documents(year, documents, instead_of="accounts"), change,
                 parquet=(folder / "documents.parquet").exists())  # fmt: skip
        put_season(season.replaced(accounts=left), change)
    return export


def read_export(path: Path, settings: AccountsSettings, unit: str = "") -> Export:
    """The lines of an export; the columns are found by their headers."""
    document = opened(path)
    found = _headed(document, settings.columns)
    if found is None:
        wanted = "、".join(
            f"{name}（{'、'.join(settings.columns[name])}）" for name in (CODE, EXECUTED)
        )
        raise DataError(
            f"“{path.name}”中没有找到所需的栏目：{wanted}；请核对表头，"
            "或在 _quarto.yml 的 accounts: 栏目 中写明所用的表头"
        )
    table, header, columns = found
    chosen = unit or settings.unit or _stated_unit(document, table, header, columns)
    if chosen not in _UNITS:
        raise MisuseError(
            f"“{path.name}”没有写明金额单位，请用 --unit 元 或 --unit 万元 说明，程序不作猜测"
        )
    return _export(path.name, table, header, columns, chosen)


def _headed(
    document: Document, wanted: Mapping[str, tuple[str, ...]]
) -> tuple[Table, int, dict[str, int]] | None:
    """The first table and row that name a code and an executed amount, and the columns found."""
    for table in (block for block in document.blocks if isinstance(block, Table)):
        for number, row in enumerate(table.grid.rows):
            heads = {_bare(cell.text): cell.column for cell in row if cell.filled}
            columns = {
                name: next(heads[compact(h)] for h in headers if compact(h) in heads)
                for name, headers in wanted.items()
                if any(compact(h) in heads for h in headers)
            }
            if CODE in columns and EXECUTED in columns:
                return table, number, columns
    return None


def _bare(text: str) -> str:
    """A header without white space and without its unit in brackets."""
    return re.sub(r"[(（][万]?元[)）]$", "", compact(text))


def _stated_unit(document: Document, table: Table, header: int, columns: Mapping[str, int]) -> str:
    """The unit printed in a header or above the table; "" where none is, or two different ones."""
    grid = table.grid
    heads = [cell.text for cell in grid.rows[header] if cell.column == columns[EXECUTED]]
    above = [cell.text for row in grid.rows[:header] for cell in row]
    loose = [block.text for block in document.blocks if isinstance(block, Text)]
    for texts in (heads, [*above, *loose]):
        units = {m[1] or m[2] for text in texts if (m := _UNIT.search(compact(text)))}
        if units:
            return units.pop() if len(units) == 1 else ""
    return ""


def _export(file: str, table: Table, header: int, columns: Mapping[str, int], unit: str) -> Export:
    entries: list[Entry] = []
    faults: list[Fault] = []
    stated: Decimal | None = None
    for number in range(header + 1, len(table.grid)):
        cells = {name: table.grid.at(number, column) for name, column in columns.items()}
        texts = {name: cell.text.strip() if cell else "" for name, cell in cells.items()}
        said = {compact(texts[CODE]), compact(texts.get(NAME, ""))}
        if said & {*_PARTS, *_WHOLE}:
            stated = _amount(cells[EXECUTED], unit) if said & set(_WHOLE) else stated
        elif texts[CODE] or texts[EXECUTED]:
            row = 1 + next(cell.row for cell in cells.values() if cell is not None)
            wrong = list(_faults(file, row, cells, texts))
            faults += wrong
            if not wrong:
                entries.append(_entry(cells, texts, unit))
    if faults:
        raise DataError(faults)
    return Export(file, table.name, unit, tuple(entries), stated)


def _faults(
    file: str, row: int, cells: Mapping[str, Cell | None], texts: Mapping[str, str]
) -> Iterator[Fault]:
    """What is wrong with a line: amounts that are none, a code that Excel has rounded."""
    code = cells[CODE]
    if code is not None and code.number is not None and abs(code.number) >= _CARRIED:
        problem = "编码超过15位而按数值存放，末几位已被 Excel 改写，请以文本格式重新导出"
        yield Fault(file, row, CODE, texts[CODE], problem)
    if compact(texts[EXECUTED]) in DASHES:
        yield Fault(file, row, EXECUTED, "", "没有填写金额，空白不作0，没有支出请填0")
    for name in (EXECUTED, ANNUAL):
        stated = compact(texts.get(name, "")) not in DASHES
        if stated and _amount(cells[name], "元") is None:
            yield Fault(file, row, name, texts[name], "应为金额，请改正")


def _entry(cells: Mapping[str, Cell | None], texts: Mapping[str, str], unit: str) -> Entry:
    executed, cell = _amount(cells[EXECUTED], unit), cells[EXECUTED]
    assert executed is not None and cell is not None
    annual = _amount(cells.get(ANNUAL), unit)
    return Entry(texts[CODE].removeprefix("'"), texts.get(NAME, ""), executed, annual,
                 cell.text.strip(), str(cell.place))  # fmt: skip


def _amount(cell: Cell | None, unit: str) -> Decimal | None:
    """An amount in 万元 at six places (one 分), None for what is none."""
    if cell is None:
        return None
    number = cell.number if cell.number is not None else to_decimal(cell.text)
    return (
        None if number is None else exact.half_up(number * UNIT_FACTORS[unit], exact.AMOUNT_PLACES)
    )


def account_documents(
    year: EvaluationYear, export: Export
) -> tuple[list[DocumentRows], pd.DataFrame]:
    """The lines as a document a project, and those without a project as the table ``accounts``.

    A line belongs to the project of its code, present or former; one without a known code to the
    project of its name, if that project has no code.
    """
    codes, names = _known(year)
    mine: dict[str, list[Entry]] = {}
    left: list[dict[str, object]] = []
    for entry in export.entries:
        project = codes.get(compact(entry.code)) or names.get(compact(entry.name))
        if project is None:
            left.append({"place": entry.place, "file": export.file, "code": entry.code,
                         "name": entry.name, "executed": float(entry.executed)})  # fmt: skip
        else:
            mine.setdefault(project, []).append(entry)
    documents = [_document(year, export, project, lines) for project, lines in mine.items()]
    return documents, from_rows(SEASON["accounts"], left)


def _known(year: EvaluationYear) -> tuple[dict[str, str], dict[str, str]]:
    """Projects by code, present or former, and those without a code by a name that is theirs alone."""
    projects, aliases = year["projects"], year["aliases"]
    former = aliases[aliases["kind"] == "code"]
    codes = {
        compact(code): str(p) for code, p in zip(former["alias"], former["project_id"], strict=True)
    }
    coded = projects[projects["project_code"] != ""]
    codes |= {
        compact(c): str(p) for c, p in zip(coded["project_code"], coded["project_id"], strict=True)
    }
    bare = projects[projects["project_code"] == ""].assign(key=lambda t: t["name"].map(compact))
    alone = bare[~bare["key"].duplicated(keep=False)]
    return codes, dict(zip(alone["key"], alone["project_id"], strict=True))


def _document(
    year: EvaluationYear, export: Export, project: str, lines: Sequence[Entry]
) -> DocumentRows:
    own = {"document_id": f"{project}-accounts", "project_id": project}
    made = DocumentRows({
        **own, "kind": "accounts", "title": f"{year.year}年度{DOCUMENT_KINDS['accounts']}",
        "year": year.year, "file": export.file, "table": export.table, "amount_unit": export.unit,
    })  # fmt: skip
    annual = [line.annual for line in lines if line.annual is not None]
    row: dict[str, object] = {
        **own, "source": "total", "executed": float(sum(line.executed for line in lines)),
        "executed_raw": "＋".join(line.raw for line in lines), "executed_place": lines[0].place,
    }  # fmt: skip
    if len(annual) == len(lines):
        row["annual"] = float(sum(annual))
    made.tables["funding"].append(row)
    return made


def reconciliation(year: EvaluationYear, season: Season) -> pd.DataFrame:
    """The accounts against the forms, project by project, then what the accounts have beside them.

    Columns: project_id, project_code, name, unit_id, unit_name, accounts, filed, gap (万元; NaN
    where one side is missing), side (两边都有, 只在决算, 只在自评). gap = accounts − filed. filed is
    the executed amount of the form, else the summary or report. Empty without accounts.
    """
    documents = year["documents"]
    if not (documents["kind"] == "accounts").any() and season["accounts"].empty:
        return pd.DataFrame(columns=_COLUMNS)
    rows = project_money(year)[["project_id", "name", "unit_id", "unit_name"]]
    codes = year["projects"].set_index("project_id")["project_code"]
    sides = {"accounts": ("accounts",), "filed": PRECEDENCE["funding"][1:]}
    for name, order in sides.items():
        used = used_funding(year, order)
        used = used[used["source"] == "total"].set_index("project_id")["executed"]
        rows[name] = rows["project_id"].map(used).astype("float64")
    left = season["accounts"]
    alone = pd.DataFrame({"project_id": "", "code": left["code"], "name": left["name"], "unit_id": "",
                          "unit_name": "", "accounts": left["executed"]})  # fmt: skip
    rows = rows.assign(code=rows["project_id"].map(codes))
    table = (
        pd.concat([rows, alone.assign(filed=float("nan"))], ignore_index=True)
        if len(alone)
        else rows
    )
    table = table.rename(columns={"code": "project_code"})
    table["gap"] = exact.minus(table["accounts"], table["filed"])
    table["side"] = pd.Series(_side(table), dtype="str")
    return table[_COLUMNS]


_COLUMNS = ["project_id", "project_code", "name", "unit_id", "unit_name", "accounts", "filed", "gap", "side"]  # fmt: skip


def _side(table: pd.DataFrame) -> list[str]:
    """A project that states no spending anywhere is on neither side."""
    return [
        BOTH if pd.notna(a) and pd.notna(f) else ACCOUNTS_ONLY if pd.notna(a) else
        FORMS_ONLY if pd.notna(f) else ""
        for a, f in zip(table["accounts"], table["filed"], strict=True)
    ]  # fmt: skip
