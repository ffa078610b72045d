"""Targets and actuals that a text recites, against the table of indicators."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from jxanalytics.checks.evidence import Evidence, Row, spot
from jxanalytics.checks.finding import Raised, Severity, Spot
from jxanalytics.checks.narrative.analysis import copied_in
from jxanalytics.checks.narrative.told import Indicator, reports
from jxanalytics.checks.prose import Passage, Sort
from jxanalytics.checks.quotes import measure, same_measure, spot_at, spot_of
from jxanalytics.checks.registry import check
from jxanalytics.model.values import compact, parse_value
from jxanalytics.model.vocabulary import DOCUMENT_SHORT

_RECITED = re.compile("(年度指标值|实际完成值)为([^，。；]+)")
_SAID = re.compile("(?:为|共计|共|达到|达|完成|[（(])([^，。；、（）()]{1,20})")
_GOAL, _RESULT = re.compile("目标"), re.compile("完成情况|实现情况")
# A shorter name may be an everyday word.
_SHORTEST_NAME = 4
LABELS = {"target": "年度指标值", "actual": "实际完成值"}
_COLUMNS = ["project_id", "document_id", "indicator_id", "name"] + [
    f"{quantity}{part}" for quantity in LABELS for part in ("", "_unit", "_raw", "_place")
]
# Quantity, what the text says, where.
Wrong = tuple[str, str, Spot]


@check(
    "JX721",
    title="正文完成值或目标值与表不符",
    rule="正文写明的年度指标值、实际完成值，应与指标表一致；指标分析中同一计量单位的数量应与表中所填相符。",
    severity=Severity.ERROR,
)
def values(evidence: Evidence) -> Iterator[Raised]:
    """The target and the actual that a text recites are those of the table."""
    found: dict[tuple[str, str, str, str], tuple[Row, dict[Spot, str]]] = {}
    for project, row, (quantity, said, where) in _differences(evidence):
        key = (project, row["indicator_id"], quantity, evidence.kinds[where.document_id])
        found.setdefault(key, (row, {}))[1][where] = said
    for (project, indicator, quantity, kind), (row, places) in found.items():
        filed, written = (
            str(row[f"{quantity}_raw"]).strip(),
            "、".join(dict.fromkeys(places.values())),
        )
        yield Raised(
            project,
            f"{DOCUMENT_SHORT[kind]}正文中“{row['name']}”的{LABELS[quantity]}为{written}，指标表为{filed}，请核实后统一。",
            (*places, spot(row, quantity)),
            expected=filed,
            basis=f"指标表所填{LABELS[quantity]}",
            key=f"{indicator}-{quantity}-{kind}",
        )


def _differences(evidence: Evidence) -> Iterator[tuple[str, Row, Wrong]]:
    """Project, indicator and what a text says of it, where that is not what the table says."""
    for told in reports(evidence):
        for indicator in told.indicators:
            for passage in told.passages_of(indicator):
                # Its own check compares the rate of execution; a copied paragraph is one finding.
                if indicator.role == "indicator" and not copied_in(evidence, passage):
                    wrong = [*_recited(indicator, passage)] or [*_counted(indicator, passage)]
                    yield from ((told.project_id, indicator.row, one) for one in wrong)
    rows = evidence.once(_rows)
    for project, prose in evidence.texts("report", "self_evaluation"):
        text = evidence.year.texts[prose.document_id]
        named = [row for row in rows.get(project, ()) if row["name"] in text]
        for passage in prose.passages if named else ():
            for row in named:
                yield from ((project, row, one) for one in _named(row, passage, named))


def _recited(indicator: Indicator, passage: Passage) -> Iterator[Wrong]:
    """Values after the fixed words 年度指标值为 and 实际完成值为."""
    for match in _RECITED.finditer(passage.text):
        quantity = "target" if match[1] == LABELS["target"] else "actual"
        filed, said = str(indicator.row[f"{quantity}_raw"]), match[2]
        if filed and compact(filed) != compact(said) and not _equal(filed, said):
            yield quantity, said, spot_at(passage, match[0])


def _equal(one: str, other: str) -> bool:
    a, b = parse_value(one), parse_value(other)
    same_unit = same_measure(a.unit) == same_measure(b.unit) or not a.unit or not b.unit
    return a.number is not None and a.number == b.number and same_unit


def _counted(indicator: Indicator, passage: Passage) -> Iterator[Wrong]:
    """Exact counts in the actual's unit, none of which is the target or the actual of the table."""
    row = indicator.row
    unit = same_measure(str(row["actual_unit"]))
    if math.isnan(row["actual"]) or unit in ("", "%", "日期"):
        return
    told = [
        (m.counted, spot_of(s, m), m.text)
        for s in passage.sentences
        for m in s.mentions
        if m.sort is Sort.COUNT and measure(m) == unit and m.exact
    ]
    known = {Decimal(str(row[q])) for q in LABELS if not math.isnan(row[q])}
    if told and not known & {value for value, _, _ in told}:
        yield "actual", told[0][2], told[0][1]


def _named(row: Row, passage: Passage, named: list[Row]) -> list[Wrong]:
    """Values said right after the indicator's name: 培训人次为750人次, 培训人次（≥700人次）."""
    found: list[Wrong] = []
    name, start = row["name"], passage.text.find(row["name"])
    longer = [other["name"] for other in named if name in other["name"] and other["name"] != name]
    while start >= 0:
        end = start + len(name)
        match = _SAID.match(passage.text, end)
        if match and not _within(passage.text, start, longer):
            # In brackets the target may stand beside what was done.
            beside = ("target",) if match[0][0] in "（(" else ()
            quantities = dict.fromkeys((*_meant(passage), *beside))
            said = match[1].strip()
            if all(_differs(row, quantity, said) for quantity in quantities):
                found.append(
                    (
                        next(iter(quantities)),
                        said,
                        spot_at(passage, passage.text[start : match.end()]),
                    )
                )
        start = passage.text.find(name, end)
    return found


def _within(text: str, start: int, longer: list[str]) -> bool:
    """Whether the name at ``start`` is a piece of another indicator's longer name."""
    return any(
        at <= start < at + len(name)
        for name in longer
        for at in (match.start() for match in re.finditer(re.escape(name), text))
    )


def _meant(passage: Passage) -> tuple[str, ...]:
    """Under goals a value is the target, under results the actual, elsewhere it may be either."""
    heading = passage.place.heading
    if _RESULT.search(heading):
        return ("actual",)
    return ("target",) if _GOAL.search(heading) else ("actual", "target")


def _differs(row: Row, quantity: str, said: str) -> bool:
    """Whether a number is said that is not the table's, in the table's unit."""
    value, filed = parse_value(said), row[quantity]
    unit = str(row[f"{quantity}_unit"])
    if value.number is None or math.isnan(filed) or same_measure(value.unit) != same_measure(unit):
        return False
    return value.number != Decimal(str(filed))


def _rows(evidence: Evidence) -> dict[str, list[Row]]:
    """The indicators of every project whose names are more than an everyday word."""
    rows = evidence.used_indicators
    rows = rows[(rows["role"] == "indicator") & (rows["name"].str.len() >= _SHORTEST_NAME)]
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows[_COLUMNS].to_dict("records"):
        found[row["project_id"]].append(row)
    return found
