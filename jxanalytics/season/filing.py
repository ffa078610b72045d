"""How far the filing is: every project that must file, whether it has, what went back, what is final."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from jxanalytics.intake.filing.identity import names_of
from jxanalytics.model.exact import percent, total
from jxanalytics.model.season_store import Season
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.values import compact

UNFILED, FILED, RETURNED, SEALED, WITHDRAWN = "未报", "已报", "退回", "定稿", "撤销"
STATES = (UNFILED, FILED, RETURNED, SEALED, WITHDRAWN)
LABELS = {
    "obligation_id": "名单编号",
    "project_id": "项目编号",
    "project_code": "项目编码",
    "name": "项目名称",
    "unit_id": "单位编号",
    "unit_code": "预算单位编码",
    "unit": "实施单位",
    "department": "主管部门",
    "amount": "预算数（万元）",
    "state": "状态",
    "due": "报送期限",
    "filed_on": "首次报送日期",
    "last_on": "最近报送日期",
    "late_days": "逾期天数",
    "rounds": "退回次数",
    "returned_on": "最近退回日期",
    "deadline": "重报期限",
    "sealed_on": "定稿日期",
    "listed": "应报（个）",
    "filed": "已报（个）",
    "unfiled": "未报（个）",
    "returned": "退回（个）",
    "sealed": "定稿（个）",
    "withdrawn": "撤销（个）",
    "rate": "报送率（%）",
    "listed_amount": "应报金额（万元）",
    "filed_amount": "已报金额（万元）",
    "amount_rate": "金额报送率（%）",
    "hint": "可能是名单中的",
}
_COLUMNS = list(LABELS)[:18]
# How alike two names must be to ask whether they are one project.
_ALIKE = 0.75


def filing(season: Season, year: EvaluationYear, on: date | None = None) -> pd.DataFrame:
    """One row a project on the list, in the list's order, units in the order they come in.

    Columns: obligation_id, project_id ("" before it filed), project_code, name, unit_id, unit_code,
    unit, department, amount (万元), state (未报, 已报, 退回, 定稿, 撤销; 退回 until it is filed again or
    every finding is answered), due, filed_on and last_on (first
    and last receipt of its self-evaluation), late_days (of the first receipt after ``due``; of one
    not yet filed up to ``on``; 0 in time, NaN where nothing can be said), rounds (returns so far),
    returned_on, deadline (of the last return), sealed_on. Dates are text, "" where there is none.
    """
    listed = season["obligations"]
    projects = matched(listed, year)
    units = dict(zip(map(compact, year["units"]["name"]), year["units"]["unit_id"], strict=True))
    owners = dict(zip(year["projects"]["project_id"], year["projects"]["unit_id"], strict=True))
    forms = year["documents"]
    filed = set(forms.loc[forms["kind"] == "self_evaluation", "project_id"])
    state = _State(season)
    rows = []
    for entry, project in zip(listed.to_dict("records"), projects, strict=True):
        row = state.of(project if project in filed else "", entry["withdrawn"] == "是")
        row |= {name: entry[name] for name in listed if name in _COLUMNS}
        row["project_id"] = project or entry["project_id"]
        row["unit_id"] = owners.get(project) or units.get(compact(entry["unit"]), "")
        row["late_days"] = _late(row, on)
        rows.append(row)
    return pd.DataFrame(rows, columns=_COLUMNS)


def form_receipts(season: Season) -> pd.DataFrame:
    """The receipts of self-evaluation forms, oldest first: columns of the table ``received``."""
    received = season["received"]
    return received[received["document_id"].str.endswith("-self_evaluation")]


class _State:
    """The tables of a season by project."""

    def __init__(self, season: Season):
        received = season["received"]
        self.received = received[received["project_id"] != ""].groupby("project_id")
        self.forms = form_receipts(season).groupby("project_id")
        self.returns = season["returns"].sort_values("round").groupby("project_id")
        self.waiting = _waiting(season)
        self.seals = dict(zip(season["seals"]["project_id"], season["seals"]["date"], strict=True))

    def of(self, project: str, withdrawn: bool) -> dict[str, Any]:
        """State, dates and number of returns; ``project`` is "" for one that has not filed."""
        dates = self._of(self.forms, project)
        returns = self._of(self.returns, project)
        last: Any = None if returns is None else returns.iloc[-1]
        return {
            "state": WITHDRAWN if withdrawn else self._state(project, last),
            "filed_on": "" if dates is None else dates["date"].iloc[0],
            "last_on": "" if dates is None else dates["date"].iloc[-1],
            "rounds": 0 if returns is None else len(returns),
            "returned_on": "" if last is None else last["date"],
            "deadline": "" if last is None else last["deadline"],
            "sealed_on": self.seals.get(project, ""),
        }

    def _state(self, project: str, last: Any) -> str:
        if not project:
            return UNFILED
        if project in self.seals:
            return SEALED
        came = self._of(self.received, project)
        count = 0 if came is None else len(came)
        back = last is not None and count <= last["received"]
        return RETURNED if back and project in self.waiting else FILED

    @staticmethod
    def _of(groups: Any, project: str) -> pd.DataFrame | None:
        return groups.get_group(project) if project in groups.groups else None


def _waiting(season: Season) -> set[str]:
    """Projects of which a finding that went back last has no answer, or one that was refused."""
    table, answers = season["ledger"], season["answers"]
    taken = answers[answers["verdict"] != "不认可"]
    replied = set(zip(taken["number"], taken["round"], strict=True))
    last = zip(table["number"], table["last_round"], strict=True)
    open_ = np.array([key not in replied for key in last], dtype=bool)
    return set(table.loc[open_ & (table["mended_on"] == "").to_numpy(), "project_id"])


def _late(row: dict[str, Any], on: date | None) -> float:
    came = row["filed_on"] or ("" if on is None or row["state"] != UNFILED else on.isoformat())
    if not came or not row["due"]:
        return np.nan
    return float(max((date.fromisoformat(came) - date.fromisoformat(row["due"])).days, 0))


def matched(listed: pd.DataFrame, year: EvaluationYear) -> list[str]:
    """The project id of each line of the list, "" where none has come: by code, else by present,
    former or alias name, where several bear it by that of the same unit."""
    projects, aliases = year["projects"], year["aliases"]
    units = dict(zip(year["units"]["unit_id"], year["units"]["name"], strict=True))
    codes: dict[str, str] = {}
    named: dict[str, list[tuple[str, str]]] = {}
    further: dict[str, list[str]] = {}
    for project, alias in zip(aliases["project_id"], aliases["alias"], strict=True):
        further.setdefault(project, []).append(alias)
    for row in projects.to_dict("records"):
        project, owner = row["project_id"], compact(units.get(row["unit_id"], ""))
        if code := compact(row["project_code"]):
            codes.setdefault(code, project)
        for name in dict.fromkeys(map(compact, [row["name"], *further.get(project, ())])):
            named.setdefault(name, []).append((project, owner))
    found = []
    for entry in listed.to_dict("records"):
        code = compact(entry["project_code"])
        found.append(codes.get(code, "") if code else "")
        if not found[-1]:
            found[-1] = _by_name(names_of(entry), compact(entry["unit"]), named)
    return found


def _by_name(names: Iterable[str], unit: str, named: dict[str, list[tuple[str, str]]]) -> str:
    bearing = [pair for name in map(compact, names) for pair in named.get(name, [])]
    own = [project for project, owner in bearing if owner == unit]
    if own:
        return own[0]
    return bearing[0][0] if len({project for project, _ in bearing}) == 1 else ""


def unlisted(season: Season, year: EvaluationYear) -> pd.DataFrame:
    """Projects that filed a self-evaluation but stand in no line of the list: project_id, name,
    unit, hint (an unfiled line with a name much alike, "" for none)."""
    listed = season["obligations"]
    known = matched(listed, year)
    forms = year["documents"]
    filed = set(forms.loc[forms["kind"] == "self_evaluation", "project_id"]) - set(known)
    waiting = [
        name for name, project in zip(listed["name"], known, strict=True) if project not in filed
    ]
    units = dict(zip(year["units"]["unit_id"], year["units"]["name"], strict=True))
    rows = [
        {
            "project_id": row["project_id"],
            "name": row["name"],
            "unit": units.get(row["unit_id"], ""),
            "hint": next(iter(difflib.get_close_matches(row["name"], waiting, 1, _ALIKE)), ""),
        }
        for row in year["projects"].to_dict("records")
        if row["project_id"] in filed
    ]
    return pd.DataFrame(rows, columns=["project_id", "name", "unit", "hint"])


def coverage(table: pd.DataFrame, by: str = "total") -> pd.DataFrame:
    """How many of those that must file have, by number and by the list's money; ``by``: total or unit.

    Columns: unit_code and unit (by unit), listed (应报, without the withdrawn), filed (已报, with what
    went back and what is final), unfiled, returned, sealed, withdrawn, rate (%), listed_amount,
    filed_amount (万元), amount_rate (%).
    """
    if by == "total":
        return pd.DataFrame([_counted(table)])
    # By code, else in the order of the year's units; those of which nothing has come are last.
    keys = ["unit_code", "place", "unit"]
    placed = table.assign(place=table["unit_id"].where(table["unit_id"] != "", "~"))
    groups = placed.groupby(keys, sort=True)
    rows = [{"unit_code": code, "unit": unit, **_counted(g)} for (code, _, unit), g in groups]
    return pd.DataFrame(rows, columns=["unit_code", "unit", *_counted(table)])


def _counted(table: pd.DataFrame) -> dict[str, Any]:
    must = table[table["state"] != WITHDRAWN]
    filed = must[must["state"] != UNFILED]
    counts = {
        name: int((table["state"] == state).sum())
        for name, state in (
            ("unfiled", UNFILED), ("returned", RETURNED), ("sealed", SEALED), ("withdrawn", WITHDRAWN),
        )
    }  # fmt: skip
    amounts = total(must["amount"]), (total(filed["amount"]) if len(filed) else 0.0)
    return {
        "listed": len(must),
        "filed": len(filed),
        **counts,
        "rate": float(percent([len(filed)], [len(must)])[0]),
        "listed_amount": amounts[0],
        "filed_amount": amounts[1],
        "amount_rate": float(percent([amounts[1]], [amounts[0]])[0]),
    }
