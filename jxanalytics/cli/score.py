"""``jxa score``: a year's scores recomputed under a scheme, each explained."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from typing import Any

from jxanalytics.cli import parser as options
from jxanalytics.cli.place import Place

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
    from jxanalytics.scoring import load_scheme, report_json, score_year, sensitivity

    year = Place.of(args).model()
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
    lines += _changes(report["grade_changes"]) if "grade_changes" in report else []
    tried: dict[str, list[Mapping[str, Any]]] = {}
    for scenario in report.get("scenarios", ()):
        tried.setdefault(scenario["project"], []).append(scenario)
    for project in report["projects"]:
        lines += ["", f"{project['project']} {project['name']}"]
        lines += [line for row in project["indicators"] for line in _indicator(row)]
        lines.append(
            f"  总分 {_points(project['total'])}，等级 {project['grade'] or '未定'}"
            f"（自评 {_points(project['filed'])}）"
        )
        lines += _scenarios(tried.get(project["project"], []))
    return "\n".join(lines)


def _changes(changes: Sequence[Mapping[str, Any]]) -> list[str]:
    """Across the year: what each reading alone would move."""
    lines = ["", "口径差异测算（内部工作底稿，不对外公开）。各种情形单独改变时："]
    if not changes:
        return [*lines, "  各项目得分不因口径不同而变化"]
    return lines + [
        f"  {row['scenario']}{_marked(row)}：得分变动{row['projects']}个项目，"
        f"等级变动{row['moved']}个（升{row['up']}个，降{row['down']}个）"
        for row in changes
    ]


def _scenarios(scenarios: Sequence[Mapping[str, Any]]) -> list[str]:
    """Scenarios of one project; of pairs only those with a grade that no single change gives."""
    if not scenarios:
        return []
    known = {s["grade"] for s in scenarios if s["kind"] != "两项"}
    shown = [s for s in scenarios if s["kind"] != "两项" or s["grade"] not in known]
    lines = ["  口径差异测算："]
    for scenario in shown:
        points = options.padded(_points(scenario["total"]), 8)
        lines.append(
            f"    {points}{scenario['grade'] or '未定'}　{scenario['scenario']}{_marked(scenario)}"
        )
    left = len(scenarios) - len(shown)
    return lines + ([f"    两项同时改变的另有{left}种，见 --format json"] if left else [])


def _marked(row: Mapping[str, Any]) -> str:
    return "（依据疑似笔误的规则文字）" if row["misprint"] else ""


def _indicator(row: Mapping[str, Any]) -> list[str]:
    """An indicator's scores, and below them the line that explains; it holds the note already."""
    weight, filed = _points(row["weight"]), _points(row["filed"])
    said = f"  {row['name']}：{_points(row['score'])}（分值{weight}，自评{filed}）"
    return [said, f"    {row['explanation'] or row['note']}"]


def _points(value: float | int | None) -> str:
    # A score that is missing is said to be missing, never 0.
    return "无" if value is None else f"{value}分"
