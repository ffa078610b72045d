"""What changed between the first version of a form and the one on file. JX231."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jxanalytics.checks.evidence import Evidence
from jxanalytics.checks.finding import Raised, Severity, Spot
from jxanalytics.checks.registry import check
from jxanalytics.intake.filing.rows import DocumentRows
from jxanalytics.intake.filing.versions import former
from jxanalytics.model.exact import plain


@check(
    "JX231",
    title="重报时只提高得分",
    rule="重新报送的自评表，指标得分高于首次报送而年度指标值、实际完成值、分值均未变的，请说明；新得分与按评分规则复算的一致的除外。",
    severity=Severity.WARNING,
)
def only_score_raised(evidence: Evidence) -> Iterator[Raised]:
    """A score that rises from version to version comes with a changed actual, or is what the rule gives."""
    folder = evidence.year.folder
    if folder is None or not (folder / "versions").is_dir():
        return
    recomputed = evidence.scored.indicators
    ruled = dict(
        zip(
            zip(recomputed["project_id"], recomputed["indicator_id"], strict=True),
            recomputed["score"].where(recomputed["recomputed"]),
            strict=True,
        )
    )
    first = _first(folder, evidence)
    listed = evidence.judged[evidence.judged["document_id"].isin(first)]
    for row in listed.to_dict("records"):
        old = first[row["document_id"]].get(row["indicator_id"])
        new = _stated(row, row["filed"])
        if old is None or old[1:] != new[1:] or not old[0] < new[0]:
            continue
        if ruled[row["project_id"], row["indicator_id"]] == new[0]:
            continue
        yield Raised(
            row["project_id"],
            f"重新报送的自评表把“{row['name']}”的得分由{plain(old[0])}分提高为{plain(new[0])}分，实际完成值未变，请说明理由。",
            (Spot(row["document_id"], row["score_place"], row["score_raw"]),),
            expected=f"得分{plain(old[0])}分，或写明提高的依据",
            basis="与首次报送的自评表比较",
            key=row["indicator_id"],
        )


Stated = tuple[float, str, str, float]


def _stated(row: Mapping[Any, Any], score: float) -> Stated:
    """Score, target, actual and weight of an indicator."""
    return score, str(row.get("target_raw", "")), str(row.get("actual_raw", "")), row["weight"]


def _first(folder: Path, evidence: Evidence) -> dict[str, dict[str, Stated]]:
    """What the first version of each self-evaluation filed again stated, by indicator."""
    documents = evidence.documents
    forms = documents.index[documents["kind"] == "self_evaluation"]
    kept = {name: former(folder, name) for name in forms if (folder / "versions" / name).is_dir()}
    return {name: _indicators(versions[0]) for name, versions in kept.items() if versions}


def _indicators(version: DocumentRows) -> dict[str, Stated]:
    scores = _scores(version)
    return {
        row["indicator_id"]: _stated(row, scores[row["indicator_id"]])
        for row in version.tables["indicators"]
        if row["indicator_id"] in scores and "weight" in row
    }


def _scores(version: DocumentRows) -> dict[str, float]:
    """The self scores of a version by indicator."""
    return {
        row["indicator_id"]: float(row["score"])
        for row in version.tables["scores"]
        if row["evaluation"] == "self" and "score" in row
    }
