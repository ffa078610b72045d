"""Weights, scores and grades within one document. JX111–JX119."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from jxanalytics.checks import wording
from jxanalytics.checks.evidence import Evidence, apart, grouped, matching, spot, spots
from jxanalytics.checks.finding import Raised, Severity, Spot
from jxanalytics.checks.registry import check
from jxanalytics.checks.wording import quoted
from jxanalytics.model import exact, say
from jxanalytics.model.values import compact
from jxanalytics.model.vocabulary import EVALUATIONS
from jxanalytics.scoring.score import SCORED

_FORM = ["document_id", "project_id"]
# Points printed in the name of a level or an indicator: （50分）, (0-20)分.
_POINTS = re.compile(r"\((?:0[-~])?(\d+(?:\.\d+)?)(?:分\)|\)分)")
_EXACT = 0.0
_WHOLE = {"target": (90.0, 100.0)}


@check(
    "JX111",
    title="分值之和与分值合计不符",
    rule="同一份表中各指标（含预算执行率）分值之和应等于所填分值合计。",
    severity=Severity.ERROR,
)
def weights(evidence: Evidence) -> Iterator[Raised]:
    """The weights of a form add up to the total it states."""
    forms = evidence.weights
    wrong = apart(forms["stated"], forms["added"], _EXACT)
    found = grouped(matching(evidence.weighted, forms[wrong], _FORM), *_FORM)
    for form in forms[wrong].to_dict("records"):
        rows = found.get((form["document_id"], form["project_id"]), [])
        yield Raised(
            form["project_id"],
            f"{evidence.short(form['document_id'])}各指标分值之和为{say.points(form['added'])}，"
            f"分值合计填报{say.points(form['stated'])}，请核实更正。",
            (Spot(form["document_id"], form["place"], form["raw"]), *spots(rows, "weight")),
            expected=say.points(form["added"]),
            basis="＋".join(say.number(row["weight"]) for row in rows),
            key=evidence.kinds[form["document_id"]],
        )


@check(
    "JX112",
    title="分值合计不是满分",
    rule="自评表、评价报告的分值合计应为100分；绩效目标表不列预算执行率的为90分，列的为100分。",
    severity=Severity.ERROR,
)
def whole(evidence: Evidence) -> Iterator[Raised]:
    """Weights make 100 points, or 90 where a target form leaves execution out."""
    forms = evidence.weights
    kinds = forms["document_id"].map(evidence.kinds)
    right = forms["added"].eq(100) | (kinds.eq("target") & forms["added"].eq(90))
    # A stated total that the weights do not make is another finding.
    disagree = apart(forms["stated"], forms["added"], _EXACT)
    for form in forms[~right & ~disagree & forms["added"].notna()].to_dict("records"):
        kind = evidence.kinds[form["document_id"]]
        due = "或".join(say.points(each) for each in _WHOLE.get(kind, (100.0,)))
        yield Raised(
            form["project_id"],
            f"{evidence.short(form['document_id'])}分值合计为{say.points(form['added'])}，应为{due}，请核实更正。",
            (Spot(form["document_id"], form["place"], form["raw"]),),
            expected=due,
            basis="各指标分值之和",
            key=kind,
        )


@check(
    "JX113",
    title="括注的分值与所属指标分值不符",
    rule="一级、二级、三级指标名称中括注的分值，应等于其下各指标分值之和。",
    severity=Severity.ERROR,
)
def printed_points(evidence: Evidence) -> Iterator[Raised]:
    """Points printed in the name of a level are the sum of the weights below it."""
    rows = evidence.weighted
    for level, keys, label in (
        ("level1", ["level1"], "一级指标"),
        ("level2", ["level1", "level2"], "二级指标"),
        ("name", ["indicator_id"], "三级指标"),
    ):
        said = rows.assign(printed=_printed(rows[f"{level}_raw"]))
        said = said[said["printed"].notna()]
        by = [*_FORM, *keys]
        sums = exact.grouped_total(said, by, ["weight"], exact.SCORE_PLACES)
        named = said.drop_duplicates(by)[[*by, level, f"{level}_raw", "printed", "name_place"]]
        compared = named.loc[:, ~named.columns.duplicated()].merge(sums, on=by)
        wrong = apart(compared["weight"], compared["printed"], _EXACT)
        found = grouped(matching(said, compared[wrong], by), *by)
        for group in compared[wrong].to_dict("records"):
            mine = found[tuple(group[name] for name in by)]
            yield Raised(
                group["project_id"],
                f"{evidence.short(group['document_id'])}{label}“{group[level]}”括注{say.points(group['printed'])}，"
                f"其下分值合计{say.points(group['weight'])}，请核实更正。",
                (
                    Spot(group["document_id"], group["name_place"], group[f"{level}_raw"]),
                    *spots(mine, "weight"),
                ),
                expected=say.points(group["printed"]),
                basis="＋".join(say.number(row["weight"]) for row in mine),
                key=f"{evidence.kinds[group['document_id']]}-{mine[0]['indicator_id']}-{level}",
            )


def _printed(texts: pd.Series[str]) -> pd.Series[float]:
    found = {text: _POINTS.search(compact(text)) for text in texts.unique()}
    return texts.map({text: float(m[1]) if m else np.nan for text, m in found.items()}).astype(
        float
    )


@check(
    "JX114",
    title="得分超出分值",
    rule="每项指标的得分应在0分和分值之间。",
    severity=Severity.ERROR,
)
def beyond(evidence: Evidence) -> Iterator[Raised]:
    """A score lies between 0 and the weight."""
    rows = evidence.marked
    wrong = (rows["score"] > rows["weight"]) | (rows["score"] < 0)
    for row in rows[wrong].to_dict("records"):
        yield Raised(
            row["project_id"],
            f"{evidence.short(row['document_id'])}{quoted(row['name'])}得分{say.points(row['score'])}，"
            f"分值{say.points(row['weight'])}，请核实更正。",
            (spot(row, "score"), spot(row, "weight")),
            expected=f"0至{say.points(row['weight'])}",
            basis="得分不大于分值",
            key=f"{row['kind']}-{row['indicator_id']}",
        )


@check(
    "JX115",
    title="各项得分之和与总分不符",
    rule="同一份表中各指标（含预算执行率）得分之和应等于所填总分。",
    severity=Severity.ERROR,
)
def score_totals(evidence: Evidence) -> Iterator[Raised]:
    """The scores of a form add up to the total it states."""
    rows = evidence.marked
    rows = rows[rows["role"].isin(SCORED)]
    keys = [*_FORM, "evaluation"]
    sums = exact.grouped_total(rows, keys, ["score"], exact.SCORE_PLACES)
    lacking = rows[rows["score"].isna()][keys].drop_duplicates().assign(lacking=True)
    stated = evidence.totals[evidence.totals["measure"].isin(EVALUATIONS)]
    compared = stated.rename(columns={"measure": "evaluation"}).merge(sums, on=keys)
    compared = compared.merge(lacking, on=keys, how="left")
    # A missing score is another finding.
    wrong = apart(compared["value"], compared["score"], _EXACT) & compared["lacking"].isna()
    found = grouped(matching(rows, compared[wrong], keys), *keys)
    for form in compared[wrong].to_dict("records"):
        mine = found[tuple(form[name] for name in keys)]
        yield Raised(
            form["project_id"],
            f"{evidence.short(form['document_id'])}各项得分之和为{say.points(form['score'])}，"
            f"总分填报{say.points(form['value'])}，请核实更正。",
            (spot(form), *spots(mine, "score")),
            expected=say.points(form["score"]),
            basis="＋".join(say.number(row["score"]) for row in mine),
            key=f"{form['kind']}-{form['evaluation']}",
        )


@check(
    "JX116",
    title="等级与总分不符",
    rule="评价等级应与总分相当：90分及以上为优，80分至90分以下为良，60分至80分以下为中，60分以下为差；评分办法另有规定的从其规定。",
    severity=Severity.ERROR,
)
def grade(evidence: Evidence) -> Iterator[Raised]:
    """The grade filed is the grade of the total in the same document, at two decimals."""
    totals = evidence.totals
    grades = totals[(totals["measure"] == "grade") & (totals["raw"] != "")]
    scores = totals[totals["measure"].isin(EVALUATIONS) & totals["value"].notna()]
    # A report's grade is of the department's score, a form's of its own; a review comes last.
    first = scores.assign(
        rank=scores["measure"].map({"department": 0, "self": 1, "review": 2})
    ).sort_values("rank", kind="stable")
    joined = grades.merge(first.drop_duplicates(_FORM), on=_FORM, suffixes=("", "_score"))
    for row in joined.to_dict("records"):
        due = evidence.scheme.grade(row["value_score"])
        filed = compact(row["raw"]).removeprefix("较")[:1]
        if filed not in [name for name, _ in evidence.scheme.grades] or filed == due:
            continue
        yield Raised(
            row["project_id"],
            f"{evidence.short(row['document_id'])}评价等级为“{row['raw']}”，总分{say.points(row['value_score'])}"
            f"对应的等级为“{due}”，请核实更正。",
            (spot(row), Spot(row["document_id"], row["place_score"], row["raw_score"].strip())),
            expected=due,
            basis=f"{say.points(row['value_score'])}，按{evidence.scheme.name}分等",
            key=row["kind"],
        )


@check(
    "JX117",
    title="有分值的指标没有得分",
    rule="自评表中有分值的指标应当填报得分；0分也应填报。",
    severity=Severity.WARNING,
)
def unscored(evidence: Evidence) -> Iterator[Raised]:
    """Every weighted indicator of a self-evaluation has a score; one finding with all places."""
    rows = evidence.marked
    lacking = rows[(rows["kind"] == "self_evaluation") & rows["score"].isna()]
    for (document, project), mine in grouped(lacking, *_FORM).items():
        names = wording.names(row["name"] for row in mine)
        places = tuple(
            spot(row, "score") if isinstance(row["score_place"], str) else spot(row, "weight")
            for row in mine
        )
        yield Raised(
            project,
            f"{evidence.short(document)}中{names}有分值而未填得分，请补充；不得分的请填0。",
            places,
            expected="填报得分",
            basis="空白不作0分处理",
            key=evidence.kinds[document],
        )


@check(
    "JX118",
    title="有得分的指标没有分值",
    rule="填报了得分的指标应当填报分值；申明“无”的指标不应有分值和得分。",
    severity=Severity.WARNING,
)
def unweighted(evidence: Evidence) -> Iterator[Raised]:
    """A scored indicator has a weight; one declared 无 has neither."""
    # A review's score sheet repeats the form's rows and states no weights of its own.
    scores = evidence.scores[evidence.scores["kind"] != "review"]
    rows = scores.merge(
        evidence.indicators.drop(columns=["project_id", "kind"]), on=["document_id", "indicator_id"]
    )
    lacking = rows["score"].gt(0) & (rows["weight"].isna() | rows["role"].eq("none"))
    declared = evidence.indicators
    declared = declared[declared["role"].eq("none") & declared["weight"].gt(0)]
    for (document, project), mine in grouped(rows[lacking], *_FORM).items():
        yield _without_weight(evidence, document, project, [spot(row, "score") for row in mine])
    for (document, project), mine in grouped(declared, *_FORM).items():
        places = [spot(row, "weight") for row in mine]
        yield Raised(
            project,
            f"{evidence.short(document)}中申明“无”的指标列有分值，请核实更正。",
            tuple(places),
            expected="申明“无”的指标不列分值",
            basis="指标名称为“无”",
            key=f"{evidence.kinds[document]}-none",
        )


def _without_weight(evidence: Evidence, document: str, project: str, places: list[Spot]) -> Raised:
    return Raised(
        project,
        f"{evidence.short(document)}中{len(places)}项指标有得分而没有分值，请补充分值或核实得分。",
        tuple(places),
        expected="填报分值",
        basis="得分不能大于分值",
        key=evidence.kinds[document],
    )


@check(
    "JX119",
    title="其中项大于所属指标",
    rule="“其中”项的实际完成值不应大于所属指标的实际完成值（计量单位相同时）。",
    severity=Severity.WARNING,
)
def sub_items(evidence: Evidence) -> Iterator[Raised]:
    """What is stated as part of an indicator is not larger than it."""
    rows = evidence.indicators
    parts = rows[(rows["role"] == "sub") & (rows["parent_id"] != "") & rows["actual"].notna()]
    whole = rows.drop(columns="parent_id").rename(columns={"indicator_id": "parent_id"})
    joined = parts.merge(
        whole[["document_id", "parent_id", "name", "actual", "actual_unit", "actual_raw", "actual_place"]],
        on=["document_id", "parent_id"],
        suffixes=("", "_whole"),
    )  # fmt: skip
    wrong = (joined["actual"] > joined["actual_whole"]) & (
        joined["actual_unit"] == joined["actual_unit_whole"]
    )
    for row in joined[wrong].to_dict("records"):
        whole_spot = Spot(row["document_id"], row["actual_place_whole"], row["actual_raw_whole"])
        yield Raised(
            row["project_id"],
            f"{evidence.short(row['document_id'])}中{quoted(row['name'])}{row['actual_raw']}，大于所属{quoted(row['name_whole'])}"
            f"{row['actual_raw_whole']}，请核实。",
            (spot(row, "actual"), whole_spot),
            expected=f"不大于{row['actual_raw_whole']}",
            basis="部分不大于整体",
            key=f"{evidence.kinds[row['document_id']]}-{row['indicator_id']}",
        )
