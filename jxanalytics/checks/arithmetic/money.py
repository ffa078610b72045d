"""Money within one document: rates, parts and totals, what is missing or cannot be. JX101–JX110."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from jxanalytics.checks.evidence import Evidence, Row, apart, grouped, matching, spot
from jxanalytics.checks.finding import Raised, Severity, Spot
from jxanalytics.checks.registry import check
from jxanalytics.model import exact, say
from jxanalytics.model.vocabulary import FUNDING_QUANTITIES, SOURCES, TOTAL_MEASURES

_PARTS = ("current", "carry_over", "other")
_FORM = ["document_id", "project_id"]
_LISTED = re.compile(
    r"(?:列有|列入|填列|汇总|涉及)(?:的)?项目\s*(\d+)\s*个|(?:列有|列入|填列|汇总|涉及)\s*(\d+)\s*个项目"
)


@check(
    "JX101",
    title="执行率与预算数、执行数不符",
    rule="同一行填报的执行率应等于全年执行数÷全年预算数，相差不超过{tolerance}个百分点；只印整数或一位小数的，按所印位数比较。",
    severity=Severity.ERROR,
)
def rate(evidence: Evidence, *, tolerance: float = 0.015) -> Iterator[Raised]:
    """A filed execution rate is executed ÷ annual budget of its own row."""
    rows = evidence.funding
    rows = rows.assign(computed=exact.percent(rows["executed"], rows["annual"]))
    # Published rates are often off by 0.01.
    wrong = apart(rows["rate"], rows["computed"], tolerance)
    for row in rows[wrong].to_dict("records"):
        if rounded(row["rate_raw"], row["rate"], row["computed"]):
            continue
        yield Raised(
            row["project_id"],
            f"{evidence.short(row['document_id'])}中{SOURCES[row['source']]}的执行率填报为{say.rate(row['rate'])}，"
            f"按该行全年预算数、全年执行数计算为{say.rate(row['computed'])}，请核实更正。",
            (spot(row, "rate"), spot(row, "executed"), spot(row, "annual")),
            expected=say.rate(row["computed"]),
            basis=f"{say.amount(row['executed'])}÷{say.amount(row['annual'])}",
            key=f"{row['kind']}-{row['source']}",
        )


def rounded(raw: str, filed: float, computed: float) -> bool:
    """Whether a figure printed with less than two decimals is the computed one rounded to them."""
    match = re.search(r"\d+(?:[.．](\d+))?", raw)
    places = len(match[1] or "") if match else 2
    return places < 2 and float(exact.half_up(computed, places)) == filed


@check(
    "JX102",
    title="各资金来源之和与年度资金总额不符",
    rule="同一份表中，当年财政拨款、上年结转资金、其他资金之和应等于年度资金总额，相差不超过{tolerance}万元。",
    severity=Severity.ERROR,
)
def parts(evidence: Evidence, *, tolerance: float = 0.01) -> Iterator[Raised]:
    """The sources of money add up to the total, for every quantity a form states by source."""
    for quantity, label in FUNDING_QUANTITIES.items():
        wide = evidence.by_source(quantity)
        filled = wide[list(_PARTS)].notna().any(axis=1)
        added = exact.summed(*(wide[part].fillna(0) for part in _PARTS))
        wrong = filled & apart(wide["total"], added, tolerance)
        failing = wide.assign(added=added)[wrong].reset_index()
        found = grouped(matching(evidence.funding, failing, _FORM), *_FORM)
        for form in failing.to_dict("records"):
            rows = found[form["document_id"], form["project_id"]]
            stated = [row for row in rows if not np.isnan(row[quantity])]
            yield Raised(
                form["project_id"],
                f"{evidence.short(form['document_id'])}中各资金来源的{label}合计{say.amount(form['added'])}，"
                f"与年度资金总额{say.amount(form['total'])}不符，请核实更正。",
                tuple(spot(row, quantity) for row in stated),
                expected=say.amount(form["added"]),
                basis="＋".join(
                    say.amount(row[quantity]) for row in stated if row["source"] != "total"
                ),
                key=f"{evidence.kinds[form['document_id']]}-{quantity}",
            )


@check(
    "JX103",
    title="全年执行数大于全年预算数",
    rule="任何一种资金的全年执行数不应大于其全年预算数。超过100%的，先核对是否以元为万元、全年预算数是否未作调整、是否超预算支出。",
    severity=Severity.ERROR,
)
def overspent(evidence: Evidence) -> Iterator[Raised]:
    """Nothing is spent beyond its annual budget; a rate over 100% gets no score but this finding."""
    rows = evidence.funding
    over = (rows["annual"] > 0) & (rows["executed"] > rows["annual"])
    for project, found in grouped(rows[over], "project_id").items():
        first = found[0]
        named = "、".join(dict.fromkeys(SOURCES[row["source"]] for row in found))
        yield Raised(
            project,
            f"{evidence.short(first['document_id'])}中{named}的全年执行数大于全年预算数（{say.amount(first['executed'])}对"
            f"{say.amount(first['annual'])}），请核对金额单位、预算调整和实际支出。",
            tuple(spot(row, name) for row in found for name in ("executed", "annual")),
            expected=f"不大于{say.amount(first['annual'])}",
            basis=f"执行率{say.rate(_percent(first))}",
        )


def _percent(row: Row) -> float:
    return float(exact.percent([row["executed"]], [row["annual"]])[0])


@check(
    "JX104",
    title="没有预算而有支出",
    rule="填报了全年执行数的资金，应当填报全年预算数；预算数为0或空白的不计算执行率。",
    severity=Severity.ERROR,
)
def unbudgeted(evidence: Evidence) -> Iterator[Raised]:
    """Money that was spent has an annual budget; neither a blank nor 0 gives a rate of 0%."""
    rows = evidence.funding
    wrong = (rows["executed"] > 0) & ~(rows["annual"] > 0) & ~(rows["annual"] < 0)
    # Accounts may state the spending alone.
    wrong &= ~((rows["kind"] == "accounts") & rows["annual"].isna())
    for row in rows[wrong].to_dict("records"):
        stated = "为0" if row["annual"] == 0 else "未填"
        yield Raised(
            row["project_id"],
            f"{evidence.short(row['document_id'])}中{SOURCES[row['source']]}全年执行数{say.amount(row['executed'])}，"
            f"全年预算数{stated}，请补充全年预算数或核实执行数。",
            (spot(row, "annual"), spot(row, "executed")),
            expected="填报全年预算数",
            basis="预算数为0或空白时执行率不适用",
            key=f"{row['kind']}-{row['source']}",
        )


@check(
    "JX105",
    title="金额为负数",
    rule="预算数、执行数、已交回数不应为负数；确属冲销退款的请说明。",
    severity=Severity.WARNING,
)
def negative(evidence: Evidence) -> Iterator[Raised]:
    """Amounts are not negative, refunds excepted, which are explained."""
    rows = evidence.funding
    below = rows[list(FUNDING_QUANTITIES)].lt(0).any(axis=1)
    for row in rows[below].to_dict("records"):
        names = [name for name in FUNDING_QUANTITIES if row[name] < 0]
        listed = "、".join(f"{FUNDING_QUANTITIES[n]}{say.amount(row[n])}" for n in names)
        yield Raised(
            row["project_id"],
            f"{evidence.short(row['document_id'])}中{SOURCES[row['source']]}的{listed}为负数，请核实，属冲销退款的请说明。",
            tuple(spot(row, name) for name in names),
            expected="不小于0",
            basis="金额为负",
            key=f"{row['kind']}-{row['source']}",
        )


@check(
    "JX106",
    title="资金总额缺预算数或执行数",
    rule="自评表、汇总表应填报年度资金总额的全年预算数和全年执行数；空白不是0。",
    severity=Severity.WARNING,
)
def unfilled(evidence: Evidence) -> Iterator[Raised]:
    """A form states the total's annual budget and execution; a blank is not 0."""
    rows = evidence.funding
    mine = (rows["source"] == "total") & rows["kind"].isin(["self_evaluation", "summary"])
    # Spending without a budget is another finding.
    lacking = rows["executed"].isna() | (rows["annual"].isna() & ~(rows["executed"] > 0))
    for row in rows[mine & lacking].to_dict("records"):
        names = [name for name in ("annual", "executed") if np.isnan(row[name])]
        listed = "、".join(FUNDING_QUANTITIES[name] for name in names)
        yield Raised(
            row["project_id"],
            f"{evidence.short(row['document_id'])}未填报年度资金总额的{listed}，请补充；确为零的请填0。",
            tuple(spot(row, name) for name in ("annual", "executed")),
            expected=f"填报{listed}",
            basis="空白不作0处理",
            key=row["kind"],
        )


