"""收报台账 (`FILE`): who has filed, every finding that went back, every project's way; for the office alone."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from jxanalytics.documents.listing import Align, Column, List, workbook
from jxanalytics.season import filing as filed
from jxanalytics.season import ledger as went
from jxanalytics.season.steps import State

FILE = "收报台账.xlsx"
_COUNTS = ("late_days", "rounds", "round", "raised_round", "last_round")
_ALIGN: dict[str, Align] = {
    "amount": "right",
    **dict.fromkeys((*_COUNTS, "state", "verdict", "level", "event"), "center"),
}
_FILING = {
    "unit": 22, "project_code": 26, "name": 28, "amount": 12, "state": 8, "due": 12, "filed_on": 12,
    "late_days": 9, "rounds": 9, "returned_on": 12, "deadline": 12, "sealed_on": 12,
}  # fmt: skip
_LEDGER = {
    "number": 16, "unit": 16, "name": 18, "level": 9, "message": 34, "raised_round": 8, "raised_on": 11,
    "last_round": 9, "answer": 26, "answered_on": 11, "verdict": 9, "mended_on": 11, "state": 9,
}  # fmt: skip
_OWN = {"number": 20, "level": 10, "message": 50, "places": 46}
_COURSE = {"project_id": 10, "name": 34, "round": 7, "date": 12, "event": 9, "note": 40}
_LEVELS = {"error": "必须更正", "warning": "请说明", "note": "提示"}


def ledgers_workbook(state: State) -> bytes:
    """The filing, the ledger of findings, what goes back to no unit and the course of every project,
    a sheet each."""
    year, filing, ledger, course = state.year.year, state.filing, state.ledger, state.course
    shown = ledger.assign(level=ledger["severity"].map(_LEVELS))
    own = [
        {
            "number": finding.number,
            "level": _LEVELS[finding.severity],
            "message": finding.message,
            "places": "；".join(map(state.found.place, finding.spots)),
        }
        for finding in state.of_no_unit
    ]
    labels = {**went.LABELS, **filed.LABELS, "level": went.LABELS["severity"]}
    return workbook(
        [
            _sheet("报送情况", f"{year}年度绩效自评报送情况", filing, _FILING, labels),
            _sheet("疑点台账", f"{year}年度绩效自评疑点台账", shown, _LEDGER, labels),
            _sheet(
                "本级核对",
                f"{year}年度涉及全年、不退回单位的疑点",
                pd.DataFrame(own, columns=list(_OWN)),
                _OWN,
                labels,
            ),
            _sheet("办理经过", f"{year}年度绩效自评办理经过", course, _COURSE, labels),
        ]
    )


def _sheet(
    name: str, title: str, table: pd.DataFrame, widths: dict[str, int], labels: dict[str, str]
) -> List:
    columns = tuple(
        Column(labels[key], width, _ALIGN.get(key, "left")) for key, width in widths.items()
    )
    return List(name, title, columns, [[_cell(key, row[key]) for key in widths] for row in table.to_dict("records")])  # fmt: skip


def _cell(key: str, value: Any) -> Any:
    """Counts as whole numbers."""
    return int(value) if key in _COUNTS and not math.isnan(value) else value
