"""A small workspace of made-up projects whose reports cost next to nothing."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from jxanalytics.model.schema import TABLES
from jxanalytics.model.store import load_year, save_year, write_csv
from jxanalytics.runs.workspace import Workspace
from jxanalytics.samples import make_year
from tests.runs.notebooks import notebook

YEAR = 2024
# What a real report does in small: read the project's rows and put them out.
SELF = """
import csv
with open(data + '/scores.csv', encoding='utf-8-sig') as file:
    rows = [row for row in csv.DictReader(file) if row['project_id'] == project]
print(project, sum(float(row['score'] or 0) for row in rows))
"""
CONFIG = """
project: {type: book}
book: {chapters: [index.md]}
jxanalytics:
  title: "{year}年度汇编"
  chapters: [notebooks/overview.ipynb]
  preload: []
  beyond: ""
  workers: 2
  seconds: 60
  reports:
    self: {notebook: notebooks/self.ipynb, part: 自评报告}
"""


def workspace(root: Path, projects: int = 4) -> Workspace:
    """Projects with one report each, and one chapter."""
    given = 'data = ""\nproject = ""'
    notebook(root / "notebooks", SELF, parameters=given, name="self")
    notebook(root / "notebooks", "print(data)", parameters='data = ""', name="overview")
    (root / "_quarto.yml").write_text(CONFIG, encoding="utf-8")
    save_year(make_year(YEAR, 5, projects, 2), root / "data" / str(YEAR))
    return Workspace(root)


def change(root: Path, table: str, project: str, column: str, value: object) -> None:
    """Another value in the first row a project has in a table."""
    folder = root / "data" / str(YEAR)
    frame: pd.DataFrame = load_year(folder)[table]
    row = frame.index[frame["project_id"] == project][0]
    frame.loc[row, column] = value
    write_csv(frame, TABLES[table], folder / f"{table}.csv")