@check(
    "JX107",
    title="汇总表合计与各行之和不符",
    rule="资金汇总表合计行的全年预算数、全年执行数应等于各项目之和，相差不超过{tolerance}万元。",
    severity=Severity.ERROR,
    of_year=True,
)
def summary_totals(evidence: Evidence, *, tolerance: float = 0.01) -> Iterator[Raised]:
    """The total row of a summary is the sum of its rows."""
    stated = evidence.totals
    whole = (stated["project_id"] == "") & stated["measure"].isin(["annual", "executed"])
    rows = evidence.funding
    rows = rows[(rows["kind"] == "summary") & (rows["source"] == "total")]
    sums = exact.grouped_total(rows, "document_id", ["annual", "executed"])
    long = sums.melt("document_id", var_name="measure", value_name="added")
    compared = stated[whole].merge(long, on=["document_id", "measure"])
    wrong = apart(compared["value"], compared["added"], tolerance)
    for row in compared[wrong].to_dict("records"):
        quantity = row["measure"]
        mine = rows[(rows["document_id"] == row["document_id"]) & rows[quantity].notna()]
        yield Raised(
            "",
            f"资金汇总表{TOTAL_MEASURES[quantity]}填报{say.amount(row['value'])}，各项目之和为{say.amount(row['added'])}，请核实更正。",
            (spot(row), *(spot(each, quantity) for each in mine.head(20).to_dict("records"))),
            expected=say.amount(row["added"]),
            basis=f"{len(mine)}个项目{FUNDING_QUANTITIES[quantity]}之和",
            key=f"{row['document_id']}-{quantity}",
        )


