"""Target forms, further parts of forms, summaries and reports."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.intake import facts as f
from tests.intake.facts import Goal, Json
from tests.intake.layouts.frame import BASE, docx, in_excel, in_word, layout
from tests.intake.office import (
    C,
    Row,
    Sheet,
    paragraph,
    table,
    write_xlsx,
)  # fmt: skip


@layout
def target_form(folder: Path) -> tuple[Path, list[Json]]:
    """A target form: one amount a source, weights that sum to 90, a planned execution rate."""
    goals = tuple(replace(g, actual=None, score=None, reason=None) for g in BASE.indicators)
    money = {
        "total": (None, 156, None),
        "current": (None, 120, None),
        "carry_over": (None, 36, None),
        "other": (None, 0, None),
    }
    facts = BASE.but(
        indicators=goals, money=money, execution=(None, 95, None), total=(90, None, None)
    )
    rows = [
        [C("项目支出绩效目标申报表", 6)], [C("（2021年度）", 6)],
        [C("项目名称", 2), C(facts.project, 4)],
        [C("主管部门", 2), C(facts.department, 2), "实施单位", facts.unit],
        [C("项目资金\n（万元）", 1, 4), C("年度资金总额", 2), C(156, 3)],
        [C("其中：财政拨款", 2), C(120, 3)], [C("上年结转", 2), C(36, 3)], [C("其他资金", 2), C(0, 3)],
        [C("年度总体目标", 1), C(facts.goals[0], 5)],
        *f.indicator_rows(facts.but(indicators=(Goal("预算执行率", "预算执行率", "预算执行率", "95%", None, None, None), *goals)),
                          ("name", "target", "weight"), {"target": "指标值"}),
        [C("合计", 5), 90],
    ]  # fmt: skip
    return in_word(folder, "target", rows, facts, "target")


@layout
def split_over_tables(folder: Path) -> tuple[Path, list[Json]]:
    """Head and money in one table, indicators in the next, their end in a third without headings."""
    rows = f.indicator_rows(BASE)
    path = docx(
        folder, "split", paragraph("2021年度项目支出绩效自评表"),
        table([*f.head_rows(BASE.but(year=None), None), *f.money_rows(BASE)]), paragraph("绩效指标完成情况："),
        table([[replace_down(rows[0][0], 6), *rows[0][1:]], *rows[1:6]]), paragraph(""),
        table([[C("", 1, 4), *rows[6]], *rows[7:], [C("总分", 5), 100, 96.8, None]]),
    )  # fmt: skip
    return path, [BASE.expected(path.name, "table 1")]


def replace_down(one: object, down: int) -> C:
    assert isinstance(one, C)
    return replace(one, down=down)


@layout
def header_on_every_page(folder: Path) -> tuple[Path, list[Json]]:
    """Headings printed again in the middle, vertical merges started again after them."""
    body = f.indicator_rows(BASE)
    heading = list(body[0])
    heading[0] = C("绩效指标", 1, 6)
    first = [heading, *body[1:6]]
    again = [[C("绩效指标", 1, 4), *body[0][1:]], *body[6:]]
    rows = [*f.head_rows(BASE), *f.money_rows(BASE), *first, *again, *f.total_row(BASE)]
    return in_word(folder, "headings-again", rows, BASE)


@layout
def review_columns(folder: Path) -> tuple[Path, list[Json]]:
    """自评得分 beside 复核得分: the score is never the reviewer's."""
    columns = ("name", "target", "actual", "weight", "review", "score", "reason")
    body = f.indicator_rows(
        BASE, columns, {"score": "自评得分", "review": "财政复核得分"},
        show=lambda c, g: 1 if c == "review" else getattr(g, c),
    )  # fmt: skip
    rows = [
        *f.head_rows(BASE, width=10),
        *f.money_rows(BASE),
        *body,
        [C("总分", 6), 100, 8, 96.8, None],
    ]
    return in_excel(folder, "review", rows, BASE)


@layout
def sideways_money(folder: Path) -> tuple[Path, list[Json]]:
    """Sources as columns, quantities as rows."""
    facts = BASE.but(execution=(None, 98.21, None), total=(90, 86.98, None))
    money = facts.money
    order = ("total", "current", "carry_over", "other")
    rows = [
        *f.head_rows(facts),
        [C("资金来源（万元）", 2), "合计", C("当年财政拨款", 2), C("上年结转资金", 2), C("其他资金", 2)],
        *[[C(name, 2), money["total"][i], *[C(money[s][i], 2) for s in order[1:]]]  # type: ignore[index]
          for i, name in enumerate(("年初预算数", "全年预算数", "全年执行数"))],
        [C("执行率", 2), C("98.21%", 7)],
        *f.indicator_rows(facts), *f.total_row(facts),
    ]  # fmt: skip
    return in_excel(folder, "sideways", rows, facts)


