"""Findings that are known to hold: what has not changed since it was checked is not checked again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jxanalytics.checks.finding import Finding
from jxanalytics.model.tables import EvaluationYear

ByProject = Mapping[str, tuple[Finding, ...]]


@dataclass(frozen=True)
class Held:
    """What an earlier run found in what is still the same, under the same settings and scheme.

    ``projects``: the findings of each unchanged project by the checks that look at one project at a
    time, and under "" of what belongs to no project, which must be the same for any to hold.
    ``before``: all findings of the year before; None where they are not known.
    """

    projects: ByProject = field(default_factory=dict)
    before: tuple[Finding, ...] | None = None


def separable(year: EvaluationYear) -> bool:
    """Whether every row of a project stands in a document of the project or of no project.

    A project's papers cannot be looked at alone where another's speak of it.
    """
    documents = year["documents"]
    owner = dict(zip(documents["document_id"], documents["project_id"], strict=True))
    for name, table in year.tables.items():
        if name == "documents" or not {"document_id", "project_id"} <= set(table.columns):
            continue
        pairs = table[["document_id", "project_id"]].drop_duplicates()
        for document, project in zip(pairs["document_id"], pairs["project_id"], strict=True):
            if owner.get(document, "") not in ("", project):
                return False
    return True
