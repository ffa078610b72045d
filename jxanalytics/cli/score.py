"""``jxa score``: a year's scores recomputed under a scheme, each explained."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from typing import Any

from jxanalytics.cli import parser as options

NAME = "score"
HELP = "按评分办法复算得分，逐项说明理由"


def arguments(parser: options.Parser) -> None:
    options.year(parser)
    parser.add_argument(
        "--scheme",
        metavar="办法",
        help="评分办法的名称或文件，默认为该年度的办法，见 jxa scheme list",
    )
    parser.add_argument(
        "--sensitivity", action="store_true", help="同时测算各种口径下的总分和等级（内部工作底稿）"
    )
    options.output(parser)
    options.root(parser)


def run(args: argparse.Namespace) -> int:
    """Print the scores of all projects."""
    from jxanalytics.model.store import load_year
    from jxanalytics.runs.workspace import Workspace
    from jxanalytics.scoring import load_scheme, report_json, score_year, sensitivity

    workspace = Workspace.find(args.root)
    year = load_year(workspace.data / str(workspace.year(args.year)))
    scheme = load_scheme(args.scheme) if args.scheme else None
    scored = score_year(year, scheme)
    scenarios = sensitivity(year, [scheme] if scheme else None) if args.sensitivity else None
    report = report_json(scored, scenarios)
    if args.format == "json":
        print(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        print(words(report, scored.scheme.name))
    return 0


def words(report: Mapping[str, Any], scheme: str) -> str:
    """The report as lines of text."""
    lines = [f"评分办法：{scheme}（{report['scheme']}）"]
    for project in report["projects"]:
        lines += ["", f"{project['project']} {project['name']}"]
        lines += [_line(row) for row in project["indicators"]]
        lines.append(
            f"  总分 {_points(project['total'])}，等级 {project['grade'] or '未定'}"
            f"（自评 {_points(project['filed'])}）"
        )
        own = [s for s in report.get("scenarios", ()) if s["project"] == project["project"]]
        if own:
            lines.append("  口径差异测算：")
        lines += [
            f"    {_points(s['total'])} {s['grade'] or '未定'}　{s['scenario']}"
            + ("（涉及明显笔误）" if s["misprint"] else "")
            for s in own
        ]
    return "\n".join(lines)


def _line(row: Mapping[str, Any]) -> str:
    # The explanation holds the note already.
    points = f"{_points(row['score'])}（分值{_points(row['weight'])}，自评{_points(row['filed'])}）"
    return f"  {row['name']}：{points} {row['explanation'] or row['note']}"


def _points(value: float | int | None) -> str:
    # A score that is missing is said to be missing, never 0.
    return "无" if value is None else f"{value}分"
