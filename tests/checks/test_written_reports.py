"""Reports in the styles of several departments: exactly what deserves a question is asked."""

from __future__ import annotations

import pytest

from jxanalytics.checks import Finding, check_year
from tests.checks.written import as_year, names, written

NARRATIVE = ("JX7", "JX8")


def found(*reports: str) -> list[Finding]:
    """The findings about text, structure and disclosure."""
    year = as_year(*(written(name) for name in reports))
    return [f for f in check_year(year) if f.code.startswith(NARRATIVE)]


@pytest.mark.parametrize("name", names())
def test_a_report_raises_what_it_lists(name: str) -> None:
    """Each report raises the codes listed on its top, once, and a clean one raises nothing."""
    told = [f for f in found(name) if f.project_id == "P0001"]
    assert sorted({f.code for f in told}) == written(name).expected, [f.message for f in told]
    assert all(f.spots and all(s.quote for s in f.spots) for f in told)


def test_reports_do_not_disturb_each_other() -> None:
    """Read together as one year, the reports raise what each raises alone."""
    every = {f.code for f in found(*names())}
    assert every == {code for name in names() for code in written(name).expected}


def test_every_finding_has_a_number_of_its_own() -> None:
    """Over all reports, no two findings share a project, a code and a key."""
    numbers = [f.number for f in found(*names())]
    assert len(numbers) == len(set(numbers))
