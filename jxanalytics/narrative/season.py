"""What chapters say of the year's work: filing, review, quality, rectification, decisions.

Each passage is empty for a year in which that work was not done here.
"""

from __future__ import annotations

import pandas as pd

from jxanalytics.model import say
from jxanalytics.model.vocabulary import RECTIFYING
from jxanalytics.narrative import grid
from jxanalytics.narrative.blocks import Heading, Inline, Passage, Table, paragraph, passage, ref
from jxanalytics.narrative.facts import LISTED, Facts
from jxanalytics.narrative.sentences import brief
from jxanalytics.narrative.year_tables import annexed
from jxanalytics.season.filing import UNFILED, coverage
from jxanalytics.season.ledger import STATES, summary
from jxanalytics.season.quality import PARTS, rules
from jxanalytics.season.review import outdated
from jxanalytics.season.sampling import CHANCE, RISK, UNIT

# States of a problem that is still to be mended.
_OPEN = RECTIFYING[:2]
# What stands for the unit of a problem of the year as a whole.
_WHOLE = "（整个年度）"
_HANDLED = "已改正：重新核对已不存在；已说明：答复已认可；未销号：答复未认可或再次退回后仍未改正。"
# Rows of long texts that the text lists; all of them stand in the 附表.
FEW = 5


def filing_sentence(facts: Facts) -> str:
    """应报, 已报 by number and money, and who has not filed; "" without a list of who must file."""
    table = facts.season.filing
    if table.empty:
        return ""
    row = coverage(table).to_dict("records")[0]
    told = (
        f"应报项目{row['listed']}个，已报{row['filed']}个，报送率{say.rate(row['rate'])}"
        f"（按金额{say.rate(row['amount_rate'])}）"
    )
    states = (("returned", "退回修改"), ("sealed", "定稿"), ("withdrawn", "另有撤销"))
    counts = [f"{words}{row[name]}个" for name, words in states if row[name]]
    told += f"；{'，'.join(counts)}" if counts else ""
    missing = list(table.loc[table["state"] == UNFILED, "name"])
    return f"{told}。" + (f"未报的有：{say.listed(missing)}。" if missing else "")


def filing(facts: Facts) -> Passage:
    """How complete the filing is, by unit."""
    told = filing_sentence(facts)
    if not told:
        return passage()
    units = coverage(facts.season.filing, "unit")
    shown = _most(units, units["unfiled"])
    table = _filing_table(facts, "overview", shown)
    rest = _rest("未报项目较多", shown, units)
    return passage(paragraph(told, "各单位见", ref(table.label), "。", *rest), table)


def _most(units: pd.DataFrame, by: pd.Series) -> pd.DataFrame:
    """The units that the text lists of many, in their order."""
    return units[by.rank(method="first", ascending=False, na_option="bottom") <= LISTED]


def _rest(what: str, shown: pd.DataFrame, units: pd.DataFrame) -> tuple[Inline, ...]:
    """Words for a table that lists some of the units."""
    if len(shown) == len(units):
        return ()
    return (f"列{what}的{len(shown)}个单位，全部{len(units)}个单位见", annexed("units"), "。")


def annexed_units(facts: Facts) -> Passage:
    """Filing, findings that went back, deviations and rectification of every unit; empty where nothing is known."""
    season = facts.season
    reviewed = len(season.sample) and len(season.deviation())
    return passage(
        _filing_table(facts, "annex", coverage(season.filing, "unit")) if len(season.filing) else None,
        _returned_table(facts, "annex", summary(season.returned, "unit")) if len(season.returned) else None,
        _unit_deviations(facts, "annex", season.deviation("unit")) if reviewed else None,
        _states(facts, season.last_rectification) if len(season.last_rectification) else None,
    )  # fmt: skip


def _filing_table(facts: Facts, chapter: str, units: pd.DataFrame) -> Table:
    rows = [
        [row["unit"], *(str(row[n]) for n in ("listed", "filed", "unfiled", "returned", "sealed")),
         grid.percent(row["rate"]), grid.percent(row["amount_rate"])]
        for row in units.to_dict("records")
    ]  # fmt: skip
    columns = [grid.text("实施单位", 2.4), *map(grid.figure, ("应报", "已报", "未报", "退回", "定稿"),
               [0.7] * 5), grid.figure("报送率", 1), grid.figure("金额报送率", 1.1)]  # fmt: skip
    return grid.table(f"tbl-{chapter}-filing", f"{facts.year}年度各单位报送情况", columns, rows, unit="个",
                      note="已报含退回修改和定稿的；撤销的项目不计入应报。")  # fmt: skip


