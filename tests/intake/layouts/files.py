"""Forms otherwise put into files: several to a file, split, nested, hidden, merged cells lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.intake import facts as f
from tests.intake.facts import OTHER, Goal, Json
from tests.intake.layouts.registry import BASE, csv_lines, docx, in_word, layout
from tests.intake.office import C, Sheet, paragraph, table, text_box, write_xlsx


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
