"""``jxa status``: how a year stands. Each part is a function from workspace and year to a `Part`."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jxanalytics.cli import parser as options
from jxanalytics.cli.progress import named

if TYPE_CHECKING:
    from jxanalytics.runs.workspace import Workspace

NAME = "status"
HELP = "说明某一年度的进展：应报已报、退回定稿，哪些报告已完成、哪些需要运行及原因"
SHOWN = 20


@dataclass(frozen=True)
class Part:
    """One part of the status: its key in JSON, what stands there, and the same as lines."""

    key: str
    data: dict[str, Any]
    lines: list[str] = field(default_factory=list)


def arguments(parser: options.Parser) -> None:
    options.year(parser)
    options.output(parser)
    options.root(parser)


def run(args: argparse.Namespace) -> int:
    """Print all parts."""
    from jxanalytics.runs.workspace import Workspace

    workspace = Workspace.find(args.root)
    year = workspace.year(args.year)
    parts = [part(workspace, year) for part in PARTS]
    if args.format == "json":
        said = {"year": year, **{part.key: part.data for part in parts}}
        print(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        lines = [line for part in parts for line in part.lines]
        print("\n".join([f"{year}年度", *lines]))
    return 0


def reports(workspace: Workspace, year: int) -> Part:
    """The reports: finished, to be run and why, failed and why."""
    from jxanalytics.model.store import begun
    from jxanalytics.runs.batch import YearRun
    from jxanalytics.runs.ledger import FAILED

    if not begun(workspace.data / str(year)):
        none = {"total": 0, "done": 0, "due": 0, "failed": 0, "rows": []}
        return Part("reports", none, ["报告：尚未导入任何表格"])
    run = YearRun(workspace, year)
    planned = run.planned()
    entries = run.entries(planned)
    due = [item for item in planned if item.reason]
    failed = [e for e in entries.values() if e.state == FAILED]
    rows = []
    for item in planned:
        entry = entries.get(item.task.name)
        rows.append(
            {
                "name": item.task.name,
                "title": item.task.title,
                "project": item.task.project_id or None,
                "due": item.reason,
                "state": entry.state if entry else None,
                "attempts": entry.attempts if entry else 0,
                "seconds": entry.seconds if entry else None,
                "time": entry.time if entry else None,
                "reason": entry.reason if entry else "",
            }
        )
    lines = [f"报告：共{len(planned)}份，已完成{len(planned) - len(due)}份，待运行{len(due)}份"]
    if failed:
        lines.append(f"  其中{len(failed)}份上次未能生成")
    reasons = Counter(item.reason for item in due)
    for reason, count in reasons.most_common(SHOWN):
        names = [named(item.task) for item in due if item.reason == reason][:3]
        more = "等" if count > len(names) else ""
        lines.append(f"  {reason}：{count}份：{'、'.join(names)}{more}")
    lines.append(_book(workspace, year))
    summary = {"total": len(planned), "done": len(planned) - len(due), "due": len(due)}
    return Part("reports", {**summary, "failed": len(failed), "rows": rows}, lines)


def _book(workspace: Workspace, year: int) -> str:
    book = workspace.reports(year) / "book" / "index.html"
    return f"汇编：{book.relative_to(workspace.root)}" if book.is_file() else "汇编：尚未编印"


def filed(workspace: Workspace, year: int) -> Part:
    """The filing: 应报, 已报, 未报, 退回, 定稿 by number and money, and by unit what is lacking."""
    from jxanalytics.model.season_store import load_season
    from jxanalytics.model.store import load_filed
    from jxanalytics.season.filing import coverage, filing, unlisted
    from jxanalytics.season.telling import filing_lines, records

    folder = workspace.data / str(year)
    season = load_season(folder)
    if season["obligations"].empty:
        hint = f"报送：没有应报名单，可用 jxa roster --year {year} 写出名单，核对后收下"
        return Part("filing", {"listed": None, "units": [], "projects": []}, [hint])
    model = load_filed(folder)
    table = filing(season, model)
    total, units, strays = coverage(table), coverage(table, "unit"), unlisted(season, model)
    data = {
        **records(total)[0],
        "units": records(units),
        "projects": records(table),
        "unlisted": records(strays),
    }
    return Part("filing", data, filing_lines(table, total, units, strays))


def reviewed(workspace: Workspace, year: int) -> Part:
    """The review: how many of the sample have their score; nothing before a sample is drawn."""
    from jxanalytics.model.season_store import load_season
    from jxanalytics.model.store import load_filed
    from jxanalytics.season.review import outdated, sample_of

    season = load_season(workspace.data / str(year))
    sample = list(sample_of(season)["project_id"])
    if not sample:
        return Part("review", {})
    documents = load_filed(workspace.data / str(year))["documents"]
    done = set(documents.loc[documents["kind"] == "review", "project_id"])
    open_ = [project for project in sample if project not in done]
    later = outdated(season)
    scored = len(sample) - len(open_)
    data = {"sample": len(sample), "scored": scored, "open": open_, "outdated": later}
    lines = [f"复核：抽取{len(sample)}个项目，已收回评分表{scored}份，未收回{len(open_)}份"]
    if later:
        lines.append(
            f"  复核后自评表又有改动的{len(later)}个：{'、'.join(later)}，复核得分须再核对"
        )
    return Part("review", data, lines)


# In the order in which they are shown.
PARTS: tuple[Callable[[Workspace, int], Part], ...] = (filed, reviewed, reports)
