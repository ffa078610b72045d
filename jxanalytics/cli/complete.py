"""``jxa complete -- WORDS``: what the last word could become, a line each; asked by the shells."""

from __future__ import annotations

import argparse

from jxanalytics.cli import parser as options

NAME = "complete"
# Not listed in help: the shells call it, see completion.
HELP = ""


def arguments(parser: options.Parser) -> None:
    parser.add_argument("words", nargs="*", metavar="词", help="已输入的各词，最后一个待补全")


def run(args: argparse.Namespace) -> int:
    """Print the candidates; none where the shell should complete file names."""
    from jxanalytics.cli import build_parser

    *before, last = args.words or [""]
    parser, waiting = build_parser().reached(before)
    if waiting is not None:
        known = _years() if waiting.dest == "year" else list(map(str, waiting.choices or ()))
    else:
        known = parser.offered(options=last.startswith("-"))
    print("".join(f"{word}\n" for word in known if word.startswith(last)), end="")
    return 0


def _years() -> list[str]:
    from jxanalytics.errors import JxaError
    from jxanalytics.runs.workspace import Workspace

    try:
        return [str(year) for year in Workspace.find().years]
    except JxaError:
        return []
