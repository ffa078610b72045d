"""check-10k: the findings of a year of 10,000 projects, in milliseconds a project.

Ours: the checks of arithmetic and across documents (JX1xx, JX2xx), with the places of what they
find. Peer: what a user would do otherwise, a plain Python loop over the frames of one project after
another, with a dozen of the same comparisons on binary floats. Floor: the same comparisons in one
bare pandas pass over whole columns, without rules on blanks, places or sentences. The year comes
from a fixed seed with a fault planted in every hundredth project, and all three must find those.
``all_checks`` is our time for every registered check, reading all texts and scoring all rules;
``at_1000`` and ``at_3000`` the same for fewer projects: time a project is flat when ``flat``, the
10,000's by the 1,000's, is about 1. The peer is given the 1,000 alone, because its time a project
does not change with their number. Times are the processor's, so that other work on the machine
does not count.
"""

from __future__ import annotations

import json
from time import process_time

import pandas as pd

from jxanalytics.checks import Choice, Settings, check_year, registered
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.samples import make_year

PROJECTS, MIDDLE, SMALL, UNITS, SEED = 10_000, 3_000, 1_000, 40, 20_241_231
EVERY = 100
Found = set[tuple[str, str]]


def planted(projects: int) -> EvaluationYear:
    """A clean year in which every hundredth project's form states a wrong rate."""
    year = make_year(2024, SEED, projects, UNITS)
    funding = year["funding"].copy()
    rows = funding.index[
        funding["rate"].notna() & funding["document_id"].str.endswith("evaluation")
    ]
    numbers = funding.loc[rows, "project_id"].str[1:].astype(int)
    wrong = rows[(numbers % EVERY == 0) & (funding.loc[rows, "source"] == "total")]
    funding.loc[wrong, "rate"] = 3.21
    funding.loc[wrong, "rate_raw"] = "3.21%"
    return year.replaced(funding=funding)


def ours(year: EvaluationYear, settings: Settings) -> Found:
    return {(f.code, f.project_id) for f in check_year(year, settings=settings)}


def peer(year: EvaluationYear) -> Found:
    """One project after another: rate, parts, weights, scores, and the documents side by side."""
    found: Found = set()
    tables = {name: year[name] for name in ("funding", "indicators", "scores", "totals")}
    frames = {name: dict(list(table.groupby("project_id"))) for name, table in tables.items()}
    for project in year["projects"]["project_id"]:
        mine = {name: of.get(project) for name, of in frames.items()}
        for _, form in mine["funding"].groupby("document_id"):
            found |= _money(project, form.set_index("source"))
        for document, form in mine["indicators"].groupby("document_id"):
            found |= _marks(str(document), project, form, mine["scores"], mine["totals"])
        whole = mine["funding"][mine["funding"]["source"] == "total"]
        for quantity, code in (("annual", "JX201"), ("executed", "JX202"), ("initial", "JX203")):
            stated = whole[quantity].dropna()
            if len(stated) and stated.max() - stated.min() > 0.01:
                found.add((code, project))
        for measure, code in (("self", "JX205"), ("department", "JX206")):
            stated = mine["totals"][mine["totals"]["measure"] == measure]["value"].dropna()
            if len(stated) and stated.max() != stated.min():
                found.add((code, project))
    return found


def _money(project: str, form: pd.DataFrame) -> Found:
    found: Found = set()
    for _, row in form.iterrows():
        if row["annual"] > 0 and abs(row["executed"] / row["annual"] * 100 - row["rate"]) > 0.015:
            found.add(("JX101", project))
        if row["annual"] > 0 and row["executed"] > row["annual"]:
            found.add(("JX103", project))
    parts = form.loc[[s for s in ("current", "carry_over", "other") if s in form.index]]
    for quantity in ("initial", "annual", "executed"):
        stated = parts[quantity].dropna()
        if len(stated) and abs(stated.sum() - form.loc["total", quantity]) > 0.01:
            found.add(("JX102", project))
    return found


def _marks(
    document: str, project: str, form: pd.DataFrame, scores: pd.DataFrame, totals: pd.DataFrame
) -> Found:
    found: Found = set()
    stated = totals[totals["document_id"] == document].set_index("measure")["value"]
    if "weight" in stated and round(form["weight"].sum() - stated["weight"], 6) != 0:
        found.add(("JX111", project))
    mine = scores[scores["document_id"] == document]
    joined = mine.merge(form[["indicator_id", "weight"]], on="indicator_id")
    if (joined["score"] > joined["weight"]).any():
        found.add(("JX114", project))
    for evaluation, group in mine.groupby("evaluation"):
        if evaluation in stated and round(group["score"].sum() - stated[evaluation], 6) != 0:
            found.add(("JX115", project))
    return found


def floor(year: EvaluationYear) -> Found:
    """The same comparisons over whole columns, and nothing but the project to show for it."""
    money = year["funding"]
    rate = money["executed"] / money["annual"] * 100
    wrong = money[(rate - money["rate"]).abs() > 0.015]["project_id"]
    parts = money[money["source"] != "total"]
    for quantity in ("initial", "annual", "executed"):
        sums = parts.groupby("document_id")[quantity].sum(min_count=1)
        whole = money[money["source"] == "total"].groupby("document_id")[quantity].sum(min_count=1)
        assert not ((sums - whole).abs() > 0.01).any()
        spans = money[money["source"] == "total"].groupby("project_id")[quantity]
        assert not (spans.max() - spans.min() > 0.01).any()
    joined = year["scores"].merge(
        year["indicators"][["document_id", "indicator_id", "weight"]],
        on=["document_id", "indicator_id"],
    )
    assert not (joined["score"] > joined["weight"]).any()
    keys = ["document_id", "measure"]
    added = joined.rename(columns={"evaluation": "measure"}).groupby(keys)["score"].sum()
    both = year["totals"].merge(added.reset_index(), on=keys)
    assert not ((both["value"] - both["score"]).abs() > 1e-6).any()
    return {("JX101", str(project)) for project in wrong}


def run() -> dict[str, object]:
    year, middle, small = planted(PROJECTS), planted(MIDDLE), planted(SMALL)
    some = Settings({code: Choice(on=False) for code in registered() if code[2] not in "12"})
    times: dict[str, float] = {}
    for name, count, made in (
        ("ours", PROJECTS, lambda: ours(year, some)),
        ("peer", SMALL, lambda: peer(small)),
        ("floor", PROJECTS, lambda: floor(year)),
        ("all_checks", PROJECTS, lambda: ours(year, Settings())),
        ("at_3000", MIDDLE, lambda: ours(middle, Settings())),
        ("at_1000", SMALL, lambda: ours(small, Settings())),
    ):
        start = process_time()
        found = made()
        times[name] = (process_time() - start) * 1000 / count
        # All that is planted, and nothing but it.
        assert {code for code, _ in found} <= {"JX101", "JX108"}, name
        assert sum(code == "JX101" for code, _ in found) == count // EVERY, name
    return {
        "name": "check-10k",
        **{name: round(value, 3) for name, value in times.items()},
        "peer_name": f"Python loop over the frames of each of {SMALL} projects",
        "unit": "ms/project",
        "ratio": round(times["peer"] / times["ours"], 1),
        "flat": round(times["all_checks"] / times["at_1000"], 2),
        "checks": len(registered()),
    }


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False))
