"""``jxa book``: the year book in HTML, DOCX and PDF."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from jxanalytics.cli import parser as options
from jxanalytics.cli import progress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jxanalytics.book.build import BookResult
    from jxanalytics.runs.batch import Planned
    from jxanalytics.runs.workspace import Workspace

NAME = "book"
HELP = "编印某一年度的绩效评价结果汇编（网页、Word、PDF）"
# jxanalytics.book.engines.engine.ENGINES, written out so that help loads no room.
ENGINES = ("auto", "quarto", "pandoc")


def arguments(parser: options.Parser) -> None:
    options.year(parser)
    parser.add_argument(
        "--engine",
        choices=ENGINES,
        default="auto",
        help="排版引擎：auto 有 Quarto 就用，否则用内置引擎（pandoc）",
    )
    parser.add_argument(
        "--workers",
        metavar="个数",
        type=options.whole(0, "不小于0的整数"),
        default=0,
        help="同时运行的报告个数，默认按 _quarto.yml，其中为0时与处理器个数相同",
    )
    parser.add_argument(
        "--executor",
        metavar="地址",
        default="",
        help="在哪里运行：local 为本机（默认），tcp://主机:端口 为 Dask 集群的调度程序",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="只列出需要运行的报告和各自的原因，不运行"
    )
    parser.add_argument(
        "--edition",
        choices=("internal", "public"),
        default="internal",
        help="版本：internal 内部版（默认）；public 公开版，隐去个人信息，不收不公开的项目和内部章节",
    )
    parser.add_argument(
        "--reviewed", action="store_true", help="公开版：表示材料已经保密审查，可以公开"
    )
    parser.add_argument("--force", action="store_true", help="不论有无变化，全部重新生成")
    parser.add_argument(
        "--json", action="store_true", help="输出 JSON，一行一个事件，供其他程序使用"
    )
    options.root(parser)


def run(args: argparse.Namespace) -> int:
    """Build the book; 1 when a report or the book failed."""
    from jxanalytics.runs.workspace import Workspace

    workspace = Workspace.find(args.root)
    year = workspace.year(args.year)
    return _dry_run(workspace, year, args) if args.dry_run else _build(workspace, year, args)


def _build(workspace: Workspace, year: int, args: argparse.Namespace) -> int:
    from jxanalytics.book.build import Options, build_book
    from jxanalytics.book.public import build_public

    settings = Options(args.engine, args.workers, args.executor, args.force)
    with progress.choose(args.json) as shown:
        if args.edition == "public":
            result = build_public(
                workspace,
                year,
                settings,
                reviewed=args.reviewed,
                say=shown.say,
                progress=shown.step,
            )
        else:
            result = build_book(workspace, year, settings, say=shown.say, progress=shown.step)
    code = 1 if result.failed or result.problems else 0
    if args.json:
        progress.emit(
            "finished",
            book=str(result.folder),
            reports=result.reports,
            ran=result.ran,
            failed=[{"name": f.task.name, "reason": f.reason} for f in result.failed],
            problems=list(result.problems),
            code=code,
        )
    else:
        print(recap(result, workspace.root))
    return code


def _dry_run(workspace: Workspace, year: int, args: argparse.Namespace) -> int:
    from jxanalytics.runs.batch import YearRun

    planned = YearRun(workspace, year).planned(force=args.force)
    due = [item for item in planned if item.reason]
    if not args.json:
        print("\n".join(due_lines(due, len(planned))))
        return 0
    for item in due:
        task = item.task
        progress.emit("due", name=task.name, title=task.title, reason=item.reason)
    progress.emit("planned", due=len(due), reports=len(planned))
    return 0


def due_lines(due: Sequence[Planned], reports: int) -> list[str]:
    """Which reports would be run, and why."""
    if not due:
        return [f"{reports}份报告均无变化，不需要运行"]
    lines = [f"{reports}份报告中，{len(due)}份需要运行："]
    return lines + [f"  {d.task.name} {progress.named(d.task)}：{d.reason}" for d in due]


def recap(result: BookResult, root: Path) -> str:
    """What came out and where, and what failed and why."""
    lines = []
    for failed in result.failed:
        lines.append(
            f"未能生成：{progress.named(failed.task)}（{failed.task.name}）：{failed.reason}"
        )
    lines += [f"请核对：{problem}" for problem in result.problems]
    shown = result.folder
    if shown.is_relative_to(root):
        shown = shown.relative_to(root)
    if result.failed:
        lines.append(f"有{len(result.failed)}份报告未能生成，书中相应页面写明了原因，其余页面完好")
    lines.append(f"汇编在：{shown}")
    for kind, pattern in (("网页", "index.html"), ("Word", "*.docx"), ("PDF", "*.pdf")):
        files = sorted(result.folder.glob(pattern))
        several = f"（分册共{len(files)}个，见网页的“全书目录”）" if len(files) > 1 else ""
        lines += [f"  {options.padded(kind, 5)} {shown / file.name}{several}" for file in files[:1]]
    return "\n".join(lines)
