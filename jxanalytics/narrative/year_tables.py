"""Tables of a year that more than one chapter shows, and where the 附表 hold what the text leaves out."""

from __future__ import annotations

from types import MappingProxyType

import pandas as pd

from jxanalytics.model import exact, say
from jxanalytics.model.exact import plain
from jxanalytics.narrative import grid
from jxanalytics.narrative.blocks import Inline, Span, Table
from jxanalytics.narrative.facts import LISTED, Facts
from jxanalytics.narrative.sentences import brief, value
from jxanalytics.statistics import project_money, target_summary, total_row
from jxanalytics.statistics.money import group_keys
from jxanalytics.statistics.targets import FAR_OVER

# The 附表 by what they hold, numbered as the notebooks of the annexes number them.
ANNEXES = MappingProxyType(
    {
        "summary": "附表一",
        "carry-over": "附表二",
        "scores": "附表三",
        "lost": "附表四",
        "over": "附表五",
        "next-year": "附表六",
        "units": "附表七",
        "groups": "附表八",
        "kinds": "附表九",
        "errors": "附表十",
        "explained": "附表十一",
    }
)


def annexed(what: str) -> Span:
    """The way to one of the ``ANNEXES``, which hold all rows whatever the text lists."""
    return Span(ANNEXES[what], ref=f"sec-annex-{what}")


def rest_in(what: str, shown: int, whole: int, counter: str) -> tuple[Inline, ...]:
    """Words for a table cut short: 列前10项，全部37项见附表四. Nothing where it lists all."""
    if shown >= whole:
        return ()
    return (f"列前{shown}{counter}，全部{whole}{counter}见", annexed(what), "。")


def units_rest(facts: Facts) -> tuple[Inline, ...]:
    """Words for tables by unit that list some of the units."""
    if not facts.many_units:
        return ()
    count = len(facts.execution("unit"))
    return (
        f"列全年预算数较大的{LISTED}个单位，全部{count}个单位见",
        annexed("units"),
        "。",
    )


def whole(facts: Facts, shown: int) -> str:
    """The name of a row 合计 that is of all units, where the table lists ``shown`` of them."""
    count = len(facts.execution("unit"))
    return f"合计（全部{count}个单位）" if shown < count else "合计"


def grades_table(facts: Facts, chapter: str) -> Table:
    """Grades by number of projects and by money."""
    rows = [
        [row["grade"], str(row["projects"]), grid.percent(row["projects_share"]),
         grid.money(row["annual"]), grid.percent(row["annual_share"])]
        for row in facts.grades().to_dict("records")
    ]  # fmt: skip
    columns = [grid.middle("等级"), grid.figure("项目数（个）"), grid.figure("项目数占比"),
               grid.figure("全年预算数（万元）"), grid.figure("资金占比")]  # fmt: skip
    least = "、".join(f"{name}{plain(bound)}分以上" for name, bound in facts.scheme.grades[:-1])
    note = f"等级按复算得分确定：{least}（均含本数），其余为{facts.scheme.grades[-1][0]}。"
    return grid.table(
        f"tbl-{chapter}-grades", f"{facts.year}年度评价等级分布", columns, rows, note=note
    )


def scores_table(facts: Facts, chapter: str) -> Table:
    """Self (filed and recomputed), department and review score of every project."""
    scored = facts.project_scores.set_index("project_id")
    rows = []
    for row in facts.self_against.to_dict("records"):
        own = scored.loc[row["project_id"]]
        filed = [grid.points(row[name]) for name in ("self", "department", "review")]
        rows.append([row["name"], filed[0], grid.points(own["score"]), own["grade"], *filed[1:]])
    columns = [grid.text("项目名称", 2.4), grid.figure("自评得分（填报）"), grid.figure("复算得分"),
               grid.middle("等级（复算）"), grid.figure("部门评价得分（填报）"),
               grid.figure("复核得分（填报）")]  # fmt: skip
    return grid.table(f"tbl-{chapter}-totals", f"{facts.year}年度各项目得分", columns, rows,
                      unit="分", note="“—”表示未填报或未得出得分。")  # fmt: skip


def execution_table(
    facts: Facts, label: str, title: str, header: str, frame: pd.DataFrame, whole: pd.DataFrame,
    *, initial: bool = False, note: str = "", total: str = "合计",
) -> Table:  # fmt: skip
    """Money by project, unit or source: the rows of ``frame``, and the total of ``whole``.

    ``initial``: the note says whose initial budget is in no sum."""
    if initial and (without := without_initial(facts)):
        note += f"未填报年初预算数的项目{len(without)}个（{say.listed(without, noun='个')}）不在年初预算数内。"
    records = frame.to_dict("records")
    listed = [*records, {**total_row(whole), "name": total}] if records else []
    rows = [
        [row["name"], *(grid.money(value(row, name)) for name in
                        ("initial", "annual", "executed", "unexecuted")),
         grid.percent(value(row, "rate"))]
        for row in listed
    ]  # fmt: skip
    columns = [grid.text(header, 2.4), *map(grid.figure, ("年初预算数", "全年预算数", "全年执行数",
               "年末未执行数")), grid.figure("执行率", 1)]  # fmt: skip
    told = f"执行率=全年执行数÷全年预算数，合计为汇总率；“—”表示未填报或不适用。{note}"
    return grid.table(label, f"{facts.year}年度{title}", columns, rows,
                      unit="万元", note=told, total=bool(rows))  # fmt: skip


def without_initial(facts: Facts) -> list[str]:
    """Projects that state an annual budget and no initial one, which sums of the two must say."""
    table = facts.execution()
    return list(table.loc[table["initial"].isna() & table["annual"].notna(), "name"])


