"""Forms laid out the many ways departments lay them out, each with what must be read from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.intake import facts as f
from tests.intake.facts import OTHER, Facts, Goal, Json
from tests.intake.office import (
    C,
    Row,
    Sheet,
    grid_text,
    paragraph,
    paragraphs,
    table,
    text_box,
    write_docx,
    write_xlsx,
)  # fmt: skip

Layout = Callable[[Path], tuple[Path, list[Json]]]
LAYOUTS: dict[str, Layout] = {}
BASE = Facts()


def layout(function: Layout) -> Layout:
    LAYOUTS[function.__name__] = function
    return function


def docx(folder: Path, name: str, *body: str) -> Path:
    return write_docx(folder / f"{name}.docx", *body)


def in_word(
    folder: Path, name: str, rows: list[Row], facts: Facts, kind: str = "self_evaluation"
) -> tuple[Path, list[Json]]:
    path = docx(folder, name, table(rows))
    return path, [facts.expected(path.name, "table 1", kind)]


def in_excel(
    folder: Path, name: str, rows: list[Row], facts: Facts, kind: str = "self_evaluation"
) -> tuple[Path, list[Json]]:
    path = write_xlsx(folder / f"{name}.xlsx", Sheet("自评表", rows))
    return path, [facts.expected(path.name, "自评表", kind)]


def csv_lines(rows: list[Row], separator: str = ",") -> str:
    lines = []
    for line in grid_text(rows):
        lines.append(separator.join('"' + text.replace('"', '""') + '"' for text in line))
    return "\r\n".join(lines)


@layout
def standard_word(folder: Path) -> tuple[Path, list[Json]]:
    return in_word(folder, "standard", f.standard(BASE), BASE)


@layout
def standard_excel(folder: Path) -> tuple[Path, list[Json]]:
    return in_excel(folder, "standard", f.standard(BASE), BASE)


@layout
def lettered_money_columns(folder: Path) -> tuple[Path, list[Json]]:
    """Money columns (A), (B), (B/A); no 年初 column and no carry-over row; 本年财政拨款."""
    money = {
        "total": (None, 151.2, 148.5),
        "current": (None, 115.2, 115.2),
        "carry_over": None,
        "other": (None, 36, 33.3),
    }
    facts = BASE.but(money=money)
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
    money = {
        "total": (None, 151.2, 148.5),
        "current": (None, 115.2, 115.2),
        "carry_over": None,
        "other": (None, 36, 33.3),
    }
    facts = BASE.but(money=money)
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
    rows[5][0] = C("产 出 指 标\n(0-50)分", 1, 2) if False else rows[5][0]
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


@layout
def lost_merges(folder: Path) -> tuple[Path, list[Json]]:
    """A CSV in UTF-8 keeps merged text in the first cell only."""
    path = folder / "lost.csv"
    path.write_text(csv_lines(f.standard(BASE)), encoding="utf-8")
    return path, [BASE.expected(path.name, "table 1")]


@layout
def unmerged_sheet(folder: Path) -> tuple[Path, list[Json]]:
    """A sheet whose merges were undone: continuation rows are blank above the name."""
    path = write_xlsx(folder / "unmerged.xlsx", Sheet("自评", f.standard(BASE), keep_merges=False))
    return path, [BASE.expected(path.name, "自评")]


@layout
def one_per_sheet(folder: Path) -> tuple[Path, list[Json]]:
    path = write_xlsx(
        folder / "sheets.xlsx",
        Sheet("目录", [["序号", "表名"], [1, "清淤"], [2, "公厕"]]),
        Sheet("清淤", f.standard(BASE)),
        Sheet("空表", []),
        Sheet("公厕", f.standard(OTHER)),
    )
    return path, [BASE.expected(path.name, "清淤"), OTHER.expected(path.name, "公厕")]


@layout
def stacked_on_one_sheet(folder: Path) -> tuple[Path, list[Json]]:
    rows = [*f.standard(BASE), [], *f.standard(OTHER)]
    path = write_xlsx(folder / "stacked.xlsx", Sheet("全部", rows))
    return path, [BASE.expected(path.name, "全部"), OTHER.expected(path.name, "全部")]


@layout
def several_in_word(folder: Path) -> tuple[Path, list[Json]]:
    """A title with its year holds for the tables below it until the next title."""
    second = OTHER.but(year=2021)
    path = docx(
        folder, "several", paragraph("附件2"), paragraph("2021年度项目支出绩效自评表"),
        table(f.standard(BASE.but(year=None), None)), paragraph(""),
        table(f.standard(OTHER.but(year=None), None)),
        paragraph("填报日期：2022年3月15日"),
    )  # fmt: skip
    return path, [BASE.expected(path.name, "table 1"), second.expected(path.name, "table 2")]


@layout
def year_not_printed(folder: Path) -> tuple[Path, list[Json]]:
    """A filing date and a year in the project's name are not the form's year."""
    facts = BASE.but(year=None, project="2020年东湖片区排水管网清淤")
    rows = [
        *f.standard(facts),
        [C("填表人：周甲", 3), C("联系电话：0000-0000000", 3), C("填报日期：2022年3月15日", 3)],
    ]
    return in_word(folder, "no-year", rows, facts)


@layout
def layout_of_2018(folder: Path) -> tuple[Path, list[Json]]:
    """Labels beside amounts, no weights or scores, 全年实际值."""
    goals = tuple(replace(g, weight=None, score=None) for g in BASE.indicators)
    money = {
        "total": (None, 151.2, 148.5),
        "current": (None, 115.2, 115.2),
        "carry_over": None,
        "other": (None, 36, 33.3),
    }
    facts = BASE.but(
        year=2018,
        indicators=goals,
        money=money,
        execution=(None, None, None),
        total=(None, None, None),
    )
    rows = [
        [C("项目支出绩效目标自评表", 7)], [C("（2018年度）", 7)],
        [C("项目名称", 2), C(facts.project, 5)],
        [C("主管部门", 2), C(facts.department, 2), "实施单位", C(facts.unit, 2)],
        [C("预算执行情况（万元）", 2, 3), "预算数：", 151.2, "执行数：", C(148.5, 2)],
        ["其中：财政拨款", 115.2, "其中：财政拨款", C(115.2, 2)],
        ["其他资金", 36, "其他资金", C(33.3, 2)],
        [C("年度目标完成情况", 2, 2), C("年初设定目标", 2), C("目标实际完成情况", 3)],
        [C(facts.goals[0], 2), C(facts.goals[1], 3)],
        *f.indicator_rows(facts, ("name", "target", "actual", "reason"),
                          {"target": "年度指标值", "actual": "全年实际值", "reason": "未完成原因和改进措施"}, points=False),
    ]  # fmt: skip
    return in_word(folder, "2018", rows, facts)


@layout
def cost_first_of_2021(folder: Path) -> tuple[Path, list[Json]]:
    """成本指标 first with its three second levels; empty second levels are dropped."""
    goals = (
        Goal(
            "成本指标", "经济成本指标", "每公里清淤成本", "≤4.2万元/公里", "3.98万元/公里", 20, 20
        ),
        Goal("成本指标", "社会成本指标", "", None, None, None, None),
        Goal("成本指标", "生态环境成本指标", "", None, None, None, None),
        Goal("产出指标", "数量指标", "清淤管网长度", "≥36公里", "37.2公里", 40, 40),
        Goal("效益指标", "生态效益指标", "黑臭水体", "0处", "0处", 20, 20),
        Goal("满意度指标", "服务对象满意度指标", "居民满意度", "≥90%", "92.4%", 10, 10),
    )
    facts = BASE.but(indicators=goals, total=(100, 99.82, "优"))
    rows = f.standard(facts)
    kept = facts.but(indicators=tuple(g for g in goals if g.name))
    return in_excel(folder, "cost-first", rows, kept)


@layout
def nested_for_layout(folder: Path) -> tuple[Path, list[Json]]:
    """A borderless table holds the title and the form: it is looked through."""
    inner = table(f.standard(BASE.but(year=None), None))
    first = table([["临川湾市"], ["2021年"]])
    outer = table([[C(raw=paragraph("项目支出绩效自评表（2021年度）") + inner + "<w:p/>")]])
    path = docx(folder, "nested", first, outer)
    return path, [BASE.expected(path.name, "table 2")]


@layout
def text_boxes(folder: Path) -> tuple[Path, list[Json]]:
    """Title and year in a text box, which Word stores twice."""
    path = docx(
        folder,
        "boxes",
        text_box("2021年度项目支出绩效自评表"),
        table(f.standard(BASE.but(year=None), None)),
    )
    return path, [BASE.expected(path.name, "table 1")]


@layout
def tracked_changes(folder: Path) -> tuple[Path, list[Json]]:
    """Insertions count, deletions do not; a deleted row is gone."""
    author = 'w:id="1" w:author="甲" w:date="2022-03-01T00:00:00Z"'
    changed = (
        f"<w:p><w:del {author}><w:r><w:delText>360座</w:delText></w:r></w:del>"
        f"<w:ins {author}><w:r><w:t>398座</w:t></w:r></w:ins></w:p>"
    )
    gone = Goal("产出指标", "质量指标", "已删去的指标", "1个", "1个", 5, 5)
    goals = (*BASE.indicators[:3], gone, *BASE.indicators[3:])
    written = BASE.but(indicators=goals)
    rows = f.standard(written)
    for number, row in enumerate(rows):
        for i, one in enumerate(row):
            if one == "398座":
                row[i] = C(raw=changed)
            if one == gone.name:
                deleted = number
    marks = {deleted: f"<w:trPr><w:del {author}/></w:trPr>"}
    path = docx(folder, "tracked", table(rows, marks))
    return path, [BASE.expected(path.name, "table 1")]


@layout
def hidden_parts(folder: Path) -> tuple[Path, list[Json]]:
    """Hidden rows and columns are read, hidden sheets are not."""
    rows = f.standard(BASE)
    path = write_xlsx(
        folder / "hidden.xlsx",
        Sheet("清淤", rows, hidden_rows=(len(rows) - 3,), hidden_columns=(9,)),
        Sheet("草稿", f.standard(OTHER), state="hidden"),
        Sheet("更深", f.standard(OTHER), state="veryHidden"),
    )
    return path, [BASE.expected(path.name, "清淤")]


@layout
def formulas(folder: Path) -> tuple[Path, list[Json]]:
    """A formula with a saved value is that value; one without is null, with an issue."""
    rows = f.standard(BASE)
    rows[5][2] = C(151.2, formula="SUM(E7:E9)")
    rows[5][3] = C(None, formula="SUM(F7:F9)")
    rows[-1][2] = C(None, formula="SUM(H13:H20)")
    money = {**BASE.money, "total": (156, 151.2, None)}
    return in_excel(folder, "formulas", rows, BASE.but(money=money, total=(100, None, None)))


@layout
def percent_cells(folder: Path) -> tuple[Path, list[Json]]:
    """Percentages stored as fractions are read as they are shown; dates as displayed."""
    rows = f.standard(BASE)
    shown: dict[Any, C] = {
        "98.21%": C(0.982142857142857, style="0.00%"), "100%": C(1, style="0%"), "92.4%": C(0.924, style="0.0%"),
        "2021年10月18日": C(44487, style='yyyy"年"m"月"d"日"'), "37.2公里": C(37.2, style='0.0"公里"'),
    }  # fmt: skip
    rows = [[shown.get(one, one) if isinstance(one, str) else one for one in row] for row in rows]
    return in_excel(folder, "percent", rows, BASE)


@layout
def execution_as_indicator(folder: Path) -> tuple[Path, list[Json]]:
    """The execution rate filed as an ordinary row goes to execution only."""
    money = {
        "total": (156, 151.2, 148.5),
        "current": (120, 115.2, 115.2),
        "carry_over": (36, 36, 33.3),
        "other": None,
    }
    facts = BASE.but(money=money)
    row = Goal("预算执行率", "预算执行率", "预算执行率（10分）", "≥95%", "98.21%", 10, 9.82)
    rows = [
        *f.head_rows(facts),
        [C("项目资金\n（万元）", 1, 4), C("资金来源", 2), C("年初预算数", 2), C("全年预算数", 2), C("全年执行数", 2)],
        *[[C(f.SOURCES[s], 2), *[C(a, 2) for a in facts.money[s] or ()]] for s in ("total", "current", "carry_over")],
        *f.indicator_rows(facts.but(indicators=(row, *facts.indicators))), *f.total_row(facts),
    ]  # fmt: skip
    return in_word(folder, "execution-row", rows, facts)


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


def make_all(folder: Path) -> list[Path]:
    """Every layout as a file below ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    return [make(folder)[0] for make in LAYOUTS.values()]


__all__ = ["LAYOUTS", "make_all", "paragraphs"]
