"""One invented project, and the tables it is filed in; layouts only move it about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tests.intake.office import C, Row

Json = dict[str, Any]


@dataclass(frozen=True)
class Goal:
    """One indicator as filed."""

    level1: str
    level2: str
    name: str
    target: str | None
    actual: str | None
    weight: float | None
    score: float | None
    reason: str | None = None
    parent: str | None = None


INDICATORS = (
    Goal("产出指标", "数量指标", "清淤管网长度", "≥36公里", "37.2公里", 15, 15),
    Goal(
        "产出指标", "数量指标", "检修井口数", "≥420座", "398座", 10, 9.48, "22座井口因道路施工暂缓"
    ),
    Goal("产出指标", "质量指标", "验收合格率", "100%", "100%", 10, 10),
    Goal("产出指标", "时效指标", "完工时间", "2021年10月31日前", "2021年10月18日", 5, 5),
    Goal("产出指标", "成本指标", "每公里清淤成本", "≤4.2万元", "3.98万元", 10, 10),
    Goal(
        "效益指标", "社会效益指标", "内涝点减少数", "≥6处", "5处", 15, 12.5, "桥下积水点须改造泵站"
    ),
    Goal("效益指标", "可持续影响指标", "养护制度健全", "健全", "健全", 15, 15),
    Goal("满意度指标", "服务对象满意度指标", "居民满意度", "≥90%", "92.4%", 10, 10),
)
POINTS = {"产出指标": "（50分）", "效益指标": "（30分）", "满意度指标": "（10分）"}


@dataclass(frozen=True)
class Facts:
    """A project as filed: money in 万元 by source as (initial, annual, executed)."""

    project: str = "东湖片区排水管网清淤"
    department: str | None = "临川湾市住房和城乡建设局"
    unit: str = "临川湾市排水管理所"
    year: int | None = 2021
    money: dict[str, tuple[Any, Any, Any] | None] = field(
        default_factory=lambda: {
            "total": (156, 151.2, 148.5),
            "current": (120, 115.2, 115.2),
            "carry_over": (36, 36, 33.3),
            "other": (0, 0, 0),
        }
    )
    execution: tuple[Any, Any, Any] = (10, 98.21, 9.82)
    indicators: tuple[Goal, ...] = INDICATORS
    total: tuple[Any, Any, Any] = (100, 96.8, None)
    amount_unit: str | None = "万元"
    goals: tuple[str, str] = ("清淤管网36公里，消除积水点6处。", "清淤37.2公里，消除积水点5处。")

    def but(self, **changes: Any) -> Facts:
        return replace(self, **changes)

    def expected(self, file: str, place: str, kind: str = "self_evaluation") -> Json:
        """The object the reading contract asks for."""
        names = ("initial", "annual", "executed")
        weight, rate, score = self.execution
        return {
            "file": file, "place": place, "kind": kind, "year": self.year, "project": self.project,
            "department": self.department, "unit": self.unit, "amount_unit": self.amount_unit,
            "funding": {
                source: None if row is None else dict(zip(names, row, strict=True))
                for source, row in self.money.items()
            },
            "execution": {"weight": weight, "rate": rate, "score": score},
            "indicators": [
                {
                    "level1": g.level1, "level2": g.level2, "name": g.name, "target": g.target,
                    "actual": g.actual, "weight": g.weight, "score": g.score, "reason": g.reason,
                    "parent": g.parent,
                }
                for g in self.indicators
            ],
            "total": dict(zip(("weight", "score", "grade"), self.total, strict=True)),
        }  # fmt: skip


OTHER = Facts(
    project="城区公厕保洁", unit="临川湾市环境卫生所", year=2021,
    money={"total": (60, 60, 57), "current": (60, 60, 57), "carry_over": (None, None, None),
           "other": (None, None, None)},
    execution=(10, 95, 9.5),
    indicators=(
        Goal("产出指标", "数量指标", "保洁公厕数", "≥85座", "85座", 50, 50),
        Goal("效益指标", "社会效益指标", "投诉下降率", "≥10%", "7%", 30, 21, "两处公厕改建期间投诉集中"),
        Goal("满意度指标", "服务对象满意度指标", "市民满意度", "≥88%", "91%", 10, 10),
    ),
    total=(100, 90.5, None),
)  # fmt: skip

HEADS = {
    "name": "三级指标", "target": "年度\n指标值", "actual": "实际\n完成值", "weight": "分值", "score": "得分",
    "reason": "偏差原因分析及改进措施",
}  # fmt: skip
COLUMNS = ("name", "target", "actual", "weight", "score", "reason")
SOURCES = {
    "total": "年度资金总额", "current": "其中：当年财政拨款", "carry_over": "      上年结转资金",
    "other": "      其他资金",
}  # fmt: skip


def head_rows(facts: Facts, title: str | None = "项目支出绩效自评表", width: int = 9) -> list[Row]:
    """Title, year, project, department and unit."""
    rows: list[Row] = []
    if title:
        rows.append([C(title, width)])
    if facts.year:
        rows.append([C(f"（{facts.year}年度）", width)])
    rows.append([C("项目名称", 2), C(facts.project, width - 2)])
    rows.append(
        [C("主管部门", 2), C(facts.department, 2), C("实施单位", 2), C(facts.unit, width - 6)]
    )
    return rows


def percent(value: Any) -> str:
    return "" if value is None else f"{value}%"


def money_rows(
    facts: Facts, unit: str = "（万元）", names: dict[str, str] | None = None, dash: Any = "—",
    heads: Sequence[str] = ("年初\n预算数", "全年\n预算数", "全年\n执行数", "分值", "执行率", "得分"),
    show: Callable[[Any], Any] = lambda amount: amount,
) -> list[Row]:  # fmt: skip
    """The money section of the 2020 form."""
    named = names or SOURCES
    present = [source for source in named if facts.money.get(source) is not None]
    weight, rate, score = facts.execution
    rows: list[Row] = [[C(f"项目资金\n{unit}", 1, len(present) + 1), C(None, 2), *heads]]
    for source in present:
        amounts = [show(amount) for amount in facts.money[source] or ()]
        rest = [weight, percent(rate), score] if source == "total" else [dash] * 3
        rows.append([C(named[source], 2), *amounts, *rest])
    return rows


def goal_rows(facts: Facts) -> list[Row]:
    expected, actual = facts.goals
    return [
        [C("年度总体目标", 1, 2), C("预期目标", 4), C("实际完成情况", 4)],
        [C(expected, 4), C(actual, 4)],
    ]


def indicator_rows(
    facts: Facts,
    columns: Sequence[str] = COLUMNS,
    heads: dict[str, str] | None = None,
    show: Callable[[str, Goal], Any] | None = None,
    points: bool = True,
    side: str = "绩\n效\n指\n标",
) -> list[Row]:
    """The indicator table with vertical side heading and merged levels."""
    named = {**HEADS, **(heads or {})}
    value = show or (lambda column, goal: getattr(goal, column))
    rows: list[Row] = [
        [
            C(side, 1, len(facts.indicators) + 1),
            "一级指标",
            "二级指标",
            *(named[c] for c in columns),
        ]
    ]
    goals = facts.indicators
    for i, goal in enumerate(goals):
        row: Row = []
        if i == 0 or goals[i - 1].level1 != goal.level1:
            text = goal.level1 + (f"\n{POINTS.get(goal.level1, '')}" if points else "")
            row.append(C(text, 1, _run(goals, i, lambda g: g.level1)))
        if i == 0 or (goals[i - 1].level1, goals[i - 1].level2) != (goal.level1, goal.level2):
            row.append(C(goal.level2, 1, _run(goals, i, lambda g: (g.level1, g.level2))))
        rows.append([*row, *(value(column, goal) for column in columns)])
    return rows


def _run(goals: Sequence[Goal], start: int, by: Callable[[Goal], Any]) -> int:
    """How many rows from ``start`` share a level."""
    end = start
    while end < len(goals) and by(goals[end]) == by(goals[start]):
        end += 1
    return end - start


def total_row(facts: Facts, before: int = 6, after: int = 1) -> list[Row]:
    weight, score, grade = facts.total
    return [[C("总分", before), weight, score, *([grade] if after else [])]]


def standard(facts: Facts, title: str | None = "项目支出绩效自评表", **money: Any) -> list[Row]:
    """The whole form of 2020, nine columns wide."""
    return [
        *head_rows(facts, title), *money_rows(facts, **money), *goal_rows(facts),
        *indicator_rows(facts), *total_row(facts),
    ]  # fmt: skip
