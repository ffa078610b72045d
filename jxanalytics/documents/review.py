"""The review on paper: the list of the sample, a score sheet a project in Excel and Word, the tables of what it found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from jxanalytics.documents.listing import Column, List, workbook
from jxanalytics.documents.paper import Paper
from jxanalytics.errors import JxaError
from jxanalytics.model import exact, say
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.vocabulary import DOCUMENT_KINDS
from jxanalytics.model.whole import write_whole
from jxanalytics.season import Season
from jxanalytics.season.returned import read_returned
from jxanalytics.season.review import last_draw, sample_of
from jxanalytics.season.score_sheet import (
    FEEDBACK,
    HEADERS,
    NUMBER,
    PROJECT,
    REASON,
    REVIEW,
    TOTAL,
    YEAR,
    Indicator,
    indicators_of,
)

_WIDTHS = (11, 11, 13, 22, 13, 13, 8, 11, 11, 28, 22)
_ALIGN = (
    "center",
    "left",
    "left",
    "left",
    "left",
    "left",
    "right",
    "right",
    "right",
    "left",
    "left",
)
_ASKED = (REVIEW, REASON, FEEDBACK)
_NOTES = (
    "填写说明：1.复核得分逐项填写，不得超过分值，空白不作0分；2.复核得分低于自评得分的，须写明扣分理由；"
    "3.单位对复核得分有不同意见的，填写单位反馈；4.请勿增删行或改动指标编号、自评得分。",
    "复核人（签字）：　　　　　　　　复核日期：　　　　年　　月　　日",
)
STEM = "复核评分表"


@dataclass(frozen=True)
class SheetsWritten:
    """Score sheets written, and those left alone because people have filled them in."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def write_score_sheets(year: EvaluationYear, season: Season, folder: Path) -> SheetsWritten:
    """Write the score sheets of the sample below ``folder``, one folder a unit, by its id.

    A unit's folder holds its own projects only. A sheet in which something was filled in is never
    written over.
    """
    written: list[Path] = []
    kept: list[Path] = []
    units = year["projects"].set_index("project_id")["unit_id"]
    for row in sample_of(season).to_dict("records"):
        project = str(row["project_id"])
        for suffix, content in score_sheet(year, season, project).items():
            path = folder / str(units[project]) / f"{STEM}-{project}.{suffix}"
            if path.is_file() and path.read_bytes() != content and _filled(path):
                kept.append(path)
                continue
            written.append(write_whole(path, content))
    return SheetsWritten(tuple(written), tuple(kept))


def _filled(path: Path) -> bool:
    """Whether people wrote into a sheet; one that cannot be read is taken for filled in."""
    try:
        lines = read_returned(path, (NUMBER, *_ASKED)).lines
    except JxaError:
        return True
    return any(line.stated(name) for line in lines if line.text(NUMBER) != TOTAL for name in _ASKED)


def score_sheet(year: EvaluationYear, season: Season, project: str) -> dict[str, bytes]:
    """A project's score sheet as .xlsx and .docx, with what is known of its review filled in."""
    rows = list(_rows(year, season, project))
    title = f"{year.year}年度{DOCUMENT_KINDS['review']}"
    above = _heading(year, season, project)
    columns = tuple(
        Column(header, width, align, header in _ASKED)  # type: ignore[arg-type]
        for header, width, align in zip(HEADERS, _WIDTHS, _ALIGN, strict=True)
    )
    sheet = List(STEM, title, columns, rows, above, _NOTES, merge=0, total=True)
    paper = Paper(landscape=True)
    paper.title(title)
    for line in above:
        paper.line(line)
    texts = [[value if isinstance(value, str) else _number(value) for value in row] for row in rows]
    paper.table(HEADERS, texts, _WIDTHS, _ALIGN)
    for line in _NOTES:
        paper.line(line)
    return {"xlsx": workbook([sheet]), "docx": paper.saved()}


def _number(value: float | int | None) -> str:
    return "" if value is None else say.number(float(value))


def _heading(year: EvaluationYear, season: Season, project: str) -> tuple[str, ...]:
    named = year["projects"].set_index("project_id").loc[project]
    unit = year["units"].set_index("unit_id")["name"].get(named["unit_id"], "")
    drawn = sample_of(season).set_index("project_id")
    how = f"　抽取方式：{drawn.loc[project, 'how']}" if project in drawn.index else ""
    code = f"　项目编码：{named['project_code']}" if named["project_code"] else ""
    return (
        f"{PROJECT}：{project}　{YEAR}：{year.year}{code}{how}",
        f"项目名称：{named['name']}　实施单位：{unit}",
    )


