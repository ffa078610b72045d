"""Sentences about money and scores that more than one report or chapter says."""

from __future__ import annotations

import math

from jxanalytics.model import say
from jxanalytics.narrative.facts import Facts, Row
from jxanalytics.narrative.project_facts import ProjectFacts

TO_SUPPLY = "待补充"
NAN = float("nan")
_ROLLED = ("opening", "appropriation", "adjustment", "other", "executed", "executed_prior", "returned",
           "closing", "closing_current", "closing_prior")  # fmt: skip


def value(row: Row, name: str) -> float:
    """A figure of a row; NaN where the row is empty."""
    return float(row.get(name, NAN))


def execution_sentence(row: Row) -> str:
    """全年预算数, 全年执行数, 预算执行率 and 年末未执行数 of a row of ``execution``."""
    annual, executed, rate = (value(row, name) for name in ("annual", "executed", "rate"))
    if math.isnan(annual) and math.isnan(executed):
        return f"全年预算数和全年执行数均未填报（{TO_SUPPLY}），预算执行率无从计算。"
    told = f"全年预算数{_amount(annual)}，全年执行数{_amount(executed)}"
    if math.isnan(rate):
        why = "全年预算数不大于0" if annual <= 0 else "数据不全"
        return f"{told}，{why}，预算执行率不适用。"
    told += f"，预算执行率{say.rate(rate)}"
    if rate > 100:
        return f"{told}，超过100%，请核实预算数、执行数及计量单位。"
    return f"{told}，年末未执行数{say.amount(value(row, 'unexecuted'))}。"


def _amount(wan: float) -> str:
    return f"未填（{TO_SUPPLY}）" if math.isnan(wan) else say.amount(wan)


def carry_sentences(carry: Row) -> list[str]:
    """The roll-forward in words, 推算 said, and its basis; one sentence why there is none."""
    if not carry or math.isnan(value(carry, "closing")):
        return [f"结转结余：{carry.get('basis') or '没有资金数据'}。"]
    told = [f"{rolled(carry)}。"]
    if basis := carry.get("basis"):
        told.append(f"推算依据：{basis}。")
    return told


def rolled(carry: Row) -> str:
    """The roll-forward in words: all that adds up to what is left at the year's end."""
    figures = {name: value(carry, name) for name in _ROLLED}
    said = {name: say.amount(figure) for name, figure in figures.items()}
    moved = [
        f"年中调{'增' if figures['adjustment'] > 0 else '减'}{say.amount(abs(figures['adjustment']))}",
        f"其他资金{said['other']}",
    ]
    added = [
        words for words, name in zip(moved, ("adjustment", "other"), strict=True) if figures[name]
    ]
    used = f"，其中使用上年结转资金{said['executed_prior']}" if figures["opening"] else ""
    back = f"，已交回{said['returned']}" if figures["returned"] else ""
    ages = (
        f"，其中当年资金{said['closing_current']}、以前年度资金{said['closing_prior']}"
        if figures["closing"]
        else ""
    )
    money = [f"上年结转资金{said['opening']}", f"当年财政拨款{said['appropriation']}", *added]
    return f"{'，'.join(money)}，全年执行{said['executed']}{used}{back}；年末结转（推算）{said['closing']}{ages}"


def carry_asked(facts: Facts) -> list[tuple[str, str]]:
    """What the roll-forward of each project gives cause to ask, with the project's name; of many
    those with most left first."""
    rows = facts.carry_over().merge(facts.ageing()[["key", "two_years", "unknown"]], on="key")
    if facts.many:
        rows = rows.sort_values("closing", ascending=False, kind="stable")
    return [
        (str(row["name"]), question)
        for row in rows.to_dict("records")
        for question in _carry_questions(row)
    ]


def _carry_questions(carry: Row) -> list[str]:
    """Old money unspent, new money not needed. Only what is two years old, or may be, is to be returned."""
    asked = []
    prior, spare = value(carry, "closing_prior"), value(carry, "over_appropriation")
    if prior > 0:
        left = f"以前年度结转资金至年末仍有{say.amount(prior)}未使用"
        rule = "疑似应收回（连续两年未用完的结转资金按结余资金管理），以对账为准"
        if value(carry, "unknown") > 0:
            asked.append(f"{left}，{rule}，请核实资金下达年度。")
        elif (old := value(carry, "two_years")) > 0:
            asked.append(f"{left}，其中满两年及以上{say.amount(old)}（推算），{rule}，请核实。")
        else:
            asked.append(f"{left}，均为满一年（推算），请说明原因和使用安排。")
    if spare > 0 and value(carry, "need") == 0 and value(carry, "executed_current") == 0:
        asked.append(
            f"上年结转资金已能满足当年支出，当年财政拨款{say.amount(spare)}未动用，请说明安排依据。"
        )
    return asked


def conclusion(project: ProjectFacts) -> str:
    """The report in one sentence: money, rate, score and grade."""
    score, scheme = project.score, project.of.scheme.name
    money = execution_sentence(project.money)
    start = f"{project.year}年度，{project.name}{money}"
    total, filed = value(score, "total"), value(score, "filed")
    if math.isnan(total):
        reason = "有指标未得出得分" if score else "未收到可复算的自评得分"
        return f"{start}{reason}，评价等级{TO_SUPPLY}。"
    result = f"按“{scheme}”复算得{say.points(total)}，评价等级为“{score['grade']}”"
    if math.isnan(filed):
        return f"{start}{result}；自评总分未填（{TO_SUPPLY}）。"
    same = total == filed
    compared = "与自评填报一致" if same else (
        f"自评填报{say.points(filed)}（“{score['filed_grade']}”），"
        f"相差{say.number(abs(value(score, 'difference')))}分，请核实"
    )  # fmt: skip
    return f"{start}{result}，{compared}。"


def brief(text: str, most: int = 40) -> str:
    """Filed words on one line, cut short where they are long."""
    line = " ".join(text.split()).rstrip("。；，")
    return line if len(line) <= most else line[:most] + "……"
