"""预算绩效情况说明: what is disclosed with a department's accounts of the evaluation of its budget."""

from __future__ import annotations

import pandas as pd

from jxanalytics.model import exact, say
from jxanalytics.narrative.facts import Facts
from jxanalytics.narrative.season import decided
from jxanalytics.narrative.sentences import TO_SUPPLY, value

Section = tuple[str, list[str]]
# So many projects are told of one by one.
_TOLD = 10


def coverage_sentence(facts: Facts) -> str:
    """How many projects were evaluated, how much money that is, what share of all."""
    projects = facts.model["projects"]
    scored = facts.project_scores.dropna(subset="score")
    money = exact.total(scored["annual"])
    share = float(exact.percent([money], [value(facts.total, "annual")])[0])
    return (
        f"{facts.year}年度对{len(projects)}个项目{facts.of_them}开展绩效自评，"
        f"已得出结果的{len(scored)}个，涉及资金{say.amount(money)}，占项目资金总额的{say.rate(share)}。"
    )


def statement(facts: Facts) -> list[Section]:
    """The sections of the statement, for the projects of ``facts``.

    Projects are named only where it is decided that they are disclosed; the numbers are of all.
    """
    return [
        ("一、预算绩效管理工作开展情况", [coverage_sentence(facts), *_evaluated(facts)]),
        ("二、项目绩效自评结果", [_grades(facts), *_projects(facts)]),
        ("三、评价结果应用情况", _used(facts)),
    ]


def _evaluated(facts: Facts) -> list[str]:
    """Projects evaluated by the department and by the bureau, with their money."""
    projects, money = (
        facts.model["projects"],
        facts.project_scores.set_index("project_id")["annual"],
    )
    told = []
    for column, name in (("department_evaluation", "部门评价"), ("bureau_evaluation", "财政评价")):
        own = projects[projects[column] == "是"]
        if len(own):
            amount = exact.total(own["project_id"].map(money))
            told.append(f"其中，开展{name}的项目{len(own)}个，涉及资金{say.amount(amount)}。")
    return told


def _grades(facts: Facts) -> str:
    counts = [f"{row['grade']}{row['projects']}个" for row in facts.grades().to_dict("records")
              if row["projects"]]  # fmt: skip
    total = facts.total
    return (
        f"全年预算数{say.amount(value(total, 'annual'))}，全年执行数{say.amount(value(total, 'executed'))}，"
        f"预算执行率{say.rate(value(total, 'rate'))}；评价等级为{'、'.join(counts)}。"
    )


def _projects(facts: Facts) -> list[str]:
    projects = facts.model["projects"]
    shown = set(projects.loc[projects["disclosed"] == "是", "project_id"])
    table = facts.project_scores
    rows = table[table["project_id"].isin(shown)]
    if rows.empty:
        return [f"拟公开的项目尚未确定，{TO_SUPPLY}。"]
    told = [_project(row) for row in rows[:_TOLD].to_dict("records")]
    more = len(rows) - _TOLD
    return [*told, f"其余{more}个公开项目的自评结果见所附自评表。"] if more > 0 else told


def _project(row: dict[str, object]) -> str:
    figures = {name: float(str(row[name])) for name in ("annual", "executed", "rate", "score")}
    said = {name: f"（{TO_SUPPLY}）" if pd.isna(figure) else speak(figure)
            for (name, figure), speak in zip(figures.items(), (say.amount, say.amount, say.rate, say.points),
                                             strict=True)}  # fmt: skip
    return (
        f"“{row['name']}”：全年预算数{said['annual']}，执行数{said['executed']}，执行率{said['rate']}，"
        f"得分{said['score']}，评价等级为“{row['grade']}”。"
    )


def _used(facts: Facts) -> list[str]:
    """Decisions for next year's budget and rectification, where there are any."""
    made = decided(facts)
    told = [f"评价结果用于{facts.year + 1}年度预算安排：{made}。"] if made else []
    ledger = facts.season.rectification
    if len(ledger):
        done = int((ledger["state"] == "已整改").sum())
        told.append(
            f"评价发现的问题列入整改台账{len(ledger)}项，已整改{done}项，其余正在督促整改。"
        )
    return told or [f"评价结果应用情况{TO_SUPPLY}。"]
