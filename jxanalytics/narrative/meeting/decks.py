"""The decks: of a year, of one unit, of one project."""

from __future__ import annotations

from jxanalytics.model.vocabulary import LOW_RATE
from jxanalytics.narrative.facts import Facts
from jxanalytics.narrative.meeting import money, project, results
from jxanalytics.narrative.meeting.deck import INTERNAL, Deck, Slide
from jxanalytics.narrative.meeting.scope import Scope, find_unit, of_unit

# A year's deck shows every project where there are few, else those with most left unspent.
FEW, CHOSEN = 3, 5


def year_deck(facts: Facts, *, unit: str = "", date: str = "", notice: str = "") -> Deck:
    """The deck of all projects of a year. ``unit`` is who presents it, ``date`` when."""
    scope = Scope(facts)
    title = f"{facts.year}年度预算绩效评价情况汇报"
    return _deck(scope, title, f"{facts.year}", unit, date, notice, _general(scope))


def unit_deck(facts: Facts, wanted: str, *, date: str = "", notice: str = "") -> Deck:
    """The deck of one unit's projects (``wanted``: its id, code or name).

    Raises MisuseError for an unknown unit.
    """
    key, name = find_unit(facts, wanted)
    scope = of_unit(Scope(facts), key)
    title = f"{name}{facts.year}年度项目绩效情况"
    return _deck(scope, title, f"{facts.year}-{key}", name, date, notice, _general(scope))


def project_deck(facts: Facts, project_id: str, *, date: str = "", notice: str = "") -> Deck:
    """The deck of one project alone. Raises MisuseError for an unknown id."""
    own = facts.project(project_id)
    scope = Scope(own.of)
    slides = project.of_its_own(own, scope)
    title = f"{own.name}{facts.year}年度绩效情况"
    return _deck(scope, title, f"{facts.year}-{project_id}", own.unit, date, notice, slides)


def _deck(
    scope: Scope, title: str, key: str, unit: str, date: str, notice: str, slides: list[Slide]
) -> Deck:
    when = date or scope.latest
    cover = [
        ("汇报单位", unit or "待补充"),
        ("评价年度", f"{scope.facts.year}年"),
        ("汇报日期" if date else "资料截至", when or "待补充"),
        ("资料性质", INTERNAL),
    ]
    if notice:
        cover.append(("说明", notice))
    return Deck(title, key, unit, when, tuple(cover), tuple(slides), notice)


def _general(scope: Scope) -> list[Slide]:
    made = [
        money.overall(scope),
        money.coverage(scope),
        money.execution(scope),
        money.low_execution(scope),
        money.carry_over(scope),
        results.grades(scope),
        results.points_lost(scope),
        *results.against_others(scope),
        results.high_scores(scope),
        results.findings(scope),
        results.next_year(scope),
        *(project.at_a_glance(scope.facts.project(key), scope) for key in _chosen(scope)),
    ]
    return [slide for slide in made if slide]


def _chosen(scope: Scope) -> list[str]:
    """The projects that get a slide of their own."""
    if scope.count <= FEW:
        return list(scope.facts.execution()["key"])
    table = scope.facts.execution()
    low = table[table["rate"] < LOW_RATE].sort_values("unexecuted", ascending=False, kind="stable")
    return list(low["key"].head(CHOSEN))
