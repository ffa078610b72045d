"""Every example of an extension does in a user's folder what its opening line says."""

from __future__ import annotations

import json
import pickle
import shutil
from pathlib import Path

import pytest

import jxanalytics as jx
from jxanalytics import extensions
from jxanalytics.book.public import public_workspace
from jxanalytics.book.stage.baked import bake
from jxanalytics.cli import main
from jxanalytics.errors import MisuseError
from jxanalytics.intake import import_files, layouts_of, read_file
from jxanalytics.model.store import load_year
from jxanalytics.runs.batch import YearRun
from jxanalytics.runs.execute import run_task
from jxanalytics.runs.workspace import Workspace
from tests.conftest import ROOT
from tests.folders import copy_workspace

EXAMPLES = ROOT / "extensions" / "examples"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A user's folder with the reference year and no extension yet."""
    copy_workspace(tmp_path)
    (tmp_path / "extensions").mkdir()
    return tmp_path


def add(folder: Path, *names: str) -> None:
    for name in names:
        shutil.copy(EXAMPLES / name, folder / "extensions")


def test_a_check_finds_and_is_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A check of one's own raises its finding with places, is listed, switched and tuned like any."""
    add(folder, "local_check.py")
    words = ["check", "--root", str(folder), "--year", "2019", "--format", "json"]
    main(words)
    (found,) = [f for f in json.loads(capsys.readouterr().out) if f["code"] == "BD501"]
    assert found["project"] == "P0001" and "932.42万元" in found["message"]
    assert [place["quote"] for place in found["places"]] == ["1237.78", "305.36"]
    main(["checks", "--root", str(folder)])
    assert "超过300万元的" in capsys.readouterr().out
    config = folder / "_quarto.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("前列条数: 8", "BD501: {limit: 1000}"), encoding="utf-8")
    main(words)
    assert "BD501" not in capsys.readouterr().out


def test_a_chart_is_drawn_by_its_name(folder: Path) -> None:
    """``year.chart`` draws a chart of one's own at every size, with data and alternative text."""
    add(folder, "local_chart.py")
    year = jx.load(folder / "data" / "2019")
    assert isinstance(year, jx.Year)
    drawn = year.chart("bd-balance", size="phone")
    assert drawn.data["年末未执行数（万元）"].tolist() == [932.42, 0.0]
    assert "932.42万元" in drawn.alt and drawn.svg().startswith(b"<?xml")
    with pytest.raises(MisuseError, match="是否要用「bd-balance」"):
        year.chart("bd-balanc")


