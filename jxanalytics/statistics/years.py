"""Across years: the same project under another name or merged, year on year, and carry-over by age."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from jxanalytics.errors import MisuseError
from jxanalytics.model import exact
from jxanalytics.model.precedence import used_totals
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.statistics.carryover import TOLERANCE, carry_over
from jxanalytics.statistics.execution import execution
from jxanalytics.statistics.methods import BUDGET_LAW, PRACTICE, Method, methods
from jxanalytics.statistics.money import GROUPS, group_keys, project_money

CONTINUED, RENAMED, MERGED, NEW, ENDED = "延续", "更名", "合并", "新增", "结束"
ONE_YEAR_ONLY = "只有一年数据，不能区分满一年与满两年，疑似应收回，以对账为准"
BY_TWO_YEARS = "按上年结转的年限先用最早资金推算，以对账为准"
NOT_CONNECTED = "上年结转与上年年末结转不一致，不能区分年限，请核对"


@methods(
    Method("", "项目编号相同的为同一项目；其余按本年数据所列的原名称、原编码认定",
           "更名、并入的项目由别名表写明；找不到的列为结束或新增", name="两年项目的对应"),
)  # fmt: skip
def same_projects(before: EvaluationYear, after: EvaluationYear) -> pd.Series[str]:
    """For each project of ``before`` the project of ``after`` it became; "" for one that ended.

    The same project_id first; else the project of ``after`` that lists the earlier name or code
    among its aliases (更名, 并入, 误写), unless that alias was used only until an earlier year.
    """
    earlier = before["projects"].set_index("project_id")
    later = set(after["projects"]["project_id"])
    aliases = after["aliases"]
    valid = aliases["until"].isna() | (aliases["until"] >= before.year)
    aliases = aliases[valid & aliases["project_id"].isin(later)]
    codes = aliases["kind"] == "code"
    by_code, by_name = (
        rows.drop_duplicates("alias").set_index("alias")["project_id"]
        for rows in (aliases[codes], aliases[~codes])
    )
    known = pd.Series(earlier.index, index=earlier.index, dtype="str")
    found = known.where(known.isin(later))
    for column, alias in (("project_code", by_code), ("name", by_name)):
        found = found.fillna(earlier[column].map(alias).astype("str"))
    return found.fillna("")


@methods(
    Method("annual_change", "annual − annual_before", "并入的项目先相加再比较；两年中有一年未填的不计算"),
    Method("annual_change_rate", "annual_change ÷ annual_before × 100%"),
    Method("rate_change", "rate − rate_before", "单位为个百分点"),
    Method("opening_gap", "opening − closing_before", "不为0的，两年数据不衔接，请核对"),
    Method("score_change", "score − score_before", "自评得分；由几个项目并成的不比较"),
)  # fmt: skip
def year_on_year(
    before: EvaluationYear, after: EvaluationYear, by: str = "project"
) -> pd.DataFrame:
    """Money, execution and carry-over of two years side by side, a row a project, unit or total.

    Columns: key, name, annual_before, annual, annual_change, annual_change_rate, executed_before,
    executed, rate_before, rate, rate_change, closing_before, opening, opening_gap; by project also
    status (延续 更名 合并 新增 结束), name_before, score_before, score, score_change.

    Projects merged into one are added up before; the rate of several is the ratio of their sums.
    An opening_gap that is not 0: the two years do not connect. NaN where one of the two years has
    no figure.

    Raises MisuseError for an unknown ``by``, and when ``before`` is not the earlier year.
    """
    if before.year >= after.year:
        raise MisuseError(f"比较的上年（{before.year}）应早于本年（{after.year}）")
    if by not in ("project", "unit", "department", "total"):
        raise MisuseError(f"不能按「{by}」比较两年，可用：project、unit、department、total")
    if by != "project":
        old, new = _figures(before, by), _figures(after, by)
        names = pd.concat([_named(after, by), _named(before, by)]).drop_duplicates("key")
        return _compared(names, old, new)
    became = same_projects(before, after)
    named = _lineage(before, after, became)
    keys = became.where(became != "", pd.Series(became.index, index=became.index))
    table = _compared(named, _merged(_figures(before, by), keys), _figures(after, by))
    scores = [_scores(before), _scores(after)]
    # A merged project has several earlier scores and therefore none to compare with.
    single = keys[~keys.duplicated(keep=False)]
    alone = scores[0][scores[0].index.isin(single.index)]
    alone = alone.set_axis(single.reindex(alone.index))
    table["score_before"] = table["key"].map(alone).astype(np.float64)
    table["score"] = table["key"].map(scores[1]).astype(np.float64)
    change = exact.minus(table["score"], table["score_before"], exact.SCORE_PLACES)
    return table.assign(score_change=change)


_MONEY = ["annual", "executed", "rated_annual", "rated_executed", "opening", "closing"]


def _figures(year: EvaluationYear, by: str) -> pd.DataFrame:
    money = execution(year, by).set_index("key")[_MONEY[:4]]
    rolled = carry_over(year, by).set_index("key")[["opening", "closing"]]
    return money.join(rolled).reset_index()


def _merged(figures: pd.DataFrame, keys: pd.Series[str]) -> pd.DataFrame:
    moved = figures.assign(key=figures["key"].map(keys))
    return exact.grouped_total(moved, "key", _MONEY)


def _named(year: EvaluationYear, by: str) -> pd.DataFrame:
    return group_keys(project_money(year), by)[["key", "name"]]


def _compared(names: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    old, new = (table.set_index("key").reindex(names["key"]) for table in (old, new))
    before, after = (
        pd.Series(exact.percent(table["rated_executed"], table["rated_annual"]))
        for table in (old, new)
    )
    change = exact.minus(new["annual"], old["annual"])
    return names.reset_index(drop=True).assign(
        annual_before=old["annual"].to_numpy(),
        annual=new["annual"].to_numpy(),
        annual_change=change,
        annual_change_rate=exact.percent(change, old["annual"]),
        executed_before=old["executed"].to_numpy(),
        executed=new["executed"].to_numpy(),
        rate_before=before,
        rate=after,
        rate_change=exact.minus(after, before, exact.RATE_PLACES),
        closing_before=old["closing"].to_numpy(),
        opening=new["opening"].to_numpy(),
        opening_gap=exact.minus(new["opening"], old["closing"]),
    )


def _lineage(before: EvaluationYear, after: EvaluationYear, became: pd.Series[str]) -> pd.DataFrame:
    """Projects of ``after`` in print order, then those that ended: key, name, status, name_before."""
    names = before["projects"].set_index("project_id")["name"]
    kept = became[became != ""]
    counts = kept.value_counts()
    earlier = pd.Series(names.reindex(kept.index).to_numpy(), index=kept.to_numpy(), dtype="str")
    several = earlier[earlier.index.isin(counts.index[counts > 1])]
    joined = several.groupby(level=0).agg("、".join)
    earlier = pd.concat([earlier.drop(several.index), joined])
    rows = _named(after, "project")
    old = rows["key"].map(earlier).astype("str").fillna("")
    count = rows["key"].map(counts).fillna(0)
    status = np.select(
        [count == 0, count > 1, (old != rows["name"])], [NEW, MERGED, RENAMED], CONTINUED
    )
    rows = rows.assign(status=status, name_before=old)
    gone = _named(before, "project")
    gone = gone[gone["key"].isin(became[became == ""].index)]
    ended = gone.assign(status=ENDED, name_before=gone["name"])
    return pd.concat([rows, ended], ignore_index=True)


def _scores(year: EvaluationYear) -> pd.Series[float]:
    return used_totals(year, "self").set_index("project_id")["value"].astype(np.float64)


@methods(
    Method("current", "closing_current", name="结转中的当年资金"),
    Method("two_years", "上年末closing_prior − 本年已用的上年结转（小于0的按0计）",
           "先用最早资金；疑似应收回，以对账为准；基本建设项目未完工的另行认定", BUDGET_LAW, "结转满两年及以上"),
    Method("one_year", "closing_prior − two_years", name="结转满一年"),
    Method("unknown", "closing_prior", "只有一年数据或两年不衔接时，满一年与满两年不能区分", PRACTICE, "结转满一年及以上"),
)  # fmt: skip
def ageing(years: Sequence[EvaluationYear], by: str = "project") -> pd.DataFrame:
    """Closing carry-over of the last year by age, from the last two years at hand.

    Columns: key, name, current (当年), one_year (满一年), two_years (满两年及以上), unknown (满一年及以上,
    not to be told apart), closing (万元); by project also basis.

    Of closing_prior, oldest money is taken as spent first; what was used of the opening is opening −
    closing_prior. With one year only, or where the opening does not equal last year's closing, all
    of closing_prior is ``unknown``, else one_year and two_years share it. current, one_year,
    two_years and unknown add up to closing.

    Two years unspent is 疑似应收回: forms cannot tell, accounts can. Raises MisuseError without a year.
    """
    if not years:
        raise MisuseError("账龄分析至少需要一个年度的数据")
    last = max(years, key=lambda year: year.year)
    earlier = [year for year in years if year.year == last.year - 1]
    rolled = carry_over(last)
    aged, basis = _aged(rolled, _closings(earlier[0], last) if earlier else None)
    table = rolled[["key", "name"]].join(aged)
    if by == "project":
        return table.assign(basis=basis)
    money = project_money(last)
    keys = group_keys(money, by)
    sums = exact.grouped_total(aged.assign(key=money[GROUPS[by]].to_numpy()), "key", list(aged))
    return keys[["key", "name"]].join(sums.set_index("key"), on="key")


def _closings(before: EvaluationYear, after: EvaluationYear) -> pd.DataFrame:
    """Last year's closing and closing_prior of each project of ``after``."""
    became = same_projects(before, after)
    rows = carry_over(before).assign(key=lambda table: table["key"].map(became))
    # A project that was not rolled forward makes the sum of those merged with it unknown.
    known = rows["closing"].notna().groupby(rows["key"].to_numpy()).transform("all")
    sums = exact.grouped_total(rows[known.to_numpy()], "key", ["closing", "closing_prior"])
    return sums.set_index("key")


