"""The commands of review, accounts and results, one after the other in a folder of a user's."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from jxanalytics import load
from jxanalytics.cli import main
from jxanalytics.season import load_season
from tests.conftest import ROOT
from tests.folders import files_of
from tests.season.made import fill_xlsx


@pytest.fixture
def place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with the two years."""
    root = folder.parents[1]
    shutil.copy(ROOT / "_quarto.yml", root)
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    monkeypatch.chdir(root)
    return root


def test_a_review_from_draw_to_deviation(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Drawn under a printed seed, sheets filled in and taken, deviations written; again, the same."""
    assert main(["review", "draw", "--year", "2024", "--seed", "7", "--count", "25"]) == 0
    told = capsys.readouterr().out
    assert "抽样种子：7" in told and "共抽取3个项目，占12个项目的25.00%" in told
    sample = list(load_season(place / "data" / "2024")["sample"]["project_id"])
    assert main(["review", "draw", "--year", "2024"]) == 0
    assert list(load_season(place / "data" / "2024")["sample"]["project_id"]) == sample
    for path in (place / "reports" / "2024" / "review").rglob("*.xlsx"):
        if path.name != "抽样清单.xlsx":
            fill_xlsx(path, {"I01": 1})
    assert main(["review", "import", "reports/2024/review", "--year", "2024"]) == 0
    assert "收到复核评分表3份，尚未评分0份" in capsys.readouterr().out
    assert main(["review", "list", "--year", "2024"]) == 0
    assert "抽取3个项目，已评3个，未评0个" in capsys.readouterr().out
    book = openpyxl.load_workbook(place / "reports" / "2024" / "review" / "复核情况.xlsx")
    assert book.sheetnames == [
        "抽样清单",
        "项目偏差",
        "单位偏差",
        "二级指标偏差",
        "偏差档次",
        "扣分理由",
        "自评质量",
    ]
    year = load("data/2024")
    assert set(year.season.deviation()["difference"]) == {1.0}
    assert list(year.season.sample()["project_id"]) == sample


def test_a_seed_is_made_and_printed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a seed one is made; the printed one draws the same sample elsewhere."""
    assert main(["review", "draw", "--year", "2024"]) == 0
    printed = re.search(r"抽样种子：(\d+)", capsys.readouterr().out)
    assert printed
    season = load_season(place / "data" / "2024")
    assert list(season["draws"]["seed"]) == [printed[1]]


def test_shares_are_taken_from_the_settings(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What _quarto.yml says of the sample holds where the command says nothing."""
    config = place / "_quarto.yml"
    text = (
        config.read_text(encoding="utf-8")
        + "  review:\n    抽样: {项目数比例: 50, 每单位至少: 1}\n"
    )
    config.write_text(text, encoding="utf-8")
    assert main(["review", "draw", "--year", "2024", "--seed", "1"]) == 0
    assert "不低于50.00%" in capsys.readouterr().out
    assert len(load_season(place / "data" / "2024")["sample"]) >= 6


@pytest.mark.parametrize(
    "words",
    [["draw", "--count", "120"], ["draw", "--per-unit", "-1"], ["import", "没有这个文件"], []],
)
def test_misuse_is_told(place: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A share over 100, a negative number, a file that is not there, no action: exit code 2."""
    assert main(["review", *words, *(["--year", "2024"] if words else [])]) == 2
    assert capsys.readouterr().err


def test_accounts_tell_what_differs(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first run takes the export in; what differs is named and gives exit code 1."""
    export = place / "决算.csv"
    export.write_text("项目编码,项目名称,决算数（元）\n88,名单外,5000\n", encoding="utf-8")
    assert main(["accounts", "决算.csv", "--year", "2024"]) == 1
    told = capsys.readouterr().out
    assert "收入决算数据1行，单位元，合计0.5万元" in told
    assert "名单外：只在决算，0.5万元" in told
    assert (place / "reports" / "2024" / "results" / "决算核对.xlsx").is_file()
    assert main(["accounts", "--year", "2024"]) == 1


def test_results_are_written_and_taken_in_where_they_lie(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A decision filled in in the sheet as written is kept by the next run and never lost."""
    assert main(["results", "--year", "2024"]) == 0
    path = place / "reports" / "2024" / "results" / "下年预算建议表.xlsx"
    book = openpyxl.load_workbook(path)
    page = book.active
    head = next(r for r in range(1, 9) if page.cell(r, 1).value == "序号")
    at = {page.cell(head, c).value: c for c in range(1, 20)}
    page.cell(head + 1, at["决定"]).value = "支持"
    book.save(path)
    capsys.readouterr()
    assert main(["results", "--year", "2024"]) == 0
    assert "预算决定1个项目" in capsys.readouterr().out
    before = files_of(place / "data" / "2024"), files_of(path.parent)
    assert main(["results", "--year", "2024"]) == 0
    assert (files_of(place / "data" / "2024"), files_of(path.parent)) == before
    page = openpyxl.load_workbook(path).active
    assert page.cell(head + 1, at["决定"]).value == "支持"


def test_the_statement_counts_and_names_only_what_is_disclosed(place: Path) -> None:
    """How many projects, how much money, what share; a project is named where that is decided."""
    import docx

    from jxanalytics.model.store import load_year, save_year

    folder = place / "data" / "2024"
    year = load_year(folder)
    projects = year["projects"].copy()
    projects["disclosed"] = ["是", "否", *[""] * (len(projects) - 2)]
    save_year(year.replaced(projects=projects), folder)
    assert main(["results", "--year", "2024"]) == 0
    path = place / "reports" / "2024" / "results" / "预算绩效情况说明.docx"
    text = "\n".join(p.text for p in docx.Document(str(path)).paragraphs)
    assert "2024年度对12个项目开展绩效自评" in text and "占项目资金总额的100.00%" in text
    assert [name for name in projects["name"] if name in text] == [projects["name"][0]]


def test_status_tells_how_far_the_review_is(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before a draw nothing is said; after it how many sheets are back."""
    assert main(["status", "--year", "2024"]) == 0
    assert "复核：" not in capsys.readouterr().out
    assert main(["review", "draw", "--year", "2024", "--seed", "7", "--count", "25"]) == 0
    capsys.readouterr()
    assert main(["status", "--year", "2024"]) == 0
    assert "复核：抽取3个项目，已收回评分表0份，未收回3份" in capsys.readouterr().out
