"""A decided year written down: the documents as tables and texts."""

from __future__ import annotations

from jxanalytics.model.tables import EvaluationYear
from jxanalytics.samples import filing, marking, texts
from jxanalytics.samples.decided import Plan


def written(plan: Plan) -> EvaluationYear:
    """All tables and texts; whatever was decided, every document tells the same figures."""
    tables = {
        "documents": filing.documents(plan),
        "units": filing.units(plan),
        "projects": filing.projects(plan),
        "funding": filing.funding(plan),
        "indicators": marking.indicators(plan),
        "rules": marking.rules(plan),
        "scores": marking.scores(plan),
        "totals": marking.totals(plan),
        "evaluators": filing.evaluators(plan),
        "aliases": filing.aliases(plan),
    }
    return EvaluationYear(plan.year, tables, texts.write(plan))
