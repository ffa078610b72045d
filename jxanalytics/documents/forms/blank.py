"""Blank forms to send out, with what is known of each project filled in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from jxanalytics.documents.forms.content import (
    GOALS,
    Items,
    funding_fields,
    goal_text,
    heading,
    project_row,
)
from jxanalytics.documents.forms.filed import UNIT, Filed
from jxanalytics.documents.forms.placeholders import Content, Row
from jxanalytics.errors import DataError
from jxanalytics.model.schema import TABLES
from jxanalytics.model.tables import EvaluationYear, empty

_EXECUTION = "预算执行率"
_COLUMNS = ("三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因", "评分标准")


# What a project is known by for good; the rest of its row is of the year it was filed in.
_LASTING = (
    "project_id", "project_code", "name", "unit_id", "division", "category", "kind_of_money",
    "responsible_division",
)  # fmt: skip


def projects_of(before: EvaluationYear, year: int) -> EvaluationYear:
    """A year that knows nothing yet but the units and projects of an earlier one."""
    tables = {name: empty(table) for name, table in TABLES.items()}
    projects = before["projects"].copy()
    projects[[name for name in projects if name not in _LASTING]] = ""
    return EvaluationYear(
        year, {**tables, "units": before["units"], "projects": projects}, {}, None
    )


def blank_self_evaluation(filed: Filed, project: str, outline: Path) -> Content:
    """附件2 to be filled in: names, and what the approved target form says.

    Without a target form the rows are those of the outline for the year, without names.
    """
    target = filed.document(project, "target")
    money: dict[str, Any] = {}
    points, rows = _outline(outline, filed.year.year)
    goal = ""
    if target is not None:
        name = str(target["document_id"])
        money = {str(row["source"]): row for row in filed.rows("funding", name)}
        goal = _goal(filed, name)
        known = Items(filed, name, "self")
        rows = [
            {**row, "实际完成值": "", "得分": "", "偏差原因": ""} for row in known.rows()
        ] or rows
    unit = "" if target is None else str(target["amount_unit"])
    fields = {
        **heading(filed, project),
        **funding_fields({s: _initial(row) for s, row in money.items()}, unit),
        "执行率.分值": points, "执行率.得分": "", "执行率.评分标准": "",
        **dict.fromkeys(GOALS, ""), "预期目标": goal,
        "总分.分值": "100", "总分.得分": "", "附注": "",
    }  # fmt: skip
    return Content(fields, {"指标": rows})


def blank_summary(filed: Filed, projects: list[str]) -> Content:
    """附件1 to be filled in: one department's projects by name, money and scores left blank."""
    blanks = dict.fromkeys(("全年安排数", "年末决算数", "自评分数", "部门评价分数", "备注"), "")
    listed = [
        {**project_row(filed, position, project), **blanks}
        for position, project in enumerate(projects, start=1)
    ]
    year = filed.year.year
    fields = {
        "标题": f"{year}年度项目资金汇总表", "年度": str(year), "金额单位": UNIT, "附注": "",
        "合计.全年安排数": "", "合计.年末决算数": "", "合计.自评分数": "—",
    }  # fmt: skip
    return Content(fields, {"项目": listed})


def _initial(row: Mapping[str, Any]) -> dict[str, Any]:
    """A target form's money knows the initial budget only."""
    return {name: row[name] for name in ("initial", "initial_raw")}


def _goal(filed: Filed, document: str) -> str:
    sections = filed.sections(document)
    return goal_text(sections, "预期目标") or goal_text(sections, "年度总体目标")


def _outline(path: Path, year: int) -> tuple[str, list[Row]]:
    """The points of the execution rate and the rows for a year: of the latest outline begun by then."""
    try:
        outlines = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
        chosen = dict(outlines[max(first for first in outlines if first <= year)])
        points = str(chosen.pop(_EXECUTION, ""))
        listed = [
            (level1, level2)
            for level1, below in chosen.items()
            for level2, count in below.items()
            for _ in range(count)
        ]
    except (yaml.YAMLError, ValueError, TypeError, AttributeError) as error:
        raise DataError(
            f"“{path.name}”应写明自哪一年起用哪些指标，如 2021: {{产出指标: {{数量指标: 3}}}}，请改正：{error}"
        ) from error
    return points, [
        {"一级指标": level1, "二级指标": level2, **dict.fromkeys(_COLUMNS, "")}
        for level1, level2 in listed
    ]