def returned(facts: Facts) -> Passage:
    """What went back for correction and how it stands, by unit; empty where nothing did."""
    table = facts.season.returned
    if table.empty:
        return passage()
    back = facts.season.state["returns"]
    (total,) = summary(table).to_dict("records")
    shown = [state for state in STATES if total[state]]
    told = (
        f"退回修改{back['round'].max():.0f}轮，涉及{back['project_id'].nunique()}个项目、疑点{total['raised']}条，其中"
        + "、".join(f"{state}{total[state]}条" for state in shown)
    )
    if facts.many:
        return passage(paragraph(f"{told}。各单位见", annexed("units"), "。"))
    listed = _returned_table(facts, "findings", summary(table, "unit"))
    return passage(paragraph(f"{told}。各单位见", ref(listed.label), "。"), listed)


def _returned_table(facts: Facts, chapter: str, units: pd.DataFrame) -> Table:
    table = facts.season.returned
    (total,) = summary(table).to_dict("records")
    shown = [state for state in STATES if total[state]]
    count = table["unit_id"].nunique()
    whole = f"合计（全部{count}个单位）" if len(units) < count else "合计"
    rows = [[row["unit"], *(str(row[name]) for name in ("raised", *shown))]
            for row in [*units.to_dict("records"), {"unit": whole, **total}]]  # fmt: skip
    columns = [grid.text("实施单位", 2.4), *map(grid.figure, ("退回疑点", *shown))]
    return grid.table(f"tbl-{chapter}-returned", f"{facts.year}年度各单位退回疑点办理情况", columns, rows,
                      unit="条", note=_HANDLED, total=True)  # fmt: skip


def sample_sentence(facts: Facts) -> str:
    """How the sample was drawn and what it covers; "" without one."""
    season = facts.season
    if season.sample.empty:
        return ""
    covered, counts = season.covered, season.sample["how"].value_counts()
    kinds = "、".join(f"{how}{counts[how]}个" for how in (RISK, UNIT, CHANCE) if how in counts)
    seed = season.state["draws"].sort_values("draw")["seed"].iloc[-1]
    return (
        f"抽取{int(covered['sampled'])}个项目复核（{kinds}，抽样种子{seed}），"
        f"占项目数的{say.rate(covered['count_share'])}、全年预算数的{say.rate(covered['money_share'])}。"
    )


def deviations(facts: Facts) -> Passage:
    """Bands of deviation, then units and level-2 indicators; empty where no sheet was taken in."""
    season = facts.season
    if season.sample.empty or season.deviation().empty:
        return passage()
    bands = "、".join(
        f"“{row['band']}”{row['projects']}个"
        for row in season.bands.to_dict("records")
        if row["projects"]
    )
    every = season.deviation("unit")
    shown = _most(every, every["deviation_rate"].abs())
    units = _unit_deviations(facts, "evaluations", shown)
    told = paragraph(f"按偏差率分档：{bands}。{_outdated(facts)}各单位的偏差见", ref(units.label), "。",
                     *_rest("偏差较大", shown, every))  # fmt: skip
    levels = _level_deviations(facts, "evaluations")
    if levels is None:
        return passage(told, units)
    if facts.many:
        return passage(
            told,
            units,
            paragraph(_levels_sentence(facts), "各二级指标的偏差见", annexed("groups"), "。"),
        )
    return passage(told, units, paragraph("各二级指标的偏差见", ref(levels.label), "。"), levels)


def annexed_levels(facts: Facts) -> Table | None:
    """Deviations by level-2 indicator; None without a review by indicator."""
    reviewed = len(facts.season.sample) and len(facts.season.deviation())
    return _level_deviations(facts, "annex") if reviewed else None


def _level_deviations(facts: Facts, chapter: str) -> Table | None:
    levels = facts.season.deviation("level2")
    if levels.empty:  # reviewed as a whole, not indicator by indicator
        return None
    heads = [grid.text("二级指标", 2.4), grid.figure("指标", 0.9)]
    return _deviation_table(facts, f"{chapter}-level2", "各二级指标", heads, ["level2", "indicators"], levels)  # fmt: skip


def _levels_sentence(facts: Facts) -> str:
    """The level-2 indicators furthest apart; "" where none is."""
    levels = facts.season.deviation("level2")
    levels = levels[levels["deviation_rate"] > 0].sort_values(
        "deviation_rate", ascending=False, kind="stable"
    )
    named = "、".join(
        f"{row['level2']}{say.rate(row['deviation_rate'])}" for row in levels[:3].to_dict("records")
    )
    return f"偏差率较高的二级指标有{named}。" if named else ""


def _outdated(facts: Facts) -> str:
    """Whose form changed after its review; "" where none did."""
    later = [facts.names[project] for project in outdated(facts.season.state)]
    return f"复核后自评表又有改动、复核得分尚未重新核对的有：{say.listed(later)}。" if later else ""


