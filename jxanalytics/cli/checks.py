"""``jxa checks``: every check with its rule in words, as configured."""

from __future__ import annotations

import argparse
import json

from jxanalytics.cli import parser as options

NAME = "checks"
HELP = "列出全部核对事项及其规则、级别"


def arguments(parser: options.Parser) -> None:
    options.output(parser)
    options.root(parser)


def run(args: argparse.Namespace) -> int:
    """Print the list of checks."""
    from jxanalytics.checks import workspace_settings
    from jxanalytics.checks.listing import checks_json, checks_text
    from jxanalytics.runs.workspace import Workspace

    workspace = Workspace.find(args.root)
    settings = workspace_settings(workspace.settings.checks, workspace.root)
    if args.format == "json":
        print(json.dumps(checks_json(settings), ensure_ascii=False, indent=2))
    else:
        print(checks_text(settings))
    return 0
