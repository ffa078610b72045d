"""The public edition: a book made in a workspace of its own that never held what it must not show.

The year is masked before anything is run, so no notebook, chart or download can let out what was
left out. What was masked is listed beside the book, for the people who answer for it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from jxanalytics.book.build import BookResult, Options, build_book
from jxanalytics.extensions import FOLDER as EXTENSIONS
from jxanalytics.model.store import load_year, save_year
from jxanalytics.model.whole import replace_folder
from jxanalytics.narrative.public import LIST, PublicYear, checked_public, public_year
from jxanalytics.runs.batch import Progress
from jxanalytics.runs.keys import extension_files
from jxanalytics.runs.lock import year_lock
from jxanalytics.runs.manifest import write_public
from jxanalytics.runs.template import HOME
from jxanalytics.runs.workspace import CONFIG, KEY, Workspace

BOOK = "book-public"


def build_public(
    workspace: Workspace,
    year: int,
    options: Options,
    *,
    reviewed: bool = False,
    say: Callable[[str], None] = print,
    progress: Progress | None = None,
) -> BookResult:
    """Build ``reports/<year>/book-public/``, and beside it the list of what was masked.

    Raises BuildError, before anything is run, where terms stand that call for a review
    (保密审查), unless it is said that the review has been done (``reviewed``), and where another
    build of the year is going on.
    """
    folder = workspace.working(year) / "public"
    # The build below locks its own workspace; this one is made, and the manifest written, here.
    with year_lock(workspace.working(year), year):
        public = public_workspace(workspace, year, folder)
        checked_public(public, workspace.reports(year), reviewed)
        say(
            f"公开版：隐去{len(public.masked)}处，不收录项目{len(public.withheld)}个，见 reports/{year}/{LIST}"
        )
        result = build_book(Workspace(folder), year, options, say=say, progress=progress)
        made = folder / "made"
        if made.exists():
            shutil.rmtree(made)
        shutil.copytree(result.folder, made)
        replace_folder(made, workspace.reports(year) / BOOK)
        write_public(workspace, year, {"problems": list(result.problems)}, (BOOK, LIST))
    return replace(result, folder=workspace.reports(year) / BOOK)


def public_workspace(workspace: Workspace, year: int, folder: Path) -> PublicYear:
    """Write the workspace of the public edition anew: masked data, the user's notebooks and settings.

    What is no longer in the workspace is not in this one; its results of before stay.
    """
    _clear(folder)
    made = {one: public_year(load_year(workspace.data / str(one)))
            for one in workspace.years if one <= year}  # fmt: skip
    for one, public in made.items():
        target = folder / "data" / str(one)
        save_year(public.year, target)
        scheme = workspace.data / str(one) / "scheme.yaml"
        if scheme.is_file():
            shutil.copyfile(scheme, target / scheme.name)
    shutil.copytree(workspace.root / "notebooks", folder / "notebooks")
    _copy_programs(workspace.root, folder)
    if (workspace.root / HOME).is_file():
        shutil.copyfile(workspace.root / HOME, folder / HOME)
    text = yaml.safe_dump(_config(workspace), allow_unicode=True, sort_keys=False)
    (folder / CONFIG).write_text(text, encoding="utf-8")
    return made[year]


def _clear(folder: Path) -> None:
    for name in ("data", "notebooks", EXTENSIONS):
        if (folder / name).is_dir():
            shutil.rmtree(folder / name)
    for path in (*folder.glob("*.py"), folder / HOME):
        path.unlink(missing_ok=True)


def _copy_programs(root: Path, folder: Path) -> None:
    """The user's own Python files: what notebooks import, and the extensions."""
    for path in (*root.glob("*.py"), *extension_files(root)):
        target = folder / path.relative_to(root)
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, target)


def _config(workspace: Workspace) -> dict[str, Any]:
    """The settings as the user has them, without the chapters that are for inside use only."""
    own = dict(workspace.config[KEY])
    inside = set(workspace.settings.internal)
    own["title"] = f"{workspace.settings.title}（公开版）"
    own["chapters"] = [name for name in own.get("chapters") or [] if name not in inside]
    if isinstance(own.get("appendix"), dict):
        kept = [name for name in own["appendix"].get("chapters") or [] if name not in inside]
        own["appendix"] = {**own["appendix"], "chapters": kept}
    own["internal"] = []
    # Findings are questions to units, not conclusions, and masked data would raise others.
    own["checks"] = "停用"
    return {**workspace.config, KEY: own}
