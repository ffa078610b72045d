"""Only what changed is run, and the reason is said; what is finished is never run again."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from jxanalytics.errors import BuildError
from jxanalytics.model.schema import TABLES
from jxanalytics.model.store import load_year
from jxanalytics.model.tables import EvaluationYear, from_rows
from jxanalytics.runs.batch import YearRun, publish
from jxanalytics.runs.content import _units
from jxanalytics.runs.execute import Result
from jxanalytics.runs.keys import Key, difference, keys_of
from jxanalytics.runs.ledger import Ledger
from jxanalytics.runs.plan import Task, plan_year
from jxanalytics.runs.workspace import Workspace
from jxanalytics.samples import make_year
from tests.conftest import REFERENCE, ROOT
from tests.runs.workspaces import YEAR, change, workspace


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace all of whose reports have been run; copied before it is changed."""
    made = workspace(tmp_path_factory.mktemp("finished"))
    run = YearRun(made, YEAR)
    assert not any(result.failed for result in run.run(run.planned()))
    return made


@pytest.fixture
def copied(finished: Workspace, tmp_path: Path) -> Workspace:
    shutil.copytree(finished.root, tmp_path / "w")
    return Workspace(tmp_path / "w")


def due(of: Workspace, force: bool = False) -> dict[str, str]:
    """Reports to be run with their reasons."""
    return {
        item.task.name: item.reason
        for item in YearRun(of, YEAR).planned(force=force)
        if item.reason
    }


def run(of: Workspace) -> tuple[Result, ...]:
    again = YearRun(of, YEAR)
    return again.run(again.planned())


def test_everything_is_run_once(tmp_path: Path) -> None:
    """A year never run is due as a whole, in reading order, and nothing is due afterwards."""
    made = workspace(tmp_path)
    names = ["overview", *(f"P0000{n}-self" for n in range(1, 5))]
    assert due(made) == dict.fromkeys(names, "首次生成")
    assert [result.task.name for result in run(made)] == names
    assert due(made) == {}
    assert all(result.attempts == 0 for result in run(made))


EDITS: dict[str, tuple[Callable[[Path], None], set[str], str]] = {
    "score": (
        lambda root: change(root, "scores", "P00002", "score", 0.5),
        {"P00002-self", "overview"},
        "数据变更：得分",
    ),
    "unit's phone book": (
        lambda root: change(root, "projects", "P00003", "category", "其他类"),
        {"P00003-self", "overview"},
        "数据变更：项目",
    ),
    "template": (
        lambda root: _spoil(root / "notebooks" / "self.ipynb"),
        {f"P0000{n}-self" for n in range(1, 5)},
        "模板变更",
    ),
    "settings of the year": (
        lambda root: _write(root / "data" / str(YEAR) / "scheme.yaml", "a: 1"),
        {"overview", *(f"P0000{n}-self" for n in range(1, 5))},
        "年度设置变更",
    ),
    "an earlier year": (
        lambda root: _write(root / "data" / "2023" / "projects.csv", "x"),
        {"overview", *(f"P0000{n}-self" for n in range(1, 5))},
        "往年数据变更",
    ),
    "a list of the season": (
        lambda root: _write(
            root / "data" / str(YEAR) / "season" / "received.csv",
            "document_id,project_id,file\nP00002-self_evaluation,P00002,a.docx\n",
        ),
        {"P00002-self", "overview"},
        "数据变更：收件登记",
    ),
    "answers to findings": (
        lambda root: _write(
            root / "data" / str(YEAR) / "season" / "answers.csv",
            "number,round,answer\nP00004-JX310-I01,1,已核实\n年度-JX107,1,已核实\n",
        ),
        {"P00004-self", "overview"},
        "数据变更：单位答复",
    ),
    "an original as it came": (
        lambda root: _write(root / "data" / str(YEAR) / "received" / "a.docx", "x"),
        set(),
        "",
    ),
    "a list of projects with another name": (
        lambda root: _write(root / "data" / str(YEAR) / "own.csv", "project_id,x\nP00001,1\n"),
        {"P00001-self", "overview"},
        "数据变更：own.csv",
    ),
    "code beside the notebooks": (
        lambda root: _write(root / "helper.py", "x = 1"),
        {"overview", *(f"P0000{n}-self" for n in range(1, 5))},
        "工作目录中的程序变更",
    ),
}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _spoil(path: Path, code: str = "print('x')") -> None:
    said = json.loads(path.read_text(encoding="utf-8"))
    said["cells"][-1]["source"] += f"\n{code}"
    path.write_text(json.dumps(said), encoding="utf-8")


