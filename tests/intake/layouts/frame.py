"""The register of layouts and how one is written as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.intake.facts import Facts, Json
from tests.intake.office import (
    Row,
    Sheet,
    grid_text,
    table,
    write_docx,
    write_xlsx,
)  # fmt: skip

Layout = Callable[[Path], tuple[Path, list[Json]]]
LAYOUTS: dict[str, Layout] = {}
BASE = Facts()


def layout(function: Layout) -> Layout:
    LAYOUTS[function.__name__] = function
    return function


def docx(folder: Path, name: str, *body: str) -> Path:
    return write_docx(folder / f"{name}.docx", *body)


def in_word(
    folder: Path, name: str, rows: list[Row], facts: Facts, kind: str = "self_evaluation"
) -> tuple[Path, list[Json]]:
    path = docx(folder, name, table(rows))
    return path, [facts.expected(path.name, "table 1", kind)]


def in_excel(
    folder: Path, name: str, rows: list[Row], facts: Facts, kind: str = "self_evaluation"
) -> tuple[Path, list[Json]]:
    path = write_xlsx(folder / f"{name}.xlsx", Sheet("自评表", rows))
    return path, [facts.expected(path.name, "自评表", kind)]


def csv_lines(rows: list[Row], separator: str = ",") -> str:
    lines = []
    for line in grid_text(rows):
        lines.append(separator.join('"' + text.replace('"', '""') + '"' for text in line))
    return "\r\n".join(lines)
