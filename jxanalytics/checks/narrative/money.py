"""Amounts and execution rates in the text against the money of the tables."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from jxanalytics.checks.evidence import Evidence
from jxanalytics.checks.finding import Raised, Severity, Spot
from jxanalytics.checks.prose import Mention, Sentence, Sort
from jxanalytics.checks.quotes import spot_of
from jxanalytics.checks.registry import check
from jxanalytics.model import exact, say
from jxanalytics.model.precedence import used_funding
from jxanalytics.statistics import project_money

# What leads to an amount, and the figure of the tables it must be; the first that fits counts.
_SAID = (
    ("年初预算(?:安排)?", "total_initial"),
    ("(?:当年|本年)财政拨款|(?:当年|本年)拨款|(?:当年|本年)预算(?:安排)?", "current_annual"),
    ("上年结转|上年结余|以前年度结转", "carry_over_annual"),
    ("其他资金", "other_annual"),
    ("年末未执行|年末未支出|未执行|年末结转(?:结余)?|结转结余|结转下年", "unexecuted"),
    ("全年预算|年度预算|预算总额|年度资金总额|项目总金额|资金总额|预算安排|全年安排", "total_annual"),
    ("全年执行|实际支出|实际执行|全年支出|累计支出|预算执行|执行数|实际使用|年末决算|决算", "total_executed"),
)  # fmt: skip
_LINK = "(?:数|资金|经费|金额|总额|共计|合计|共|为|是|达到|达|约|了|：|:|余额|\\s)*"
_LEADS = tuple((re.compile(rf"(?:{words}){_LINK}$"), figure) for words, figure in _SAID)
_LABELS = {
    "total_initial": "年初预算数", "current_annual": "当年财政拨款", "carry_over_annual": "上年结转资金",
    "other_annual": "其他资金", "unexecuted": "年末未执行数", "total_annual": "全年预算数", "total_executed": "全年执行数",
}  # fmt: skip
# Before the label only words that do not narrow it down may stand: not 设备购置预算安排.
_NEUTRAL = re.compile(
    "其中|包括|本项目|该项目|项目|资金|经费|专项|财政|市级|市|县|区|省级|本级|我办|我局|我单位|单位|年度|全年|本年|当年|年末|年|"
    "截至|截止|末|底|共|累计|已|批复|下达|总|的|投入|月|日|元|\\d|\\s|年内|至|到|实际|使用"
)
_FIGURES = ["project_id", *_LABELS, "rate"]
_GRANTED = re.compile(rf"(?:下拨|拨付到位|到位|拨付){_LINK}$")
_RATE = re.compile(
    "(?:预算|资金|经费)?(?:总)?(?:执行率|使用率|支出率|支出进度|执行进度)(?:为|达到|达|是|：|:|约|仅|只有|\\s)*$"
)
_RATE_WORDS = re.compile("率|进度")
_OTHER_RATE = re.compile(
    "当年|本年|结转|序时|三公|上年|去年|季度|半年|月末|\\d月|人员|公用|目标|指标值|要求|预期|应"
)
_RULE_AFTER = re.compile("^(?:以上|以下|的?得|得?满分|扣)")


@dataclass(frozen=True)
class Claim:
    """An amount of a text, and the figure of the tables that its words name."""

    figure: str
    mention: Mention
    sentence: Sentence


@check(
    "JX701",
    title="把结转资金说成本年预算",
    rule="正文所称本年（当年）预算、当年下拨的金额，不应把上年结转资金计算在内。",
    severity=Severity.WARNING,
)
def carry_over_as_budget(evidence: Evidence) -> Iterator[Raised]:
    """Where part of the money is carry-over, a text must not call the whole this year's budget."""
    for project, claims in _mixed(evidence).items():
        money = evidence.once(_money)[project]
        written = "、".join(dict.fromkeys(claim.mention.text for claim in claims))
        yield Raised(
            project,
            f"正文称本年预算（或当年下拨）{written}，其中{say.amount(money['carry_over_annual'])}为上年结转资金，"
            f"当年财政拨款为{say.amount(money['current_annual'])}，请按资金来源分别表述。",
            (*(spot_of(c.sentence, c.mention) for c in claims), *_cells(evidence, project, ("current", "carry_over"), "annual")),
            expected=f"当年财政拨款{say.amount(money['current_annual'])}",
            basis=f"全年预算数{say.amount(money['total_annual'])}－上年结转资金{say.amount(money['carry_over_annual'])}",
        )  # fmt: skip


