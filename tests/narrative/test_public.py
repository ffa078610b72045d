"""The public edition: what is masked, left out, and held back for a review."""

from __future__ import annotations

import pandas as pd
import pytest

from jxanalytics.model.tables import EvaluationYear
from jxanalytics.narrative.public import public_year

PHONE, IDENTITY = "13800138000", "110101199003078515"


def with_reason(year: EvaluationYear, words: str) -> EvaluationYear:
    """The year with some words in the reason of the first indicator."""
    indicators = year["indicators"]
    reasons = indicators["reason"].copy()
    reasons.iloc[1] = words
    return year.replaced(indicators=indicators.assign(reason=reasons))


def with_text(year: EvaluationYear, words: str) -> EvaluationYear:
    text = year.texts["P0001-report"] + f"\n\n{words}\n"
    return EvaluationYear(year.year, year.tables, {**year.texts, "P0001-report": text}, year.folder)


@pytest.mark.parametrize("put", [with_reason, with_text])
@pytest.mark.parametrize(
    ("words", "gone", "what"),
    [
        (f"经办电话{PHONE}。", PHONE, "手机号码"),
        (f"证号：{IDENTITY}", IDENTITY, "身份证号码"),
        ("联系人：王小明，已办结。", "王小明", "个人姓名"),
    ],
)
def test_personal_data_is_masked_wherever_it_stands(
    reference: EvaluationYear, put, words: str, gone: str, what: str
) -> None:
    """In tables and texts, numbers and names of persons are masked whole, and each is listed."""
    public = public_year(put(reference, words))
    everything = "".join(public.year.texts.values()) + "".join(
        public.year[name].to_csv() for name in public.year.tables
    )
    assert gone not in everything
    found = [one for one in public.masked if one.what == what]
    assert [(one.project_id, bool(one.where)) for one in found] == [("P0001", True)]


def test_figures_stay_as_they_are(reference: EvaluationYear) -> None:
    """Masking changes no number and no text without personal data."""
    public = public_year(reference)
    assert public.masked == ()
    for name, frame in reference.tables.items():
        pd.testing.assert_frame_equal(public.year[name], frame)
    assert dict(public.year.texts) == dict(reference.texts)


def test_a_project_not_disclosed_leaves_no_trace(reference: EvaluationYear) -> None:
    """A project flagged 不公开 is gone from every table, with the totals that would tell its money."""
    projects = reference["projects"]
    flagged = projects.assign(disclosed=["是", "否"])
    public = public_year(reference.replaced(projects=flagged))
    assert public.withheld == ("合作交流工作经费",)
    for name in public.year.tables:
        text = public.year[name].to_csv()
        assert "P0002" not in text and "合作交流工作经费" not in text, name
        assert "1417.09" not in text and "179.31" not in text, name
    assert "P0001" in set(public.year["projects"]["project_id"])


@pytest.mark.parametrize("words", ["涉密事项另报。", "完成警卫任务。", "内部资料，注意保存。"])
def test_sensitive_terms_are_found_with_their_place(reference: EvaluationYear, words: str) -> None:
    """Terms that call for a review are listed with project, document and place; nothing is changed."""
    before = public_year(reference)
    public = public_year(with_text(reference, words))
    new = [one for one in public.sensitive if one not in before.sensitive]
    assert len(new) == 1
    assert new[0].project_id == "P0001"
    assert new[0].document == "评价报告"
    assert words in public.year.texts["P0001-report"]
