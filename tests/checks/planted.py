"""Which codes rightly name each kind of planted fault, and what else a fault truly brings about.

The faults were written from what a reviewer checks, the checks by others: here the two meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from jxanalytics.checks import Choice, Finding, Settings, check_year
from jxanalytics.model.schema import TABLES
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.samples.faults import Planted

_TEXT = "the text still states the true figure"
_ACROSS = "the other documents still state the true figure"
_MOVED = "its points had to go to another indicator"
_LOST = "points were taken off without a reason beside them"
_SAME = "form and text both state the wrong figure"


@dataclass(frozen=True)
class Named:
    """``right``: codes of which one at least must be raised. ``also``: codes that may come with it,
    and ``why`` they truly follow from the one fault."""

    right: frozenset[str]
    also: frozenset[str]
    why: str


def _named(right: str, also: str = "", why: str = "") -> Named:
    assert bool(also) == bool(why), "what comes along needs its reason"
    codes = [frozenset(f"JX{code}" for code in listed.split()) for listed in (right, also)]
    return Named(codes[0], codes[1], why)


NAMED: dict[str, Named] = {
    # Arithmetic of money.
    "executed-parts": _named("102", "702", _TEXT),
    "annual-parts": _named("102", "702", _TEXT),
    "initial-parts": _named("102", "203", _ACROSS),
    "source-left-blank": _named("102 104"),
    "total-left-blank": _named("106"),
    "total-as-zero": _named("102", "101 108 202 311 502 509 606 702 703",
                            "a spending of 0 makes the rate 0%: the rate filed, its points, texts and summary contradict it"),
    "executed-total": _named("102", "101 108 202 311 606 702 703", _ACROSS + ", and so do rate and text"),
    "executed-total-and-rate": _named("102", "108 202 228 606 702 703", _ACROSS + ", and so do the texts"),
    "annual-total": _named("102", "101 108 201 311 606 702 703", _ACROSS + ", and so do rate and text"),
    "rate-slip": _named("101", "108", "the cell is the execution row's as well"),
    "rate-on-initial-budget": _named("101", "108", "the cell is the execution row's as well"),
    "yuan-for-wan": _named("204", "101 103 202 702 703", "spending is ten thousand times the budget"),
    "overspent": _named("103"),
    "source-overspent": _named("103"),
    "returned-too-much": _named("109"),
    "summary-executed": _named("202"),
    "summary-annual": _named("201"),
    "summary-in-yuan": _named("204"),
    "summary-sum": _named("107"),
    "target-form-money": _named("203"),
    "accounts-differ": _named("202", "108 311 606 702 703", "accounts come first: by them rate, points and texts are wrong"),
    # Carry-over, budgets, years.
    "new-money-untouched": _named("601", "602 603", "the carry-over itself was not used up, and what is left lasts for years"),
    "prior-money-unspent": _named("602 604", "603", "what is left may last for years"),
    "budget-cut-to-spending": _named("503"),
    "carry-over-called-budget": _named("701"),
    "opening-differs": _named("901"),
    "lowered-since-last-year": _named("904"),
    # Weights and points.
    "score-over-weight": _named("114"),
    "scores-do-not-sum": _named("115"),
    "weights-do-not-sum": _named("111", "314", "the points of the level-1 indicator are no longer the scheme's"),
    "weight-total": _named("111 112"),
    "group-points": _named("113"),
    "points-in-name": _named("113"),
    "score-not-by-ladder": _named("310", "505", _LOST),
    "full-marks-for-a-miss": _named("310"),
    "late-but-full": _named("310"),
    "satisfaction-not-by-band": _named("310", "505", _LOST),
    "score-outside-tier": _named("312", "505", _LOST),
    "execution-score": _named("311"),
    "score-left-blank": _named("117"),
    "grade-wrong": _named("116", "720", _SAME),
    "department-total": _named("115"),
    "summary-self-score": _named("205"),
    "summary-department-score": _named("206"),
    "conclusion-score": _named("720"),
    "analysed-score": _named("719"),
    # Rules.
    "rule-missing": _named("301"),
    "rule-differs-in-report": _named("302"),
    "second-rule": _named("302"),
    "rule-in-text": _named("302", "304 305", "the sentence in the text names no mark for full points, so that its end is open"),
    "impossible-ladder": _named("303"),
    "bound-never-binds": _named("304"),
    "no-full-mark-point": _named("305", "304 318", "where the ladder begins is open, so where it ends is as well"),
    "ladder-jumps": _named("306"),
    "full-mark-differs": _named("307", "310", "the rule gives less than the full weight that was filed"),
    "cost-rewards-spending": _named("506", "310", "the filed score is not what this rule gives"),
    "cost-at-least": _named("412", "310 317 504 505", "read with that sign the target was missed"),
    "rule-names-other-target": _named("230"),
    # Across documents.
    "indicator-dropped": _named("221", "225 314", _MOVED),
    "indicator-added": _named("222", "225", _MOVED),
    "target-lowered": _named("223"),
    "target-raised": _named("224"),
    "weights-moved": _named("225"),
    "report-target": _named("226", "721", "the report's text contradicts the form's target as well"),
    "report-actual": _named("228", "721", "the report's text contradicts the form's result as well"),
    "report-weights": _named("227"),
    "report-lacks-indicator": _named("229", "227", _MOVED),
    "goal-target": _named("721"),
    "result-told": _named("721"),
    "form-missing": _named("211", "212", "without a form the summary has no score"),
    "scores-missing": _named("117 212"),
    "target-form-missing": _named("219"),
    "report-missing": _named("214"),
    "not-in-summary": _named("213"),
    "code-ruined": _named("220"),
    "code-twice": _named("217"),
    # Units, targets, plausibility.
    "count-under-quality": _named("403"),
    "quantities-by-percent": _named("401"),
    "people-for-attendances": _named("402"),
    "target-in-words": _named("406"),
    "target-blank": _named("404"),
    "actual-blank": _named("405"),
    "rate-over-hundred": _named("411"),
    "target-is-the-spending": _named("501"),
    "all-full-little-spent": _named("502"),
    "overdone-unexplained": _named("504"),
    "miss-unexplained": _named("504 505"),
    "done-after-filing": _named("816"),
    # Texts.
    "report-executed": _named("702"),
    "report-annual": _named("702"),
    "form-text-executed": _named("702"),
    "text-rate": _named("703"),
    "text-balance": _named("702"),
    "part-over-whole": _named("702 704"),
    "breakdown-short": _named("705"),
    "breakdown-over": _named("704"),
    "breakdown-small": _named("706"),
    "growth-impossible": _named("708"),
    "count-told-otherwise": _named("709 721"),
    "analysed-actual": _named("721"),
    "future-tense": _named("712"),
    "result-repeats-goal": _named("710"),
    "paragraph-twice": _named("716"),
    "never-analysed": _named("717"),
    "problems-ignore-losses": _named("722"),
    "advice-without-problem": _named("723"),
    "met-counted-wrong": _named("704"),
    "loss-told-wrong": _named("719"),
    # Structure, dates, disclosure.
    "section-missing": _named("802", "804", "the numbers of the headings have a gap where the section was"),
    "attachment-gap": _named("801"),
    "year-wrong": _named("218"),
    "dated-too-early": _named("811", "816", "what was done later in the year is then after the filing"),
    "dates-disagree": _named("813"),
    "title-of-another": _named("826"),
    "evaluates-itself": _named("823"),
    "too-few-evaluators": _named("821"),
    "evaluators-told": _named("822"),
    "evaluator-twice": _named("824"),
    "summary-count": _named("110"),
    "phone-number": _named("831"),
    "identity-number": _named("831"),
    "named-person": _named("832"),
}  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What the checks made of a plant: codes raised, whether the right one is among them in
    the right project, and codes that the fault does not explain."""

    planted: Planted
    codes: tuple[str, ...]
    found: bool
    unexplained: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.planted.kind.name} {self.planted.project} {self.codes} {self.planted.done}"


