"""``jxa check``: the findings of a year, as words, JSON, CSV or a workbook."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from jxanalytics.cli import parser as options
from jxanalytics.cli.place import Place

if TYPE_CHECKING:
    from jxanalytics.checks import Findings

NAME = "check"
HELP = "核对一个年度的数据，列出疑点及其位置、依据"
# What --fail-on takes as failure.
LEVELS = {"error": ("error",), "warning": ("error", "warning")}


def arguments(parser: options.Parser) -> None:
    options.year(parser)
    parser.add_argument(
        "--format",
        choices=("text", "json", "csv", "xlsx"),
        default="text",
        help="输出文字（text，默认）、JSON，或写成 CSV 文件、Excel 工作簿",
    )
    parser.add_argument(
        "--fail-on",
        choices=tuple(LEVELS),
        default="error",
        help="有未说明的必须更正（error，默认）或请说明（warning）时以退出码1结束",
    )
    parser.add_argument("--all", action="store_true", help="文字输出时列出折叠的疑点")
    parser.add_argument(
        "--scheme",
        metavar="办法",
        help="评分办法的名称或文件，默认为该年度的办法，见 jxa scheme list",
    )
    parser.add_argument(
        "--to", metavar="目录", help="写入文件的目录（CSV、Excel），默认为 reports/<年度>/findings"
    )
    options.root(parser)


def run(args: argparse.Namespace) -> int:
    """Print or write the findings; 1 when some of the level asked for are not explained."""
    from jxanalytics.checks import Severity, year_findings
    from jxanalytics.checks.listing import findings_json, findings_text
    from jxanalytics.scoring import load_scheme

    at = Place.of(args)
    scheme = load_scheme(args.scheme) if args.scheme else None
    found = year_findings(at.model(), scheme=scheme, settings=at.checks)
    if args.format == "text":
        print(findings_text(found, args.all))
    elif args.format == "json":
        print(json.dumps(findings_json(found), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        folder = Path(args.to) if args.to else at.reports / "findings"
        print(f"已写入：{at.shown(_write(args.format, folder, found))}")
    return int(any(found.open(*map(Severity, LEVELS[args.fail_on]))))


def _write(kind: str, folder: Path, found: Findings) -> Path:
    from jxanalytics.checks.listing import findings_table
    from jxanalytics.model.sheets import to_csv, to_xlsx
    from jxanalytics.model.whole import write_whole

    table = findings_table(found)
    content = to_xlsx({"疑点清单": table}) if kind == "xlsx" else to_csv(table)
    return write_whole(folder / f"{found.year}年度疑点清单.{kind}", content)