def test_a_local_layout_is_put_into_the_usual_order(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Indicators side by side, which no words can tell, are read whole; figures keep their places, here
    and in worker processes."""
    form = str(EXAMPLES / "local-layout.csv")
    main(["read", "--root", str(folder), form])
    assert "指标0项" in capsys.readouterr().out
    add(folder, "local_layout.py")
    main(["read", "--root", str(folder), form])
    said = capsys.readouterr().out
    assert "指标4项，其中有得分4项" in said and "未能识别" not in said
    (read,) = pickle.loads(pickle.dumps(layouts_of(extensions.load(folder))))
    (form_read,) = read_file(form, layouts=[read]).forms
    first = form_read.indicators[0]
    assert (first.name, str(first.place), first.actual and str(first.actual.place)) == (
        "服务老人数", "表1!R8C2", "表1!R12C2",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("return [[1]]", "应返回各行"),
        ("return rows[99]", "第4行：表式「甲」出错：IndexError"),
        ("return rows[:7]", None),
    ],
)
def test_a_layout_at_fault_is_told(
    folder: Path, body: str, told: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """A layout that gives nonsense or fails names its file and line; what it leaves out is listed."""
    written = f"from jxanalytics.intake import form_layout\n@form_layout('甲')\ndef f(rows):\n    {body}\n"
    (folder / "extensions" / "甲.py").write_text(written, encoding="utf-8")
    words = [str(EXAMPLES / "local-layout.csv"), "--root", str(folder)]
    code = main(["read", *words])
    said = capsys.readouterr()
    if told is None:
        assert code == 0 and "“服务老人数”未能识别，未采用" in said.out + said.err
    else:
        assert code == 3 and told in said.err and "extensions/甲.py" in said.err


def test_a_local_form_is_read_by_its_words(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A form whose headings are the bureau's own is read whole, here and in worker processes."""
    main(["read", "--root", str(folder), str(EXAMPLES / "local-form.csv")])
    assert "“支付到人”未能识别" in capsys.readouterr().out
    add(folder, "local_form.py")
    main(["read", "--root", str(folder), str(EXAMPLES / "local-form.csv")])
    said = capsys.readouterr().out
    assert "全年118.5，执行101.25" in said and "未能识别" not in said
    received = folder / "received"
    received.mkdir()
    for number in (1, 2):
        text = (EXAMPLES / "local-form.csv").read_text(encoding="utf-8")
        form = received / f"{number}.csv"
        text = text.replace("运营补助", f"运营补助{number}").replace("2019", "2018")
        form.write_text(text, encoding="utf-8")
    recap = import_files([received], folder / "data" / "2018", workers=2)
    assert not recap.refused
    money = load_year(folder / "data" / "2018")["funding"]
    assert money["executed"].dropna().tolist() == [101.25] * 4


def test_a_scheme_lies_over_one_of_the_program(folder: Path) -> None:
    """A scheme file that states only what differs changes the score of execution alone."""
    year = jx.load(folder / "data" / "2019")
    own = str(EXAMPLES / "local-scheme.yaml")
    moved = year.compare(own, by="indicator")
    assert set(moved["name"]) == {"预算执行率"}


def test_a_chapter_of_ones_own_is_bound(folder: Path) -> None:
    """The notebook shows the chart with its caption and the findings as a table of every format."""
    add(folder, "local_check.py", "local_chart.py")
    shutil.copy(EXAMPLES / "local-chapter.ipynb", folder / "notebooks")
    config = folder / "_quarto.yml"
    text = config.read_text(encoding="utf-8")
    listed = "    - notebooks/application.ipynb\n"
    config.write_text(
        text.replace(listed, listed + "    - notebooks/local-chapter.ipynb\n"), encoding="utf-8"
    )
    (item,) = [
        planned
        for planned in YearRun(Workspace(folder), 2019).planned()
        if planned.task.name == "local-chapter"
    ]
    result = run_task(item.task, folder / "local-chapter.key.ipynb", folder, 120)
    assert result.notebook is not None, result.reason
    baked = bake(result.notebook, "无")
    assert baked.title == "本地关注事项"
    assert "::: {#fig-local-chapter-" in baked.markdown
    assert "2019年度各项目年末未执行数\n\n:::" in baked.markdown
    assert "年末未执行数932.42万元，请说明" in baked.markdown
    assert {Path(name).suffix for name in baked.files} >= {".svg", ".png", ".csv", ".xlsx"}
    assert all("." not in Path(name).stem for name in baked.files)


def test_the_public_edition_has_the_extensions(folder: Path) -> None:
    """A chart of one's own is drawn in the public edition too, from masked data, without any finding."""
    add(folder, "local_chart.py", "local_check.py")
    public = folder / "public"
    public_workspace(Workspace(folder), 2019, public)
    year = jx.load(public / "data" / "2019")
    assert isinstance(year, jx.Year)
    assert "932.42" in year.chart("bd-balance").alt
    assert year.findings().empty


def test_the_public_edition_has_nothing_that_is_gone(folder: Path) -> None:
    """What was taken out of the workspace since it was last made (extensions, programs, an earlier
    year) is in it no more."""
    add(folder, "local_chart.py")
    (folder / "helper.py").write_text("x = 1\n", encoding="utf-8")
    shutil.copytree(folder / "data" / "2019", folder / "data" / "2018")
    public = folder / "public"
    public_workspace(Workspace(folder), 2019, public)
    gone = ("extensions/local_chart.py", "helper.py", "data/2018/projects.csv")
    assert all((public / name).is_file() for name in gone)
    for name in gone[:2]:
        (folder / name).unlink()
    shutil.rmtree(folder / "data" / "2018")
    public_workspace(Workspace(folder), 2019, public)
    assert not any((public / name).exists() for name in gone)
