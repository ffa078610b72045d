"""Whether a template looks at its project alone is told from its code, in doubt not."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest

from jxanalytics.model.store import save_year
from jxanalytics.runs.batch import YearRun
from jxanalytics.runs.notebook import code_of
from jxanalytics.runs.workspace import Workspace
from jxanalytics.samples import make_year
from jxanalytics.year.alone import alone
from tests.conftest import ROOT
from tests.runs.workspaces import YEAR, change

REPORTS = ("self-evaluation-report", "evaluation-report")
ALONE = {
    "a report": "import jxanalytics as jx\nreport = jx.load(data).project(project).report()\nreport.title",
    "a name for the year": "from jxanalytics import load\ny = load(data)\ny.project(project).findings",
    "a chart of the project": "import jxanalytics as jx\nfrom jxanalytics.charts import points_lost\n"
    "of = jx.load(data).project(project)\npoints_lost(of.facts.level2_scores, year=of.facts.year)",
    "sums": "import jxanalytics as jx\nrows = jx.load(data).project(project).funding\nprint(sum(rows.annual))",
}
WIDE = {
    "a ranking": "import jxanalytics as jx\ny = jx.load(data)\ny.ranking()\ny.project(project).name",
    "a chart of all": "import jxanalytics as jx\njx.load(data).chart('points-lost')",
    "the project's year": "import jxanalytics as jx\njx.load(data).project(project).year.ranking()",
    "the year's facts": "import jxanalytics as jx\njx.load(data).project(project).facts.of.total",
    "another name": "import jxanalytics as jx\ny = jx.load(data)\nz = y\nz.ranking()",
    "a name of load": "from jxanalytics import load as take\ntake('data/2024').ranking()",
    "load handed on": "import jxanalytics as jx\nf = jx.load\nf('data/2024').ranking()",
    "an attribute": "import jxanalytics as jx\nclass A: pass\nA.y = jx.load(data)\nA.y.ranking()",
    "a file": "print(open(data + '/scores.csv').read())",
    "a file by another library": "import pandas\npandas.read_csv('data/2024/scores.csv')",
    "the tables": "import jxanalytics as jx\njx.model.store.load_year('data/2024')",
    "a room": "from jxanalytics import model\nmodel.store.load_year('data/2024')",
    "a shell line": "!cat data/2024/scores.csv",
    "what the shell offers": "get_ipython().system('cat data/2024/scores.csv')",
    "code in a text": "eval('1')",
}  # fmt: skip


@pytest.mark.parametrize("code", ALONE.values(), ids=ALONE)
def test_a_report_of_its_project(code: str) -> None:
    """What takes a project of the year, and nothing else, looks at it alone."""
    assert alone(code)


@pytest.mark.parametrize("code", WIDE.values(), ids=WIDE)
def test_what_may_see_more(code: str) -> None:
    """What takes more of the year, or hides what it takes, does not."""
    assert not alone(code)


@pytest.mark.parametrize("name", REPORTS)
def test_the_reports_that_are_shipped(name: str) -> None:
    """They look at their projects alone; no chapter would."""
    assert alone(code_of(ROOT / "notebooks" / f"{name}.ipynb"))
    assert not alone(code_of(ROOT / "notebooks" / "overview.ipynb"))


def test_a_report_with_a_figure_of_all_hangs_on_all(tmp_path: Path) -> None:
    """Once a user has put a chart of the whole year into the report, another project's change makes
    every report due; before, its own alone."""
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    shutil.copyfile(ROOT / "_quarto.yml", tmp_path / "_quarto.yml")
    save_year(make_year(YEAR, 11, 4, 2), tmp_path / "data" / str(YEAR))

    def moved() -> int:
        """How many self-evaluation reports a change of one project's name concerns."""
        keys = []
        for name in ("一", "二"):
            change(tmp_path, "projects", "P00002", "name", name)
            planned = YearRun(Workspace(tmp_path), YEAR).planned()
            keys.append({p.task.name: p.key.digest for p in planned})
        return sum(keys[0][n] != keys[1][n] for n in keys[0] if n.endswith("-self"))

    assert moved() == 1
    path = tmp_path / "notebooks" / "self-evaluation-report.ipynb"
    template = nbformat.read(path, as_version=4)
    template.cells.append(nbformat.v4.new_code_cell("jx.load(data).chart('points-lost')"))
    nbformat.write(template, path)
    assert moved() == 4
