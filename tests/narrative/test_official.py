"""附件2 in the book: the filed form in its official layout, cell by cell."""

from __future__ import annotations

from jxanalytics.narrative.blocks import Table
from jxanalytics.narrative.official import self_evaluation_form
from jxanalytics.year import Year


def form(year: Year) -> Table:
    made = self_evaluation_form(year.facts().project("P0001"), "tbl-form")
    assert made is not None
    return made


def test_cells_fill_the_grid_exactly(year: Year) -> None:
    """Merged cells leave no hole and overlap nowhere: every row is nine columns wide."""
    made = form(year)
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(made.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            for down in range(cell.rows):
                for right in range(cell.columns):
                    assert (row + down, column + right) not in taken
                    taken.add((row + down, column + right))
    wide = len(made.widths)
    assert taken == {(row, column) for row in range(len(made.rows)) for column in range(wide)}


def test_words_and_figures_stand_as_filed(year: Year) -> None:
    """Points in names, blanks, dashes and zeros are those of the form."""
    texts = [[cell.text for cell in row] for row in form(year).rows]
    assert ["年度资金总额", "1237.78", "1237.78", "305.36", "10", "24.67%", "2"] in texts
    assert ["其中：当年财政拨款", "547.69", "547.69", "0", "—", "—", "—"] in texts
    assert ["其他资金", "", "", "", "—", "—", "—"] in texts
    assert texts[-1] == ["总分", "100", "92", ""]
    assert any("13000余人" in row for row in texts)


def test_without_a_form_there_is_none(year: Year) -> None:
    """A project without a self-evaluation has no form in its report."""
    assert self_evaluation_form(year.facts().project("P0002"), "tbl-form") is None
    assert list(year.project("P0002").report().form) == []