@check(
    "JX702",
    title="正文金额与表中金额不符",
    rule="正文写明的全年预算数、全年执行数、各资金来源和年末未执行数，应与资金表一致。",
    severity=Severity.ERROR,
)
def amounts(evidence: Evidence) -> Iterator[Raised]:
    """An amount whose words name a figure of the tables is that figure, at the decimals written."""
    for (project, figure), claims in evidence.once(_wrong).items():
        filed = _filed(evidence, project, figure)
        written = "、".join(dict.fromkeys(claim.mention.text for claim in claims))
        source, _, quantity = figure.rpartition("_")
        yield Raised(
            project,
            f"正文所写{_LABELS[figure]}为{written}，表中为{say.amount(filed)}，请核实后统一。",
            (*(spot_of(c.sentence, c.mention) for c in claims), *_cells(evidence, project, (source,), quantity)),
            expected=say.amount(filed),
            basis=f"资金表所填{_LABELS[figure]}" if source else "全年预算数－全年执行数",
            key=_LABELS[figure],
        )  # fmt: skip


@check(
    "JX703",
    title="正文执行率与计算结果不符",
    rule="正文写明的预算执行率应等于全年执行数÷全年预算数，按所写小数位数比较，两位小数时允许相差{tolerance}个百分点。",
    severity=Severity.ERROR,
)
def rates(evidence: Evidence, *, tolerance: float = 0.015) -> Iterator[Raised]:
    """A rate of execution in the text is executed ÷ annual budget of the project."""
    for project, prose in evidence.texts("report", "self_evaluation"):
        money = evidence.once(_money).get(project)
        if money is None:
            continue
        rate = money["rate"]
        if math.isnan(rate) or not _RATE_WORDS.search(evidence.year.texts[prose.document_id]):
            continue
        wrong = [
            (sentence, mention)
            for sentence in prose.sentences
            if _RATE_WORDS.search(sentence.text) or "执行率" in sentence.passage.label
            for mention in sentence.mentions
            if _is_rate(sentence, mention, evidence.year.year)
            and not _near(mention, rate, tolerance)
        ]
        if wrong:
            written = "、".join(dict.fromkeys(mention.text for _, mention in wrong))
            yield Raised(
                project,
                f"{evidence.short(prose.document_id)}正文称执行率为{written}，按全年执行数÷全年预算数为{say.rate(rate)}，"
                "请核实；如另有计算口径，请写明。",
                tuple(spot_of(*where) for where in wrong),
                expected=say.rate(rate),
                basis=f"{say.amount(money['total_executed'])}÷{say.amount(money['total_annual'])}",
                key=evidence.kinds[prose.document_id],
            )


def _claims(evidence: Evidence) -> list[tuple[str, Claim]]:
    """Every amount in reports and self-evaluations whose words name a figure of the tables."""
    return [
        (project, claim)
        for project, prose in evidence.texts("report", "self_evaluation")
        if project in evidence.once(_money)
        for sentence in prose.sentences
        if "元" in sentence.text
        for claim in _of_sentence(sentence, evidence.names[project], evidence.year.year)
    ]


def _of_sentence(sentence: Sentence, project: str, year: int) -> Iterator[Claim]:
    for mention in sentence.mentions:
        if mention.sort is not Sort.AMOUNT or not mention.exact:
            continue
        figure, narrowed = _figure(mention.before.replace(project, ""))
        if narrowed:
            # 设备购置预算安排12万元，实际支出11.5万元: what follows is of that part as well.
            return
        if figure and all(day.year in (None, year) for day in sentence.days):
            yield Claim(figure, mention, sentence)


def _figure(before: str) -> tuple[str, bool]:
    """The figure that the words before an amount name ("" for none), and whether only a part of it."""
    if _GRANTED.search(before):
        return "granted", False
    for lead, figure in _LEADS:
        if match := lead.search(before):
            return figure, bool(_NEUTRAL.sub("", before[: match.start()]))
    return "", False