@pytest.mark.parametrize(("edit", "names", "reason"), EDITS.values(), ids=EDITS)
def test_a_change_names_its_reports_and_the_reason(
    copied: Workspace, edit: Callable[[Path], None], names: set[str], reason: str
) -> None:
    """Exactly the reports that depend on what changed are due, each with the reason."""
    edit(copied.root)
    assert due(copied) == dict.fromkeys(names, reason)


def test_a_package_changes_every_report(copied: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of a package is named with both versions."""
    from jxanalytics.runs import keys

    now = {**keys.versions(), "pandas": "99.0"}
    monkeypatch.setattr(keys, "versions", lambda: now)
    reasons = set(due(copied).values())
    assert len(reasons) == 1
    assert reasons.pop().startswith("软件包变更：pandas ") and len(due(copied)) == 5


@pytest.mark.parametrize(("file", "reason"), [("a.py", "程序变更"), ("a.ttf", "字体变更")])
def test_code_and_faces_change_every_report(
    copied: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, reason: str
) -> None:
    """Another byte in the program, or in a face it ships, makes every report due."""
    from jxanalytics.runs import keys

    package = tmp_path / "package"
    for name in ("a.py", "a.ttf"):
        _write(package / "room" / name, "x")
    monkeypatch.setattr(keys, "PACKAGE", package)
    for each in (keys.program_digest, keys.fonts_digest):
        monkeypatch.setattr(keys, each.__name__, each.__wrapped__)
    run(copied)
    assert due(copied) == {}
    _write(package / "room" / file, "y")
    assert set(due(copied).values()) == {reason} and len(due(copied)) == 5


def test_an_edited_template_is_seen_by_a_process_that_read_it_before(copied: Workspace) -> None:
    """Nothing read once is taken for what the file holds now."""
    assert due(copied) == {}
    _spoil(copied.root / "notebooks" / "overview.ipynb")
    assert due(copied) == {"overview": "模板变更"}


@pytest.mark.parametrize("name", ["notebooks/self.ipynb", "_quarto.yml", "extensions/own.py"])
def test_what_is_edited_while_reports_are_made_makes_none(copied: Workspace, name: str) -> None:
    """A report is never kept under what its template, settings or code were before they were edited."""
    _write(copied.root / "extensions" / "own.py", "x = 1")
    _spoil(copied.root / "notebooks" / "self.ipynb", f"__import__('os').utime({name!r})")
    results = [r for r in run(copied) if r.task.name != "overview"]
    assert len(results) == 4
    assert all(r.reason.endswith("在生成报告期间被改动，请重新运行") for r in results)


def test_force_runs_everything(copied: Workspace) -> None:
    """--force gives every report a reason."""
    assert set(due(copied, force=True).values()) == {"按 --force 重新生成"}


def test_a_touched_file_is_no_change(copied: Workspace) -> None:
    """Content counts, not the time of a file."""
    for path in copied.root.rglob("*.csv"):
        path.touch()
    assert due(copied) == {}


@pytest.mark.parametrize("name", [name for name in TABLES if "project_id" in TABLES[name].names])
def test_a_key_covers_just_what_a_report_may_see(name: str) -> None:
    """A further row of a project, in any table, moves its own key and no other project's."""
    year = make_year(YEAR, 3, 3, 2)
    added = from_rows(TABLES[name], [{"project_id": "P00001"}])
    more = year.replaced(**{name: pd.concat([year[name], added], ignore_index=True)})
    before, after = _keys(year), _keys(more)
    assert {n for n in before if before[n] != after[n] and n.endswith("self")} == {"P00001-self"}


def _keys(year: EvaluationYear) -> dict[str, str]:
    tasks = plan_year(Workspace(ROOT), year)
    return {name: key.digest for name, key in keys_of(tasks, year, ROOT).items()}


def test_a_text_and_a_unit_are_part_of_the_key() -> None:
    """The filed text of a project and the row of its unit move its key."""
    year = load_year(REFERENCE)
    before = _keys(year)
    texts = {name: text + "又" for name, text in year.texts.items()}
    other = EvaluationYear(year.year, year.tables, texts, year.folder)
    assert before["P0001-evaluation"] != _keys(other)["P0001-evaluation"]
    renamed = year["units"].assign(name="某单位")
    assert before["P0002-self"] != _keys(year.replaced(units=renamed))["P0002-self"]


def test_units_of_all_projects_at_once() -> None:
    """The unit and department in a project's key are those its report sees."""
    for year in (make_year(YEAR, 3, 30, 9), load_year(REFERENCE)):
        for project, rows in _units(year).items():
            assert list(rows) == list(year.units_of(project))


def test_what_comes_from_other_projects_is_part_of_the_key() -> None:
    """A finding that hangs on another project's rows moves the report it stands in, and chapters."""
    year = load_year(REFERENCE)
    tasks = plan_year(Workspace(ROOT), year)
    before, after = (
        keys_of(
            tasks,
            year,
            ROOT,
            lambda _, said=said: {"P0001": {"疑点": "a"}, "P0002": {"疑点": said}},
        )
        for said in ("b", "c")
    )
    moved = {name for name in before if before[name].digest != after[name].digest}
    chapters = {task.name for task in tasks if not task.project_id}
    assert moved == {"P0002-self", *chapters}
    assert difference(before["P0002-self"].parts, after["P0002-self"].parts) == "疑点变更"


def test_a_failed_report_is_tried_again_next_time(copied: Workspace) -> None:
    """A failure is noted with its reason and attempts, is due at the next build, and nothing else is."""
    _spoil(copied.root / "notebooks" / "self.ipynb", "assert project != 'P00002', '坏'")
    results = run(copied)
    assert [r.task.name for r in results if r.failed] == ["P00002-self"]
    ((name, reason),) = due(copied).items()
    assert name == "P00002-self"
    assert reason.startswith("上次未能生成：") and "坏" in reason
    again = YearRun(copied, YEAR)
    entry = again.entries(again.planned())["P00002-self"]
    assert (entry.state, entry.attempts) == ("failed", 2)


def test_what_is_finished_is_found_without_a_ledger(copied: Workspace) -> None:
    """The notebooks themselves say what is finished: a lost ledger costs no run."""
    (copied.working(YEAR) / "ledger.jsonl").unlink()
    assert due(copied) == {}


def test_a_line_cut_off_by_a_crash_is_passed_over(copied: Workspace) -> None:
    """Half a line at the end of the ledger is no entry and does not spoil the next."""
    ledger = copied.working(YEAR) / "ledger.jsonl"
    whole = ledger.read_bytes()
    ledger.write_bytes(whole + whole.splitlines()[-1][:40])
    change(copied.root, "scores", "P00001", "score", 0.5)
    assert set(run(copied)[1].task.name.split()) == {"P00001-self"}
    assert due(copied) == {}
    again = YearRun(copied, YEAR)
    assert again.entries(again.planned())["P00001-self"].state == "done"


def test_a_ledger_is_kept_where_files_cannot_be_read_at_a_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows has no ``pread``: lines are added all the same, and half a line spoils none."""
    monkeypatch.delattr(os, "pread", raising=False)
    made = Task("P1-self", Path("a.ipynb"), {}, "报告", "部分", "P1")
    path = tmp_path / "ledger.jsonl"
    for reason in ("一", "二"):
        Ledger(path).append(Result(made, None, reason), Key({}, {}))
        with path.open("ab") as file:
            file.write(b'{"half')
    entry = Ledger(path).get("P1-self")
    assert entry is not None and entry.reason == "二"


def test_half_a_file_is_no_result(copied: Workspace) -> None:
    """What a killed write leaves is never taken for a notebook, and is cleared away."""
    store = copied.working(YEAR) / "notebooks"
    (made,) = store.glob("P00001-self.*")
    made.rename(store / ".P00001-self-x.tmp")
    assert due(copied) == {"P00001-self": "结果文件缺失"}
    run(copied)
    assert sorted(p.name for p in store.iterdir()) == sorted(
        item.target.name for item in YearRun(copied, YEAR).planned()
    )


def test_published_notebooks_follow_the_results(copied: Workspace, tmp_path: Path) -> None:
    """People find each notebook under its plain name; one whose project is gone goes too."""
    publish(run(copied), tmp_path / "out")
    (tmp_path / "out" / "P9-self.ipynb").write_text("{}", encoding="utf-8")
    before = {p.name: p.stat().st_mtime_ns for p in (tmp_path / "out").glob("*.ipynb")}
    publish(run(copied), tmp_path / "out")
    after = {p.name: p.stat().st_mtime_ns for p in (tmp_path / "out").glob("*.ipynb")}
    assert after == {name: time for name, time in before.items() if name != "P9-self.ipynb"}


def test_nothing_listed_is_an_error(tmp_path: Path) -> None:
    """A configuration without chapters and reports is said to be so."""
    made = workspace(tmp_path)
    text = (tmp_path / "_quarto.yml").read_text(encoding="utf-8")
    text = text.replace("[notebooks/overview.ipynb]", "[]").split("  reports:")[0]
    (tmp_path / "_quarto.yml").write_text(text, encoding="utf-8")
    with pytest.raises(BuildError, match="没有列出"):
        YearRun(Workspace(made.root), YEAR).planned()
