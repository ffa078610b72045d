"""疑点台账: every finding that went back, and how it stands; and a project's way through the rounds."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from jxanalytics.checks import Findings
from jxanalytics.model.season_store import Season
from jxanalytics.model.tables import EvaluationYear

RAISED, ANSWERED, MENDED, EXPLAINED, OPEN = "提出", "已答复", "已改正", "已说明", "未销号"
WITHDRAWN = "随项目撤销"
STATES = (RAISED, ANSWERED, MENDED, EXPLAINED, OPEN, WITHDRAWN)
ACCEPTED, REFUSED = "认可", "不认可"
LABELS = {
    "number": "疑点编号",
    "project_id": "项目编号",
    "name": "项目名称",
    "unit_id": "单位编号",
    "unit": "实施单位",
    "code": "编码",
    "severity": "级别",
    "message": "疑点",
    "places": "位置和原文",
    "raised_round": "提出轮次",
    "raised_on": "提出日期",
    "last_round": "最近退回轮次",
    "mended_on": "改正日期",
    "answer": "单位答复",
    "answered_on": "答复日期",
    "person": "答复人",
    "answer_round": "答复轮次",
    "verdict": "审核意见",
    "state": "状态",
    "raised": "退回疑点（条）",
    "date": "日期",
    "round": "轮次",
    "event": "事项",
    "note": "说明",
}
_COLUMNS = list(LABELS)[:19]


def ledger(season: Season, year: EvaluationYear, found: Findings) -> pd.DataFrame:
    """One row a finding that ever went back, in the order of projects and as it was raised.

    Columns: number, project_id, name, unit_id, unit, code, severity, message, places, raised_round,
    raised_on, last_round, mended_on, answer, answered_on, person, answer_round, verdict (all of the
    last answer), state: 提出 (asked once, no answer yet), 已答复 (answered, not yet judged), 已改正 (no
    longer found), 已说明 (the answer was accepted), 未销号 (refused, or asked again without success),
    随项目撤销. ``found`` are the findings as they are now.
    """
    names = dict(zip(year["projects"]["project_id"], year["projects"]["name"], strict=True))
    units = dict(zip(year["units"]["unit_id"], year["units"]["name"], strict=True))
    gone = withdrawn_projects(season)
    present = {finding.number for finding in found}
    answers = _last_answers(season)
    rows = []
    for row in season["ledger"].to_dict("records"):
        project = row["project_id"]
        row |= {"answer": "", "answered_on": "", "person": "", "verdict": "", "answer_round": 0}
        row |= answers.get(row["number"], {})
        row["name"] = names.get(project) or gone.get(project, "")
        row["unit"] = units.get(row["unit_id"], "")
        row["state"] = _state(row, present, found.explained, gone)
        rows.append(row)
    table = pd.DataFrame(rows, columns=_COLUMNS)
    whole = ["raised_round", "last_round", "answer_round"]
    return table.astype(dict.fromkeys(whole, "int64"))


def _state(
    row: dict[str, Any], present: set[str], explained: Collection[str], gone: Collection[str]
) -> str:
    if row["project_id"] in gone:
        return WITHDRAWN
    if row["number"] not in present:
        return MENDED
    if row["verdict"] == ACCEPTED or row["number"] in explained:
        return EXPLAINED
    if row["verdict"] == REFUSED:
        return OPEN
    if row["answer"] and row["answer_round"] == row["last_round"]:
        return ANSWERED
    return RAISED if row["last_round"] == row["raised_round"] and not row["answer"] else OPEN


def _last_answers(season: Season) -> dict[str, dict[str, Any]]:
    names = {"round": "answer_round", "date": "answered_on"}
    rows = season["answers"].sort_values("round", kind="stable").rename(columns=names)
    return {
        row["number"]: {name: row[name] for name in row if name in _COLUMNS}
        for row in rows.to_dict("records")
    }


def withdrawn_projects(season: Season) -> dict[str, str]:
    """Names of the projects that filed and were withdrawn, by id, in the order of the list."""
    listed = season["obligations"]
    out = listed[(listed["withdrawn"] == "是") & (listed["project_id"] != "")]
    return dict(zip(out["project_id"], out["name"], strict=True))


def summary(table: pd.DataFrame, by: str = "total") -> pd.DataFrame:
    """How many findings of a `ledger` stand in each state; ``by``: total, unit or round.

    Columns: unit_id and unit, or round; raised (all that went back), then a column a state.
    """
    keys = {"total": [], "unit": ["unit_id", "unit"], "round": ["raised_round"]}[by]
    groups = [((), table)] if not keys else table.groupby(keys, sort=True)
    rows = [
        {
            **dict(zip(keys, key, strict=True)),
            "raised": len(mine),
            **{state: int((mine["state"] == state).sum()) for state in STATES},
        }
        for key, mine in groups
    ]
    return pd.DataFrame(rows, columns=[*keys, "raised", *STATES])


def course(season: Season, year: EvaluationYear) -> pd.DataFrame:
    """Every project's way: project_id, name, round, date, event (收到, 退回, 重报, 撤销, 定稿), note.

    Rounds count from 1: what came before the first return belongs to the first. Projects in their
    order, events as they happened.
    """
    names = dict(zip(year["projects"]["project_id"], year["projects"]["name"], strict=True))
    gone = withdrawn_projects(season)
    received = _by_project(season["received"])
    returns = _by_project(season["returns"].sort_values(["project_id", "round"]))
    endings = _endings(season)
    ordered = [*names, *(project for project in gone if project not in names)]
    rows: list[dict[str, Any]] = []
    for project in ordered:
        mine, back = received.get(project, []), returns.get(project, [])
        name = names.get(project) or gone[project]
        ends = [{"round": len(back) + 1, **event} for event in endings.get(project, ())]
        events = [*_of_project(mine, back), *ends]
        rows += [{"project_id": project, "name": name, **event} for event in events]
    return pd.DataFrame(rows, columns=["project_id", "name", "round", "date", "event", "note"])


def _of_project(
    received: list[dict[str, Any]], returns: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Receipts and returns in the order in which they happened."""
    events: list[dict[str, Any]] = []
    waiting = list(returns)
    for count, row in enumerate(received):
        while waiting and waiting[0]["received"] <= count:
            events.append(_returned(waiting.pop(0)))
        back = len(returns) - len(waiting)
        event = "重报" if back else "收到"
        said = {"unchanged": "，无改动"}.get(row["status"], "")
        note = f"{row['file']}{said}"
        events.append({"round": back + 1, "date": row["date"], "event": event, "note": note})
    return events + [_returned(row) for row in waiting]


def _returned(row: dict[str, Any]) -> dict[str, Any]:
    note = f"重报期限{row['deadline']}"
    return {"round": int(row["round"]), "date": row["date"], "event": "退回", "note": note}


def _endings(season: Season) -> dict[str, list[dict[str, Any]]]:
    """What ended each project's way: its seal, its withdrawal."""
    ends: dict[str, list[dict[str, Any]]] = {}
    for row in season["seals"].to_dict("records"):
        ends.setdefault(row["project_id"], []).append(
            {"date": row["date"], "event": "定稿", "note": ""}
        )
    listed = season["obligations"]
    for row in listed[listed["withdrawn"] == "是"].to_dict("records"):
        ends.setdefault(row["project_id"], []).append(
            {"date": row["changed_on"], "event": "撤销", "note": row["note"]}
        )
    return ends


def _by_project(table: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in table.to_dict("records"):
        found.setdefault(row["project_id"], []).append({str(k): v for k, v in row.items()})
    return found
