"""Writing a year's forms into a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from jxanalytics.documents.forms import templates
from jxanalytics.documents.forms.blank import blank_self_evaluation, blank_summary
from jxanalytics.documents.forms.content import composed_summary, self_evaluation, summary
from jxanalytics.documents.forms.filed import Filed, Record
from jxanalytics.documents.forms.placeholders import Content
from jxanalytics.documents.forms.report import report
from jxanalytics.documents.forms.report_word import write_report
from jxanalytics.documents.forms.sheet import fill_sheet
from jxanalytics.documents.forms.templates import template
from jxanalytics.documents.forms.word import fill_word
from jxanalytics.errors import JxaError
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.whole import write_whole

_WRITERS: dict[str, Callable[[Path, Content], bytes]] = {"docx": fill_word, "xlsx": fill_sheet}

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Written:
    """What was written, and what was not with the reason in a sentence each.

    ``absent`` are projects without the form in question, ``failed`` forms that could not be made.
    """

    folder: Path
    files: tuple[Path, ...]
    absent: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Job:
    """One file to be written: its name below the folder, and how its bytes are made."""

    name: str
    make: Callable[[], bytes]


def write_forms(
    year: EvaluationYear,
    folder: Path,
    own_templates: Path | None = None,
    progress: Progress | None = None,
) -> Written:
    """Write 附件1, 附件2 (each .docx and .xlsx) and 附件4 (.docx) of a year into ``folder``.

    Files are named by number and id. One form that fails does not stop the others. Forms written
    before that are no longer made are removed; other files stay.
    """
    filed = Filed(year)
    jobs = list(_jobs(filed, own_templates))
    return _write(jobs, folder, _absent(filed), progress)


def write_blank(
    year: EvaluationYear,
    folder: Path,
    own_templates: Path | None = None,
    progress: Progress | None = None,
) -> Written:
    """Write blank forms into ``folder``, one folder a department, by its id: units do not see each other."""
    return _write(list(_blank_jobs(Filed(year), own_templates)), folder, (), progress)


def _jobs(filed: Filed, own: Path | None) -> Iterator[_Job]:
    summaries = [document for document in filed.documents if document["kind"] == "summary"]
    for document in summaries:
        name = f"附件1-{document['document_id']}"
        yield from _both(name, templates.SUMMARY, own, partial(summary, filed, document))
    if not summaries and filed.projects:
        make = partial(composed_summary, filed)
        yield from _both("附件1-summary", templates.SUMMARY, own, make)
    for project in filed.projects:
        form = filed.document(project, "self_evaluation")
        if form is not None:
            rules = bool(filed.rows("rules", str(form["document_id"])))
            chosen = templates.SELF_EVALUATION_RULES if rules else templates.SELF_EVALUATION
            yield from _both(f"附件2-{project}", chosen, own, partial(self_evaluation, filed, form))
        told = filed.document(project, "report")
        if told is not None:
            path = template(f"{templates.REPORT}.docx", own)
            yield _Job(f"附件4-{project}.docx", partial(_report, path, filed, told))


def _report(path: Path, filed: Filed, document: Record) -> bytes:
    return write_report(path, report(filed, document))


def _blank_jobs(filed: Filed, own: Path | None) -> Iterator[_Job]:
    outline = template(templates.OUTLINE, own)
    by_department: dict[str, list[str]] = {}
    for project, record in filed.projects.items():
        department = str(filed.units[record["unit_id"]]["department_id"])
        by_department.setdefault(department, []).append(project)
    for department, projects in by_department.items():
        name = f"{department}/附件1-{department}"
        yield from _both(name, templates.SUMMARY, own, partial(blank_summary, filed, projects))
        for project in projects:
            make = partial(blank_self_evaluation, filed, project, outline)
            name = f"{department}/附件2-{project}"
            yield from _both(name, templates.SELF_EVALUATION, own, make)


def _both(name: str, form: str, own: Path | None, content: Callable[[], Content]) -> Iterator[_Job]:
    """A form in both formats."""
    for suffix, fill in _WRITERS.items():
        path = template(f"{form}.{suffix}", own)
        yield _Job(f"{name}.{suffix}", partial(_filled, fill, path, content))


def _filled(
    fill: Callable[[Path, Content], bytes], path: Path, content: Callable[[], Content]
) -> bytes:
    return fill(path, content())


def _absent(filed: Filed) -> tuple[str, ...]:
    return tuple(
        f"{project} {record['name']}：没有自评表，未出附件2"
        for project, record in filed.projects.items()
        if filed.document(project, "self_evaluation") is None
    )


def _write(
    jobs: list[_Job], folder: Path, absent: tuple[str, ...], progress: Progress | None
) -> Written:
    written: list[Path] = []
    failed: list[str] = []
    for number, job in enumerate(jobs, start=1):
        path = folder / job.name
        try:
            content = job.make()
        except JxaError as error:
            failed.append(f"{job.name}：{error}")
        else:
            written.append(write_whole(path, content))
        if progress is not None:
            progress(number, len(jobs), job.name)
    _remove_stale(folder, set(written))
    return Written(folder, tuple(written), absent, tuple(failed))


def _remove_stale(folder: Path, written: set[Path]) -> None:
    """Forms of earlier runs that this one did not make: they would be taken for current ones."""
    for parent in {folder, *(path.parent for path in written)}:
        for path in parent.glob("附件[124]-*.*") if parent.is_dir() else ():
            if path.suffix[1:] in _WRITERS and path not in written:
                path.unlink()
