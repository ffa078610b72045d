"""The internal working paper: how far grades depend on the rule chosen; never in a book."""

from __future__ import annotations

from pathlib import Path

import pytest

import jxanalytics as jx
from jxanalytics.errors import DataError, MisuseError
from jxanalytics.narrative.blocks import Figure
from jxanalytics.narrative.markdown import to_markdown
from jxanalytics.narrative.working_paper import WorkingPaper
from jxanalytics.runs.execute import run_task
from jxanalytics.runs.plan import Task
from jxanalytics.runs.workspace import INTERNAL, Workspace
from tests.conftest import REFERENCE, ROOT

NOTEBOOK = ROOT / "notebooks" / INTERNAL / "sensitivity.ipynb"


@pytest.fixture(scope="module")
def paper() -> WorkingPaper:
    return jx.load(REFERENCE).working_paper()


def test_the_paper_says_what_moves_the_grade(paper: WorkingPaper) -> None:
    """Range, single changes that move the grade, and the worst combination of the reference case."""
    told = to_markdown([b for b in paper.project("P0001") if not isinstance(b, Figure)])
    assert "总分在74至100分之间" in told
    assert "自相矛盾的规则照字面适用※" in told
    assert "等级由优变为良" in told
    assert paper.moved == ["P0001"]


def test_each_reading_is_counted_across_the_year(paper: WorkingPaper) -> None:
    """The table of changes has a row a reading, with scores and grades moved."""
    (table,) = [block for block in paper.changes if hasattr(block, "rows")]
    rows = {row[0].text: [cell.text for cell in row[1:]] for row in table.rows}
    assert rows["未写满分点的以100%为起扣点"] == ["1", "0", "0", "0"]
    assert rows["执行率类指标按复算的执行率计分"] == ["1", "1", "0", "1"]


def test_the_paper_calls_itself_internal(paper: WorkingPaper) -> None:
    """The first words say that this is for internal use."""
    assert "内部工作底稿" in to_markdown(paper.notice)
    assert "不进入公开的汇编" in to_markdown(paper.notice)


def test_a_project_without_scores_is_refused(paper: WorkingPaper) -> None:
    """The second project of the reference case has no scored form, and the message says so."""
    with pytest.raises(MisuseError, match="没有得分"):
        paper.project("P0002")


def test_the_notebook_runs_and_carries_the_paper(tmp_path: Path) -> None:
    """The notebook runs as it is, from the year's folder alone."""
    task = Task("sensitivity", NOTEBOOK, {"data": "data/2019"}, "标题", "部分")
    result = run_task(task, tmp_path / "out.ipynb", ROOT, 120)
    assert result.notebook is not None, result.reason
    assert "最不利组合" in result.notebook.read_text(encoding="utf-8")


def test_no_book_takes_in_a_working_paper(tmp_path: Path) -> None:
    """The book's chapters hold no working paper, and a configuration that lists one is refused."""
    assert not any(INTERNAL in Path(name).parts for name in Workspace(ROOT).settings.chapters)
    name = f"notebooks/{INTERNAL}/sensitivity.ipynb"
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_bytes(NOTEBOOK.read_bytes())
    config = f"jxanalytics:\n  title: 汇编\n  chapters:\n    - {name}\n"
    (tmp_path / "_quarto.yml").write_text(config, encoding="utf-8")
    with pytest.raises(DataError, match="不得编入汇编"):
        _ = Workspace(tmp_path).settings


def test_a_notebook_deeper_than_the_data_finds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opened in Jupyter a notebook's folder is the current one; data/2019 is found above it."""
    monkeypatch.chdir(NOTEBOOK.parent)
    assert jx.load("data/2019").year == 2019