@check(
    "JX108",
    title="执行率指标的完成值与资金不符",
    rule="指标表中预算执行率一行的实际完成值应等于本表资金的执行率，相差不超过{tolerance}个百分点。",
    severity=Severity.ERROR,
)
def execution_row(evidence: Evidence, *, tolerance: float = 0.015) -> Iterator[Raised]:
    """The execution row among the indicators states the rate of the money."""
    rows = evidence.indicators
    rows = rows[(rows["role"] == "execution") & (rows["actual_unit"] == "%")]
    rows = rows.assign(computed=rows["project_id"].map(evidence.filed_rates).astype(float))
    # A cell that is both the rate of the money and this row's actual is looked at once.
    filed = pd.MultiIndex.from_frame(evidence.funding[["document_id", "rate_place"]])
    same = pd.MultiIndex.from_frame(rows[["document_id", "actual_place"]]).isin(filed)
    wrong = apart(rows["actual"], rows["computed"], tolerance) & ~same
    for row in rows[wrong].to_dict("records"):
        if rounded(row["actual_raw"], row["actual"], row["computed"]):
            continue
        yield Raised(
            row["project_id"],
            f"{evidence.short(row['document_id'])}中“{row['name']}”实际完成值为{row['actual_raw']}，"
            f"按项目资金计算的执行率为{say.rate(row['computed'])}，请核实更正。",
            (spot(row, "actual"),),
            expected=say.rate(row["computed"]),
            basis="全年执行数÷全年预算数",
            key=row["kind"],
        )


@check(
    "JX109",
    title="已交回数大于年末未执行数",
    rule="已交回数与全年执行数之和不应大于全年预算数，相差不超过{tolerance}万元。",
    severity=Severity.ERROR,
)
def returned(evidence: Evidence, *, tolerance: float = 0.01) -> Iterator[Raised]:
    """Not more is returned than was left."""
    rows = evidence.funding
    left = exact.minus(rows["annual"], rows["executed"].fillna(0))
    beyond = exact.minus(rows["returned"], left)
    for row in rows.assign(left=left)[beyond > tolerance].to_dict("records"):
        yield Raised(
            row["project_id"],
            f"{evidence.short(row['document_id'])}中{SOURCES[row['source']]}已交回数{say.amount(row['returned'])}，"
            f"大于年末未执行数{say.amount(row['left'])}，请核实更正。",
            tuple(spot(row, name) for name in ("returned", "annual", "executed")),
            expected=f"不大于{say.amount(row['left'])}",
            basis="全年预算数－全年执行数",
            key=f"{row['kind']}-{row['source']}",
        )


@check(
    "JX110",
    title="汇总表说明的项目数与所列不符",
    rule="资金汇总表的说明写明项目个数的，应与表中所列项目数一致。",
    severity=Severity.WARNING,
    of_year=True,
)
def summary_count(evidence: Evidence) -> Iterator[Raised]:
    """The number of projects a summary's note gives is that of its rows."""
    rows = evidence.funding
    rows = rows[(rows["kind"] == "summary") & (rows["source"] == "total")]
    listed = rows.groupby("document_id")["project_id"].nunique()
    for _, prose in evidence.texts("summary"):
        for sentence in prose.sentences:
            match = _LISTED.search(sentence.text)
            count = int(listed.get(prose.document_id, 0))
            if match and count and int(match[1] or match[2]) != count:
                passage = sentence.passage
                yield Raised(
                    "",
                    f"资金汇总表说明写列有项目{match[1] or match[2]}个，表中列有{count}个，请核实是否遗漏。",
                    (Spot(prose.document_id, str(passage.place), match[0]),),
                    expected=f"{count}个",
                    basis="汇总表所列项目数",
                    key=prose.document_id,
                )
                break
