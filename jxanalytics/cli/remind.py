"""``jxa remind``: a reminder to each unit that has not filed, or not filed again."""

from __future__ import annotations

import argparse

from jxanalytics.cli import parser as options
from jxanalytics.cli.telling import written

NAME = "remind"
HELP = "催报：给每个有未报、逾期未重报项目的单位写一份催报通知"


def arguments(parser: options.Parser) -> None:
    options.year(parser)
    options.date(parser, "催报日期")
    options.root(parser)


def run(args: argparse.Namespace) -> int:
    """Write one letter a unit in place of those of earlier reminders."""
    from jxanalytics.documents.notices.reminder import Reminder, reminder, to_remind
    from jxanalytics.documents.notices.words import folder_of
    from jxanalytics.documents.notices.write import write_folder
    from jxanalytics.errors import MisuseError
    from jxanalytics.model.season_store import load_season
    from jxanalytics.model.store import load_filed
    from jxanalytics.runs.workspace import Workspace
    from jxanalytics.season.filing import filing
    from jxanalytics.season.settings import issuer

    workspace = Workspace.find(args.root)
    year = workspace.year(args.year)
    folder = workspace.data / str(year)
    season = load_season(folder)
    if season["obligations"].empty:
        raise MisuseError(
            f"{year}年度没有应报名单，请先用 jxa roster --year {year} 写出名单，核对后收下"
        )
    table = filing(season, load_filed(folder), args.date)
    signed = issuer(workspace.settings.season)
    letters = {}
    for (code, unit), rows in to_remind(table, args.date).items():
        name = folder_of(code, unit)
        letters[f"催报通知-{name}.docx"] = reminder(Reminder(year, unit, rows, args.date, signed))
        print(f"{unit}：{len(rows)}个项目")
    place = write_folder(workspace.reports(year) / "reminders", letters)
    print(written(place, workspace.root) if letters else "没有需要催报的单位")
    return 0