def _unit_deviations(facts: Facts, chapter: str, units: pd.DataFrame) -> Table:
    heads = [grid.text("实施单位", 2.4), grid.figure("复核项目", 0.9)]
    names = ["unit_name", "projects"]
    return _deviation_table(facts, f"{chapter}-unit", "各单位", heads, names, units)


def _deviation_table(
    facts: Facts, label: str, title: str, heads: list[grid.Column], names: list[str], table: pd.DataFrame
) -> Table:  # fmt: skip
    rows = [
        [str(row[names[0]]), str(row[names[1]]),
         *(grid.points(row[n]) for n in ("self", "review", "difference")),
         grid.percent(row["deviation_rate"]), row["band"]]
        for row in table.to_dict("records")
    ]  # fmt: skip
    columns = [*heads, grid.figure("自评得分"), grid.figure("复核得分"), grid.figure("偏差", 0.9),
               grid.figure("偏差率", 1), grid.middle("档次", 1.1)]  # fmt: skip
    note = f"得分为合计数；偏差=自评得分−复核得分，偏差率=偏差÷{facts.season.settings.base}。"
    return grid.table(f"tbl-{label}", f"{facts.year}年度{title}自评与复核偏差", columns, rows,
                      unit="分", note=note)  # fmt: skip


def quality(facts: Facts) -> Passage:
    """The quality of the self-evaluations: the lowest ones, and the rules; empty without a review."""
    season = facts.season
    if season.sample.empty and season.filing.empty:
        return passage()
    table = season.quality.dropna(subset="quality").sort_values("quality", kind="stable")
    rows = [
        [row["unit_name"], row["name"], *(grid.points(row[part]) for part in PARTS),
         grid.points(row["quality"])]
        for row in table[:FEW].to_dict("records")
    ]  # fmt: skip
    columns = [grid.text("实施单位", 1.8), grid.text("项目名称", 2.2), *map(grid.figure, PARTS.values(), [0.8] * 4),
               grid.figure("自评质量", 1)]  # fmt: skip
    most = f"（较低的{FEW}个）" if len(table) > FEW else ""
    listed = grid.table("tbl-evaluations-quality", f"{facts.year}年度绩效自评质量{most}", columns, rows,
                        unit="分", note="“—”表示没有依据，不评；自评质量按已评各项折算为百分制，规则见“统计方法”。")  # fmt: skip
    return passage(
        Heading("自评质量", 2, "sec-evaluations-quality"),
        paragraph("自评本身的质量按及时、完整、规范、真实四项评定，见", ref(listed.label), "。"),
        listed,
    )


def quality_rules(facts: Facts) -> list[str]:
    """The rules by which the quality is judged; none without a review or a list of who must file."""
    season = facts.season
    if season.sample.empty and season.filing.empty:
        return []
    return [f"自评质量之{name}：{rule}。" for name, rule in rules(season.settings.quality)]


def last_year_sentence(facts: Facts) -> str:
    """What became of last year's problems; "" where last year kept no ledger."""
    table = facts.season.last_rectification
    if table.empty:
        return ""
    counts = table["state"].replace("", RECTIFYING[0]).value_counts()
    states = "、".join(f"{state}{counts[state]}项" for state in RECTIFYING if counts.get(state))
    open_ = table[table["state"].isin(["", *_OPEN])]
    units = open_.loc[open_["unit"] != "", "unit"].value_counts()
    named = "、".join(f"{unit}{count}项" for unit, count in units[:3].items())
    return f"上年问题{len(table)}项，{states}。" + (f"未办结较多的单位有{named}。" if named else "")


def rectification(facts: Facts) -> Passage:
    """Last year's problems by state and unit, those still open, and how many were raised this year."""
    season = facts.season
    if season.last_rectification.empty and season.rectification.empty:
        return passage()
    last, table = season.last_rectification, season.rectification
    raised = int((table["raised"] == facts.year).sum())
    told = last_year_sentence(facts) + (
        f"本年度台账列入{facts.year}年度问题{raised}项，全部事项见附表。" if len(table) else ""
    )
    listed = _open_table(last) if len(last) else None
    return passage(
        Heading("问题整改", 2, "sec-application-rectification"),
        paragraph(told, *(("各单位情况见", annexed("units"), "。") if len(last) else ())),
        listed,
    )


def _states(facts: Facts, last: pd.DataFrame) -> Table:
    known = last.assign(state=last["state"].replace("", RECTIFYING[0]))
    counts = pd.crosstab(known["unit"], known["state"]).reindex(columns=RECTIFYING, fill_value=0)
    order = {name: place for place, name in enumerate(facts.execution("unit")["name"])}
    counts = counts.loc[sorted(counts.index, key=lambda unit: order.get(unit, len(order)))]
    rows = [[str(unit) or _WHOLE, str(sum(row)), *map(str, row)]
            for unit, row in zip(counts.index, counts.to_numpy().tolist(), strict=True)]  # fmt: skip
    sums = counts.sum().tolist()
    rows.append(["合计", str(sum(sums)), *map(str, sums)])
    columns = [
        grid.text("责任单位", 2.4),
        grid.figure("问题", 0.8),
        *map(grid.figure, RECTIFYING, [0.9] * 4),
    ]
    return grid.table("tbl-annex-states", f"上年（{facts.year - 1}年度及以前）问题整改情况", columns,
                      rows, unit="项", total=True)  # fmt: skip


