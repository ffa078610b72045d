"""A made-up year reconciles in every way a reviewer looks at: nothing deserves a finding."""

from __future__ import annotations

import re
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jxanalytics.model import exact
from jxanalytics.model.precedence import used_funding
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.texts import parse_text, under
from jxanalytics.model.values import parse_value
from jxanalytics.samples import make_year, make_years
from jxanalytics.scoring import Unreadable, parse_rule, score_year

YEARS = settings(max_examples=4, deadline=None)
SEEDS = st.integers(0, 2**32)


@pytest.fixture(scope="module", params=[(2024, 0), (2020, 7)], ids=["2024", "2020"])
def year(request: pytest.FixtureRequest) -> EvaluationYear:
    """A large year by the forms of 2021, and one by those of 2020."""
    return make_year(*request.param, projects=300, units=20)


def kind(year: EvaluationYear, table: str, name: str) -> pd.DataFrame:
    """The rows of a table that stand in documents of a kind."""
    documents = year["documents"]
    ids = documents.loc[documents["kind"] == name, "document_id"]
    frame = year[table]
    return frame[frame["document_id"].isin(ids)]


def sums(frame: pd.DataFrame, by: list[str], column: str) -> pd.Series:
    """Sums in decimals, computed here and not by the package."""
    return frame.groupby(by)[column].agg(lambda v: sum(Decimal(str(x)) for x in v.dropna()))


def decimals(values: pd.Series) -> list[Decimal]:
    return [Decimal(str(value)) for value in values]


@YEARS
@given(SEEDS, st.sampled_from([2019, 2024]))
def test_parts_of_money_sum_to_totals(seed: int, number: int) -> None:
    """In every form each quantity's sources sum to its total, and the summary says the same."""
    year = make_year(number, seed, 30, 4)
    for document in ("target", "self_evaluation"):
        form = kind(year, "funding", document)
        parts, whole = form[form["source"] != "total"], form[form["source"] == "total"]
        for quantity in ["initial"] if document == "target" else ["initial", "annual", "executed"]:
            expected = sums(parts, ["project_id"], quantity)
            assert decimals(whole[quantity]) == expected[whole["project_id"]].tolist()
    form = (
        kind(year, "funding", "self_evaluation").query("source == 'total'").set_index("project_id")
    )
    target = kind(year, "funding", "target").query("source == 'total'").set_index("project_id")
    assert (target["initial"] == form["initial"]).all()
    summary = kind(year, "funding", "summary").set_index("project_id")
    assert len(summary) == len(form) == 30
    for quantity in ("annual", "executed"):
        assert (summary[quantity] == form.loc[summary.index, quantity]).all()
        listed = sums(summary, ["document_id"], quantity)
        stated = year["totals"].query("project_id == '' and measure == @quantity")
        assert decimals(stated["value"]) == listed[stated["document_id"]].tolist()


@YEARS
@given(SEEDS)
def test_rates_are_exact_and_within_the_budget(seed: int) -> None:
    """Filed rates are executed ÷ annual, half-up; nothing is overspent or unspent."""
    year = make_year(seed=seed, projects=60)
    form = kind(year, "funding", "self_evaluation").query("source == 'total'")
    assert (form["executed"] <= form["annual"]).all() and (form["executed"] > 0).all()
    assert (exact.percent(form["executed"], form["annual"]) == form["rate"]).all()


def test_money_raises_no_question(year: EvaluationYear) -> None:
    """Carry-over is spent first, new money is touched, no budget is adjusted to the spending."""
    form = kind(year, "funding", "self_evaluation").set_index(["project_id", "source"])
    money = form[["initial", "annual", "executed"]].unstack()
    assert (money["executed"]["carry_over"] == money["annual"]["carry_over"]).all()
    assert (money["executed"]["current"] > 0).all()
    full = money["executed"]["total"] == money["annual"]["total"]
    assert (money["initial"]["total"] == money["annual"]["total"])[full].all()
    rates = form["rate"].dropna()
    assert rates.min() < 40 and rates.max() == 100 and rates.nunique() > 100
    finished = year["projects"].set_index("project_id")["finished"] == "是"
    assert finished.any() and full[finished].all()


