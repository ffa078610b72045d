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
    tasks = [
        Task(
            name=Path(notebook).stem,
            template=workspace.root / notebook,
            parameters={"data": data},
            title=title_of(workspace.root / notebook, HOME_TITLE),
            part=settings.part,
        )
        for notebook in settings.chapters
    ]
    for kind, report in settings.reports.items():
        for project in _projects(year, kind):
            tasks.append(
                Task(
                    name=f"{project}-{kind}",
                    template=workspace.root / report.notebook,
                    parameters={"data": data, "project": project},
                    title=_name(year, project),
                    part=report.part,
                    project_id=project,
                )
            )
    return tuple(tasks)


def _projects(year: EvaluationYear, kind: str) -> list[str]:
    projects = year["projects"]
    if kind == EVALUATION:
        projects = projects[projects["department_evaluation"] == "是"]
    return list(projects["project_id"])


def _name(year: EvaluationYear, project: str) -> str:
    names = year["projects"].set_index("project_id")["name"]
    return str(names[project])