def _aged(rolled: pd.DataFrame, last: pd.DataFrame | None) -> tuple[pd.DataFrame, list[str]]:
    places = exact.AMOUNT_PLACES
    prior, missing = exact.scaled(rolled["closing_prior"], places)
    opening, _ = exact.scaled(rolled["opening"], places)
    if last is None:
        connected = two = np.zeros(len(rolled), dtype=np.int64)
        reason = np.full(len(rolled), ONE_YEAR_ONLY, dtype=object)
    else:
        before = last.reindex(rolled["key"])
        closing, unknown = exact.scaled(before["closing"], places)
        oldest, _ = exact.scaled(before["closing_prior"], places)
        close = int(exact.scaled([TOLERANCE], places)[0][0])
        # A project of this year alone connects when it brings nothing forward.
        connected = (np.abs(opening - closing) <= close) & (~unknown | (opening == 0))
        two = np.clip(oldest - (opening - prior), 0, np.maximum(prior, 0))
        reason = np.where(connected, BY_TWO_YEARS, NOT_CONNECTED).astype(object)
    parts = {
        "one_year": np.where(connected, prior - two, 0),
        "two_years": np.where(connected, two, 0),
        "unknown": np.where(connected, 0, prior),
    }
    amounts = {name: exact.unscaled(units, places, missing) for name, units in parts.items()}
    table = pd.DataFrame(
        {"current": rolled["closing_current"], **amounts, "closing": rolled["closing"]}
    )
    basis = np.where(missing, rolled["basis"], np.where(prior == 0, "", reason))
    return table, list(basis)
