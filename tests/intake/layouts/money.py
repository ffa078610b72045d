"""Self-evaluations whose money stands otherwise than in the official form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.intake import facts as f
from tests.intake.facts import Goal, Json
from tests.intake.layouts.registry import BASE, docx, in_excel, in_word, layout
from tests.intake.office import C, paragraph, table


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
def formulas(folder: Path) -> tuple[Path, list[Json]]:
    """A formula with a saved value is that value; one without is null, with an issue."""
    rows = f.standard(BASE)
    rows[5][2] = C(151.2, formula="SUM(E7:E9)")
    rows[5][3] = C(None, formula="SUM(F7:F9)")
    rows[-1][2] = C(None, formula="SUM(H13:H20)")
    money = {**BASE.money, "total": (156, 151.2, None)}
    return in_excel(folder, "formulas", rows, BASE.but(money=money, total=(100, None, None)))


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