def _rows(
    year: EvaluationYear, season: Season, project: str
) -> Iterator[list[str | float | int | None]]:
    known = _reviewed(year, season, project)
    indicators = indicators_of(year, project)
    for one in indicators:
        score, reason, feedback = known.get(one.indicator_id, (None, "", ""))
        points = map(_points, (one.weight, one.self_score, score))
        yield [one.number, *one.levels, one.target, one.actual, *points, reason, feedback]
    yield _total(indicators, known)


def _total(
    indicators: Sequence[Indicator], known: Mapping[str, tuple[float | None, str, str]]
) -> list[str | float | int | None]:
    sums = [exact.total([getattr(one, name) for one in indicators], exact.SCORE_PLACES)
            for name in ("weight", "self_score")]  # fmt: skip
    scores = [score for score, _, _ in known.values() if score is not None]
    review = exact.total(scores, exact.SCORE_PLACES) if scores else None
    return [TOTAL, "", "", "", "", "", *map(_points, (*sums, review)), "", ""]


def _points(score: float | None) -> float | int | None:
    """A score that prints without needless decimals."""
    return int(score) if score is not None and score == score // 1 else score


def _reviewed(
    year: EvaluationYear, season: Season, project: str
) -> dict[str, tuple[float | None, str, str]]:
    scores = year["scores"]
    scores = scores[(scores["document_id"] == f"{project}-review")].set_index("indicator_id")[
        "score"
    ]
    marks = season["marks"]
    marks = marks[marks["project_id"] == project].set_index("indicator_id")
    words = {name: marks[name].to_dict() for name in ("reason", "feedback")}
    return {
        str(name): (float(score), words["reason"].get(name, ""), words["feedback"].get(name, ""))
        for name, score in scores.items()
    }


# -- the tables ----------------------------------------------------------------------------------


def sample_list(year: EvaluationYear, season: Season, covered: Mapping[str, float]) -> List:
    """The sample with its reasons; above it how it was drawn, so that anyone can draw it again."""
    plan = last_draw(season)
    assert plan is not None
    projects = year["projects"].set_index("project_id")
    units = year["units"].set_index("unit_id")["name"]
    rows = [
        [int(row["position"]), units.get(projects.loc[row["project_id"], "unit_id"], ""),
         row["project_id"], projects.loc[row["project_id"], "name"], row["how"], row["risk"],
         row["why"], row["digest"]]
        for row in sample_of(season).to_dict("records")
    ]  # fmt: skip
    columns = (
        Column("次序", 6, "center"), Column("实施单位", 24), Column("项目编号", 10, "center"),
        Column("项目名称", 28), Column("抽取方式", 10, "center"), Column("风险分", 8, "right"),
        Column("风险事项", 40), Column("随机码", 20),
    )  # fmt: skip
    return List("抽样清单", f"{year.year}年度绩效自评复核抽样清单", columns, rows,
                (draw_sentence(season), coverage_sentence(covered)), (_METHOD,))  # fmt: skip


_METHOD = (
    "抽取办法：先按风险分由高到低（风险分相同的，资金大的在前）抽取，再补足每单位最少个数，其余按随机码由小到大抽取，"
    "至项目数和资金占比均达到要求为止。随机码为“种子:项目编号”的 SHA-256 值的前16位十六进制数，任何人可据此复算。"
)


def draw_sentence(season: Season) -> str:
    """How the sample in force was drawn."""
    plan = last_draw(season)
    assert plan is not None
    told = (
        f"抽样种子：{plan.seed}；要求项目数占比不低于{say.rate(plan.count_share)}，"
        f"资金占比不低于{say.rate(plan.money_share)}，其中按风险抽取{say.rate(plan.risk_share)}"
    )
    told += f"，每单位不少于{plan.per_unit}个" if plan.per_unit else ""
    times = len(season["draws"])
    return f"{told}。" + (f"本样本为第{times}次抽样，以前的样本留存备查。" if times > 1 else "")


