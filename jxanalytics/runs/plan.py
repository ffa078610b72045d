"""What is to be run for a year: one task a chapter and one a project report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jxanalytics.model.tables import EvaluationYear
from jxanalytics.runs.notebook import title_of
from jxanalytics.runs.workspace import Workspace

# Kinds of project report by the name used in _quarto.yml, and which projects get one.
SELF, EVALUATION = "self", "evaluation"
# Of the start page, which has no heading of its own.
HOME_TITLE = "首页"


@dataclass(frozen=True)
class Task:
    """One notebook run: ``name`` is unique and safe as a file name; paths are under the root.

    ``title`` stands for the chapter where it could not be made; ``part`` is its part of the book.
    """

    name: str
    template: Path
    parameters: dict[str, str]
    title: str
    part: str
    project_id: str = ""


def plan_year(workspace: Workspace, year: EvaluationYear) -> tuple[Task, ...]:
    """All tasks of a year's book, in reading order."""
    data = f"data/{year.year}"
    settings = workspace.settings
    tasks = [_chapter(workspace, data, name, settings.part) for name in settings.chapters]
    tasks += _reports(workspace, year, data)
    tasks += [
        _chapter(workspace, data, name, settings.appendix_part) for name in settings.appendices
    ]
    return tuple(tasks)


def _chapter(workspace: Workspace, data: str, notebook: str, part: str) -> Task:
    template = workspace.root / notebook
    return Task(template.stem, template, {"data": data}, title_of(template, HOME_TITLE), part)


def _reports(workspace: Workspace, year: EvaluationYear, data: str) -> list[Task]:
    """The reports of all projects: by kind, or, where the book comes in volumes, by unit in the
    order of the units' codes, the reports of a project side by side."""
    settings = workspace.settings
    split = settings.split(len(year["projects"]))
    units = _units(year) if split else {}
    projects = year["projects"]
    names = dict(zip(projects["project_id"], projects["name"], strict=True))
    tasks = [
        Task(
            name=f"{project}-{kind}",
            template=workspace.root / report.notebook,
            parameters={"data": data, "project": project},
            title=names[project],
            part=units[project][1] if split else report.part,
            project_id=project,
        )
        for kind, report in settings.reports.items()
        for project in _projects(year, kind)
    ]
    if not split:
        return tasks
    order = {project: i for i, project in enumerate(year["projects"]["project_id"])}
    return sorted(tasks, key=lambda t: (units[t.project_id], order[t.project_id]))


def _units(year: EvaluationYear) -> dict[str, tuple[tuple[bool, str, str], str]]:
    """The unit of each project: what it is sorted by (code, those without one last), and its name.

    Units of one name are told apart, or their volumes would run together.
    """
    rows = year["units"].to_dict("records")
    names = [row["name"] for row in rows]
    of = {
        row["unit_id"]: (
            (not row["unit_code"], row["unit_code"], row["unit_id"]),
            row["name"]
            if names.count(row["name"]) == 1
            else f"{row['name']}（{row['unit_code'] or row['unit_id']}）",
        )
        for row in rows
    }
    projects = year["projects"]
    return {
        project: of[unit]
        for project, unit in zip(projects["project_id"], projects["unit_id"], strict=True)
    }


def _projects(year: EvaluationYear, kind: str) -> list[str]:
    projects = year["projects"]
    if kind == EVALUATION:
        projects = projects[projects["department_evaluation"] == "是"]
    return list(projects["project_id"])
