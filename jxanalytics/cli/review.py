"""``jxa review draw|import|list``: the sample for review, its score sheets, what they found."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from jxanalytics.cli import parser as options
from jxanalytics.cli.place import Place

if TYPE_CHECKING:
    import jxanalytics
    from jxanalytics.documents.listing import List
    from jxanalytics.season import Season
    from jxanalytics.season.sampling import Plan

NAME = "review"
HELP = "复核：抽取项目、写出复核评分表，收回评分表，列出偏差和自评质量"
FOLDER = "review"
SAMPLE, FOUND = "抽样清单.xlsx", "复核情况.xlsx"


def arguments(parser: options.Parser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="操作")
    said = (
        "抽取复核项目：先按风险、再补足每单位最少个数、其余随机；写出抽样清单和每个项目的复核评分表"
    )
    draw = actions.add_parser("draw", help="抽取项目，写出抽样清单和复核评分表", description=said)
    draw.add_argument(
        "--seed",
        metavar="种子",
        help="随机抽取的种子，同一种子抽出同样的项目；默认由程序产生并印出",
    )
    draw.add_argument("--count", metavar="百分比", type=share, help="至少抽取的项目数占比，默认20")
    draw.add_argument(
        "--money", metavar="百分比", type=share, help="至少抽取的资金占比，默认0，不作要求"
    )
    draw.add_argument(
        "--risk", metavar="百分比", type=share, help="应抽项目中按风险抽取的占比，默认50"
    )
    draw.add_argument(
        "--per-unit",
        metavar="个数",
        type=options.whole(0, "不小于0的整数"),
        help="每个单位至少抽取的项目数，默认0",
    )
    draw.add_argument("--again", action="store_true", help="已抽样的重新抽样；原样本留存备查")
    said = "收回填好的复核评分表（Excel 或 Word）：有错的逐处指出并退回，其余收下；可以重复收"
    take = actions.add_parser("import", help="收回填好的复核评分表", description=said)
    take.add_argument(
        "paths",
        nargs="+",
        metavar="文件或文件夹",
        help="填好的复核评分表；文件夹中只收文件名含“复核评分表”的",
    )
    said = "列出复核进展，把偏差、扣分理由、自评质量写成 Excel 工作簿"
    actions.add_parser("list", help="列出复核进展，写出偏差和自评质量", description=said)
    for action in actions.choices.values():
        options.year(action)
        options.root(action)
        options.common(action)


def share(text: str) -> float:
    """A share in percent, from 0 to 100."""
    try:
        value = float(text.removesuffix("%"))
    except ValueError:
        value = -1.0
    if not 0 <= value <= 100:
        raise argparse.ArgumentTypeError(f"应为0至100之间的百分数，如 20，现为“{text}”")
    return value


def run(args: argparse.Namespace) -> int:
    """Draw, take in or list; import gives 1 where a sheet is refused."""
    at = Place.of(args)
    if args.action == "draw":
        return _draw(args, at)
    return _import(args, at) if args.action == "import" else _list(at)


def _draw(args: argparse.Namespace, at: Place) -> int:
    from jxanalytics.documents.listing import workbook
    from jxanalytics.documents.review import (
        coverage_sentence,
        draw_sentence,
        sample_list,
        write_score_sheets,
    )
    from jxanalytics.model.whole import write_whole
    from jxanalytics.season.review import keep_draw, sample_of
    from jxanalytics.season.sampling import coverage, draw

    loaded = at.load()
    facts = loaded.facts().season
    plan = _plan(args, facts.settings.shares, facts.state)
    # A draw changes no figure and no finding, so that the risks it was drawn by hold after it.
    risks = facts.risks
    season = keep_draw(at.folder, draw(risks, plan), plan, risks, args.again)
    covered = coverage(risks, sample_of(season)["project_id"])
    folder = at.reports / FOLDER
    write_whole(folder / SAMPLE, workbook([sample_list(loaded.model, season, covered)]))
    sheets = write_score_sheets(loaded.model, season, folder)
    print(draw_sentence(season))
    print(coverage_sentence(covered))
    print(f"已写入：{at.shown(folder / SAMPLE)}")
    print(f"复核评分表{len(sheets.written)}个文件，一个单位一个文件夹，在 {at.shown(folder)}/")
    if sheets.kept:
        print(f"已填写的{len(sheets.kept)}个文件未改动")
    return 0


def _plan(args: argparse.Namespace, shares: Mapping[str, float], season: Season) -> Plan:
    """What the command says, else the settings, else the draw before, whose seed is kept."""
    import secrets

    from jxanalytics.season.review import last_draw
    from jxanalytics.season.sampling import Plan

    before = None if args.again else last_draw(season)
    default = before or Plan(args.seed or str(secrets.randbelow(10**6)))
    given = {"count_share": args.count, "money_share": args.money, "risk_share": args.risk,
             "per_unit": args.per_unit, "seed": args.seed}  # fmt: skip
    chosen = {**({} if before else shares), **{k: v for k, v in given.items() if v is not None}}
    values = {name: chosen.get(name, getattr(default, name)) for name in given}
    return Plan(str(values["seed"]), float(values["count_share"]), float(values["money_share"]),
                float(values["risk_share"]), int(values["per_unit"]))  # fmt: skip


def _import(args: argparse.Namespace, at: Place) -> int:
    from pathlib import Path

    from jxanalytics.documents.review import STEM
    from jxanalytics.errors import MisuseError
    from jxanalytics.intake.filing.importing import find_files
    from jxanalytics.season.review import take_sheets

    # Of a folder, which may hold the list of the sample too, the sheets by their name.
    named = {Path(path).resolve() for path in args.paths}
    files = [p for p in find_files(args.paths) if STEM in p.name or p.resolve() in named]
    if not files:
        raise MisuseError(
            f"“{'、'.join(args.paths)}”中没有复核评分表，请核对路径；文件名应含“{STEM}”"
        )
    taken = take_sheets(at.folder, files)
    print(
        f"收到复核评分表{len(taken.scored)}份，尚未评分{len(taken.blank)}份，退回{len(taken.refused)}份"
    )
    for sentence in taken.refused:
        print(f"退回：{sentence}")
    return 1 if taken.refused else 0


def _list(at: Place) -> int:
    from jxanalytics.documents.listing import workbook
    from jxanalytics.model.whole import write_whole
    from jxanalytics.season.review import outdated

    loaded = at.load()
    facts = loaded.facts().season
    sample, done = facts.sample, facts.deviation()
    if sample.empty and done.empty:
        print(f"{at.year}年度尚未抽样，请先运行 jxa review draw")
        return 0
    open_ = [p for p in sample["project_id"] if p not in set(done["project_id"])]
    others = len(done) - (len(sample) - len(open_))
    print(
        f"{at.year}年度复核：抽取{len(sample)}个项目，已评{len(sample) - len(open_)}个，未评{len(open_)}个"
        + (f"；样本以外有复核得分的{others}个" if others else "")
    )
    names = loaded.facts().names
    for project in open_:
        print(f"  未评：{project} {names[project]}")
    for project in outdated(facts.state):
        print(
            f"  复核后自评表又有改动：{project} {names[project]}，请对照新表核对，再用 jxa review import 收一次评分表"
        )
    for row in facts.bands.to_dict("records") if len(done) else ():
        print(f"  {row['band']}：{row['projects']}个")
    path = at.reports / FOLDER / FOUND
    write_whole(path, workbook(_found(loaded)))
    print(f"已写入：{at.shown(path)}")
    return 0


def _found(loaded: jxanalytics.Year) -> list[List]:
    """What the review found, as sheets."""
    from jxanalytics.documents import review
    from jxanalytics.season.quality import rules

    facts, model = loaded.facts().season, loaded.model
    settings = facts.settings
    lists = []
    if len(facts.sample):
        lists.append(review.sample_list(model, facts.state, facts.covered))
    if len(facts.deviation()):
        tables = {by: facts.deviation(by) for by in ("project", "unit", "level2")}
        lists += review.deviation_lists(loaded.year, tables, facts.bands, settings.base)
        lists.append(review.marks_list(model, facts.state, facts.reviewed))
    return [*lists, review.quality_list(loaded.year, facts.quality, rules(settings.quality))]
