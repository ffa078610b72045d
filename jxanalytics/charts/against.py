"""One figure against another: self against department or review score, money and score, readings of rules, years."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence

import pandas as pd

from jxanalytics.charts import look
from jxanalytics.charts.bars import Bar, Mark, Plan, bar_chart
from jxanalytics.charts.figure import Caption, Chart, drawn
from jxanalytics.charts.grades import LINES
from jxanalytics.charts.words import (
    SOURCE,
    figure,
    fitting,
    left_out,
    name_of,
    sentence,
    signed,
    titled,
)
from jxanalytics.model import exact, say
from jxanalytics.model.vocabulary import EVALUATIONS
from jxanalytics.statistics import labelled

_FIRST = look.Fill(look.BLUE)
# Drawn as a ring, so that the two dots differ without colour.
_SECOND = look.Fill(look.BRICK, look.HATCHED)


@drawn
def self_against_department(
    table: pd.DataFrame,
    size: str = "page",
    year: int | None = None,
    source: str = SOURCE,
    heading: bool = False,
    other: str = "department",
) -> Chart:
    """Self score (disc) and department or review score (ring) of each project that has both.

    ``table``: `statistics.self_against`, filtered or not; ``other``: department or review. When
    there are more than fit, those with the largest differences are chosen, in print order.
    """
    chosen = look.size_of(size)
    gap = f"{other}_difference"
    both = table[table[gap].notna()]
    widest = both.loc[both[gap].abs().sort_values(ascending=False, kind="stable").index]
    rows = both[both.index.isin(widest.index[: fitting(widest["name"], chosen)])]
    bars = [
        Bar(
            str(row["name"]),
            dots=[(figure(row, "self"), _FIRST), (figure(row, other), _SECOND)],
            value=_pair(row, other, gap, brief=size == "phone"),
        )
        for row in rows.to_dict("records")
    ]
    label = EVALUATIONS[other]
    title = titled(f"自评得分与{label}对照", year)
    left_out = len(both) - len(rows)
    note = f"共{len(both)}个项目两种得分齐全，图中为相差最大的{len(rows)}个。" if left_out else ""
    note += "数字为自评得分高出的分数" if size == "phone" else ""
    plan = Plan(bars, _lines(rows[["self", other]]), [("自评得分", _FIRST), (label, _SECOND)],
                note=note, base=_base(rows[["self", other]]), most=100.0)  # fmt: skip
    name = f"self-against-{other}"
    alt = _gaps_alt(title, both, gap, label)
    data = labelled(table[["name", "unit_name", "self", other, gap]], name="项目名称")
    return bar_chart(Caption(name, title, source, alt, data), plan, chosen, heading)


def _pair(row: Mapping[Hashable, object], other: str, gap: str, brief: bool) -> str:
    """Both scores, or on a narrow picture only by how much the self score is higher."""
    if brief:
        return signed(figure(row, gap), say.number)
    return f"{say.points(figure(row, 'self'))}→{say.points(figure(row, other))}"


def _base(scores: pd.DataFrame) -> float:
    """Where the axis begins: the ten below the lowest score, 0 without one."""
    lowest = scores.min().min() if len(scores) else math.nan
    return 0.0 if math.isnan(lowest) else max(math.floor(lowest / 10 - 0.1) * 10.0, 0.0)


def _lines(scores: pd.DataFrame) -> list[Mark]:
    base = _base(scores)
    return [Mark(at, f"{at:g}") for at, _ in LINES if at >= base]


def _gaps_alt(title: str, both: pd.DataFrame, gap: str, label: str) -> str:
    if not len(both):
        return f"{title}：无可用数据。"
    higher, lower = int((both[gap] > 0).sum()), int((both[gap] < 0).sum())
    ordered = both.loc[both[gap].abs().sort_values(ascending=False, kind="stable").index]
    said = [
        f"{name_of(name)}相差{say.points(value)}"
        for name, value in zip(ordered["name"], ordered[gap], strict=True)
    ]
    return (
        f"对照图，{title}，共{len(both)}个项目：自评高于{label}的{higher}个，低于的{lower}个，"
        f"相同的{len(both) - higher - lower}个。{sentence(said)}（正数为自评较高）。"
    )


@drawn
def grade_sensitivity(
    table: pd.DataFrame,
    size: str = "page",
    year: int | None = None,
    source: str = SOURCE,
    heading: bool = False,
) -> Chart:
    """One project's total and grade under each reading of its rules, against the lines of the grades.

    ``table``: rows of `scoring.sensitivity` of one project. An internal working paper
    （口径差异测算）, never part of a public edition. Readings that rest on a misprint are marked.
    """
    chosen = look.size_of(size)
    rows = table.to_dict("records")
    if len(rows) > chosen.rows:
        # Pairs say least: each is the sum of two readings that stand alone.
        rows = [row for row in rows if row["kind"] != "两项"][: chosen.rows]
    bars = [
        Bar(
            f"{row['scenario']}{'※' if row['misprint'] else ''}",
            [] if math.isnan(figure(row, "total")) else [
                (figure(row, "total"), look.GRADE_FILLS[str(row["grade"]) or "未评"])
            ],
            f"{say.points(figure(row, 'total'))} {row['grade']}".strip(),
        )
        for row in rows
    ]  # fmt: skip
    title = titled("口径差异测算", year)
    said = [f"{name_of(bar.label)}{bar.value}" for bar in bars]
    alt = f"条形图，{title}：{sentence(said, len(said))}。" if said else f"{title}：无可用数据。"
    data = pd.DataFrame(
        {
            "口径": table["scenario"],
            "变动": ["；".join(items) for items in table["ingredients"]],
            "得分（分）": table["total"],
            "评价等级": table["grade"],
        }
    )
    marked = "※依据疑似笔误的规则文字；" if any(row["misprint"] for row in rows) else ""
    more = f"另有{len(table) - len(rows)}种组合见附表；" if len(rows) < len(table) else ""
    plan = Plan(bars, [Mark(at, f"{at:g}") for at, _ in LINES], most=100.0,
                note=f"{marked}{more}仅供内部研究评分口径，不对外公开")  # fmt: skip
    caption = Caption("grade-sensitivity", title, source, alt, data)
    return bar_chart(caption, plan, chosen, heading)


@drawn
def year_on_year(
    table: pd.DataFrame,
    size: str = "page",
    year: int | None = None,
    source: str = SOURCE,
    heading: bool = False,
) -> Chart:
    """Execution rate of last year (ring) and this year (disc), a row a project or unit.

    ``table``: `statistics.year_on_year`, filtered or not; rows with both rates are drawn in the
    table's order, when there are more than fit those that changed most.
    """
    chosen = look.size_of(size)
    both = table[table["rate_change"].notna()]
    most = both["rate_change"].abs().sort_values(ascending=False, kind="stable").index
    rows = both[both.index.isin(most[: fitting(both["name"].loc[most], chosen)])]
    bars = [
        Bar(
            str(row["name"]),
            dots=[(figure(row, "rate_before"), _SECOND), (figure(row, "rate"), _FIRST)],
            value=_rates(row, brief=size == "phone"),
        )
        for row in rows.to_dict("records")
    ]
    title = titled("预算执行率与上年比较", year)
    note = f"图中为变动最大的{len(rows)}个，共{len(both)}个" if len(rows) < len(both) else ""
    plan = Plan(bars, [Mark(at, f"{at:g}%", quiet=True) for at in (0.0, 50.0, 100.0)],
                [("上年执行率", _SECOND), ("本年执行率", _FIRST)], note=note, most=100.0,
                unit="差额：个百分点")  # fmt: skip
    ordered = both.loc[most]
    said = [f"{name_of(n)}{_points_of_percent(c)}个百分点"
            for n, c in zip(ordered["name"], ordered["rate_change"], strict=True)]  # fmt: skip
    up = int((both["rate_change"] > 0).sum())
    down = int((both["rate_change"] < 0).sum())
    alt = f"对照图，{title}：上升{up}个，下降{down}个，持平{len(both) - up - down}个。{sentence(said)}。"
    columns = ["name", "rate_before", "rate", "rate_change"]
    caption = Caption("year-on-year", title, source,
                      alt if said else f"{title}：无可用数据。", labelled(table[columns]))  # fmt: skip
    return bar_chart(caption, plan, chosen, heading)


def _rates(row: Mapping[Hashable, object], brief: bool) -> str:
    """Both rates and the change, or on a narrow picture the change alone."""
    change = _points_of_percent(figure(row, "rate_change"))
    if brief:
        return change
    return f"{say.rate(figure(row, 'rate_before'))}→{say.rate(figure(row, 'rate'))}（{change}）"


def _points_of_percent(change: float) -> str:
    return signed(change, lambda value: exact.plain(value, 2))


@drawn
def findings_by_kind(
    labels: Sequence[str],
    counts: Sequence[int],
    size: str = "page",
    year: int | None = None,
    source: str = SOURCE,
    heading: bool = False,
) -> Chart:
    """How many findings there are of each kind, the commonest first; ``labels`` and ``counts`` in pairs.

    Of more kinds than fit the note says what the others come to.
    """
    chosen = look.size_of(size)
    pairs = sorted(zip(labels, counts, strict=True), key=lambda pair: -pair[1])
    shown = pairs if len(pairs) <= chosen.rows else pairs[: chosen.rows - 1]
    rest = pairs[len(shown) :]
    bars = [Bar(label, [(count, _FIRST)], f"{count}条") for label, count in shown]
    most = max((count for _, count in rest), default=0)
    note = left_out(len(rest), "类", f"{sum(count for _, count in rest)}条", f"{most}条")
    title = titled("常见疑点", year)
    said = [f"{name_of(label)}{count}条" for label, count in pairs]
    alt = (
        f"条形图，{title}，共{sum(counts)}条：{sentence(said)}。"
        if said
        else f"{title}：无可用数据。"
    )
    data = pd.DataFrame(pairs, columns=["疑点种类", "数量（条）"])
    return bar_chart(
        Caption("findings-by-kind", title, source, alt, data),
        Plan(bars, note=note),
        chosen,
        heading,
    )