@layout
def without_second_level(folder: Path) -> tuple[Path, list[Json]]:
    """No level-2 column: level2 is null. 实施(主管)单位 fills unit and department."""
    goals = tuple(replace(g, level2=None) for g in BASE.indicators)  # type: ignore[arg-type]
    facts = BASE.but(indicators=goals, department=BASE.unit)
    body = f.indicator_rows(BASE)
    for row in body:
        levels = [
            one
            for one in row
            if isinstance(one, C) and one.value in {g.level2 for g in BASE.indicators}
        ]
        for one in levels:
            row.remove(one)
    body[0].remove("二级指标")
    rows = [
        [C("项目支出绩效自评表", 8)], [C("（2021年度）", 8)], [C("项目名称", 2), C(facts.project, 6)],
        [C("实施（主管）单位", 2), C(facts.unit, 6)], *f.money_rows(facts), *body, [C("总分", 5), 100, 96.8, None],
    ]  # fmt: skip
    return in_word(folder, "one-level", rows, facts)


@layout
def labels_above_the_table(folder: Path) -> tuple[Path, list[Json]]:
    """Project, department and unit in lines above the table; the seal is no part of a name."""
    rows = [*f.money_rows(BASE), *f.indicator_rows(BASE), *f.total_row(BASE)]
    path = docx(
        folder, "labels", paragraph("项目支出绩效自评表"), paragraph("（二〇二一年度）"),
        paragraph(f"项目名称：{BASE.project}"), paragraph(f"主管部门（盖章）：{BASE.department}　　实施单位：{BASE.unit}（公章）"),
        table(rows),
    )  # fmt: skip
    return path, [BASE.expected(path.name, "table 1")]


@layout
def set_aside_between(folder: Path) -> tuple[Path, list[Json]]:
    """部门整体支出, 运行监控, 转移支付区域 and 专项债 forms are passed over, the project's form is read."""
    path = write_xlsx(
        folder / "mixed.xlsx",
        Sheet("整体", [[C("部门整体支出绩效自评表", 9)], *f.standard(BASE)[1:]]),
        Sheet("监控", [[C("项目支出绩效运行监控表", 9)], *f.standard(BASE)[1:]]),
        Sheet("区域", [[C("转移支付区域绩效自评表", 9)], *f.standard(BASE)[1:]]),
        Sheet("债券", [[C("专项债券项目资金绩效自评表", 9)], *f.standard(BASE)[1:]]),
        Sheet("项目", f.standard(BASE)),
    )
    return path, [BASE.expected(path.name, "项目")]


def _summary(
    file: str, place: str, unit: str | None, rows: list[list[Any]], totals: tuple[Any, Any]
) -> Json:
    names = (
        "seq",
        "unit",
        "name",
        "annual",
        "executed",
        "self_score",
        "department_score",
        "remark",
    )
    return {
        "file": file, "place": place, "kind": "summary", "year": 2021, "project": None,
        "department": None, "unit": None, "amount_unit": unit,
        "projects": [dict(zip(names, row, strict=True)) for row in rows],
        "totals": {"annual": totals[0], "executed": totals[1]},
    }  # fmt: skip


PROJECTS: list[list[Any]] = [
    [1, "临川湾市排水管理所", "东湖片区排水管网清淤", 151.2, 148.5, 96.8, None, None],
    [2, "临川湾市排水管理所", "泵站运行维护", 80, 64, 88, 85.5, "泵站更新延期"],
    [3, "临川湾市环境卫生所", "城区公厕保洁", 60, 57, 90.5, None, None],
]


