"""Forms as files have them: merges lost, several to a file, boxes, tracked changes, formulas."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.intake import facts as f
from tests.intake.facts import OTHER, Goal, Json
from tests.intake.layouts.frame import BASE, csv_lines, docx, in_excel, in_word, layout
from tests.intake.office import (
    C,
    Sheet,
    paragraph,
    table,
    text_box,
    write_xlsx,
)  # fmt: skip


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
