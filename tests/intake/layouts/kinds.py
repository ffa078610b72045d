"""Other forms: targets, summaries, the evaluation report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.intake import facts as f
from tests.intake.facts import Goal, Json
from tests.intake.layouts.registry import BASE, docx, in_word, layout
from tests.intake.office import C, Row, Sheet, paragraph, table, write_xlsx


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
