"""Carry-over: the roll-forward from opening to closing, by vintage, and what follows from it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxanalytics.model import exact
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.statistics.methods import PRACTICE, WHOLE_DEPARTMENT, Method, methods
from jxanalytics.statistics.money import PARTS, Codes, grouping, once_a_year, project_money

FILED = "支出按来源填报"
FIRST_IN_FIRST_OUT = "来源支出未填，按先进先出推算"
NOT_STATED = "未填报分来源的全年预算数，无从滚动推算"
NOT_COMPLETE = "所列资金来源合计与年度资金总额不符，无从滚动推算"
NOT_EXECUTED = "未填报全年执行数，无从滚动推算"
NO_RETURN = "未列已交回数，按0计"
# Amounts printed at two places may differ by this much when they are added up, in 万元.
TOLERANCE = 0.01
_CLOSE = int(exact.scaled([TOLERANCE], exact.AMOUNT_PLACES)[0][0])

AMOUNTS = (
    "opening",
    "appropriation",
    "adjustment",
    "other",
    "available",
    "executed",
    "executed_current",
    "executed_prior",
    "executed_other",
    "returned",
    "closing",
    "closing_current",
    "closing_prior",
    "need",
    "over_appropriation",
)


@methods(
    Method("available", "opening + appropriation + adjustment + other",
           "上年结转取上年结转资金的全年预算数；当年财政拨款取年初预算数，其与全年预算数之差为年中调整"),
    Method("closing", "available − executed − returned",
           "按资金来源推算，来源支出未填的按先进先出推算，先用上年结转；未列已交回数的按0计并注明；结转、结余以账面为准",
           PRACTICE),
    Method("closing_prior", "opening − executed_prior − 交回的上年结转",
           "交回数未分来源的，先抵上年结转", PRACTICE),
    Method("closing_current", "closing − closing_prior"),
    Method("current_rate", "executed_current ÷ (appropriation + adjustment) × 100%"),
    Method("use_rate", "executed_prior ÷ opening × 100%", "优先消化结转符合要求"),
    Method("balance_rate", "closing ÷ available × 100%", "用于单位和部门整体", WHOLE_DEPARTMENT),
    Method("change_rate", "(closing − opening) ÷ opening × 100%", "用于单位和部门整体", WHOLE_DEPARTMENT),
    Method("cover", "closing ÷ executed", "无支出的不计算", PRACTICE),
    Method("need", "executed − opening（小于0的按0计）", "逐项目计算后相加", PRACTICE),
    Method("over_appropriation", "appropriation + adjustment − need", "逐项目计算后相加", PRACTICE),
)  # fmt: skip
def carry_over(year: EvaluationYear, by: str = "project") -> pd.DataFrame:
    """The roll-forward of carry-over by project, unit, department, category or total.

    Columns: key, name, projects, covered (projects with a roll-forward), the amounts below (万元),
    the rates below (percent, two places), cover (years, two places), basis (text, by project only).

    - opening: the carry-over row's 全年预算数 (its 年初预算数 is only a forecast); appropriation and
      adjustment: the current appropriation's 年初预算数 and its change to 全年预算数 (no 年初预算数:
      the appropriation is the 全年预算数, the adjustment 0); returned: 0 on forms without that
      column, and ``basis`` says so.
    - Spending by source as filed; where that is not filed, first in first out: carry-over, then the
      current appropriation, then other money. ``basis`` says which. What was returned likewise
      reduces carry-over first.
    - balance_rate, change_rate and cover are meant for units and departments.
    - A project whose sources are not stated, or do not add up to its total, has NaN and the reason
      in ``basis``; groups sum the covered projects only, and take ratios of those sums.

    From a form alone 年末未执行数 is called 结转 （推算）: only accounts tell 结转 from 结余.
    Raises MisuseError for an unknown ``by``.
    """
    keys, codes = grouping(project_money(year), by)
    rolled, groups = _rolled(year), len(keys)
    sums = exact.total_by(codes, groups, {name: rolled[name] for name in AMOUNTS})
    known = rolled["closing"].notna().to_numpy()
    result = _rates(
        keys.assign(
            projects=np.bincount(codes, minlength=groups),
            covered=np.bincount(codes[known], minlength=groups),
            **sums,
        )
    )
    if by == "project":
        return result.assign(basis=rolled["basis"].to_numpy())
    return result.assign(basis=_counted(rolled["basis"], codes).reindex(range(groups)).to_numpy())


def _counted(basis: pd.Series[str], codes: Codes) -> pd.Series[str]:
    """Per group, each basis and how many projects rest on it, the most frequent first."""
    reasons, texts = pd.factorize(basis)
    pairs = pd.Series(codes * len(texts) + reasons).value_counts()
    said = pd.DataFrame({"key": pairs.index // max(len(texts), 1), "count": pairs.to_numpy()})
    said["text"] = [f"{count}个项目{texts[pair % len(texts)]}" for pair, count in pairs.items()]
    said = said.sort_values(["count", "text"], ascending=[False, True])
    return said.groupby("key")["text"].agg("。".join)


def _rates(table: pd.DataFrame) -> pd.DataFrame:
    granted = exact.summed(table["appropriation"], table["adjustment"])
    change = exact.minus(table["closing"], table["opening"])
    return table.assign(
        current_rate=exact.percent(table["executed_current"], granted),
        use_rate=exact.percent(table["executed_prior"], table["opening"]),
        balance_rate=exact.percent(table["closing"], table["available"]),
        change_rate=exact.percent(change, table["opening"]),
        cover=_ratio(table["closing"], table["executed"]),
    )


def _ratio(part: pd.Series[float], whole: pd.Series[float]) -> exact.Floats:
    """part ÷ whole, half-up to two places; a percentage without decimals is just that."""
    hundredths, missing = exact.scaled(exact.percent(part, whole, 0), 0)
    return exact.unscaled(hundredths, 2, missing)


Units = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
Mask = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


@once_a_year
def _rolled(year: EvaluationYear) -> pd.DataFrame:
    """The amounts of every project and the basis they rest on; integers of the last place inside."""
    money = project_money(year)
    annual, has_annual = _parts(money, "annual")
    budget = annual.sum(axis=1)
    whole, no_whole = _units(money, "total_annual")
    stated = np.asarray(has_annual.any(axis=1))
    # A blank source is nothing only when the others make up the total.
    adds_up = ~no_whole & (np.abs(budget - whole) <= _CLOSE)
    complete = np.asarray(has_annual.all(axis=1) | adds_up)
    spent, filed, no_spent = _spending(money, annual)
    known = np.asarray(stated & complete & (filed | ~no_spent))

    opening, total_spent = annual[:, 1], spent.sum(axis=1)
    left = opening - spent[:, 1]
    back, back_prior, no_back = _returns(money, left)
    start, no_start = _units(money, "current_initial")
    appropriation = np.where(no_start, annual[:, 0], start)
    closing = budget - total_spent - back
    need = np.maximum(total_spent - opening, 0)
    units = {
        "opening": opening,
        "appropriation": appropriation,
        "adjustment": annual[:, 0] - appropriation,
        "other": annual[:, 2],
        "available": budget,
        "executed": total_spent,
        "executed_current": spent[:, 0],
        "executed_prior": spent[:, 1],
        "executed_other": spent[:, 2],
        "returned": back,
        "closing": closing,
        "closing_current": closing - (left - back_prior),
        "closing_prior": left - back_prior,
        "need": need,
        "over_appropriation": annual[:, 0] - need,
    }
    amounts = {name: exact.unscaled(units[name], exact.AMOUNT_PLACES, ~known) for name in AMOUNTS}
    basis = _basis(stated, complete, known, filed, no_back)
    return pd.DataFrame({**amounts, "basis": basis}, index=money.index)


def _spending(money: pd.DataFrame, annual: Units) -> tuple[Units, Mask, Mask]:
    """Spending of current, carry-over and other money; where it is as filed; where no total is filed."""
    executed, has_executed = _parts(money, "executed")
    spent, no_spent = _units(money, "total_executed")
    parts = executed.sum(axis=1)
    some = has_executed.any(axis=1)
    # Money without a budget of its own needs no execution figure.
    answered = (has_executed | (annual == 0)).all(axis=1)
    agrees = ~no_spent & (np.abs(parts - spent) <= _CLOSE)
    filed = np.asarray(some & (answered | agrees))
    assumed = _first_in_first_out(np.where(filed, parts, spent), annual)
    return np.where(filed[:, None], executed, assumed), filed, no_spent


def _returns(money: pd.DataFrame, left: Units) -> tuple[Units, Units, Mask]:
    """What was returned, how much of it was carry-over (of ``left`` first), and where none is stated."""
    returned, has_returned = _parts(money, "returned")
    back, no_back = _units(money, "total_returned")
    split = has_returned.any(axis=1)
    prior = np.where(split, returned[:, 1], np.minimum(back, np.maximum(left, 0)))
    return np.where(split, returned.sum(axis=1), back), prior, np.asarray(no_back & ~split)


def _units(money: pd.DataFrame, column: str) -> tuple[Units, Mask]:
    return exact.scaled(money[column], exact.AMOUNT_PLACES)


def _parts(money: pd.DataFrame, quantity: str) -> tuple[Units, Mask]:
    """A quantity of current, carry-over and other money as integers (0 where blank), and where it is filled."""
    scaled = [exact.scaled(money[f"{part}_{quantity}"], exact.AMOUNT_PLACES) for part in PARTS]
    units = np.stack([units for units, _ in scaled], axis=1)
    return units, ~np.stack([missing for _, missing in scaled], axis=1)


def _first_in_first_out(spent: Units, annual: Units) -> Units:
    """Spending of current, carry-over and other money, carry-over first, other money last.

    Spending beyond all money is counted to the current appropriation, spending below nothing (a
    refund) to the carry-over.
    """
    granted, opening, other = (annual[:, i] for i in range(3))
    first = np.minimum(spent, opening)
    last = np.clip(spent - first - granted, 0, np.maximum(other, 0))
    return np.stack([spent - first - last, first, last], axis=1)


def _basis(stated: Mask, complete: Mask, known: Mask, filed: Mask, no_return: Mask) -> list[str]:
    reason = np.select(
        [~stated, ~complete, ~known, filed],
        [NOT_STATED, NOT_COMPLETE, NOT_EXECUTED, FILED],
        FIRST_IN_FIRST_OUT,
    ).astype(object)
    note = np.where(known & no_return, f"；{NO_RETURN}", "")
    return list(reason + note)
