"""``jxa read``: what each Word, Excel or CSV file holds, as words or as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jxanalytics.cli import parser as options

if TYPE_CHECKING:
    from jxanalytics.extensions import Extensions
    from jxanalytics.intake import Reading

NAME = "read"
HELP = "读表：说明每个 Word、Excel、CSV 文件里有哪些表、填了什么、有什么问题"

KINDS = {
    "summary": "资金汇总表",
    "self_evaluation": "自评表",
    "target": "绩效目标表",
    "report": "评价报告",
}
# How many cells that nobody understood are listed one by one.
SHOWN = 30
SEVERITIES = {"error": "必须更正", "warning": "请说明", "note": "提示"}


def arguments(parser: options.Parser) -> None:
    parser.add_argument("files", nargs="+", metavar="文件或文件夹", help="要读的文件或文件夹")
    options.output(parser)
    options.root(parser)


def run(args: argparse.Namespace) -> int:
    """Print what the files hold; 1 when a file is refused, the others still printed."""
    from jxanalytics.errors import MisuseError
    from jxanalytics.intake import layouts_of, read_files, to_json, words_of

    added = _added(args.root)
    readings = read_files(args.files, words_of(added), layouts_of(added))
    if not readings:
        raise MisuseError(f"「{'、'.join(args.files)}」中没有 Word、Excel、CSV 文件，请核对路径")
    if args.format == "json":
        print(json.dumps(to_json(readings), ensure_ascii=False, indent=1))
    for reading in readings:
        if args.format == "text" and reading.refused is None:
            print(words(reading, to_json([reading])))
        for sentence in _asides(reading):
            print(sentence, file=sys.stderr)
    return 1 if any(reading.refused for reading in readings) else 0


def _added(root: str) -> Extensions:
    """What the extensions of the working folder say of local forms; files are read outside of one too."""
    from jxanalytics import extensions
    from jxanalytics.runs.workspace import CONFIG

    here = Path(root).resolve()
    inside = (folder for folder in (here, *here.parents) if (folder / CONFIG).is_file())
    return next(map(extensions.load, inside), extensions.NONE)


def _asides(reading: Reading) -> list[str]:
    """What is said about the file as a whole, on standard error."""
    if reading.refused is not None:
        return [reading.refused]
    return [note.said for note in reading.issues]


def words(reading: Reading, forms: list[dict[str, Any]]) -> str:
    """One file's forms as lines of text."""
    lines = [f"{reading.file}：{len(forms)}份表"]
    for found, form in zip(reading.forms, forms, strict=True):
        year = f"{form['year']}年度" if form["year"] else "年度未写"
        unit = form["amount_unit"] or "未印明"
        lines.append(f"  [{found.label}] {KINDS[form['kind']]}，{year}，金额单位{unit}")
        lines += [f"    {line}" for line in _summary(form) if line]
        known = [note for note in found.issues if note.code != "not_understood"]
        lost = [note for note in found.issues if note.code == "not_understood"]
        told = [*known, *lost[:SHOWN]]
        lines += [f"    {SEVERITIES[note.severity]}：{note.said}" for note in told]
        if len(lost) > SHOWN:
            lines.append(f"    ……另有{len(lost) - SHOWN}处未能识别")
    if reading.unused:
        shown = "、".join(f"“{cell.text.strip()[:20]}”" for cell in reading.unused[:5])
        lines.append(f"  未能识别的单元格{len(reading.unused)}个：{shown}")
    return "\n".join(lines)


def _summary(form: dict[str, Any]) -> list[str]:
    if form["kind"] == "summary":
        totals = form["totals"]
        return [
            f"项目{len(form['projects'])}个，合计：全年{_said(totals['annual'])}，"
            f"执行{_said(totals['executed'])}"
        ]
    money = form["funding"]["total"] or {}
    filed = form["total"] or {}
    scored = sum(1 for row in form["indicators"] if row["score"] is not None)
    amounts = "，".join(
        f"{label}{_said(money.get(key))}"
        for key, label in (("initial", "年初"), ("annual", "全年"), ("executed", "执行"))
    )
    return [
        f"项目：{form['project'] or '未写'}；实施单位：{form['unit'] or '未写'}",
        f"资金：{amounts}" if money else "",
        f"指标{len(form['indicators'])}项，其中有得分{scored}项；总分{_said(filed.get('score'))}",
    ]


def _said(value: float | None) -> str:
    return "未填" if value is None else f"{value:g}" if isinstance(value, int) else f"{value}"
