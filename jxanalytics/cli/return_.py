"""``jxa return``: what goes back to units, a package each: letter, findings to answer, commented originals."""

from __future__ import annotations

import argparse

from jxanalytics.cli import parser as options
from jxanalytics.cli.place import Place

NAME = "return"
HELP = "退回修改：一个单位一个文件夹，通知、疑点清单、加批注的原件"


def arguments(parser: options.Parser) -> None:
    parser.add_argument(
        "--deadline", metavar="日期", type=options.day, required=True, help="重新报送和答复的期限"
    )
    parser.add_argument(
        "--unit", metavar="单位", nargs="+", default=[], help="只退回这些单位，写编号或全称"
    )
    options.year(parser)
    options.date(parser, "退回日期")
    options.root(parser)


def run(args: argparse.Namespace) -> int:
    """Enter the return, then write the packages; repeated with nothing new it is the same round."""
    from jxanalytics.documents.notices.packages import Sender
    from jxanalytics.documents.notices.words import folder_of
    from jxanalytics.documents.notices.write import write_package
    from jxanalytics.season.settings import issuer
    from jxanalytics.season.steps import send_back

    at = Place.of(args)
    state, dispatches = send_back(at.folder, at.checks, args.date, args.deadline, args.unit)
    sender = Sender(at.folder, state, issuer(at.workspace.settings.season))
    notices = at.reports / "notices"
    for dispatch in dispatches:
        unit = state.found.names.units[dispatch.unit_id]
        place = notices / folder_of(dispatch.unit_id, unit)
        write_package(place, f"第{dispatch.round}轮", sender.package(dispatch))
        print(
            f"{unit}：第{dispatch.round}轮，{len(dispatch.projects)}个项目，疑点{len(dispatch.asked)}条"
        )
    if dispatches:
        print(f"已写入：{at.shown(notices)}，每个单位一个文件夹，其中的压缩包可直接发出")
    else:
        print("没有需要退回的疑点")
    if state.of_no_unit:
        print(
            f"另有涉及全年的疑点{len(state.of_no_unit)}条，不属于任何单位，请本级核对，见收报台账“本级核对”"
        )
    at.keep_ledgers(state)
    return 0