@YEARS
@given(SEEDS, st.sampled_from([2018, 2021, 2024]))
def test_weights_and_scores_sum(seed: int, number: int) -> None:
    """Weights sum to 100 (90 in target forms), scores to the totals stated, none above its weight."""
    year = make_year(number, seed, 30, 4)
    weights = sums(year["indicators"], ["document_id"], "weight")
    scored = sums(year["scores"], ["document_id"], "score")
    totals = year["totals"].query("project_id != ''").set_index(["document_id", "measure"])["value"]
    for document, total in weights.items():
        assert (
            total
            == Decimal(str(totals[document, "weight"]))
            == (90 if "target" in document else 100)
        )
    for document, total in scored.items():
        measure = "department" if "report" in document else "self"
        assert total == Decimal(str(totals[document, measure]))
    keys = ["document_id", "indicator_id"]
    both = year["scores"].merge(year["indicators"], on=keys)
    assert len(both) == len(year["scores"])
    assert (both["score"] <= both["weight"]).all() and (both["score"] >= 0).all()


def test_every_score_is_what_its_rule_gives(year: EvaluationYear) -> None:
    """The scoring room, which knows nothing of the maker, comes to every score that was filed."""
    scored = score_year(year)
    rows = scored.indicators[scored.indicators["weight"].notna()]
    assert (rows["difference"] == 0).all()
    judged = rows[~rows["recomputed"]]
    assert (judged["note"].str.contains("定性")).all() and 0 < len(judged) < len(rows) / 5
    assert (scored.totals["difference"] == 0).all()
    assert set(scored.totals["grade"]) >= {"优", "良", "中"}


def test_every_rule_can_be_read(year: EvaluationYear) -> None:
    """No rule text is beyond the parser, none is missing, and both documents state the same."""
    for text in year["rules"]["text"].unique():
        try:
            parse_rule(text, year.year)
        except Unreadable as error:
            pytest.fail(f"{text}: {error}")
    keys = ["project_id", "indicator_id"]
    assert (year["rules"].groupby(keys)["text"].nunique() == 1).all()
    form = kind(year, "indicators", "self_evaluation").query("role != 'none'")
    ruled = kind(year, "rules", "self_evaluation")
    assert set(map(tuple, form[keys].values)) == set(map(tuple, ruled[keys].values))


def test_documents_agree_on_indicators(year: EvaluationYear) -> None:
    """Target form, self-evaluation and report list the same indicators, targets and weights."""
    form = kind(year, "indicators", "self_evaluation").query("role != 'execution'")
    told = ["role", "level1", "level2", "name", "target_raw", "weight"]
    keys = ["project_id", "indicator_id"]
    form = form.set_index(keys)[told]
    target = kind(year, "indicators", "target").set_index(keys)[told]
    pd.testing.assert_frame_equal(form, target.loc[form.index])
    report = kind(year, "indicators", "report").query("role != 'execution'").set_index(keys)
    pd.testing.assert_frame_equal(form.loc[report.index], report[told])
    counted = form[form["role"] == "indicator"].groupby("project_id").size()
    assert counted.between(8, 14).all() and counted.nunique() == 7
    evaluated = year["projects"].query("department_evaluation == '是'")["project_id"]
    assert set(evaluated) == set(report.index.get_level_values(0))
    assert 0.1 < len(evaluated) / 300 < 0.3


