"""Targets and actuals: stated, measurable, in one unit. JX401–JX406, JX410–JX414."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from jxanalytics.checks import wording
from jxanalytics.checks.evidence import Evidence, Row, grouped, spot
from jxanalytics.checks.finding import Raised, Severity
from jxanalytics.checks.registry import check
from jxanalytics.checks.targets.shared import both, indicators, named
from jxanalytics.checks.wording import quoted
from jxanalytics.model.values import (
    BLANKS,
    DATE_UNIT,
    MONEY_UNITS,
    compact,
    conversion,
    measures,
)

_MONEY = tuple(MONEY_UNITS)
_PLACEHOLDER = re.compile(r"\*{2,}|×{2,}|[Xx]{2,}|_{2,}|〇{2,}")
_SHARE = re.compile(r"(?:率|满意度|比例|占比)$")
# Units of a standard, a grade or a span of time, and none at all.
_STANDARDS = ("", DATE_UNIT, "‰", "分", "级", "年", "小时", "分钟", "次/年", "项次/年")
# Words that promise without saying how much.
_VAGUE = re.compile(
    r"进一步|不断|逐步|有效|显著|明显|较好|良好|加强|提升|提高|改善|促进|推动|优化|完善|健全|充分|若干|按需|适量|一定数量|视情况"
)


@check(
    "JX401",
    title="以百分比回答数量指标",
    rule="年度指标值为数量的，实际完成值应填实际数量，不填百分比。",
    severity=Severity.WARNING,
)
def percent_for_quantity(evidence: Evidence) -> Iterator[Raised]:
    """A target stated as a quantity is answered by a quantity; one finding with all places."""
    rows = indicators(evidence, "self_evaluation", "report")
    counted = rows["target"].notna() & ~rows["target_unit"].isin(["%", "‰", DATE_UNIT])
    wrong = rows[counted & rows["actual_unit"].eq("%") & rows["target_unit"].ne("")]
    for project, mine in grouped(wrong, "project_id").items():
        count = len({row["indicator_id"] for row in mine})
        yield Raised(
            project,
            f"{count}项数量目标以百分比填报实际完成值（{wording.names((r['name'] for r in mine), 3)}），请补充实际完成的数量。",
            both(mine),
            expected="、".join(dict.fromkeys(f"以“{row['target_unit']}”为单位" for row in mine)),
            basis="年度指标值为数量而实际完成值为百分比",
        )


@check(
    "JX402",
    title="实际完成值与年度指标值计量单位不同",
    rule="实际完成值应与年度指标值用同一计量单位；人与人次、户与户次、批次与个等口径不同，不能互比。",
    severity=Severity.WARNING,
)
def other_unit(evidence: Evidence) -> Iterator[Raised]:
    """Target and actual are stated in one unit, or in units that convert."""
    rows = indicators(evidence, "self_evaluation", "report")
    one, two = rows["target_unit"], rows["actual_unit"]
    stated = rows["target"].notna() & rows["actual"].notna() & (one != "") & (two != "")
    # Percentages that answer a quantity are a finding of their own.
    rows = rows[stated & (one != two) & ~(two.eq("%") & one.ne(DATE_UNIT))]
    pairs = set(zip(rows["target_unit"], rows["actual_unit"], strict=True))
    apart = {pair for pair in pairs if conversion(pair[1], pair[0]) is None}
    wrong = rows[
        [pair in apart for pair in zip(rows["target_unit"], rows["actual_unit"], strict=True)]
    ]
    for project, mine in grouped(wrong, "project_id").items():
        told = [
            f"{quoted(row['name'])}目标{row['target_raw']}，完成{row['actual_raw']}" for row in mine
        ]
        yield Raised(
            project,
            f"实际完成值与年度指标值计量单位不同：{wording.told(told)}，请统一口径后填报。",
            both(mine),
            expected="、".join(dict.fromkeys(f"以“{row['target_unit']}”为单位" for row in mine)),
            basis="两个计量单位不能互相换算",
        )  # fmt: skip


@check(
    "JX403",
    title="数量列入质量指标",
    rule="质量指标应反映达到的标准或比率；人数、次数、件数等数量应列入数量指标。",
    severity=Severity.NOTE,
)
def count_as_quality(evidence: Evidence) -> Iterator[Raised]:
    """What is filed under quality is a standard or a rate, no count."""
    rows = indicators(evidence, "target", "self_evaluation", "report")
    counts = {unit: _counts(unit) for unit in rows["target_unit"].unique()}
    counted = rows["target"].notna() & rows["target_unit"].map(counts).astype(bool)
    wrong = rows[rows["level2"].str.contains("质量") & counted]
    for project, mine in grouped(wrong, "project_id").items():
        yield Raised(
            project,
            f"质量指标中{wording.names(row['name'] for row in mine)}为数量，请核实归类，或改为反映质量的标准、比率。",
            (*named(mine), *(spot(row, "target") for row in mine)),
            expected="数量列入数量指标",
            basis="年度指标值的计量单位为" + "、".join(dict.fromkeys(f"“{row['target_unit']}”" for row in mine)),
        )  # fmt: skip


def _counts(unit: str) -> bool:
    """Whether a target in a unit is a number of things, persons or times."""
    if unit in ("人次", "户次"):
        return True
    return not measures(unit) and unit not in _STANDARDS


@check(
    "JX404",
    title="没有年度指标值",
    rule="有分值的指标应当填报年度指标值。",
    severity=Severity.WARNING,
)
def without_target(evidence: Evidence) -> Iterator[Raised]:
    """Every weighted indicator has a target."""
    rows = indicators(evidence, "target", "self_evaluation", "report")
    return _blank(rows, "target", "没有年度指标值", "填报年度指标值")


@check(
    "JX405",
    title="没有实际完成值",
    rule="自评表和评价报告中有分值的指标应当填报实际完成值。",
    severity=Severity.WARNING,
)
def without_actual(evidence: Evidence) -> Iterator[Raised]:
    """Every weighted indicator of a self-evaluation or report has an actual."""
    rows = indicators(evidence, "self_evaluation", "report")
    return _blank(rows, "actual", "没有实际完成值", "填报实际完成值")


def _blank(rows: pd.DataFrame, quantity: str, what: str, expected: str) -> Iterator[Raised]:
    blank = rows[quantity].isna() & rows[f"{quantity}_raw"].map(compact).isin(BLANKS)
    # A document without that column at all has no cell to be filled in.
    column = rows[f"{quantity}_place"].ne("") | rows[f"{quantity}_raw"].ne("")
    has = rows["document_id"].isin(set(rows.loc[column, "document_id"]))
    for project, mine in grouped(rows[blank & has], "project_id").items():
        yield Raised(
            project,
            f"{wording.names(row['name'] for row in mine)}{what}，请补充。",
            (*(spot(row, quantity) for row in mine), *named(mine)),
            expected=expected,
            basis="空白、—、/和“无”都不是指标值",
        )


@check(
    "JX406",
    title="数量、时效、成本目标不可衡量",
    rule="数量、时效、成本指标的年度指标值应有可以衡量的数值、比率或期限。",
    severity=Severity.WARNING,
)
def unmeasurable(evidence: Evidence) -> Iterator[Raised]:
    """A target of quantity, time or cost can be measured."""
    rows = indicators(evidence, "target", "self_evaluation", "report")
    measured = rows["level2"].str.contains("数量|时效|成本")
    words = rows["target"].isna() & rows["target_raw"].map(compact).str.contains(_VAGUE)
    digits = rows["target_raw"].str.contains(r"\d", regex=True) | rows["name"].str.contains(
        r"\d", regex=True
    )
    for project, mine in grouped(rows[measured & words & ~digits], "project_id").items():
        told = [f"{quoted(row['name'])}目标为“{row['target_raw'].strip()}”" for row in mine]
        yield Raised(
            project,
            f"年度指标值不可衡量：{wording.told(told)}，请补充数值、比率或期限。",
            tuple(spot(row, "target") for row in mine),
            expected="可以衡量的年度指标值",
            basis="目标中没有数值",
        )  # fmt: skip


@check(
    "JX410",
    title="期限不在本年度",
    rule="年度指标值为期限的，应在本年度之内。",
    severity=Severity.WARNING,
)
def deadline_elsewhere(evidence: Evidence) -> Iterator[Raised]:
    """A deadline lies within the evaluation year."""
    rows = indicators(evidence, "target", "self_evaluation", "report")
    dated = rows[rows["target_unit"] == DATE_UNIT]
    wrong = dated[dated["target"] // 10000 != evidence.year.year]
    for project, mine in grouped(wrong, "project_id").items():
        told = [f"{quoted(row['name'])}{row['target_raw']}" for row in mine]
        yield Raised(
            project,
            f"完成期限不在{evidence.year.year}年度内：{wording.told(told)}，请核实。",
            tuple(spot(row, "target") for row in mine),
            expected=f"{evidence.year.year}年内",
            basis="期限的年份与评价年度比较",
        )


@check(
    "JX411",
    title="比率超过100%",
    rule="覆盖率、合格率、满意度等比率的年度指标值、实际完成值不应超过100%；增长率、完成率除外。",
    severity=Severity.ERROR,
)
def over_hundred(evidence: Evidence) -> Iterator[Raised]:
    """A share of a whole is at most 100%."""
    rows = indicators(evidence, "target", "self_evaluation", "report")
    share = {name: _is_share(name) for name in rows["name"].unique()}
    satisfied = rows["level2"].str.contains("满意度")
    whole = rows["name"].map(share).astype(bool) | satisfied
    found: dict[str, list[tuple[Row, str]]] = {}
    for quantity in ("target", "actual"):
        over = whole & rows[f"{quantity}_unit"].eq("%") & (rows[quantity] > 100)
        if quantity == "actual":
            # An actual in percent of a quantity is a rate of completion.
            over &= rows["target_unit"].eq("%") | rows["target"].isna()
        for row in rows[over].to_dict("records"):
            found.setdefault(row["project_id"], []).append((row, quantity))
    for project, mine in found.items():
        told = [f"{quoted(row['name'])}{row[f'{quantity}_raw']}" for row, quantity in mine]
        yield Raised(
            project,
            f"比率超过100%：{wording.told(told)}，请核实更正。",
            tuple(spot(row, quantity) for row, quantity in mine),
            expected="不超过100%",
            basis="部分不大于整体",
        )


def _is_share(name: str) -> bool:
    text = compact(name)
    growing = re.search(
        r"增长|增幅|上升|提高|提升|增加|下降|完成|达成|偏差|回报|收益|产出|利润", text
    )
    return bool(_SHARE.search(text)) and not growing


@check(
    "JX412",
    title="年度指标值的方向不对",
    rule="成本指标的年度指标值应为不超过（≤）；数量、质量、满意度指标应为不少于（≥）或等于。",
    severity=Severity.WARNING,
)
def direction(evidence: Evidence) -> Iterator[Raised]:
    """Costs are capped; quantities, quality and satisfaction have a floor."""
    rows = indicators(evidence, "target", "self_evaluation", "report")
    cost = rows["level2"].str.contains("成本") & rows["target_unit"].isin(_MONEY)
    capped = rows["level2"].str.contains("数量|满意度") & ~rows["name"].str.contains(
        "不超过|控制|压减|减少|降低|下降|投诉|事故|差错|例外|压降|上限|限额|精简"
    )
    sign = rows["target_operator"]
    wrong = rows[
        (cost & sign.isin(["≥", ">"]))
        | (
            capped
            & sign.isin(["≤", "<"])
            & rows["target"].notna()
            & rows["target_unit"].ne(DATE_UNIT)
            & ~rows["target_unit"].isin(_MONEY)
        )
    ]
    for project, mine in grouped(wrong, "project_id").items():
        told = [f"{quoted(row['name'])}目标“{row['target_raw'].strip()}”" for row in mine]
        yield Raised(
            project,
            f"年度指标值的方向与指标性质不符：{wording.told(told)}，请核实符号。",
            tuple(spot(row, "target") for row in mine),
            expected="成本不超过，数量和满意度不少于",
            basis="二级指标与比较符号",
        )  # fmt: skip


@check(
    "JX413",
    title="年度指标值没有填完",
    rule="年度指标值中的占位符号（**、XX、__）应换成实际数值。",
    severity=Severity.WARNING,
)
def placeholder(evidence: Evidence) -> Iterator[Raised]:
    """No placeholder is left in a target or an actual."""
    rows = evidence.indicators
    rows = rows[rows["role"] == "indicator"]
    found: dict[str, list[tuple[Row, str]]] = {}
    for quantity in ("target", "actual"):
        left = rows[f"{quantity}_raw"].str.contains(_PLACEHOLDER)
        for row in rows[left].to_dict("records"):
            found.setdefault(row["project_id"], []).append((row, quantity))
    for project, mine in found.items():
        told = [
            f"{quoted(row['name'])}“{row[f'{quantity}_raw'].strip()}”" for row, quantity in mine
        ]
        yield Raised(
            project,
            f"指标值没有填完：{wording.told(told)}，请补充。",
            tuple(spot(row, quantity) for row, quantity in mine),
            expected="实际数值",
            basis="单元格中留有占位符号",
        )


@check(
    "JX414",
    title="金额目标的单位与完成值相差一万倍",
    rule="成本等指标的年度指标值与实际完成值相差约一万倍（5000倍至15000倍）的，疑似元与万元混用。",
    severity=Severity.WARNING,
)
def slipped(evidence: Evidence) -> Iterator[Raised]:
    """Target and actual of an amount are in the same unit of money."""
    rows = indicators(evidence, "self_evaluation", "report")
    money = rows["target_unit"].isin(_MONEY) & rows["actual_unit"].isin(_MONEY)
    rows = rows[money & (rows["target"] > 0) & (rows["actual"] > 0)]
    factor = {unit: float(value) for unit, value in MONEY_UNITS.items()}
    ratio = (rows["actual"] * rows["actual_unit"].map(factor).astype(float)) / (
        rows["target"] * rows["target_unit"].map(factor).astype(float)
    )
    wrong = rows[(np.abs(ratio / 10_000 - 1) < 0.5) | (np.abs(ratio * 10_000 - 1) < 0.5)]
    for project, mine in grouped(wrong, "project_id").items():
        told = [
            f"{quoted(row['name'])}目标{row['target_raw']}，完成{row['actual_raw']}" for row in mine
        ]
        yield Raised(
            project,
            f"年度指标值与实际完成值疑似元与万元混用：{wording.told(told)}，请核对金额单位。",
            both(mine),
            expected="同一金额单位",
            basis="较大数约为较小数的一万倍",
        )  # fmt: skip
