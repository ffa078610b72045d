"""Whether a template looks at its project alone is told from its code, in doubt not."""

from __future__ import annotations

import itertools
from pathlib import Path

import nbformat
import pytest

from jxanalytics.model.store import save_year
from jxanalytics.runs.batch import YearRun
from jxanalytics.runs.keys import Key, difference
from jxanalytics.runs.notebook import code_of
from jxanalytics.runs.workspace import Workspace
from jxanalytics.samples import make_year
from jxanalytics.year import load
from jxanalytics.year.alone import alone
from tests.conftest import ROOT
from tests.folders import copy_workspace
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
    "the year's findings": "import jxanalytics as jx\njx.load(data).project(project).facts.findings.frame",
    "the year's findings by the report": "import jxanalytics as jx\n"
    "jx.load(data).project(project).report().project.findings.frame",
    "a project called facts": "import jxanalytics as jx\nfacts = jx.load(data).project(project)\nfacts.year.ranking()",
    "another name for facts": "import jxanalytics as jx\nf = jx.load(data).project(project).facts\nf.findings",
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


def folder(root: Path) -> Path:
    """A workspace at ``root`` with the notebooks that are shipped; the folder of its year."""
    copy_workspace(root, data=False)
    save_year(make_year(YEAR, 11, 4, 2), root / "data" / str(YEAR))
    return root / "data" / str(YEAR)


def test_a_report_hangs_on_what_it_shows_of_the_years_work(tmp_path: Path) -> None:
    """An explanation moves the reports of its project alone, receipts and returns no report of a
    project; chapters, which tell of all, are moved by each and say why."""
    year = folder(tmp_path)
    change(tmp_path, "scores", "P00002", "score", 0.5)

    def keys() -> dict[str, Key]:
        return {p.task.name: p.key for p in YearRun(Workspace(tmp_path), YEAR).planned()}

    def moved(before: dict[str, Key], now: dict[str, Key]) -> dict[str, str]:
        why = {name: difference(before[name].parts, key.parts) for name, key in now.items()}
        return {name: said for name, said in why.items() if said}

    number = next(iter(load(year).checked.of("P00002"))).number
    states = [keys()]
    for name, text in (
        ("explained.csv", f"疑点编号,说明原因,说明人\n{number},已核实,甲\n"),
        ("explained.csv", f"疑点编号,说明原因,说明人\n{number},已核实,甲\nP00001-JX999,已改,甲\n"),
        ("season/received.csv", "document_id,project_id,date,file,digest,kept,status\n"
         "P00003-self_evaluation,P00003,2025-03-01,a.docx,0a,received/0a.docx,new\n"),
    ):  # fmt: skip
        (year / name).parent.mkdir(exist_ok=True)
        (year / name).write_text(text, encoding="utf-8-sig")
        states.append(keys())
    explained, gone, received = (moved(*pair) for pair in itertools.pairwise(states))
    assert {name for name in explained if name.startswith("P")} == {
        name for name in states[0] if name.startswith("P00002-")
    }
    assert not any(name.startswith("P") for name in (*gone, *received))
    assert explained["overview"] == "疑点变更"
    assert gone["overview"] == "疑点说明变更"
    assert received["overview"] == "数据变更：收件登记"


def test_a_report_with_a_figure_of_all_hangs_on_all(tmp_path: Path) -> None:
    """Once a user has put a chart of the whole year into the report, another project's change makes
    every report due; before, its own alone."""
    folder(tmp_path)

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
