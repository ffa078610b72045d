"""docs/read.md says what is so: its examples are laid out as files and read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jxanalytics.cli import main
from tests.conftest import ROOT
from tests.intake.office import C, Row, Sheet, table, write_docx, write_xlsx

TEXT = (ROOT / "docs" / "read.md").read_text(encoding="utf-8")


def examples() -> Iterator[dict[str, Any]]:
    for block in re.findall(r"```json\n(.*?)```", TEXT, re.S):
        yield json.loads(block)


def contained(wanted: object, found: object, where: str = "") -> None:
    """Every key of the documented example is in what was read, with the same value."""
    if isinstance(wanted, dict):
        assert isinstance(found, dict)
        for key, value in wanted.items():
            assert key in found, f"{where}.{key}"
            contained(value, found[key], f"{where}.{key}")
    elif isinstance(wanted, list):
        assert isinstance(found, list) and len(found) == len(wanted), where
        for index, value in enumerate(wanted):
            contained(value, found[index], f"{where}[{index}]")
    else:
        assert found == wanted, where


def form_rows(form: dict[str, Any]) -> list[Row]:
    """The documented form as the rows of a table, as a department would lay it out."""
    heads: Row = [C("项目资金（万元）", down=5), C("", across=2), "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]  # fmt: skip
    rows: list[Row] = [
        [C("项目支出绩效自评表", across=9)],
        [C(f"（{form['year']}年度）", across=9)],
        [C("项目名称", across=2), C(form["project"], across=7)],
        [C("主管部门", across=2), C(form["department"], across=2), "实施单位", C(form["unit"], across=4)],
        heads,
    ]  # fmt: skip
    labels = {"total": "年度资金总额", "current": "其中：当年财政拨款", "carry_over": "上年结转资金", "other": "其他资金"}  # fmt: skip
    execution = form["execution"]
    for source, label in labels.items():
        money = [form["funding"][source][name] for name in ("initial", "annual", "executed")]
        points = (
            [execution["weight"], f"{execution['rate']:.2f}%", execution["score"]]
            if source == "total"
            else ["—"] * 3
        )
        rows.append([C(label, across=2), *("" if m is None else m for m in money), *points])
    rows.append([
        C("绩效指标", down=len(form["indicators"]) + 1), "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施",
    ])  # fmt: skip
    for row in form["indicators"]:
        rows.append(
            [row[k] if row[k] is not None else "" for k in
             ("level1", "level2", "name", "target", "actual", "weight", "score", "reason")]
        )  # fmt: skip
    rows.append([C("总分", across=6), form["total"]["weight"], form["total"]["score"], ""])
    return rows


def summary_rows(form: dict[str, Any]) -> list[Row]:
    heads: Row = ["序号", "项目实施单位", "项目名称", "全年安排数（万元）", "年末决算数（万元）", "自评分数", "部门评价分数", "备注"]  # fmt: skip
    keys = ("seq", "unit", "name", "annual", "executed", "self_score", "department_score", "remark")
    projects: list[Row] = [
        [p[k] if p[k] is not None else "" for k in keys] for p in form["projects"]
    ]
    totals = form["totals"]
    total: Row = [C("汇总", across=3), totals["annual"], totals["executed"], "", "", ""]
    return [[C(form["title"], across=8)], heads, *projects, total]


def test_the_documented_examples(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The two examples, written as a Word table and a sheet, read to what the page prints."""
    form, summary = examples()
    paths = [
        write_docx(tmp_path / form["file"], table(form_rows(form))),
        write_xlsx(tmp_path / summary["file"], Sheet(summary["place"], summary_rows(summary))),
    ]
    assert main(["read", *map(str, paths), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    contained([form, summary], found)


def test_the_documented_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file without a form is a sentence and 0; a refused one a sentence and 1, the others printed."""
    form, _ = examples()
    good = write_docx(tmp_path / "好.docx", table(form_rows(form)))
    other = write_xlsx(tmp_path / "通讯录.xlsx", Sheet("表", [["姓名", "电话"], ["甲", "1"]]))
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK not a zip")
    wps = tmp_path / "表.wps"
    wps.write_bytes(b"\xd0\xcf\x11\xe0")
    assert main(["read", str(other), "--format", "json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == [] and "没有找到" in said.err
    assert main(["read", str(broken), str(wps), str(good), "--format", "json"]) == 1
    said = capsys.readouterr()
    assert len(json.loads(said.out)) == 1
    refused = said.err.strip().splitlines()
    assert len(refused) == 2 and "坏.docx" in refused[0] and "另存为" in refused[1]


def test_the_document_names_every_key() -> None:
    """Keys of the examples are those the table of the page explains."""
    for form in examples():
        for key in form.keys() - {"title", "project", "department", "unit", "projects", "totals"}:
            assert f"`{key}`" in TEXT, key