def _wrong(evidence: Evidence) -> dict[tuple[str, str], list[Claim]]:
    """By project and figure, the amounts that are not the figure their words name."""
    mixed = {id(c.mention) for claims in _mixed(evidence).values() for c in claims}
    found: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for project, claim in evidence.once(_claims):
        filed = _filed(evidence, project, claim.figure)
        known = not math.isnan(filed) and id(claim.mention) not in mixed
        if known and not _is(claim.mention, filed):
            found[project, claim.figure].append(claim)
    return found


def questioned(evidence: Evidence) -> set[tuple[str, str]]:
    """Document and place of the paragraphs whose amounts are already asked about."""
    claims = [
        c
        for found in (evidence.once(_wrong), _mixed(evidence))
        for cs in found.values()
        for c in cs
    ]
    return {(c.sentence.passage.document_id, str(c.sentence.passage.place)) for c in claims}


def _mixed(evidence: Evidence) -> dict[str, list[Claim]]:
    """By project, the amounts called this year's that are the whole with its carry-over."""
    return evidence.once(_find_mixed)


def _find_mixed(evidence: Evidence) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for project, claim in evidence.once(_claims):
        if claim.figure not in ("current_annual", "granted"):
            continue
        money = evidence.once(_money)[project]
        whole, current, carried = (money[f"{s}_annual"] for s in ("total", "current", "carry_over"))
        if carried > 0 and current < whole and _is(claim.mention, whole):
            found[project].append(claim)
    return found


def _money(evidence: Evidence) -> dict[str, dict[str, float]]:
    """The money as filed, as plain rows by project, with the rate (percent) and what is unexecuted."""
    money = project_money(evidence.as_filed)
    annual, executed = money["total_annual"], money["total_executed"]
    money = money.assign(
        rate=exact.percent(executed, annual), unexecuted=exact.minus(annual, executed)
    )
    return {str(row["project_id"]): row for row in money[_FIGURES].to_dict("records")}


def _filed(evidence: Evidence, project: str, figure: str) -> float:
    return math.nan if figure == "granted" else float(evidence.once(_money)[project][figure])


def _is(mention: Mention, filed: float) -> bool:
    """Whether an amount is the filed one at the decimals it is written with."""
    assert mention.wan is not None
    unit = mention.number and mention.wan / mention.number
    step = Decimal(1).scaleb(-mention.places) * (unit or 1)
    return abs(mention.wan - Decimal(str(filed))) <= step / 2


def _is_rate(sentence: Sentence, mention: Mention, year: int) -> bool:
    """Whether a percentage states the project's rate of execution for the year."""
    if mention.sort is not Sort.PERCENT or not mention.exact or mention.value.unit != "%":
        return False
    if _RULE_AFTER.match(mention.after) or _OTHER_RATE.search(mention.before):
        return False
    said = [day.year for day in sentence.days if day.year and day.start < mention.start]
    if said and said[-1] != year:
        return False
    if "执行率" in sentence.passage.label and mention.before.startswith("实际完成值"):
        return True
    return _RATE.search(mention.before) is not None


def _near(mention: Mention, rate: float, tolerance: float) -> bool:
    if mention.places >= 2:
        return abs(mention.number - Decimal(str(rate))) <= Decimal(str(tolerance))
    return abs(mention.number - Decimal(str(rate))) <= Decimal("0.5").scaleb(-mention.places)


def _cells(
    evidence: Evidence, project: str, sources: tuple[str, ...], quantity: str
) -> Iterator[Spot]:
    """Where the tables state a quantity of these sources, in the document that is used."""
    used = evidence.once(_used)
    for source in sources:
        row = used.get((project, source))
        if row and row.get(f"{quantity}_document"):
            document = row[f"{quantity}_document"]
            raw = evidence.once(_raw).get((document, project, source, quantity), "")
            yield Spot(document, row[f"{quantity}_place"], raw)


def _used(evidence: Evidence) -> dict[tuple[str, str], dict[str, str]]:
    rows = used_funding(evidence.as_filed).to_dict("records")
    return {(row["project_id"], row["source"]): row for row in rows}


def _raw(evidence: Evidence) -> dict[tuple[str, str, str, str], str]:
    return {
        (row["document_id"], row["project_id"], row["source"], quantity): row[f"{quantity}_raw"]
        for row in evidence.funding.to_dict("records")
        for quantity in ("initial", "annual", "executed")
    }
