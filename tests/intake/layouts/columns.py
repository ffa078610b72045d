"""Self-evaluation forms whose columns, values and levels are laid out in other ways."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.intake import facts as f
from tests.intake.facts import Goal, Json
from tests.intake.layouts.frame import BASE, csv_lines, docx, in_excel, in_word, layout
from tests.intake.office import (
    C,
    Row,
    paragraph,
    table,
)  # fmt: skip

# No 年初 column and no carry-over row.
NO_INITIAL = {
    "total": (None, 151.2, 148.5),
    "current": (None, 115.2, 115.2),
    "carry_over": None,
    "other": (None, 36, 33.3),
}


@layout
def standard_word(folder: Path) -> tuple[Path, list[Json]]:
    return in_word(folder, "standard", f.standard(BASE), BASE)


@layout
def standard_excel(folder: Path) -> tuple[Path, list[Json]]:
    return in_excel(folder, "standard", f.standard(BASE), BASE)


@layout
def lettered_money_columns(folder: Path) -> tuple[Path, list[Json]]:
    """Money columns (A), (B), (B/A); no 年初 column and no carry-over row; 本年财政拨款."""
    facts = BASE.but(money=NO_INITIAL)
    rows = [
        *f.head_rows(facts),
        [C("资金情况\n（万元）", 1, 4), C(None, 2), "全年预算数(A)", C("全年执行数(B)", 2), "分值", "执行率(B/A)", "得分"],
        [C("年度资金总额：", 2), 151.2, C(148.5, 2), 10, "98.21%", 9.82],
        [C("其中：本年财政拨款", 2), 115.2, C(115.2, 2), None, None, None],
        [C("其他资金", 2), 36, C(33.3, 2), None, None, None],
        *f.indicator_rows(facts), *f.total_row(facts),
    ]  # fmt: skip
    return in_excel(folder, "lettered", rows, facts)


@layout
def arranged_arrived_spent(folder: Path) -> tuple[Path, list[Json]]:
    """预算安排(调整后) / 资金到位 / 资金执行, and 中央省市补助 as a source."""
    facts = BASE.but(money=NO_INITIAL)
    rows = [
        *f.head_rows(facts),
        [C("项目资金（万元）", 1, 4), C(None, 2), "预算安排（调整后）", "资金到位", "资金执行", "分值", "执行率", "得分"],
        [C("资金总额", 2), 151.2, 151.2, 148.5, 10, "98.21%", 9.82],
        [C("其中：中央省市补助", 2), 115.2, 115.2, 115.2, "—", "—", "—"],
        [C("其他资金", 2), 36, 36, 33.3, "—", "—", "—"],
        *f.indicator_rows(facts), *f.total_row(facts),
    ]  # fmt: skip
    return in_word(folder, "arranged", rows, facts)


@layout
def weight_before_target(folder: Path) -> tuple[Path, list[Json]]:
    columns = ("name", "weight", "target", "actual", "score", "reason")
    heads = {"actual": "全年实际值", "reason": "未完成原因及拟采取的改进措施"}
    rows = [
        *f.head_rows(BASE, "绩效目标自评表"), *f.money_rows(BASE), *f.goal_rows(BASE),
        *f.indicator_rows(BASE, columns, heads),
        [C("总分", 4), 100, C(None, 2), 96.8, None],
    ]  # fmt: skip
    return in_excel(folder, "weight-first", rows, BASE)


SPLIT = {
    "≥36公里": ("≥", "36", "公里"), "≥420座": ("≥", "420", "座"), "100%": ("=", "100", "%"),
    "2021年10月31日前": ("文字描述", "2021年10月31日前", ""), "≤4.2万元": ("≤", "4.2", "万元"),
    "≥6处": ("≥", "6", "处"), "健全": ("定性", "健全", "/"), "≥90%": ("≥", "90", "%"),
}  # fmt: skip


@layout
def operator_value_unit_under_target(folder: Path) -> tuple[Path, list[Json]]:
    """年度指标值 spans three columns: 符号, 值, 单位."""
    goals = tuple(replace(g, target="=100%") if g.target == "100%" else g for g in BASE.indicators)
    facts = BASE.but(indicators=goals)
    heads: list[Row] = [
        [C("绩效指标", 1, 10), C("一级指标", 1, 2), C("二级指标", 1, 2), C("三级指标", 1, 2), C("年度指标值", 3),
         C("实际完成值", 1, 2), C("分值", 1, 2), C("得分", 1, 2), C("偏差原因分析及改进措施", 1, 2)],
        ["符号", "值", "单位"],
    ]  # fmt: skip
    body = f.indicator_rows(BASE, points=False)[1:]
    for row, goal in zip(body, BASE.indicators, strict=True):
        at = len(row) - 5
        row[at : at + 1] = list(SPLIT[goal.target or ""])
    rows = [
        *f.head_rows(facts, width=11),
        *f.money_rows(facts),
        *heads,
        *body,
        [C("总分", 8), 100, 96.8, None],
    ]
    return in_excel(folder, "split-target", rows, facts)


@layout
def operator_and_unit_columns(folder: Path) -> tuple[Path, list[Json]]:
    """计算符号 before and 计量单位 behind a bare target, CSV in GB18030 with merges lost."""
    goals = tuple(replace(g, target="=100%") if g.target == "100%" else g for g in BASE.indicators)
    facts = BASE.but(indicators=goals)
    body = f.indicator_rows(BASE, points=False)
    body[0][4:5] = ["计算符号", "年度指标值", "计量单位"]
    for row, goal in zip(body[1:], BASE.indicators, strict=True):
        at = len(row) - 5
        row[at : at + 1] = list(SPLIT[goal.target or ""])
    rows = [*f.head_rows(facts), *f.money_rows(facts), *body, [C("总分", 8), 100, 96.8, None]]
    path = folder / "columns.csv"
    path.write_bytes(csv_lines(rows).encode("gb18030"))
    return path, [facts.expected(path.name, "table 1")]


@layout
def sub_rows(folder: Path) -> tuple[Path, list[Json]]:
    """其中… keeps its name; rows with values but no points belong to the row that has points only."""
    goals = (
        Goal("产出指标", "数量指标", "清淤管网长度", "≥36公里", "37.2公里", 25, 25),
        Goal(
            "产出指标",
            "数量指标",
            "其中：主干管",
            "≥10公里",
            "10.4公里",
            None,
            None,
            parent="清淤管网长度",
        ),
        Goal("产出指标", "质量指标", "验收合格情况", None, None, 25, 24),
        Goal(
            "产出指标",
            "质量指标",
            "一次验收合格率",
            "≥95%",
            "93%",
            None,
            None,
            "两段返工",
            "验收合格情况",
        ),
        Goal(
            "产出指标", "质量指标", "复验合格率", "100%", "100%", None, None, None, "验收合格情况"
        ),
        Goal("效益指标", "社会效益指标", "内涝点减少数", "≥6处", "6处", 30, 30),
        Goal("满意度指标", "服务对象满意度指标", "居民满意度", "≥90%", "92.4%", 10, 10),
    )
    facts = BASE.but(indicators=goals, total=(100, 98.82, "优"))
    return in_word(folder, "sub-rows", f.standard(facts), facts)


@layout
def fillers_and_marks(folder: Path) -> tuple[Path, list[Json]]:
    """指标1：, ……, bare 指标2, / and ★; 无 is kept with nulls; points behind names."""
    shown: dict[str, str] = {
        "清淤管网长度": "★指标1：清淤管网长度（15分）", "检修井口数": "指标2：检修井口数\n（10分）",
        "验收合格率": "指标1验收合格率(10分)", "居民满意度": "指标1：居民\n满意度【10分】",
    }  # fmt: skip
    blank = Goal("产出指标", "数量指标", "", None, None, None, None)
    goals = list(BASE.indicators)
    goals.insert(2, replace(blank, name="……"))
    goals.insert(4, replace(blank, level2="质量指标", name="指标2："))
    goals.insert(6, replace(blank, level2="时效指标", name="/", target="/", actual="/"))
    none = Goal("效益指标", "经济效益指标", "无", None, None, None, None)
    goals.insert(8, none)
    written = BASE.but(indicators=tuple(goals))
    facts = BASE.but(indicators=(*BASE.indicators[:5], none, *BASE.indicators[5:]))
    rows = [
        *f.head_rows(written), *f.money_rows(written),
        *f.indicator_rows(written, show=lambda c, g: shown.get(g.name, g.name) if c == "name" else getattr(g, c)),
        *f.total_row(written),
    ]  # fmt: skip
    return in_word(folder, "fillers", rows, facts)


@layout
def as_typed(folder: Path) -> tuple[Path, list[Json]]:
    """Full-width digits, fused units, odd spaces: kept as printed, white space removed."""
    goals = (
        Goal("产出指标", "数量指标", "清淤管网长度", "３６余公里", "３７．２公里", 25, 25),
        Goal("产出指标", "质量指标", "验收合格率", "１００％", "１００％", 25, 25, "0"),
        Goal("效益指标", "社会效益指标", "内涝点减少数", "不少于6处", "6处", 30, 30),
        Goal(
            "满意度指标", "服务对象满意度指标", "居民满意度", "90%以上", "（≥**个）", 10, 10, "无"
        ),
    )
    facts = BASE.but(indicators=goals, total=(100, 99.82, None))
    spaced = {
        "３６余公里": "３６ 余\u3000公里",
        "不少于6处": "不少于\u00a06 处",
        "90%以上": " 90% \n以上 ",
    }
    rows = [
        *f.head_rows(facts), *f.money_rows(facts),
        *f.indicator_rows(facts, show=lambda c, g: spaced.get(getattr(g, c), getattr(g, c)), points=False),
        *f.total_row(facts),
    ]  # fmt: skip
    return in_word(folder, "as-typed", rows, facts)


@layout
def spaced_levels(folder: Path) -> tuple[Path, list[Json]]:
    """Levels broken over lines, spaced out, with points in every style."""
    shown = {
        "产出指标": "产 出 指 标\n(0-50)分",
        "效益指标": "效益\n指标（30分）",
        "满意度指标": "满意度指标(10)",
    }
    body = f.indicator_rows(BASE)
    for row in body[1:]:
        for i, one in enumerate(row[:2]):
            if isinstance(one, C) and str(one.value).split("\n")[0] in shown:
                row[i] = replace(one, value=shown[str(one.value).split("\n")[0]])
    rows = [*f.head_rows(BASE), *f.money_rows(BASE), *body, *f.total_row(BASE)]
    return in_word(folder, "spaced", rows, BASE)


@layout
def yuan(folder: Path) -> tuple[Path, list[Json]]:
    """Amounts in 元 with thousands separators, the unit above the table only."""
    facts = BASE.but(amount_unit="元")
    rows = f.standard(facts, unit="", show=lambda a: f"{round(a * 10000):,}")
    path = docx(
        folder,
        "yuan",
        paragraph("项目支出绩效自评表"),
        paragraph("2021年度"),
        paragraph("金额单位：元"),
        table(rows[2:]),
    )
    return path, [facts.expected(path.name, "table 1")]


@layout
def no_unit(folder: Path) -> tuple[Path, list[Json]]:
    """No unit printed anywhere: the numbers as printed, and an issue."""
    facts = BASE.but(amount_unit=None)
    return in_excel(folder, "no-unit", f.standard(facts, unit=""), facts)
