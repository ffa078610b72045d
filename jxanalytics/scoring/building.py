"""Entries of a scheme file made into values; whatever does not fit becomes a fault with its remedy."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import pairwise
from typing import Any, TypeVar

from jxanalytics.model.exact import SCORE_PLACES, plain
from jxanalytics.model.vocabulary import GRADES
from jxanalytics.scoring.clauses import Unreadable
from jxanalytics.scoring.parser import parse_rule
from jxanalytics.scoring.pieces import Award, Step
from jxanalytics.scoring.reading import (
    Base,
    Completion,
    Contradiction,
    ExecutionValue,
    Partial,
    PercentActual,
    Reading,
)
from jxanalytics.scoring.rules import Bands, Ladder, Proportional, Rule, Tiers
from jxanalytics.scoring.scheme import Origin, Over, OverCompletion, Scheme, SchemeRule
from jxanalytics.scoring.tree import Entry, SchemeFault, nearest

Choice = TypeVar("Choice", bound=StrEnum)

# What each reading is called in a file: its field, and its values (是 and 否 for bool).
READINGS: dict[str, tuple[str, Any]] = {
    "不足一档": ("partial", Partial),
    "以上含本数": ("above_inclusive", bool),
    "以下含本数": ("below_inclusive", bool),
    "起扣点": ("base", Base),
    "自相矛盾": ("contradiction", Contradiction),
    "百分比实际值": ("percent_actual", PercentActual),
    "完成率": ("completion", Completion),
    "执行率类指标": ("execution_value", ExecutionValue),
}
# Parts whose origin stands beside them, under this key.
ORIGINS = {
    "分值出处": "weights_origin",
    "读法出处": "reading_origin",
    "等级出处": "grades_origin",
    "结转年限出处": "carry_over_origin",
}
_KEYS = {
    "读法": " ".join(READINGS),
    "": "名称 依据文号 适用范围 年度 分值 分值出处 无满意度指标时归入 执行率 定量指标 满意度指标 定性指标 超额完成 读法 读法出处 数值越小越好 保留小数 等级 等级出处 结转年限 结转年限出处",
    "年度": "起 止",
    **dict.fromkeys(ORIGINS, "依据 已核对"),
    "执行率": "规则 完成且未超预算得满分 依据 已核对",
    "定量指标": "规则 依据 已核对",
    "满意度指标": "规则 依据 已核对",
    "定性指标": "规则 依据 已核对",
    "超额完成": "方式 界限 每超 扣 不足一档 依据 已核对",
}
_OPTIONAL = {
    "止",
    "满意度指标",
    *ORIGINS,
    "已核对",
    "无满意度指标时归入",
    "界限",
    "每超",
    "扣",
    "依据",
    "数值越小越好",
}


def known_keys() -> set[str]:
    """Every key a scheme file may hold, at any depth."""
    return {"沿用", *(key for keys in _KEYS.values() for key in keys.split())}


class Builder:
    """Reads entries into values; what cannot be read becomes a fault and a harmless stand-in."""

    def __init__(self, faults: list[SchemeFault]):
        self.faults = faults
        self.checked: set[int] = set()

    def fault(self, entry: Entry, key: str, problem: str, suggestion: str) -> None:
        self.faults.append(
            SchemeFault(entry.file, entry.line, key, entry.shown, problem, suggestion)
        )

    def scheme(self, key: str, tree: Entry) -> Scheme | None:
        """The scheme of a tree; None where a rule it cannot do without is missing or unreadable."""
        top = self.part(tree, "")
        parts = {
            "weights": self.weights(top.get("分值")),
            "satisfaction_into": self.into(top),
            "over": self.over(top),
            "reading": self.reading(top),
            "grades": self.grades(top.get("等级")),
            "satisfaction": self.rule(top, "满意度指标") if "满意度指标" in top else None,
            "carry_over_years": self.whole(top.get("结转年限"), "结转年限", 1, 10),
            "lower_better": tuple(item.shown for item in self.items(top.get("数值越小越好"))),
            **self.years(top),
            **self.origins(top),
        }
        rules = [self.rule(top, name) for name in ("执行率", "定量指标", "定性指标")]
        execution = self.part(top.get("执行率"), "执行率")
        full = self.flag(execution.get("完成且未超预算得满分"), "完成且未超预算得满分")
        if rules[0] is None or rules[1] is None or rules[2] is None:
            return None
        return Scheme(
            key=key,
            name=self.text(top, "名称"),
            basis=self.text(top, "依据文号"),
            scope=self.text(top, "适用范围"),
            execution=rules[0],
            finished_full=full,
            quantity=rules[1],
            qualitative=rules[2],
            **parts,
        )

    def years(self, top: dict[str, Entry]) -> dict[str, Any]:
        """First and last year of validity; no last year is still in force."""
        years = self.part(top.get("年度"), "年度")
        first = self.whole(years.get("起"), "起", 1990, 2100)
        last = self.whole(years["止"], "止", 1990, 2100) if "止" in years else None
        if last is not None and last < first:
            self.fault(years["止"], "止", "早于起始年度", f"应为{first}或以后的年份")
        return {"first_year": first, "last_year": last}

    def into(self, top: dict[str, Entry]) -> str:
        """The level-1 indicator that gets the points of a missing satisfaction indicator."""
        name, weights = self.text(top, "无满意度指标时归入"), top.get("分值")
        known = list(weights.value) if weights and isinstance(weights.value, dict) else []
        if name and name not in known:
            self.fault(
                top["无满意度指标时归入"],
                "无满意度指标时归入",
                "分值中没有这个一级指标",
                nearest(name, known),
            )
        return name

    def origins(self, top: dict[str, Entry]) -> dict[str, Any]:
        """Where weights, readings, grades and the years of carry-over come from."""
        return {field: self.origin(self.part(top.get(key), key)) for key, field in ORIGINS.items()}

    def origin(self, part: dict[str, Entry]) -> Origin:
        """依据 and 已核对 of a part; what does not say so was not checked."""
        verified = "已核对" in part and self.flag(part["已核对"], "已核对")
        return Origin(self.text(part, "依据"), verified)

    def part(self, entry: Entry | None, name: str) -> dict[str, Entry]:
        """A mapping of the file, its keys checked against the ones known."""
        if entry is None:
            return {}
        known = _KEYS[name].split()
        if not isinstance(entry.value, dict):
            self.fault(entry, name, "应为若干“键: 值”", "可写：" + "、".join(known))
            return {}
        fresh = id(entry) not in self.checked
        self.checked.add(id(entry))
        for key, value in entry.value.items():
            if key not in known and fresh:
                self.fault(value, key, "没有这一项", nearest(key, known))
        for key in known:
            if key not in entry.value and key not in _OPTIONAL and fresh and name != "超额完成":
                self.fault(entry, key, "缺少这一项", f"请补写“{key}: …”")
        return entry.value

    def text(self, part: dict[str, Entry], key: str) -> str:
        entry = part.get(key)
        if entry is None:
            return ""
        if not isinstance(entry.value, str) or not entry.value.strip():
            self.fault(entry, key, "应为一行文字", "请补写")
            return ""
        return entry.value.strip()

    def read(self, entry: Entry | None, key: str) -> Decimal | None:
        """A number; None, with a fault, for what is none."""
        if entry is None:
            return None
        try:
            value = Decimal(entry.shown)
        except InvalidOperation:
            self.fault(entry, key, "应为数字", "请改为数字，不带单位，如 10")
            return None
        if not value.is_finite() or not 0 <= value <= 10**6 or value != round(value, SCORE_PLACES):
            self.fault(
                entry, key, "数字超出范围", f"请改为0至{10**6}之间、至多{SCORE_PLACES}位小数的数字"
            )
            return None
        return value

    def number(self, entry: Entry | None, key: str) -> Decimal:
        """A number, 0 in place of what is none."""
        return self.read(entry, key) or Decimal(0)

    def whole(self, entry: Entry | None, key: str, least: int, most: int) -> int:
        """A whole number within limits."""
        value = self.read(entry, key)
        if entry is None or value is None:
            return least
        if value != int(value) or not least <= value <= most:
            self.fault(entry, key, "数字不在范围内", f"应为{least}至{most}的整数")
        return int(value)

    def flag(self, entry: Entry | None, key: str) -> bool:
        if entry is not None and entry.shown not in ("是", "否"):
            self.fault(entry, key, "应为“是”或“否”", "请改为 是 或 否")
        return entry is not None and entry.shown == "是"

    def choice(self, entry: Entry | None, key: str, choices: type[Choice]) -> Choice:
        values = [choice.value for choice in choices]
        if entry is not None and entry.shown not in values:
            self.fault(entry, key, "没有这种写法", nearest(entry.shown, values))
        return (
            choices(entry.shown)
            if entry is not None and entry.shown in values
            else next(iter(choices))
        )

    def items(self, entry: Entry | None) -> list[Entry]:
        if entry is None:
            return []
        if not isinstance(entry.value, list):
            self.fault(entry, "数值越小越好", "应为列表", "写法如 [成本指标, 经济成本指标]")
            return []
        return entry.value

    def rule(self, top: dict[str, Entry], name: str) -> SchemeRule | None:
        part = self.part(top.get(name), name)
        entry = part.get("规则")
        if entry is None:
            return None
        rule = self.stated(entry, name)
        return SchemeRule(rule, entry.shown, self.origin(part)) if rule else None

    def stated(self, entry: Entry, name: str) -> Rule | None:
        """The rule a sentence states, if it can serve as the one of that name."""
        try:
            rule = parse_rule(entry.shown)
        except Unreadable as error:
            problem = f"不能读懂“{error.part}”（{error.why}）"
            self.fault(entry, "规则", problem, "请参照已有评分办法的写法改写这一句")
            return None
        if wanted := _misfit(name, rule):
            self.fault(entry, "规则", f"不适用于{name}", wanted)
            return None
        return rule

    def weights(self, entry: Entry | None) -> tuple[tuple[str, Decimal], ...]:
        if entry is None or not isinstance(entry.value, dict):
            if entry is not None:
                self.fault(entry, "分值", "应为若干“一级指标: 分值”", "写法如 产出指标: 50")
            return ()
        read = [(key, self.read(value, key)) for key, value in entry.value.items()]
        weights = tuple((key, weight) for key, weight in read if weight is not None)
        total = sum(weight for _, weight in weights)
        if total != 100 and len(weights) == len(read):
            self.fault(
                entry, "分值", f"合计{plain(Decimal(total))}分，应为100分", "请改正各一级指标的分值"
            )
        return weights

    def grades(self, entry: Entry | None) -> tuple[tuple[str, Decimal], ...]:
        if entry is None or not isinstance(entry.value, dict):
            if entry is not None:
                self.fault(
                    entry,
                    "等级",
                    "应为若干“等级: 最低分”",
                    "写法如 {优: 90, 良: 80, 中: 60, 差: 0}",
                )
            return tuple((name, Decimal(0)) for name in GRADES)
        grades = tuple((key, self.number(value, key)) for key, value in entry.value.items())
        least = [value for _, value in grades]
        if tuple(name for name, _ in grades) != GRADES:
            self.fault(entry, "等级", "等级不全或次序不对", "应依次为" + "、".join(GRADES))
        if any(a <= b for a, b in pairwise(least)) or least[-1:] != [0]:
            self.fault(
                entry,
                "等级",
                "各等级最低分应依次降低，末等为0",
                "写法如 {优: 90, 良: 80, 中: 60, 差: 0}",
            )
        return grades

    def over(self, top: dict[str, Entry]) -> OverCompletion:
        entry = top.get("超额完成")
        part = self.part(entry, "超额完成")
        kind = self.choice(part.get("方式"), "方式", Over)
        step = None
        if kind is Over.STEPS and entry is not None:
            for key in ("每超", "扣"):
                if key not in part:
                    self.fault(entry, key, "逐档扣分缺少这一项", f"请补写“{key}: …”")
            size = self.number(part.get("每超"), "每超")
            partial = (
                self.choice(part["不足一档"], "不足一档", Partial) if "不足一档" in part else None
            )
            step = Step(size or Decimal(1), Award(self.number(part.get("扣"), "扣")), partial)
        limit = self.number(part["界限"], "界限") if "界限" in part else Decimal(130)
        if limit < 100 and "界限" in part:
            self.fault(
                part["界限"], "界限", "界限低于100%", "请写超过年度指标值百分之多少起算，如 130"
            )
        return OverCompletion(
            kind,
            max(limit, Decimal(100)),
            step,
            self.origin(part),
        )

    def reading(self, top: dict[str, Entry]) -> Reading:
        part = self.part(top.get("读法"), "读法")
        settings = {
            name: self.setting(part.get(word), word) for word, (name, _) in READINGS.items()
        }
        places = self.whole(top.get("保留小数"), "保留小数", 0, SCORE_PLACES)
        return replace(Reading(places=places), **settings)

    def setting(self, entry: Entry | None, word: str) -> Any:
        """The value of one reading, by its word in the file."""
        kind = READINGS[word][1]
        return self.flag(entry, word) if kind is bool else self.choice(entry, word, kind)


def _misfit(name: str, rule: Rule) -> str:
    """What to write where a rule of this kind cannot serve; empty where it can."""
    by_rate = isinstance(rule, Proportional | Bands | Ladder)
    if isinstance(rule, Bands | Ladder) and rule.unit != "%":
        by_rate = False
    if isinstance(rule, Ladder) and rule.full is None:
        by_rate = False
    if name in ("执行率", "满意度指标") and not by_rate:
        return "应按百分数计分，如 按执行率×分值计分，或分档、逐档扣分并写明满分点"
    if name == "定量指标" and not isinstance(rule, Proportional):
        return "应为按完成比例得分一类，如 按完成比例得分"
    if name == "定性指标" and not isinstance(rule, Tiers):
        return "应为分档判断一类，如 达成年度指标100%-80%(含)、…"
    return ""
