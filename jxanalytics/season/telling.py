"""The season's tables as lines of text and as plain records for JSON."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from jxanalytics.model import say
from jxanalytics.season.filing import UNFILED
from jxanalytics.season.ledger import STATES

# Names shown of a list before it is cut short.
_SHOWN = 3


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as Python's own values, None for what is missing."""
    return [
        {str(name): _own(value) for name, value in row.items()} for row in table.to_dict("records")
    ]


def _own(value: Any) -> Any:
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and math.isnan(value) else value


def filing_lines(
    table: pd.DataFrame, total: pd.DataFrame, units: pd.DataFrame, strays: pd.DataFrame
) -> list[str]:
    """How the filing stands, for `filing`, `coverage` by total and unit, and `unlisted`."""
    (all_,) = total.to_dict("records")
    lines = [
        f"报送：应报{all_['listed']}个，已报{all_['filed']}个（{say.rate(all_['rate'])}），"
        f"未报{all_['unfiled']}个，退回{all_['returned']}个，定稿{all_['sealed']}个"
        + (f"，撤销{all_['withdrawn']}个" if all_["withdrawn"] else "")
    ]
    if not math.isnan(all_["listed_amount"]):
        lines.append(
            f"  金额：应报{say.amount(all_['listed_amount'])}，已报{say.amount(all_['filed_amount'])}"
            f"（{say.rate(all_['amount_rate'])}）"
        )
    for unit in units[units["unfiled"] + units["returned"] > 0].to_dict("records"):
        missing = table[(table["unit"] == unit["unit"]) & (table["state"] == UNFILED)]
        named = say.listed(list(missing["name"]), _SHOWN, noun="个")
        names = f"：{named}" if named else ""
        lines.append(
            f"  {unit['unit']}：应报{unit['listed']}个，未报{unit['unfiled']}个，"
            f"退回{unit['returned']}个{names}"
        )
    for stray in strays.to_dict("records"):
        hint = f"，是否为“{stray['hint']}”？请在名单“曾用名称”栏补充" if stray["hint"] else ""
        lines.append(
            f"  不在名单中：{stray['project_id']} {stray['name']}（{stray['unit']}）{hint}"
        )
    return lines


def ledger_lines(total: pd.DataFrame) -> list[str]:
    """How the findings that went back stand, for `ledger.summary` in total."""
    (row,) = total.to_dict("records")
    if not row["raised"]:
        return ["疑点：没有退回过疑点"]
    states = "，".join(f"{state}{row[state]}条" for state in STATES if row[state])
    return [f"疑点：退回过{row['raised']}条，其中{states}"]
