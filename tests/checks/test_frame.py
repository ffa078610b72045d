"""The frame of the checks: register, settings, order."""

from __future__ import annotations

import pytest

from jxanalytics.checks import Settings, Severity, check, check_year, registered
from jxanalytics.errors import DataError
from jxanalytics.model.tables import EvaluationYear


def with_rate(year: EvaluationYear, value: float) -> EvaluationYear:
    """The year with the rate of its first filed row changed."""
    funding = year["funding"].copy()
    first = funding.index[funding["rate"].notna()][0]
    funding.loc[first, ["rate", "rate_raw"]] = [value, f"{value}%"]
    return year.replaced(funding=funding)


def test_a_wrong_rate_is_found_with_its_places(reference: EvaluationYear) -> None:
    """A filed rate that its own row contradicts is one finding with three places and a basis."""
    found = check_year(with_rate(reference, 42.76)).list
    (wrong,) = [finding for finding in found if finding.code == "JX101"]
    assert wrong.number == "P0001-JX101-自评表-年度资金总额"
    assert (wrong.severity, wrong.unit_id) == (Severity.ERROR, "U001")
    assert [spot.quote for spot in wrong.spots] == ["42.76%", "305.36", "1237.78"]
    assert (wrong.expected, wrong.basis) == ("24.67%", "305.36万元÷1237.78万元")


@pytest.mark.parametrize("value", [24.66, 24.68])
def test_a_rate_off_by_one_hundredth_is_no_finding(reference: EvaluationYear, value: float) -> None:
    """Published rates are often off by 0.01 and must not be accused."""
    assert "JX101" not in {f.code for f in check_year(with_rate(reference, value))}


def test_checks_are_switched_off_regraded_and_tuned(reference: EvaluationYear) -> None:
    """Configuration switches a check off, changes its severity, and its numbers."""
    year = with_rate(reference, 25.0)
    others = {code: "停用" for code in registered() if code != "JX101"}

    def severity(raw: object) -> list[str]:
        chosen = {**others, **raw} if isinstance(raw, dict) else raw or others
        settings = Settings.read(chosen, registered(), "checks")
        return [f.severity.label for f in check_year(year, settings=settings) if f.code == "JX101"]

    assert severity(None) == ["必须更正"]
    assert severity({"JX101": "停用"}) == []
    assert severity("停用") == []
    assert severity({"JX101": {"级别": "提示"}}) == ["提示"]
    assert severity({"JX101": {"tolerance": 0.5}}) == []


def test_each_fault_of_the_configuration_is_named() -> None:
    """Unknown codes, unknown numbers and wrong values are all listed at once."""
    raw = {"JX001": "停用", "JX101": {"级别": "严重", "limit": 3, "tolerance": "多"}, "前列条数": 0}
    with pytest.raises(DataError) as error:
        Settings.read(raw, registered(), "_quarto.yml 的 jxanalytics.checks")
    lines = str(error.value).splitlines()
    assert len(lines) == 5
    assert all(line.startswith("_quarto.yml 的 jxanalytics.checks.") for line in lines)


def test_how_many_stand_to_the_fore_is_a_setting(reference: EvaluationYear) -> None:
    """One is the least; of a project's other findings that are no error the rest is folded."""
    settings = Settings.read({"前列条数": 1}, registered(), "checks")
    found = check_year(reference, settings=settings)
    fore = [f for f in found.of("P0001") if f.number not in found.folded("P0001")]
    assert settings.fore == 1 and {f.severity for f in fore} <= {Severity.ERROR}


def test_a_code_is_taken_once_and_its_numbers_are_said() -> None:
    """A check under a taken code, or with a number its rule does not mention, is refused."""
    registered()
    with pytest.raises(ValueError, match="taken"):
        check("JX101", title="", rule="", severity=Severity.NOTE)(lambda evidence: iter(()))
    with pytest.raises(ValueError, match="mention"):
        check("JX199", title="", rule="", severity=Severity.NOTE)(
            lambda evidence, *, least=3: iter(())
        )


def test_the_frame_is_tidy(reference: EvaluationYear) -> None:
    """The DataFrame has one row a finding, its number unique."""
    found = check_year(with_rate(reference, 42.76))
    assert len(found.frame) == len(found)
    assert found.frame["number"].is_unique
