"""``jxa prepare``: what ``quarto render --profile 2019`` runs first; not for typing by hand."""

from __future__ import annotations

import argparse
import os
import re

from jxanalytics.cli import parser as options
from jxanalytics.errors import MisuseError

NAME = "prepare"
# Not listed in help: Quarto calls it.
HELP = ""


def arguments(parser: options.Parser) -> None:
    options.year(parser)
    options.root(parser)


def run(args: argparse.Namespace) -> int:
    """Write the chapters of the year named by Quarto's profile."""
    from jxanalytics.book.draft import prepare
    from jxanalytics.runs.workspace import Workspace

    workspace = Workspace.find(args.root)
    prepare(workspace, workspace.year(args.year or profile_year()))
    return 0


def profile_year() -> int:
    """The year among Quarto's profiles. Raises MisuseError when there is none."""
    given = os.environ.get("QUARTO_PROFILE", "")
    years = [name for name in re.split(r"[,\s]+", given) if re.fullmatch(r"\d{4}", name, re.ASCII)]
    if len(years) != 1:
        shown = f"现为“{given}”" if given else "现未指明"
        raise MisuseError(
            f"请用 --profile 指明一个年度（{shown}），如 quarto render --profile 2019"
        )
    return int(years[0])
