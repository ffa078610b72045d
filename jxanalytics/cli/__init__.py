"""Command line: words in, messages out; all work is done in the rooms.

A command is a module with ``NAME``, ``HELP``, ``arguments(parser)`` and ``run(args) -> int``. Only
``run`` imports what is heavy, so that help and misuse answer at once.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections.abc import Sequence

from jxanalytics import __version__
from jxanalytics.cli import (
    accounts,
    answers,
    book,
    check,
    checks,
    complete,
    completion,
    corrections,
    demo,
    doctor,
    export,
    forms,
    guide,
    import_,
    new,
    prepare,
    read,
    remind,
    results,
    return_,
    review,
    roster,
    scheme,
    score,
    seal,
    slides,
    stats,
    status,
    verify,
)
from jxanalytics.cli.parser import Parser, common
from jxanalytics.errors import JxaError
from jxanalytics.model import system_errors

__all__ = ["main"]

# In the order of the work, as help lists them; a command without HELP is not listed.
GROUPS = (
    ("开始", (new, guide, demo, doctor)),
    ("收表", (roster, forms, read, import_, remind)),
    ("核对", (check, checks, corrections, return_, answers, seal)),
    ("计分与统计", (score, scheme, stats)),
    ("复核与应用", (review, accounts, results)),
    ("编印", (book, slides, status, verify, export)),
    ("其他", (completion, prepare, complete)),
)
COMMANDS = tuple(module for _, modules in GROUPS for module in modules)
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code: 0 done, 1 failed, 2 misuse, 3 unreadable data.

    Nothing is raised: whatever goes wrong is said in one message on standard error.
    """
    _speak_chinese()
    # matplotlib tells of its caches in English; what matters comes as an error.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(words)
    except JxaError as error:
        _say(str(error))
        if "--debug" in words:
            traceback.print_exc()
        return error.exit_code
    except KeyboardInterrupt:
        _say("已按您的要求中止，原有成果未被改动")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has seen enough; Python must not complain again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - the last door: the user gets words, not a traceback
        _report(error, words)
        return 1


def build_parser() -> Parser:
    """The parser of all commands."""
    parser = Parser(prog="jxa", description="预算绩效评价：复算得分、撰写报告、编印年度汇编")
    parser.add_argument(
        "--version", action="version", version=f"jxa {__version__}", help="显示版本号"
    )
    commands = parser.add_subparsers(dest="command", metavar="命令")
    parser.grouped = {title: [module.NAME for module in modules] for title, modules in GROUPS}
    for module in COMMANDS:
        command = commands.add_parser(module.NAME, help=module.HELP, description=module.HELP)
        module.arguments(command)
        common(command)
        command.set_defaults(run=module.run)
    return parser


def _run(words: list[str]) -> int:
    parser = build_parser()
    if not words:
        print(parser.format_help(), file=sys.stderr, end="")
        return 2
    try:
        args = parser.parse_args(words)
    except SystemExit as done:  # --help and --version end this way
        return int(done.code or 0)
    code = int(args.run(args))
    sys.stdout.flush()  # a closed pipe shows here, not in the interpreter's last moments
    return code


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def _report(error: Exception, words: list[str]) -> None:
    """What the system refused, or an error nobody foresaw, and what the user can do about it."""
    refused = system_errors.said(error) if isinstance(error, OSError) else None
    _say(refused or f"程序内部错误：{type(error).__name__}：{error}")
    if "--debug" in words:
        traceback.print_exc()
    elif refused is None:
        _say("请在命令后加 --debug 重新运行，把全部输出连同所用命令提交到项目的问题清单（Issues）")


def _speak_chinese() -> None:
    """Let standard output and error take Chinese on consoles that would not (Windows, C locale).

    What a console of another encoding (GBK) lacks is written as an escape; an encoding that the user
    has set (PYTHONIOENCODING) is kept where it has Chinese.
    """
    windows = sys.platform == "win32" and not os.environ.get("PYTHONIOENCODING")
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        name = (stream.encoding or "").lower().replace("-", "")
        if windows or name in ("ascii", "ansi_x3.41968", "latin1", "iso88591"):
            reconfigure(encoding="utf-8")
        reconfigure(errors="backslashreplace")