def _open_table(last: pd.DataFrame) -> Table | None:
    open_ = last[last["state"].isin(["", *_OPEN])]
    if open_.empty:
        return None
    most = f"（前{FEW}项）" if len(open_) > FEW else ""
    rows = [
        [row["unit"] or "—", row["project"] or "—", brief(row["problem"], 80), row["term"] or "—",
         row["state"] or RECTIFYING[0]]
        for row in open_[:FEW].to_dict("records")
    ]  # fmt: skip
    columns = [grid.text("责任单位", 1.8), grid.text("项目名称", 1.8), grid.text("问题", 4),
               grid.middle("期限", 1.2), grid.middle("状态", 0.9)]  # fmt: skip
    return grid.table("tbl-application-open", f"上年未办结的整改事项{most}", columns, rows, merge=2)


def _ledger_table(label: str, caption: str, table: pd.DataFrame) -> Table:
    rows = [
        [row["unit"] or "—", row["project"] or "—", row["problem"], row["measure"] or "—",
         row["term"] or "—", row["state"] or RECTIFYING[0]]
        for row in table.to_dict("records")
    ]  # fmt: skip
    columns = [grid.text("责任单位", 1.6), grid.text("项目名称", 1.6), grid.text("问题", 3.2),
               grid.text("整改措施", 2.2), grid.middle("期限", 1.3), grid.middle("状态", 0.9)]  # fmt: skip
    return grid.table(label, caption, columns, rows, merge=2)


def annex(facts: Facts) -> Passage:
    """Every decision and the whole ledger of rectification as an annex; empty without them."""
    table, decided_on = facts.season.rectification, _decided_on(facts)
    return passage(
        _decision_table(facts, "annex", decided_on) if len(decided_on) > LISTED else None,
        *(
            (Heading("整改台账", 2, "sec-annex-ledger"),
             _ledger_table("tbl-annex-ledger", f"{facts.year}年度整改台账", table))
            if len(table) else ()
        ),
    )  # fmt: skip


def decided(facts: Facts) -> str:
    """支持3个（…万元）、压减2个 …: what was decided for next year's budget; "" as long as nothing is."""
    return "、".join(
        f"{row['decision']}{row['projects']}个"
        + ("" if pd.isna(row["decided"]) else f"（{say.amount(row['decided'])}）")
        for row in facts.season.decisions.to_dict("records")
    )


def decision_sentence(facts: Facts) -> str:
    """The decisions in a sentence; "" as long as there are none."""
    told = decided(facts)
    return f"经研究决定：{told}。" if told else ""


def decisions(facts: Facts) -> Passage:
    """The projects decided on, with decision, amount and its grounds; of many those with most money."""
    told = decision_sentence(facts)
    if not told:
        return passage()
    table = _decided_on(facts)
    if len(table) <= LISTED:
        listed = _decision_table(facts, "application", table)
        return passage(paragraph(told, "逐项见", ref(listed.label), "。"), listed)
    most = table.sort_values("decided", ascending=False, kind="stable")[:FEW].dropna(
        subset="decided"
    )
    shown = table[table.index.isin(most.index)]
    everything = ("逐项见", annexed("next-year"), "。")
    if shown.empty:
        return passage(paragraph(told, *everything))
    listed = _decision_table(facts, "application", shown, f"（金额较大的{len(shown)}个）")
    return passage(
        paragraph(told, "决定金额较大的见", ref(listed.label), "，", *everything), listed
    )


def _decided_on(facts: Facts) -> pd.DataFrame:
    table = facts.season.proposals
    return table[table["decision"] != ""]


def _decision_table(facts: Facts, chapter: str, table: pd.DataFrame, most: str = "") -> Table:
    rows = [
        [row["unit_name"], row["name"], row["suggestion"] or "—", row["decision"],
         grid.money(row["decided"]), row["note"] or "—"]
        for row in table.to_dict("records")
    ]  # fmt: skip
    columns = [grid.text("实施单位", 1.8), grid.text("项目名称", 2.2), grid.middle("建议", 1.3),
               grid.middle("决定", 0.8), grid.figure("决定金额", 1.1), grid.text("决定说明", 2)]  # fmt: skip
    return grid.table(f"tbl-{chapter}-decisions", f"{facts.year + 1}年度预算安排决定{most}", columns, rows,
                      unit="万元", merge=1)  # fmt: skip
