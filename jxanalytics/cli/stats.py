"""``jxa stats``: execution, carry-over and scores of a year, as words, JSON, CSV or a workbook."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from jxanalytics.cli import parser as options
from jxanalytics.cli.telling import shown, written

if TYPE_CHECKING:
    from jxanalytics.model.tables import EvaluationYear
    from jxanalytics.runs.workspace import Workspace
    from jxanalytics.scoring import ScoredYear

NAME = "stats"
HELP = "统计预算执行、结转结余和得分，可输出 JSON、CSV 或 Excel"


def arguments(parser: options.Parser) -> None:
    options.year(parser)
    parser.add_argument(
        "--scheme",
        metavar="办法",
        help="评分办法的名称或文件，默认为该年度的办法，见 jxa scheme list",
    )
    parser.add_argument(
        "--format",
        choices=("text", "json", "csv", "xlsx"),
        default="text",
        help="输出文字（text，默认）、JSON，或写成 CSV 文件、Excel 工作簿",
    )
    parser.add_argument(
        "--to",
        metavar="目录",
        help="写入文件的目录（CSV、Excel），默认为 reports/<年度>/statistics",
    )
    options.root(parser)


def run(args: argparse.Namespace) -> int:
    """Print or write the statistics of a year; with last year's data also those of two years."""
    from jxanalytics.runs.workspace import Workspace
    from jxanalytics.scoring import load_scheme, score_year
    from jxanalytics.statistics import report_json

    workspace = Workspace.find(args.root)
    year, before = _years(workspace, workspace.year(args.year))
    scored = score_year(year, load_scheme(args.scheme) if args.scheme else None)
    if args.format == "text":
        print(words(year, scored))
    elif args.format == "json":
        report = report_json(year, scored, before)
        print(json.dumps(report, ensure_ascii=False, indent=2, allow_nan=False))
    else:
        folder = Path(args.to) if args.to else workspace.reports(year.year) / "statistics"
        files = _write(args.format, folder, year, scored, before)
        if len(files) == 1:
            print(written(files[0], workspace.root))
        else:
            print(f"写出{len(files)}个文件，在 {shown(folder, workspace.root)}/")
    return 0


def _years(workspace: Workspace, number: int) -> tuple[EvaluationYear, EvaluationYear | None]:
    """The year and the one before it, where there is data of it."""
    from jxanalytics.model.store import load_year

    year = load_year(workspace.data / str(number))
    known = number - 1 in workspace.years
    return year, load_year(workspace.data / str(number - 1)) if known else None


def _write(
    kind: str,
    folder: Path,
    year: EvaluationYear,
    scored: ScoredYear,
    before: EvaluationYear | None,
) -> list[Path]:
    from jxanalytics.model.sheets import to_csv, to_xlsx
    from jxanalytics.model.whole import write_whole
    from jxanalytics.statistics import all_tables

    tables = all_tables(year, scored, before)
    if kind == "xlsx":
        files = {f"{year.year}年度绩效统计表.xlsx": to_xlsx(tables)}
    else:
        files = {f"{name}.csv": to_csv(table) for name, table in tables.items()}
    return [write_whole(folder / name, content) for name, content in files.items()]


def words(year: EvaluationYear, scored: ScoredYear) -> str:
    """The main figures, execution by unit and the grades, as lines of text."""
    from jxanalytics.model import say
    from jxanalytics.statistics import carry_over, execution, grades, score_summary

    total = execution(year, "total").iloc[0]
    rolled = carry_over(year, "total").iloc[0]
    scores = score_summary(scored.totals, year, "total", "total").iloc[0]
    lines = [
        f"{year.year}年度项目{total['projects']}个：全年预算数{say.amount(total['annual'])}，"
        f"全年执行数{say.amount(total['executed'])}，预算执行率{say.rate(total['rate'])}（汇总率），"
        f"年末未执行数{say.amount(total['unexecuted'])}",
        f"结转结余（推算，{rolled['covered']}个项目）：上年结转{say.amount(rolled['opening'])}，"
        f"年末结转{say.amount(rolled['closing'])}，其中当年资金{say.amount(rolled['closing_current'])}、"
        f"以前年度资金{say.amount(rolled['closing_prior'])}",
        f"得分（按“{scored.scheme.name}”复算，{scores['scored']}个项目）：平均{say.points(scores['mean'])}，"
        f"最低{say.points(scores['lowest'])}，最高{say.points(scores['highest'])}",
        "等级：" + "，".join(
            f"{row['grade']}{row['projects']}个（资金占{say.rate(row['annual_share'])}）"
            for row in grades(scored.totals, year, "total", "total").to_dict("records")
        ),
        "",
        "各单位（全年预算数、全年执行数、执行率）：",
    ]  # fmt: skip
    units = execution(year, "unit").to_dict("records")
    wide = max((options.width(row["name"]) for row in units), default=0) + 2
    lines += [
        f"  {options.padded(row['name'], wide)}{say.amount(row['annual'])}  "
        f"{say.amount(row['executed'])}  {say.rate(row['rate'])}"
        for row in units
    ]
    return "\n".join(lines)
