"""Forms whose parts stand in another order or beside one another, and whose points are written out."""

from __future__ import annotations

from pathlib import Path

from tests.intake import facts as f
from tests.intake.facts import OTHER, Json
from tests.intake.layouts.frame import BASE, docx, in_excel, in_word, layout
from tests.intake.office import C, Row, Sheet, beside, paragraph, table, write_xlsx

# Nobody has ticked a grade.
UNTICKED = BASE.but(total=(100, 96.8, None))


@layout
def grade_before_the_sums(folder: Path) -> tuple[Path, list[Json]]:
    """自评等级 stands between the indicators and their sums; none of the boxes is ticked."""
    rows = [
        *f.standard(UNTICKED)[:-1],
        [C("自评等级", 2), C("优□ 良□ 中□ 差□", 7)],
        [C("总分", 6), 100, 96.8, None],
    ]  # fmt: skip
    return in_excel(folder, "grade-first", rows, UNTICKED)


@layout
def money_before_the_sums(folder: Path) -> tuple[Path, list[Json]]:
    """The indicators first, then the money, then a ticked grade, the sums at the very end."""
    facts = BASE.but(total=(100, 96.8, "良"))
    rows = [
        *f.head_rows(facts), *f.indicator_rows(facts), *f.money_rows(facts),
        [C("自评等级", 2), C("□优  ☑良  □中  □差", 7)], [C("合计", 6), 100, 96.8, None],
    ]  # fmt: skip
    return in_word(folder, "money-first", rows, facts)


@layout
def two_side_by_side(folder: Path) -> tuple[Path, list[Json]]:
    """Two forms beside one another on one sheet, nothing between them."""
    rows = beside(f.standard(BASE), f.standard(OTHER))
    path = write_xlsx(folder / "beside.xlsx", Sheet("两张", rows))
    return path, [BASE.expected(path.name, "两张"), OTHER.expected(path.name, "两张")]


@layout
def three_under_one_title(folder: Path) -> tuple[Path, list[Json]]:
    """Three forms beside one another with blank columns between; one title and one unit over all."""
    third = OTHER.but(project="城区绿地养护", total=(100, 89, "良"))
    each = [f.standard(one.but(year=None), None, unit="") for one in (BASE, OTHER, third)]
    common: list[Row] = [[C("2021年度项目支出绩效自评表", 29)], [C("金额单位：万元", 29)]]
    rows = [*common, *beside(*each, gap=1)]
    path = write_xlsx(folder / "three.xlsx", Sheet("三张", rows))
    return path, [one.expected(path.name, "三张") for one in (BASE, OTHER, third)]


WRITTEN = {15: "得15分", 9.48: "9.48/10", 12.5: "12.5分（满分15分）", 10: "１０分／１０分"}


@layout
def points_written_out(folder: Path) -> tuple[Path, list[Json]]:
    """得15分, 9.48/10, 12.5分（满分15分）, and the sums alike."""
    body = f.indicator_rows(BASE, show=lambda c, g: WRITTEN.get(g.score, g.score) if c == "score" else getattr(g, c))  # fmt: skip
    rows = [
        *f.head_rows(BASE), *f.money_rows(BASE), *f.goal_rows(BASE), *body,
        [C("总分", 6), "100分", "得96.8分（满分100分）", None],
    ]  # fmt: skip
    return in_word(folder, "written-out", rows, BASE)


@layout
def title_over_two_rows(folder: Path) -> tuple[Path, list[Json]]:
    """A title broken over two merged rows says its year in the first and its kind in the second."""
    titled: list[Row] = [[C("临川湾市2021年度项目支出", 9)], [C("绩效自评表", 9)]]
    return in_excel(folder, "two-rows", [*titled, *f.standard(BASE.but(year=None), None)], BASE)


@layout
def titles_over_two_lines(folder: Path) -> tuple[Path, list[Json]]:
    """Only both lines together say that the first form is the whole department's and set aside.

    A project's name above the title of the second sets nothing aside.
    """
    second = OTHER.but(project="专项债券运行监控项目", year=None)
    path = docx(
        folder, "two-lines",
        paragraph("2021年度部门整体支出"), paragraph("绩效自评表"),
        table(f.standard(BASE.but(year=None), None)),
        paragraph("专项债券运行监控项目"), paragraph("项目支出绩效自评表"),
        table(f.standard(second, None)),
    )  # fmt: skip
    return path, [second.expected(path.name, "table 2")]
