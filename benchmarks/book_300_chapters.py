"""book-300-chapters: HTML, DOCX and PDF of 300 project chapters by the embedded engine.

The chapters are the reports (`report.ipynb`: narrative, tables, two charts) of ten made-up projects,
executed once and repeated under names of their own; only the binding is timed, into an empty folder
with nothing kept from before. Times are seconds a chapter, all three formats together.

``growth`` is the time a chapter of 300 over that of 100, ``growth_from_10`` over that of 10 (linear:
1; less where what is made once weighs on ten chapters). The peer is the real Quarto where
``quarto`` is on PATH (else None). It may take an hour over 300, so both bind the same ``PEER``
chapters, or as many as ``--peer`` says (10 to 300); ``peer_chapters`` is that size, ``ratio`` Quarto's
time over ours at it, ``ours_at_peer``. The floor is bare pandoc, one call a format without filters
or templates, and Typst on what it wrote.
"""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks import _reports as reports
from jxanalytics.book.engines.embedded import Embedded
from jxanalytics.book.engines.engine import Engine
from jxanalytics.book.engines.quarto import Quarto
from jxanalytics.book.stage.staged import Chapter, Stage, stage_book
from jxanalytics.fonts import FOLDER as FONTS
from jxanalytics.runs.batch import run_tasks
from jxanalytics.runs.plan import Task
from jxanalytics.runs.worker import Setting
from jxanalytics.runs.workspace import PRELOAD, Workspace

PROJECTS, SMALL, LARGE, PEER = 10, 100, 300, 10
_PICTURE = re.compile(r"\]\(figures/([\w\-]+)")
CONFIG = """
book: {author: 某市财政局}
jxanalytics: {title: "{year}年度汇编", volumes: one}
"""


def staged(of: reports.Bench) -> Stage:
    """The book of the executed reports, one chapter a project."""
    (of.root / "_quarto.yml").write_text(CONFIG, encoding="utf-8")
    tasks = [
        Task(project, reports.TEMPLATE, of.parameters(project), project, "自评报告", project)
        for project in of.projects
    ]
    setting = Setting(of.root, str(of.data), PRELOAD, reports=len(tasks))
    results = run_tasks(tasks, of.root / "made", setting, workers=reports.WORKERS)
    assert [result.reason for result in results if result.failed] == []
    return stage_book(Workspace(of.root), reports.YEAR, results, of.root / "stage")


def repeated(stage: Stage, count: int, folder: Path) -> Stage:
    """``count`` chapters: those of ``stage`` again and again, every label and picture its own."""
    (folder / "figures").mkdir(parents=True)
    shutil.copyfile(stage.folder / stage.chapters[0].file, folder / stage.chapters[0].file)
    chapters, labels = [stage.chapters[0]], {}
    for number in range(1, count + 1):
        old = stage.chapters[1 + (number - 1) % (len(stage.chapters) - 1)]
        name = f"R{number:05d}"
        text = (stage.folder / old.file).read_text(encoding="utf-8")
        for stem in set(_PICTURE.findall(text)):
            for picture in (stage.folder / "figures").glob(f"{stem}.*"):
                own = picture.name.replace(old.name, name)
                shutil.copyfile(picture, folder / "figures" / f"{name}-{own}")
        text = text.replace("](figures/", f"](figures/{name}-").replace(old.name, name)
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
        chapters.append(Chapter(name, old.title, old.part, number))
        for label, (where, said) in stage.labels.items():
            if where == old.name:
                kind, place = said.split(" ")
                after = place.split(".")[1]
                labels[label.replace(old.name, name)] = (name, f"{kind} {number}.{after}")
    return dataclasses.replace(stage, folder=folder, chapters=tuple(chapters), labels=labels)


def bound(engine: Engine, stage: Stage) -> float:
    """Seconds a chapter from the staged book to its files."""
    with tempfile.TemporaryDirectory(prefix="jxa-bench-") as folder:
        started = perf_counter()
        rendered = engine.render(stage, Path(folder) / "made")
        seconds = perf_counter() - started
        pages = list(rendered.html.glob("R*.html"))
        assert len(pages) == len(stage.chapters) - 1
        assert all(rendered.file(rendered.volumes[0], e).is_file() for e in (".docx", ".pdf"))
    return seconds / (len(stage.chapters) - 1)


def bare(stage: Stage) -> float:
    """Seconds a chapter of pandoc and Typst by themselves."""
    import pypandoc
    import typst

    files = [str(stage.folder / chapter.file) for chapter in stage.chapters]
    resources = [f"--resource-path={stage.folder}", "--default-image-extension=png"]
    started = perf_counter()
    for ending in ("html", "docx", "typst"):
        target = stage.folder / f"bare.{ending}"
        pypandoc.convert_file(
            files, ending, format="markdown-citations", outputfile=str(target),
            extra_args=["--standalone", *resources],
        )  # fmt: skip
    typst.compile(
        str(stage.folder / "bare.typst"), output=str(stage.folder / "bare.pdf"),
        root=str(stage.folder), font_paths=[str(FONTS)], ignore_system_fonts=True,
    )  # fmt: skip
    return (perf_counter() - started) / (len(stage.chapters) - 1)


def run(peer: int = PEER) -> dict[str, object]:
    """The row, seconds a chapter; ``peer`` is how many chapters Quarto binds."""
    with reports.bench(PROJECTS) as of:
        stage = staged(of)
        counts = sorted({PEER, SMALL, LARGE, peer})
        sizes = {n: repeated(stage, n, of.root / f"stage-{n}") for n in counts}
        ours = {n: bound(Embedded(), sizes[n]) for n in sizes}
        found = shutil.which("quarto")
        theirs = bound(Quarto(Path(found)), sizes[peer]) if found else None
        floor = bare(sizes[LARGE])
    return {
        "name": "book-300-chapters",
        "ours": ours[LARGE],
        "peer": theirs,
        "peer_name": f"Quarto at {peer} chapters" if found else "Quarto (not found on PATH)",
        "peer_chapters": peer,
        "floor": floor,
        "unit": "s/chapter",
        "ratio": theirs / ours[peer] if theirs else None,
        "ours_at_peer": ours[peer],
        "seconds_300": ours[LARGE] * LARGE,
        "growth": ours[LARGE] / ours[SMALL],
        "growth_from_10": ours[LARGE] / ours[PEER],
    }


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=1))
