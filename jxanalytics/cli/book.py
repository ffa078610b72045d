"""``jxa book``: the year book in HTML, DOCX and PDF."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from jxanalytics.cli import parser as options

if TYPE_CHECKING:
    from pathlib import Path

    from jxanalytics.book.build import BookResult
    from jxanalytics.runs.execute import Result

NAME = "book"
HELP = "编印某一年度的绩效评价结果汇编（网页、Word、PDF）"
# jxanalytics.book.engine.ENGINES, written out so that help loads no room.
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
    options.root(parser)


def run(args: argparse.Namespace) -> int:
    """Build the book; 1 when a report or the book failed."""
    from jxanalytics.book.build import build_book
    from jxanalytics.runs.workspace import Workspace

    workspace = Workspace.find(args.root)
    year = workspace.year(args.year)
    with Progress() as progress:
        result = build_book(
            workspace,
            year,
            engine=args.engine,
            workers=args.workers,
            say=progress.say,
            progress=progress.step,
        )
    print(recap(result, workspace.root))
    return 1 if result.failed or result.problems else 0


class Progress:
    """A bar on a terminal, a line for each finished report elsewhere; both on standard error."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._done = 0
        self._lively = sys.stderr.isatty()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def say(self, message: str) -> None:
        """A message between the steps, above the bar."""
        if self._bar is not None:
            self._bar.clear()
        print(message, flush=True)
        if self._bar is not None:
            self._bar.refresh()

    def step(self, result: Result, total: int) -> None:
        """One of ``total`` reports is finished."""
        self._done += 1
        if not self._lively:
            state = "失败" if result.failed else "完成"
            line = f"[{self._done}/{total}] {state}：{result.task.title}"
            print(line, file=sys.stderr, flush=True)
            return
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(total=total, desc="运行笔记本", unit="个", file=sys.stderr)
        self._bar.update()
        if self._done == total:
            self._bar.close()
            self._bar = None


def recap(result: BookResult, root: Path) -> str:
    """What came out and where, and what failed and why."""
    lines = []
    for failed in result.failed:
        lines.append(f"未能生成：{failed.task.title}（{failed.task.name}）：{failed.reason}")
    lines += [f"请核对：{problem}" for problem in result.problems]
    shown = result.folder
    if shown.is_relative_to(root):
        shown = shown.relative_to(root)
    if result.failed:
        lines.append(f"有{len(result.failed)}份报告未能生成，书中相应页面写明了原因，其余页面完好")
    lines.append(f"汇编在：{shown}")
    for kind, pattern in (("网页", "index.html"), ("Word", "*.docx"), ("PDF", "*.pdf")):
        lines += [
            f"  {options.padded(kind, 5)} {shown / file.name}"
            for file in sorted(result.folder.glob(pattern))
        ]
    return "\n".join(lines)