def coverage_table(facts: Facts, chapter: str) -> Table:
    """Per unit: projects, forms received, scores, departmental evaluations."""
    money = project_money(facts.model)
    forms = set(facts.model["documents"].query("kind == 'self_evaluation'")["project_id"])
    scored = set(facts.project_scores.dropna(subset="score")["project_id"])
    evaluated = set(facts.model["projects"].query("department_evaluation == '是'")["project_id"])
    keys = group_keys(money, "unit")
    owned = {unit: set(rows["project_id"]) for unit, rows in money.groupby("unit_id")}
    listed = [(name, owned[key]) for key, name in zip(keys["key"], keys["name"], strict=True)]
    if listed:
        listed.append(("合计", set(money["project_id"])))
    rows = [
        [name, *(str(len(ids & of)) for of in (ids, forms, scored, evaluated)),
         grid.percent(float(exact.percent([len(ids & forms)], [len(ids)])[0]))]
        for name, ids in listed
    ]  # fmt: skip
    columns = [grid.text("实施单位", 2.6), *map(grid.figure, (
        "项目数（个）", "收到自评表", "有得分", "部门评价", "收到率"))]  # fmt: skip
    return grid.table(f"tbl-{chapter}-units", f"{facts.year}年度各单位自评开展情况", columns, rows,
                      note="收到率=收到自评表的项目数÷项目数。", total=bool(rows))  # fmt: skip


def score_groups_table(
    facts: Facts, label: str, title: str, header: str, frame: pd.DataFrame
) -> Table:
    """Recomputed scores by unit or category."""
    rows = [
        [row["name"], str(row["projects"]), str(row["scored"]),
         *(grid.points(row[name]) for name in ("mean", "median", "lowest", "highest"))]
        for row in frame.to_dict("records")
    ]  # fmt: skip
    whole = facts.score_summary()
    if rows:
        rows.append(["全部项目", str(whole["projects"]), str(whole["scored"]),
                     *(grid.points(whole[name]) for name in ("mean", "median", "lowest", "highest"))])  # fmt: skip
    columns = [grid.text(header, 2.4), *map(grid.figure, (
        "项目数（个）", "有得分（个）", "平均分", "中位数", "最低分", "最高分"))]  # fmt: skip
    return grid.table(label, f"{facts.year}年度{title}（复算）", columns, rows,
                      note="没有得分的项目不参与平均；“—”表示没有得分。", total=bool(rows))  # fmt: skip


def points_lost_table(facts: Facts, chapter: str) -> Table:
    """Points lost by level-2 indicator."""
    rows = [
        [row["level1"], row["level2"], str(row["indicators"]), grid.points(row["weight"]),
         grid.points(row["score"]), grid.points(row["lost"]), grid.percent(value(row, "lost_rate"))]
        for row in facts.points_lost().to_dict("records")
    ]  # fmt: skip
    columns = [grid.text("一级指标", 1.5), grid.text("二级指标", 2), grid.figure("指标数（个）"),
               grid.figure("分值"), grid.figure("复算得分"), grid.figure("失分"), grid.figure("失分率")]  # fmt: skip
    return grid.table(f"tbl-{chapter}-lost", f"{facts.year}年度失分情况", columns, rows,
                      note="失分率=失分÷分值。", merge=1)  # fmt: skip


def targets_table(
    facts: Facts, label: str, title: str, rows: pd.DataFrame, last: tuple[str, str], most: int = 40
) -> Table:
    """Targets with project, target, actual, a figure (its column and header), and the first ``most``
    characters of the reason as filed."""
    name, header = last
    show = grid.points if name == "lost" else grid.percent
    body = [
        [facts.names.get(row["project_id"], row["project_id"]), row["name"],
         row["target_raw"] or "—", row["actual_raw"] or "—", show(row[name]),
         brief(row["reason"], most) or "—"]
        for row in rows.to_dict("records")
    ]  # fmt: skip
    columns = [grid.text("项目名称", 1.8), grid.text("三级指标", 1.7), grid.text("指标值（填报）", 1.4),
               grid.text("完成值（填报）", 1.4), grid.figure(header, 0.8),
               grid.text("偏差原因（填报）", 2.8)]  # fmt: skip
    unit = "分" if name == "lost" else ""
    return grid.table(label, f"{facts.year}年度{title}", columns, body, unit=unit)


def kinds_table(facts: Facts, chapter: str, kinds: pd.DataFrame) -> Table:
    """How many targets were reached, by level-2 indicator: rows of `statistics.target_summary`."""
    first = facts.targets.drop_duplicates("level2").set_index("level2")["level1"]
    names = ("indicators", "met", "over", "unmet", "unknown_targets")
    rows = [
        [str(first.get(row["level2"], row["level2"])), row["level2"], *(str(row[n]) for n in names),
         grid.percent(row["met_rate"])]
        for row in kinds.to_dict("records")
    ]  # fmt: skip
    whole = target_summary(facts.targets, "total").to_dict("records")
    count = len(target_summary(facts.targets))
    named = "合计" if count == len(rows) else f"合计（全部{count}类）"
    rows += [
        [named, "", *(str(row[n]) for n in names), grid.percent(row["met_rate"])] for row in whole
    ]
    columns = [grid.text("一级指标", 1.4), grid.text("二级指标", 1.8), *map(grid.figure, (
        "指标数（项）", "完成", "超额较多", "未完成", "不能比较", "目标达成比例"))]  # fmt: skip
    note = (f"完成率超过{FAR_OVER:g}%的列为超额较多；目标达成比例=（完成+超额较多）÷"
            "（指标数−不能比较）；“—”表示没有可以比较的指标。")  # fmt: skip
    return grid.table(f"tbl-{chapter}-summary", f"{facts.year}年度目标完成情况", columns, rows,
                      note=note, merge=1, total=bool(whole))  # fmt: skip