def outcomes(plants: Sequence[Planted]) -> list[Outcome]:
    """Run the checks over planted years and judge what they raise."""
    alone = [p for p in plants if p.before is not None]
    found = {id(p): list(check_year(p.year, before=p.before)) for p in alone}
    rest = [p for p in plants if p.before is None]
    raised = side_by_side([p.year for p in rest])
    found |= {id(planted): mine for planted, mine in zip(rest, raised, strict=True)}
    return [_judged(planted, found[id(planted)]) for planted in plants]


def side_by_side(years: Sequence[EvaluationYear]) -> list[list[Finding]]:
    """The findings of each of several years of the same number.

    They are checked some at a time as cities of one year: a project's papers meet nobody else's,
    and it is the same as one year at a time but for the waiting.
    """
    found: list[list[Finding]] = []
    for start in range(0, len(years), _CITIES):
        some = years[start : start + _CITIES]
        raised = list(check_year(together(some), settings=_APART))
        found += [[f for f in raised if _city(f) == n] for n in range(len(some))]
    return found


def _judged(planted: Planted, raised: Sequence[Finding]) -> Outcome:
    named = NAMED.get(planted.kind.name, Named(frozenset(), frozenset(), ""))
    right = [f for f in raised if f.code in named.right]
    # A fault in a summary, or a code that two projects share, is not one project's.
    mine = [f for f in right if f.project_id.removeprefix(_prefix(f)) in ("", planted.project)]
    found = bool(right if planted.kind.name == "code-twice" else mine)
    unexplained = [f.code for f in raised if f.code not in named.right | named.also]
    return Outcome(planted, tuple(sorted(f.code for f in raised)), found, tuple(unexplained))


_CITIES = 12
# One clean year may stand side by side with itself: texts shared between projects say nothing here.
_APART = Settings({"JX725": Choice(on=False)})
_IDS = ("document_id", "project_id", "unit_id", "department_id")
_FILES = ("file", "sections")


def together(years: Sequence[EvaluationYear]) -> EvaluationYear:
    """Several cities' papers of one year as one: ids and codes tell the cities apart."""
    tables = {
        name: pd.concat(
            [_of_city(year[name], n) for n, year in enumerate(years)], ignore_index=True
        )
        for name in TABLES
    }
    texts = {
        f"C{n}-{document}": text
        for n, year in enumerate(years)
        for document, text in year.texts.items()
    }
    return EvaluationYear(years[0].year, tables, texts)


def _of_city(frame: pd.DataFrame, n: int) -> pd.DataFrame:
    changed = {
        column: frame[column].where(frame[column] == "", f"C{n}-" + frame[column])
        for column in _IDS + _FILES
        if column in frame
    }
    for column in ("project_code", "unit_code"):
        if column in frame:
            # The region: codes keep their length, and zeros at their end.
            changed[column] = f"{100 + n}" + frame[column].str[3:]
    return frame.assign(**changed)


def _prefix(finding: Finding) -> str:
    """The city's part of a finding's project or, for one about a summary, of its document."""
    at = finding.project_id or finding.spots[0].document_id
    return at.partition("-")[0] + "-" if at.startswith("C") else ""


def _city(finding: Finding) -> int:
    return int(_prefix(finding)[1:-1])
