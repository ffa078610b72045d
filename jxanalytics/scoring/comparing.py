"""What-if: two scorings of a year side by side, and an indicator's rule replaced to try another."""

from __future__ import annotations

import difflib

import pandas as pd

from jxanalytics.errors import MisuseError
from jxanalytics.model import exact
from jxanalytics.model.precedence import used_rules
from jxanalytics.model.schema import TABLES
from jxanalytics.model.tables import EvaluationYear, from_rows
from jxanalytics.scoring.clauses import Unreadable
from jxanalytics.scoring.parser import parse_rule
from jxanalytics.scoring.score import ScoredYear


def compared(before: ScoredYear, after: ScoredYear) -> pd.DataFrame:
    """Totals and grades of every project under two schemes, or of two states of a year.

    Columns: project_id, name, total_before, grade_before, total, grade, change (total −
    total_before), grade_changed. NaN where one of the two has no total.
    """
    left = before.totals.set_index("project_id")[["total", "grade"]]
    table = after.totals[["project_id", "total", "grade"]].copy()
    table.insert(1, "name", table["project_id"].map(dict(after.names)))
    for place, column in ((2, "total"), (3, "grade")):
        table.insert(place, f"{column}_before", table["project_id"].map(left[column]))
    places = exact.SCORE_PLACES
    table["change"] = exact.minus(table["total"], table["total_before"], places)
    table["grade_changed"] = table["grade"] != table["grade_before"].fillna("")
    return table.reset_index(drop=True)


def compared_indicators(before: ScoredYear, after: ScoredYear) -> pd.DataFrame:
    """The indicators whose scores differ between two scorings, with both scores and explanations.

    Columns: project_id, indicator_id, name, weight, score_before, score, change,
    explanation_before, explanation.
    """
    keys = ["project_id", "indicator_id"]
    told = [*keys, "name", "weight", "score", "explanation"]
    left = before.indicators[[*keys, "score", "explanation"]]
    table = after.indicators[told].merge(left, on=keys, how="left", suffixes=("", "_before"))
    table["change"] = exact.minus(table["score"], table["score_before"], exact.SCORE_PLACES)
    moved = (table["change"].fillna(0) != 0) | (
        table["score"].isna() != table["score_before"].isna()
    )
    order = [*keys, "name", "weight", "score_before", "score", "change",
             "explanation_before", "explanation"]  # fmt: skip
    return table.loc[moved, order].reset_index(drop=True)


def with_rule(year: EvaluationYear, project: str, indicator: str, rule: str) -> EvaluationYear:
    """The year with another rule beside one indicator; the indicator by its id or its name.

    Nothing is written to disk. Raises MisuseError for an indicator that is not there, and for a
    rule that cannot be read, naming the part.
    """
    try:
        parse_rule(rule, year.year)
    except Unreadable as error:
        raise MisuseError(f"规则中“{error.part}”{error.why}，请改写这一句") from error
    own = year["indicators"].query("project_id == @project")
    fits = own[(own["indicator_id"] == indicator) | (own["name"] == indicator)]
    found = list(fits["indicator_id"].unique())
    if len(found) != 1:
        close = difflib.get_close_matches(indicator, list(own["name"]), n=1, cutoff=0.3)
        hint = f"是否要用“{close[0]}”" if close else "请用 year.indicators 查看指标编号和名称"
        many = f"有{len(found)}项指标名为“{indicator}”，请改用指标编号" if found else ""
        raise MisuseError(many or f"项目{project}没有指标“{indicator}”：{hint}")
    rules = year["rules"]
    same = (rules["project_id"] == project) & (rules["indicator_id"] == found[0])
    used = used_rules(year)
    stated = used[(used["project_id"] == project) & (used["indicator_id"] == found[0])]
    written = (stated if len(stated) else fits).iloc[0]
    row = {"document_id": written["document_id"], "project_id": project, "position": 1,
           "indicator_id": found[0], "text": rule, "raw": rule, "place": "试改"}  # fmt: skip
    added = from_rows(TABLES["rules"], [row])
    return year.replaced(rules=pd.concat([rules[~same], added], ignore_index=True))