def test_values_parse_to_what_is_stored(year: EvaluationYear) -> None:
    """Every raw text reads as its number, unit and operator; a figure without a cell is not made up."""
    rows = year["indicators"]
    for name in ("target", "actual"):
        columns = [rows[c] for c in (f"{name}_raw", name, f"{name}_unit", f"{name}_operator")]
        for raw, number, unit, operator in zip(*columns, strict=True):
            value = parse_value(raw)
            stored = None if np.isnan(number) else Decimal(str(number))
            assert (value.number, value.unit, value.operator) == (stored, unit, operator), raw
    filled = rows["actual_raw"] != ""
    assert (rows.loc[filled, "actual_place"] != "").all()
    scores = year["scores"]
    assert [Decimal(raw) for raw in scores["score_raw"]] == decimals(scores["score"])


def test_missed_targets_are_explained(year: EvaluationYear) -> None:
    """Every indicator that lost points has a reason, every other has none."""
    for document, who in (("self_evaluation", "self"), ("report", "department")):
        rows = kind(year, "indicators", document).merge(
            year["scores"].query("evaluation == @who"), on=["document_id", "indicator_id"]
        )
        rows = rows if who == "department" else rows[rows["role"] != "execution"]
        lost = rows["score"] < rows["weight"]
        assert ((rows["reason"] != "") == lost).all() and lost.any()


def test_units_of_target_and_actual_agree(year: EvaluationYear) -> None:
    """No quantity is answered by a percentage, no over-completion beyond 130% goes unexplained."""
    rows = kind(year, "indicators", "self_evaluation").query("role == 'indicator'")
    assert (rows["target_unit"] == rows["actual_unit"]).all()
    counted = rows[rows["target_unit"].ne("日期") & rows["target"].notna()]
    assert (counted["actual"] <= 1.3 * counted["target"]).all()
    costs = counted[counted["level2"].str.contains("成本")]
    assert (costs["actual"] != costs["target"]).all() and len(costs)


def test_little_spending_does_not_score_full(year: EvaluationYear) -> None:
    """A project that spent less than 60% did not reach all targets."""
    form = kind(year, "funding", "self_evaluation").query("source == 'total'")
    low = form.loc[form["rate"] < 60, "project_id"]
    totals = year["totals"].query("measure == 'self' and project_id in @low")
    assert len(low) > 5 and (totals["value"] < 95).all()


def test_grades_and_evaluators_of_reports(year: EvaluationYear) -> None:
    """A report's grade is its score's, its date after the forms', its evaluators three or more."""
    totals = year["totals"]
    scores = totals[totals["document_id"].str.endswith("report")].query("measure == 'department'")
    grades = totals.query("measure == 'grade'").set_index("document_id")["raw"]
    for document, value in zip(scores["document_id"], scores["value"], strict=True):
        expected = "优" if value >= 90 else "良" if value >= 80 else "中" if value >= 60 else "差"
        assert grades[document] == expected
    people = year["evaluators"].groupby("document_id")["name"].agg(["size", "nunique"])
    assert people["size"].between(3, 5).all() and (people["size"] == people["nunique"]).all()
    assert set(people.index) == set(scores["document_id"])
    dated = year["documents"].groupby("kind")["dated"].agg(["min", "max"])
    assert dated.loc["self_evaluation", "max"] < dated.loc["report", "min"]
    assert dated.loc["report", "max"] < dated.loc["summary", "min"]


