"""Tables of a year that more than one chapter shows."""

from __future__ import annotations

from jxanalytics.model.exact import plain
from jxanalytics.narrative import grid
from jxanalytics.narrative.blocks import Table
from jxanalytics.narrative.facts import Facts
from jxanalytics.narrative.sentences import value


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
                      unit="分", note="—表示未填报或未得出得分。")  # fmt: skip


def roll_table(facts: Facts, chapter: str, by: str = "project") -> Table:
    """The roll-forward of every project, unit …, the total last."""
    names = ("opening", "appropriation", "adjustment", "other", "executed", "returned",
             "closing", "closing_current", "closing_prior")  # fmt: skip
    listed = [*facts.carry_over(by).to_dict("records")]
    if facts.carried:
        listed.append(facts.carried)
    rows = [[row["name"], *(grid.money(value(row, name)) for name in names)] for row in listed]
    headers = ("上年结转", "当年拨款", "年中调整", "其他资金", "全年执行", "已交回", "年末结转（推算）",
               "其中当年资金", "其中以前年度资金")  # fmt: skip
    header = {"project": "项目名称", "unit": "实施单位"}[by]
    columns = [grid.text(header, 2.6), *map(grid.figure, headers)]
    note = ("年末结转（推算）=上年结转+当年拨款+年中调整+其他资金−全年执行−已交回；"
            "已交回数未列的按0计；—表示无从推算，合计只含可推算的项目。")  # fmt: skip
    return grid.table(f"tbl-{chapter}-roll", f"{facts.year}年度资金滚动情况", columns, rows,
                      unit="万元", note=note, total=bool(rows))  # fmt: skip