def coverage_sentence(covered: Mapping[str, float]) -> str:
    """How much the sample covers by count and money."""
    return (
        f"共抽取{int(covered['sampled'])}个项目，占{int(covered['projects'])}个项目的"
        f"{say.rate(covered['count_share'])}；全年预算数{say.amount(covered['sampled_annual'])}，"
        f"占{say.amount(covered['annual'])}的{say.rate(covered['money_share'])}。"
    )


def deviation_lists(
    year: int, tables: Mapping[str, pd.DataFrame], bands: pd.DataFrame, base: str
) -> list[List]:
    """Deviations by project, unit and level-2 indicator, and the bands, as sheets."""
    note = f"偏差=自评得分−复核得分；偏差率=偏差÷{base}；单位和二级指标的得分为合计数，偏差率为合计数之比。"
    figures = (("self", "自评得分"), ("review", "复核得分"), ("difference", "偏差"),
               ("deviation_rate", "偏差率（%）"), ("band", "档次"))  # fmt: skip
    heads = {
        "project": (("unit_name", "实施单位"), ("name", "项目名称")),
        "unit": (("unit_name", "实施单位"), ("projects", "复核项目数")),
        "level2": (("level1", "一级指标"), ("level2", "二级指标"), ("projects", "项目数"),
                   ("indicators", "指标数"), ("weight", "分值")),
    }  # fmt: skip
    titles = {"project": "项目偏差", "unit": "单位偏差", "level2": "二级指标偏差"}
    lists = [
        plain_list(titles[by], f"{year}年度自评与复核{titles[by]}", table,
                   dict((*heads[by], *figures)), (note,))
        for by, table in tables.items()
    ]  # fmt: skip
    labels = {"band": "档次", "projects": "项目数", "projects_share": "项目数占比（%）"}
    return [*lists, plain_list("偏差档次", f"{year}年度自评与复核偏差档次", bands, labels)]


def quality_list(year: int, table: pd.DataFrame, rules: Sequence[tuple[str, str]]) -> List:
    """The quality of the self-evaluations, with the rules below."""
    labels = {"unit_name": "实施单位", "name": "项目名称", "timely": "及时", "complete": "完整",
              "regular": "规范", "truthful": "真实", "judged": "已评项数", "quality": "自评质量（百分制）"}  # fmt: skip
    below = ("空白表示没有依据，不评；百分制=已评各项得分之和÷已评各项满分之和。",
             *(f"{name}：{rule}。" for name, rule in rules))  # fmt: skip
    return plain_list("自评质量", f"{year}年度绩效自评质量", table, labels, below)


def marks_list(year: EvaluationYear, season: Season, rows: pd.DataFrame) -> List:
    """Every indicator whose score was changed, with the reason and the unit's answer."""
    names = year["projects"].set_index("project_id")["name"]
    words = season["marks"].set_index(["project_id", "indicator_id"])
    changed = rows[rows["difference"] != 0]
    keys = list(zip(changed["project_id"], changed["indicator_id"], strict=True))
    table = changed.assign(
        project=changed["project_id"].map(names),
        **{name: [words[name].get(key, "") for key in keys] for name in ("reason", "feedback")},
    )
    labels = {"project": "项目名称", "level2": "二级指标", "name": "三级指标", "weight": "分值",
              "self": "自评得分", "review": "复核得分", "reason": REASON, "feedback": FEEDBACK}  # fmt: skip
    return plain_list("扣分理由", f"{year.year}年度复核扣分理由和单位反馈", table, labels)


_NARROW, _WIDE = 10.0, 30.0


def plain_list(
    name: str,
    title: str,
    table: pd.DataFrame,
    labels: Mapping[str, str],
    below: Sequence[str] = (),
    unit: str = "",
) -> List:
    """The named columns of a table as a sheet: texts wide at the left, numbers narrow at the right."""
    columns = tuple(_column(table[column], label) for column, label in labels.items())
    rows = table[list(labels)].to_numpy(dtype=object).tolist()
    return List(name, title, columns, rows, (), tuple(below), unit)


def _column(values: pd.Series, label: str) -> Column:
    if pd.api.types.is_numeric_dtype(values):
        return Column(label, _NARROW, "right")
    return Column(label, _WIDE) if label in _LONG else Column(label, 16, "center")


_LONG = ("项目名称", "实施单位", "三级指标", REASON, FEEDBACK)
