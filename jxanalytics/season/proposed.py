"""The list of those who must file as a workbook to be edited: the one on file, or a first proposal."""

from __future__ import annotations

from typing import Any

from jxanalytics.model.season_store import Season
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.season.roster import WITHDRAWN
from jxanalytics.statistics import execution

Row = list[Any]
HEADERS = (
    "项目编码", "项目名称", "曾用名称", "实施单位", "主管部门", "预算数（万元）", "报送期限", "变动情况", "变动日期", "说明",
)  # fmt: skip


def proposed(season: Season, year: EvaluationYear, before: EvaluationYear | None) -> list[Row]:
    """Rows under `HEADERS`: the list on file; without one the projects that have come in, else
    those of the year before that are not finished."""
    if not season["obligations"].empty:
        return [_listed(row) for row in season["obligations"].to_dict("records")]
    source = year if len(year["projects"]) or before is None else before
    projects = source["projects"]
    if source is not year:
        projects = projects[projects["finished"] != "是"]
    units = source["units"].set_index("unit_id")
    money = execution(source).set_index("key")["annual"]
    return [
        [
            row["project_code"],
            row["name"],
            "",
            units.at[row["unit_id"], "name"],
            units.at[units.at[row["unit_id"], "department_id"], "name"],
            float(money.get(row["project_id"], float("nan"))),
            "", "", "", "",
        ]
        for row in projects.to_dict("records")
    ]  # fmt: skip


def _listed(row: dict[Any, Any]) -> Row:
    change = WITHDRAWN if row["withdrawn"] == "是" else ""
    names = ("project_code", "name", "former", "unit", "department", "amount", "due")
    return [*(row[name] for name in names), change, row["changed_on"], row["note"]]
