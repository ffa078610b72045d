"""``jxa results``: proposals for next year's budget, the ledger of rectification, what is disclosed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from jxanalytics.cli import parser as options
from jxanalytics.cli.place import Place

if TYPE_CHECKING:
    import jxanalytics

NAME = "results"
HELP = "结果应用：写出下年预算建议表、整改台账、预算绩效情况说明和公开表，收回填好的表"
FOLDER = "results"
PROPOSALS, LEDGER, STATEMENT, PUBLIC = (
    "下年预算建议表.xlsx",
    "整改台账",
    "预算绩效情况说明",
    "公开表",
)


def arguments(parser: options.Parser) -> None:
    parser.add_argument("files", nargs="*", metavar="文件", help="填好交回的下年预算建议表、整改台账；"
                        f"reports/<年度>/{FOLDER} 中原处填好的不必给出")  # fmt: skip
    parser.add_argument("--public", action="store_true", help="同时按规定表样写出公开版的自评表")
    parser.add_argument(
        "--reviewed", action="store_true", help="公开表：表示材料已经保密审查，可以公开"
    )
    options.year(parser)
    options.root(parser)


def run(args: argparse.Namespace) -> int:
    """Take in what was filled in, write everything anew; 1 where a public form could not be written."""
    from jxanalytics.season.results import keep_results

    at = Place.of(args)
    loaded, folder = at.load(), at.reports / FOLDER
    files = [*_at_hand(folder), *map(_given, args.files)]
    season = loaded.facts().season
    kept = keep_results(at.folder, loaded.model, loaded.checked, season.before, files)
    if kept.problems or kept.projects:
        print(f"收回填写内容：整改事项{kept.problems}项，预算决定{kept.projects}个项目")
    loaded = at.load()
    _write(at, loaded, folder)
    return _public(at, loaded, folder, args.reviewed) if args.public else 0


def _at_hand(folder: Path) -> list[Path]:
    """The sheets written before, in which people may have filled in something since."""
    found = [
        folder / PROPOSALS,
        folder / f"{LEDGER}.xlsx",
        *sorted((folder / LEDGER).glob("*.xlsx")),
    ]
    return [path for path in found if path.is_file() and not path.name.startswith("~")]


def _given(name: str) -> Path:
    from jxanalytics.errors import MisuseError

    if not Path(name).is_file():
        raise MisuseError(f"找不到「{name}」，请核对路径")
    return Path(name)


def _write(at: Place, loaded: jxanalytics.Year, folder: Path) -> None:
    from jxanalytics.documents import results
    from jxanalytics.documents.listing import workbook
    from jxanalytics.model.whole import write_whole
    from jxanalytics.narrative.disclosure import statement

    facts, year = loaded.facts(), loaded.year
    season, ledger = facts.season, facts.season.rectification
    made = {
        PROPOSALS: workbook([results.proposals_list(year, season.proposals)]),
        f"{LEDGER}.xlsx": workbook([results.ledger_list(year, ledger)]),
        f"{STATEMENT}.docx": results.statement(f"{year}年度预算绩效情况说明", statement(facts)),
    }
    for unit, own in ledger[ledger["unit_id"] != ""].groupby("unit_id", sort=True):
        sheet = results.ledger_list(year, own, str(own["unit"].iloc[0]))
        made[f"{LEDGER}/{LEDGER}-{unit}.xlsx"] = workbook([sheet])
    for name, content in made.items():
        write_whole(folder / name, content)
        if "/" not in name:
            print(f"已写入：{at.shown(folder / name)}")
    counts = ledger["state"].value_counts()
    states = "、".join(f"{state}{count}项" for state, count in counts.items())
    print(
        f"整改台账{len(ledger)}项"
        + (f"：{states}；另按单位各写一份，在 {at.shown(folder / LEDGER)}/" if len(ledger) else "")
    )


def _public(at: Place, loaded: jxanalytics.Year, folder: Path, reviewed: bool) -> int:
    """The prescribed forms of a masked year."""
    from jxanalytics.cli.forms import recap
    from jxanalytics.cli.progress import by_file
    from jxanalytics.documents.forms import write_forms
    from jxanalytics.documents.forms.templates import OWN
    from jxanalytics.narrative.public import checked_public, public_year

    public = public_year(loaded.model)
    checked_public(public, at.reports, reviewed)
    written = write_forms(
        public.year, folder / PUBLIC, at.workspace.root / OWN, by_file(always=False)
    )
    print(f"公开表：隐去{len(public.masked)}处，不收录项目{len(public.withheld)}个")
    print(recap(written, at.workspace.root))
    return 1 if written.failed else 0
