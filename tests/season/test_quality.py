"""The quality of the self-evaluation and the risk of a project: each by its stated rule, with points people can change."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jxanalytics.checks import Finding, Findings, Severity
from jxanalytics.checks.findings import Names
from jxanalytics.errors import DataError
from jxanalytics.scoring import score_year
from jxanalytics.season.quality import POINTS, quality, rules
from jxanalytics.season.risk import POINTS as RISK
from jxanalytics.season.risk import REASONS, risk_facts, risks
from jxanalytics.season.settings import review_settings
from tests.season.made import years

YEAR = years()[1]
IDS = list(YEAR["projects"]["project_id"])


def found(*listed: tuple[str, str, Severity]) -> Findings:
    """Findings from project, code and severity."""
    made = tuple(Finding(code, s, project, "", "请核实。", (), "", "", str(n))
                 for n, (project, code, s) in enumerate(listed))  # fmt: skip
    return Findings(2024, made, Names({}, {}, {}, {code: code for _, code, _ in listed}))


def filing(**rows: tuple[str, float, int]) -> pd.DataFrame:
    """State, days late and rounds by project."""
    return pd.DataFrame(
        [
            {"project_id": p, "state": s, "late_days": late, "rounds": n}
            for p, (s, late, n) in rows.items()
        ]
    )


def bands(**rows: str) -> pd.DataFrame:
    return pd.DataFrame({"project_id": list(rows), "band": list(rows.values())}, dtype="str")


def table(**given: object) -> pd.DataFrame:
    made = quality(YEAR, given.pop("findings", found()), given.pop("deviations", bands()),  # type: ignore[arg-type]
                   **given)  # type: ignore[arg-type]  # fmt: skip
    return made.set_index("project_id")


def test_what_cannot_be_judged_is_not_counted() -> None:
    """Without dates and review a clean form is full in what can be judged, and in no more."""
    row = table().loc[IDS[0]]
    assert (row["complete"], row["regular"], row["judged"], row["quality"]) == (25, 25, 2, 100)
    assert np.isnan(row["timely"]) and np.isnan(row["truthful"])


def test_late_forms_lose_points_by_their_days() -> None:
    """In time full, up to ten days late 60%, later 20%, not filed nothing; no date, no judgement."""
    nan = float("nan")
    rows = filing(**{IDS[0]: ("定稿", 0, 0), IDS[1]: ("已报", 10, 0), IDS[2]: ("已报", 11, 0),
                     IDS[3]: ("未报", nan, 0), IDS[4]: ("已报", nan, 0)})  # fmt: skip
    got = table(filing=rows)["timely"]
    assert [got[p] for p in IDS[:4]] == [25, 15, 5, 0]
    assert np.isnan(got[IDS[4]])


def test_without_a_form_nothing_is_regular_and_withdrawn_ones_are_left_out() -> None:
    """A form that never came has no points at all, however few findings it raises."""
    documents = YEAR["documents"]
    lacking = YEAR.replaced(
        documents=documents[documents["document_id"] != f"{IDS[0]}-self_evaluation"]
    )
    rows = filing(**{IDS[0]: ("未报", float("nan"), 0), IDS[1]: ("撤销", 0, 0)})
    made = quality(lacking, found(), bands(), rows).set_index("project_id")
    assert np.isnan(made.loc[IDS[0], "regular"]) and made.loc[IDS[0], "quality"] == 0
    assert IDS[1] not in made.index


def test_findings_of_the_form_lose_points() -> None:
    """Five a 必须更正, two a 请说明, of the families that concern the form; never below 0."""
    one, two, three = IDS[:3]
    rows = [(one, "JX101", Severity.ERROR), (one, "JX201", Severity.WARNING),
            (two, "JX501", Severity.ERROR), *[(three, "JX101", Severity.ERROR)] * 9]  # fmt: skip
    got = table(findings=found(*rows))["regular"]
    assert [got[p] for p in (one, two, three)] == [18, 25, 0]


def test_the_band_of_deviation_is_the_truth() -> None:
    """The first band is full, the last nothing, between them in even steps."""
    rows = bands(**{IDS[0]: "基本一致", IDS[1]: "略有偏差", IDS[2]: "偏差较大", IDS[3]: "偏差严重"})
    got = table(deviations=rows)["truthful"]
    assert [got[p] for p in IDS[:4]] == [25, 16.67, 8.33, 0]


@pytest.mark.parametrize("blank", ["", "—", " / "])
def test_missing_cells_make_a_form_incomplete(blank: str) -> None:
    """An actual left blank or struck out counts against the cells that had to be filled in."""
    rows = YEAR["indicators"].copy()
    own = (rows["project_id"] == IDS[0]) & (rows["role"] == "indicator")
    own &= rows["document_id"].str.endswith("self_evaluation")
    rows.loc[rows.index[own][0], ["actual_raw", "actual"]] = [blank, np.nan]
    got = quality(YEAR.replaced(indicators=rows), found(), bands()).set_index("project_id")
    assert 20 < got.loc[IDS[0], "complete"] < 25


def test_points_can_be_changed_and_are_said() -> None:
    """Settings change points, and the rules name those in force."""
    settings = review_settings({"自评质量": {"及时": 40, "迟报天数": 3}})
    assert dict(settings.quality) == {**POINTS, "及时": 40, "迟报天数": 3}
    told = dict(rules(settings.quality))
    assert "3日" in told["及时（40分）"]


def facts(**changed: object) -> pd.DataFrame:
    known = risk_facts(YEAR, score_year(YEAR), found()).iloc[:1].copy()
    for name, value in {"errors": 0, "warnings": 0, "rate": 95.0, "score": 95.0, "evaluated": True,
                        "closing_prior": 0.0, "rounds": 0, "late": False, "annual": 100.0,
                        **changed}.items():  # fmt: skip
        known[name] = value
    other = known.assign(project_id="另", annual=400.0)
    return pd.concat([known, other], ignore_index=True)


@pytest.mark.parametrize(
    ("changed", "more"),
    [
        ({"errors": 2}, 8), ({"errors": 9}, 20), ({"warnings": 5}, 5),
        ({"rate": 59.99, "score": 90.0}, 30), ({"rate": 60.0, "score": 90.0}, 0),
        ({"rate": 30.0, "score": 80.0}, 5), ({"score": 100.0}, 5), ({"score": np.nan}, 5),
        ({"evaluated": False}, 5), ({"closing_prior": 0.01}, 5), ({"rounds": 1}, 1.67),
        ({"late": True}, 5), ({"annual": 200.0}, 5),
    ],
)  # fmt: skip
def test_each_reason_gives_its_points(changed: dict[str, object], more: float) -> None:
    """One thing changed adds exactly the points of its rule to the risk."""
    base, now = (risks(facts(**given))["risk"][0] for given in ({}, changed))
    assert now - base == pytest.approx(more)


def test_the_reasons_add_up_and_are_named() -> None:
    """The risk is the sum of the reasons in words; points set to 0 take a reason away."""
    table = risks(facts(errors=5, late=True))
    assert table["why"][0] == "必须更正20；资金规模5；迟报5"
    assert table["risk"][0] == 30
    without = risks(facts(errors=5, late=True), {**RISK, "必须更正": 0})
    assert without["risk"][0] == 10
    assert [reason.name for reason in REASONS] == list(RISK)


def test_settings_of_the_review_tell_every_fault() -> None:
    """Unknown names get a suggestion, wrong values are told, all at once."""
    wrong = {"抽样": {"项目数比列": 20}, "风险分值": {"迟报": -1}, "偏差率分母": "总分",
             "偏差率档次": {"甲": 10, "乙": 5}, "自评质量": {"及时": "多"}}  # fmt: skip
    with pytest.raises(DataError) as caught:
        review_settings(wrong)
    told = str(caught.value)
    assert all(
        w in told
        for w in ("是否应为「项目数比例」", "风险分值.迟报", "总分", "由小到大", "自评质量.及时")
    )
    assert review_settings(None).bands[-1][1] == float("inf")
