"""The other habit: ``quarto render --profile <year>`` at the root, into a draft folder.

Quarto calls ``prepare`` before it renders and reads its configuration again afterwards; the
chapter list is therefore written here, into ``_quarto-<year>.yml``.
"""

from __future__ import annotations

import yaml

from jxanalytics.book.build import run_year
from jxanalytics.book.engines.quarto import chapter_list, fonts_from, formats, write_shared
from jxanalytics.book.stage.downloads import FOLDER as DOWNLOADS
from jxanalytics.book.stage.staged import Stage, stage_book
from jxanalytics.runs.workspace import Workspace


def prepare(workspace: Workspace, year: int) -> Stage:
    """Run the year's notebooks, stage them under ``reports/<year>/draft/`` and write the profile."""
    results = run_year(workspace, year)
    folder = workspace.reports(year) / "draft"
    stage = stage_book(workspace, year, results, folder)
    write_shared(folder)
    prefix = f"reports/{year}/draft/"
    files = {"resources": [f"{prefix}{DOWNLOADS}/*"]} if (folder / DOWNLOADS).is_dir() else {}
    profile = {
        "project": files,
        "book": chapter_list(stage, prefix),
        "format": formats(workspace.config.get("format") or {}, prefix, fonts_from(workspace.root)),
        "filters": [prefix + "shared.lua"],
    }
    target = workspace.root / f"_quarto-{year}.yml"
    target.write_text(
        yaml.safe_dump(profile, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    return stage
