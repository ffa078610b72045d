"""What is known to hold is not looked for again, and it makes no difference."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from jxanalytics.checks import Finding, check_year
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.runs.content import Content
from jxanalytics.samples.faults import FAULTS, plant, spread
from jxanalytics.year.shared import held, hold
from tests.checks.made import Change, clean, edited, without
from tests.checks.planted import together
from tests.checks.test_planted import PLANTS, known, of

ONE_YEAR = [name for name, kind in FAULTS.items() if kind.years == 1]
Pairs = Iterable[tuple[EvaluationYear, EvaluationYear]]


def planted(names: Iterable[tuple[str, int]]) -> Pairs:
    """Clean years, each beside itself with a fault in it."""
    for name, seed in names:
        one = plant(name, seed)
        yield one.clean, one.year


def made(codes: Iterable[str]) -> Pairs:
    return ((clean(), PLANTS[code][0](clean())) for code in codes)


def differing(folder: Path, before: EvaluationYear, now: EvaluationYear) -> list[Finding]:
    """Findings of a year that are others where what was found before its change is held."""
    hold(folder, Content(before).by_project({}), check_year(before))
    left = held(folder, Content(now).by_project({}))
    assert left.projects and left.projects.keys() < {"", *now["projects"]["project_id"]}
    return sorted(set(check_year(now)) ^ set(check_year(now, held=left)), key=str)


def common(year: EvaluationYear) -> str:
    """The content of what belongs to no project."""
    return Content(year).by_project({})[""]


def judged(folder: Path, pairs: Pairs) -> None:
    """Of cities side by side all get their faults at once, and lose them again; where a fault is in
    what belongs to no project, nothing is held anyway."""
    kept = [pair for pair in pairs if common(pair[0]) == common(pair[1])]
    sound, faulty = (together(years) for years in zip(*kept, strict=True))
    assert check_year(faulty).list != check_year(sound).list
    assert differing(folder, sound, faulty) == []
    assert differing(folder, faulty, sound) == []


# By check a change of one project that shows only beside the others, what belongs to none unchanged.
TELLING: dict[str, Change] = {
    "JX107": PLANTS["JX201"][0],
    "JX213": lambda year: without(year, "funding", of("summary", source="total")),
    "JX215": lambda year: without(year, "totals", of("summary", measure="department", value=known)),
    "JX217": lambda year: edited(year, "projects", lambda f: f.index == 3, project_code=year["projects"]["project_code"][5]),
}  # fmt: skip


@pytest.mark.parametrize("code", TELLING)
def test_what_shows_beside_others_is_looked_for_in_all(tmp_path: Path, code: str) -> None:
    """A check that looks at several projects sees all of them, though only one has changed."""
    before, now = clean(), TELLING[code](clean())
    assert common(before) == common(now)
    assert code in {finding.code for finding in check_year(now)}
    assert differing(tmp_path, before, now) == []


def test_what_changed_is_found_and_nothing_else(tmp_path: Path) -> None:
    """After faults came into some projects, or were mended, the findings are those of checking all
    again."""
    judged(tmp_path, planted(spread(8, 3, ONE_YEAR)))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_every_fault_is_found_and_nothing_else(tmp_path: Path, seed: int) -> None:
    """The same for every kind of fault there is."""
    judged(tmp_path, planted((name, seed) for name in ONE_YEAR[seed::4]))
    judged(tmp_path, made(list(PLANTS)[seed::4]))