def test_texts_say_what_the_tables_say(year: EvaluationYear) -> None:
    """Every amount and rate in a text is the tables'; its lost points, analyses and advice too."""
    money = used_funding(year).set_index(["project_id", "source"])
    indicators = kind(year, "indicators", "report")
    for project in year["projects"]["project_id"]:
        own = money.loc[project]
        known = {f"{v:.2f}" for q in ("annual", "executed") for v in own[q].dropna()}
        left = exact.minus([own["annual"]["total"]], [own["executed"]["total"]])[0]
        known.add(f"{left:.2f}")
        rate = exact.percent([own["executed"]["total"]], [own["annual"]["total"]])[0]
        for document in (f"{project}-self_evaluation", f"{project}-report"):
            text = year.texts.get(document, "")
            assert set(re.findall(r"([\d.]+)万元", text)) <= known
            assert set(re.findall(r"执行率([\d.]+)%", text)) <= {f"{rate:.2f}"}
    for document, rows in indicators.groupby("document_id"):
        sections = parse_text(year.texts[document])
        scored = rows.merge(year["scores"], on=["document_id", "indicator_id"])
        analysed = [p for s in under(sections, "四、绩效评价指标分析") for p in s.paragraphs]
        for name, score in zip(scored["name"], scored["score"], strict=True):
            told = [p for p in analysed if p.startswith(f"{name}：")]
            assert len(told) == 1 and f"得{exact.plain(score)}分" in told[0]
        lost = scored[scored["score"] < scored["weight"]]
        for heading in ("存在的问题", "原因分析", "有关建议"):
            paragraphs = [p for s in under(sections, heading) for p in s.paragraphs]
            for name in lost["name"]:
                assert sum(name in p for p in paragraphs) >= 1, (heading, name)
        (conclusion,) = under(sections, "综合评价情况及评价结论")[0].paragraphs
        assert f"得分{exact.plain(exact.total(scored['score'], 4))}分" in conclusion


def test_no_long_paragraph_stands_twice(year: EvaluationYear) -> None:
    """Within a text no paragraph of any length is used for two purposes."""
    for text in year.texts.values():
        long = [p for s in parse_text(text) for p in s.paragraphs if len(p) > 12]
        assert len(long) == len(set(long))


def test_everything_is_labelled_as_made_up(year: EvaluationYear) -> None:
    """Units and every text say that they are invented; no phone or identity number occurs."""
    assert year["units"]["name"].str.endswith("（虚构）").all()
    assert all(text.startswith("本材料为虚构示例") for text in year.texts.values())
    assert not any(re.search(r"\d{11}", text) for text in year.texts.values())


@YEARS
@given(SEEDS)
def test_closing_is_the_next_opening(seed: int) -> None:
    """What a project did not spend is its next year's carry-over; what ended does not return."""
    first, second, third = make_years((2022, 2023, 2024), seed, 40, 5)
    for before, after in ((first, second), (second, third)):
        old = used_funding(before).set_index(["project_id", "source"])
        new = used_funding(after).set_index(["project_id", "source"])
        finished = set(before["projects"].query("finished == '是'")["project_id"])
        ids, later = set(before["projects"]["project_id"]), set(after["projects"]["project_id"])
        assert later & ids == ids - finished and len(later) == 40
        for project in sorted(later):
            opening = new.loc[(project, "carry_over"), "annual"]
            total = old.loc[(project, "total")] if project in ids else None
            closing = 0 if total is None else exact.minus([total["annual"]], [total["executed"]])[0]
            assert opening == closing


def test_ids_codes_and_names_over_the_years() -> None:
    """A project keeps id and code; a new name leaves the old one as alias; ids are never reused."""
    years = make_years(tuple(range(2019, 2025)), seed=3, projects=80, units=8)
    seen: dict[str, tuple[str, str]] = {}
    ended: set[str] = set()
    renamed = 0
    for year in years:
        aliases = year["aliases"].set_index(["project_id", "alias"])["until"]
        columns = (year["projects"][c] for c in ("project_id", "project_code", "name", "finished"))
        for project, code, name, finished in zip(*columns, strict=True):
            assert project not in ended
            before = seen.setdefault(project, (code, name))
            assert before[0] == code and len(code) == 24
            if before[1] != name:
                renamed += 1
                assert aliases[project, before[1]] == year.year - 1
            seen[project] = (code, name)
            if finished == "是":
                ended.add(project)
        assert year["projects"]["name"].is_unique
    assert renamed > 3 and len(ended) > 20


def test_make_year_is_the_first_of_make_years() -> None:
    """One year alone is the same as the first of several."""
    alone, first = make_year(2022, 5, 20, 3), make_years((2022, 2023), 5, 20, 3)[0]
    pd.testing.assert_frame_equal(alone["indicators"], first["indicators"])
    assert dict(alone.texts) == dict(first.texts)
