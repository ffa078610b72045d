"""``jxa export``: a year handed on: a Frictionless data package for programs, a workbook for people."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from jxanalytics.cli import parser as options
from jxanalytics.cli.place import Place

if TYPE_CHECKING:
    import pandas as pd

    from jxanalytics.checks import Findings
    from jxanalytics.model.tables import EvaluationYear

NAME = "export"
HELP = "导出一个年度的全部数据：Frictionless 数据包（供程序用）和 Excel 工作簿"


def arguments(parser: options.Parser) -> None:
    options.year(parser)
    parser.add_argument(
        "--format",
        choices=("all", "package", "xlsx"),
        default="all",
        help="导出两种（all，默认）、数据包（package）或 Excel 工作簿（xlsx）",
    )
    parser.add_argument(
        "--to",
        metavar="目录",
        help="写入的目录，默认为 reports/<年度>/export，其中原有的导出会被替换",
    )
    options.root(parser)


def run(args: argparse.Namespace) -> int:
    """Write the package and the workbook, and say where they are."""
    from jxanalytics.checks import year_findings
    from jxanalytics.model.datapackage import DESCRIPTOR, package
    from jxanalytics.model.sheets import to_xlsx
    from jxanalytics.model.whole import write_whole

    at = Place.of(args)
    year = at.model()
    found = year_findings(year, settings=at.checks)
    folder = Path(args.to) if args.to else at.reports / "export"
    if args.format != "xlsx":
        for name, content in package(year, found.frame).items():
            write_whole(folder / name, content)
        print(f"数据包：{at.shown(folder / DESCRIPTOR)}")
    if args.format != "package":
        path = folder / f"{year.year}年度绩效评价数据.xlsx"
        write_whole(path, to_xlsx(sheets(year, found)))
        print(f"工作簿：{at.shown(path)}")
    return 0


def sheets(year: EvaluationYear, found: Findings) -> dict[str, pd.DataFrame]:
    """The tables under Chinese headers, codes in words, then the findings and what was corrected."""
    from jxanalytics.checks.listing import findings_table
    from jxanalytics.model.corrections import LISTING, listing
    from jxanalytics.model.schema import TABLES, Kind

    made = {}
    for name, table in TABLES.items():
        frame = year[name]
        worded = {
            column.name: frame[column.name].map({"": "", **column.choices})
            for column in table.columns
            if column.choices
        }
        # Whole numbers are held as floats, for blanks; here 2019 is not to read 2019.00.
        worded |= {
            column.name: frame[column.name].astype("Int64")
            for column in table.columns
            if column.kind is Kind.INTEGER
        }
        made[table.label] = frame.assign(**worded)[table.names].rename(columns=table.labels)
    made["疑点"] = findings_table(found)
    if year.corrections:
        made["更正"] = listing(year).rename(columns=LISTING)
    return made
