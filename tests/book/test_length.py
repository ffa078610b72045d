"""The main report on paper: at most about twenty pages, whatever the year."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from jxanalytics.book.engines.embedded import Embedded
from jxanalytics.book.stage.staged import stage_book
from jxanalytics.book.verify.pdf import verify_pdf
from jxanalytics.model.store import load_year, save_year
from jxanalytics.runs.batch import run_tasks
from jxanalytics.runs.plan import plan_year
from jxanalytics.runs.worker import Setting
from jxanalytics.runs.workspace import PRELOAD, Workspace
from jxanalytics.samples.demo import Demonstration
from jxanalytics.samples.years import told
from tests.book.filled import nearly_empty
from tests.book.finished import pdf_pages
from tests.book.reviewed import review
from tests.folders import copy_workspace

MOST = 20


@pytest.mark.slow
@pytest.mark.parametrize(("projects", "units"), [(60, 8), (300, 40)])
def test_the_main_report_has_at_most_twenty_pages(
    projects: int, units: int, tmp_path: Path
) -> None:
    """With 60 projects and with 300, a fifth of them reviewed, the brief alone on its page, no page
    nearly empty, and nothing wrong with the PDF."""
    workspace = Workspace(copy_workspace(tmp_path / "workspace"))
    years = told(Demonstration(2024), (2023, 2024), 2024, projects, units, "示例市")
    for year in years:
        save_year(year, workspace.data / str(year.year))
    review(workspace.root, 2024)
    main = workspace.settings.part
    tasks = [
        t
        for t in plan_year(workspace, load_year(workspace.data / "2024"))
        if t.part == main or t.name == "index"
    ]
    setting = Setting(workspace.root, str(workspace.data / "2024"), PRELOAD, reports=len(tasks))
    results = run_tasks(tasks, tmp_path / "made", setting, workers=2)
    assert [result.reason for result in results if result.failed] == []
    stage = stage_book(workspace, 2024, results, tmp_path / "stage")
    rendered = Embedded().render(dataclasses.replace(stage, split=True), tmp_path / "book")
    (volume,) = rendered.volumes
    path = rendered.file(volume, ".pdf")
    texts = pdf_pages(path)
    last = re.search(r"—(\d+)—", texts[-1])
    assert last is not None and int(last[1]) <= MOST
    brief = next(i for i, text in enumerate(texts) if text.startswith("1呈阅件"))
    assert any("自评与复核偏差" in text for text in texts)
    assert "下年建议" in texts[brief] and texts[brief + 1].startswith("2综述")
    assert nearly_empty(path) == []
    assert verify_pdf(path) == []