@layout
def summary_two_heading_rows(folder: Path) -> tuple[Path, list[Json]]:
    """Amounts in 元 under a joint heading, project codes, units merged, subtotals, a blank row."""
    rows: list[Row] = [
        [C("2021年度部门项目绩效自评情况汇总表", 9)], [C("单位：元", 9)],
        [C("序号", 1, 2), C("项目实施单位", 1, 2), C("项目编码", 1, 2), C("项目名称", 1, 2), C("资金（元）", 2), C("评价得分", 2), C("备注", 1, 2)],
        ["全年预算数", "全年执行数", "自评", "部门评价"],
        [1, C("临川湾市排水管理所", 1, 2), "360100210000000000001", "东湖片区排水管网清淤", 1512000, 1485000, 96.8, None, None],
        [2, "360100210000000000002", "泵站运行维护", 800000, 640000, 88, 85.5, "泵站更新延期"],
        [None, "小计", None, None, 2312000, 2125000, None, None, None],
        [3, "临川湾市环境卫生所", "360100210000000000003", "城区公厕保洁", 600000, 570000, 90.5, "—", "/"],
        [4, None, None, None, None, None, None, None, None],
        [C("合计", 4), 2912000, 2695000, "—", "—", None],
    ]  # fmt: skip
    path = write_xlsx(folder / "summary.xlsx", Sheet("汇总", rows))
    return path, [_summary(path.name, "汇总", "元", PROJECTS, (291.2, 269.5))]


@layout
def summary_over_pages(folder: Path) -> tuple[Path, list[Json]]:
    """A Word summary continued in a second table without headings; units not repeated."""
    head = [
        [
            "序号",
            "项目实施单位（处室）",
            "项目名称",
            "全年安排数（万元）",
            "年末决算数（万元）",
            "自评分数",
            "部门评价分数",
            "备注",
        ]
    ]
    body = [[*row] for row in PROJECTS]
    body[1][1] = None
    path = docx(
        folder, "summary", paragraph("附件1："), paragraph("2021年度市直部门项目资金汇总表"),
        table([*head, *body[:2]]), paragraph(""), table([body[2], [C("汇总", 3), 291.2, 269.5, C("—", 3)]]),
        paragraph("注：1、本表空白行可自行增减；"),
    )  # fmt: skip
    return path, [_summary(path.name, "table 1", "万元", PROJECTS, (291.2, 269.5))]


@layout
def report(folder: Path) -> tuple[Path, list[Json]]:
    """Cover, people, running text, an indicator system with rules, the score table, the conclusion."""
    facts = BASE.but(
        amount_unit=None, money=dict.fromkeys(BASE.money), total=(100, 96.8, "优"),
        execution=(10, 98.21, 9.82),
    )  # fmt: skip
    row = Goal("执行率指标", "资金落实", "预算资金执行率", "100%", "98.21%", 10, 9.82, "尾款待审计")
    system: list[Row] = [["一级指标", "二级指标", "三级指标"]]
    for goal in BASE.indicators:
        system.append(
            [
                goal.level1,
                goal.level2,
                f"{goal.name}\n（达到目标得满分，每下降5%扣1分，满分{goal.weight}分）",
            ]
        )
    scores = [
        *f.indicator_rows(facts.but(indicators=(row, *facts.indicators))),
        [C("总分", 6), 100, 96.8, None],
    ]
    cover = ["附件4：", facts.department, "项目支出绩效评价报告", f"项目名称：　　{facts.project}　　", "项目类别：工程类",
             f"实施单位：{facts.unit}", f"主管部门：{facts.department}（盖章）", "评价机构：排水管理所评价小组",
             "评价年度：　2021年", "2022年 4 月 8 日"]  # fmt: skip
    people = [[C("项目绩效评价人员", 4)], ["姓名", "单位", "职称/职务", "签名"], ["周甲", facts.unit, "工程师", ""],
              ["吴乙", facts.unit, "会计", ""], [C("注：评价人员亲笔签名。", 4)]]  # fmt: skip
    text = ["一、基本情况", "（一）项目概况", "1、项目背景", "管网多年未清，汛期积水。", "三、综合评价情况及评价结论",
            "经评价，得分96.8分，评价等级为优。"]  # fmt: skip
    analysis = [
        "四、绩效评价指标分析",
        "1、产出成本指标情况分析",
        "成本低于预算，每超过5%扣2分，超过20%不得分。经考核得10分。",
    ]
    path = docx(
        folder, "report", *map(paragraph, map(str, cover)), table(people), *map(paragraph, text),
        table(system), table(scores), *map(paragraph, analysis),
    )  # fmt: skip
    expected = facts.expected(path.name, "table 3", "report")
    expected["execution"]["reason"] = "尾款待审计"
    for goal in expected["indicators"]:
        goal["rule"] = f"达到目标得满分，每下降5%扣1分，满分{goal['weight']}分"
    expected["indicators"][4]["rule"] += "；成本低于预算，每超过5%扣2分，超过20%不得分"
    return path, [expected]
