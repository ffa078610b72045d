"""``jxa accounts``: executed amounts of the accounts taken in and held against the forms."""

from __future__ import annotations

import argparse
from pathlib import Path

from jxanalytics.cli import parser as options
from jxanalytics.cli.place import Place

NAME = "accounts"
HELP = "决算核对：收入决算数据（按项目编码的支出数），逐项目与自评执行数比较"
FOLDER, BOOK = "results", "决算核对.xlsx"
SHOWN = 20


def arguments(parser: options.Parser) -> None:
    parser.add_argument(
        "file",
        nargs="?",
        metavar="文件",
        help="决算导出的 Excel 或 CSV 文件；不给文件则按已收入的数据比较",
    )
    parser.add_argument(
        "--unit", choices=("元", "万元"), help="文件中金额的单位；文件已写明的可不给"
    )
    options.year(parser)
    options.root(parser)


def run(args: argparse.Namespace) -> int:
    """Take the file in, print what differs and write the comparison; 1 where something differs."""
    from jxanalytics.documents.listing import workbook
    from jxanalytics.documents.results import difference_sentence, reconciliation_lists
    from jxanalytics.model.whole import write_whole

    at = Place.of(args)
    year = at.year
    if args.file is not None:
        _take(at, Path(args.file), args.unit or "")
    table = at.load().facts().season.reconciliation
    if table.empty:
        print(f"{year}年度尚未收入决算数据，请给出文件，如 jxa accounts 决算.xlsx --unit 元")
        return 0
    apart = reconciliation_lists(year, table)[0]
    sides = table["side"].value_counts()
    print(
        "、".join(f"{side}{count}个" for side, count in sides.items() if side)
        + f"；有差异{len(apart.rows)}个"
    )
    rows = table[(table["gap"].fillna(1) != 0) & (table["side"] != "")]
    for row in rows[:SHOWN].to_dict("records"):
        print(f"  {difference_sentence({str(k): v for k, v in row.items()})}")
    if len(rows) > SHOWN:
        print(f"  ……另有{len(rows) - SHOWN}个，见工作簿")
    path = write_whole(at.reports / FOLDER / BOOK, workbook(reconciliation_lists(year, table)))
    print(f"已写入：{at.shown(path)}")
    return 1 if len(rows) else 0


def _take(at: Place, path: Path, unit: str) -> None:
    from jxanalytics.errors import MisuseError
    from jxanalytics.model.exact import plain
    from jxanalytics.season.accounts import take_accounts
    from jxanalytics.season.settings import accounts_settings

    if not path.is_file():
        raise MisuseError(f"找不到「{path}」，请核对路径")
    settings = accounts_settings(at.workspace.settings.accounts)
    export = take_accounts(at.folder, path, settings, unit)
    print(f"收入决算数据{len(export.entries)}行，单位{export.unit}，合计{plain(export.total)}万元")
    if export.stated is not None and export.stated != export.total:
        print(f"文件所列合计为{plain(export.stated)}万元，与各行之和不符，请核对文件是否完整")
