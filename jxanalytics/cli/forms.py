"""``jxa forms``: the official forms of a year, filled in or blank, and their templates."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from jxanalytics.cli import parser as options
from jxanalytics.cli.progress import by_file

if TYPE_CHECKING:
    from pathlib import Path

    from jxanalytics.documents.forms import Written
    from jxanalytics.model.tables import EvaluationYear
    from jxanalytics.runs.workspace import Workspace

NAME = "forms"
HELP = "出表：按官方格式写出附件1、附件2（Word、Excel）和附件4（Word），或供填报的空白表"


def arguments(parser: options.Parser) -> None:
    options.year(parser)
    parser.add_argument(
        "--blank",
        action="store_true",
        help="写出供单位填报的空白表，已知的内容先填好，一个部门一个文件夹；"
        "该年度尚无数据的，按上一年度的项目出表",
    )
    parser.add_argument(
        "--templates",
        action="store_true",
        help="把表格模板复制到工作目录的 templates/，供按本地通知修改",
    )
    options.root(parser)


def run(args: argparse.Namespace) -> int:
    """Write the forms; 1 when one of them could not be written."""
    from jxanalytics.documents.forms import copy_templates, write_blank, write_forms
    from jxanalytics.documents.forms.templates import OWN
    from jxanalytics.model.store import load_year
    from jxanalytics.runs.workspace import Workspace

    workspace = Workspace.find(args.root)
    own = workspace.root / OWN
    if args.templates:
        copied = copy_templates(own)
        print(f"复制模板{len(copied)}个到 {OWN}/（已有的未改动）；修改后 jxa forms 即按其出表")
        return 0
    data = _to_come(workspace, args.year) if args.blank else None
    if data is None:
        data = load_year(workspace.data / str(workspace.year(args.year)))
    folder = workspace.reports(data.year) / "forms"
    write, folder = (write_blank, folder / "blank") if args.blank else (write_forms, folder)
    written = write(data, folder, own, by_file(always=False))
    print(recap(written, workspace.root))
    return 1 if written.failed else 0


def _to_come(workspace: Workspace, year: int | None) -> EvaluationYear | None:
    """A year without data of its own, with the projects of the latest one before it; else None."""
    from jxanalytics.documents.forms import projects_of
    from jxanalytics.model.store import load_year

    earlier = [] if year is None else [known for known in workspace.years if known < year]
    if year is None or year in workspace.years or not earlier:
        return None
    before = load_year(workspace.data / str(earlier[-1]))
    print(
        f"没有{year}年度的数据，按{before.year}年度的{len(before['projects'])}个项目出空白表；"
        "新增、停止和更名的项目请核对后增删"
    )
    return projects_of(before, year)


def recap(written: Written, root: Path) -> str:
    """What was written where, and what was not."""
    lines = [f"写出{len(written.files)}个文件，在 {written.folder.relative_to(root)}/"]
    lines += [f"未出表：{sentence}" for sentence in written.absent]
    lines += [f"失败：{sentence}" for sentence in written.failed]
    return "\n".join(lines)
