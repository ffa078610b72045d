"""Scheme files: YAML to a frozen Scheme, with every fault named by file, line, value and remedy."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from jxanalytics.errors import MisuseError
from jxanalytics.model.precedence import used_indicators
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.vocabulary import GRADES
from jxanalytics.scoring.clauses import Unreadable
from jxanalytics.scoring.parser import parse_rule
from jxanalytics.scoring.reading import (
    Base,
    Contradiction,
    ExecutionValue,
    Partial,
    PercentActual,
    Reading,
)
from jxanalytics.scoring.rules import Award, Bands, Ladder, Proportional, Rule, Step, Tiers
from jxanalytics.scoring.scheme import Over, OverCompletion, Scheme, SchemeRule
from jxanalytics.scoring.tree import Entry, SchemeError, SchemeFault, nearest, overlaid, read_tree

SHIPPED = Path(__file__).parent / "schemes"
FILE_NAME = "scheme.yaml"
Choice = TypeVar("Choice", bound=StrEnum)

_KEYS = {
    "": "名称 依据文号 适用范围 年度 分值 分值出处 执行率 定量指标 满意度指标 定性指标 超额完成 读法 数值越小越好 保留小数 等级 结转年限",
    "年度": "起 止",
    "分值出处": "依据 已核对",
    "执行率": "规则 完成且未超预算得满分 依据 已核对",
    "定量指标": "规则 依据 已核对",
    "满意度指标": "规则 依据 已核对",
    "定性指标": "规则 依据 已核对",
    "超额完成": "方式 界限 每超 扣 不足一档 依据 已核对",
    "读法": "不足一档 以上含本数 以下含本数 起扣点 自相矛盾 百分比实际值 执行率类指标",
}
_OPTIONAL = {"止", "满意度指标", "分值出处", "界限", "每超", "扣", "依据", "数值越小越好"}


def shipped_schemes() -> list[str]:
    """The names of the schemes that come with the package."""
    return sorted(path.stem for path in SHIPPED.glob("*.yaml"))


def load_scheme(name_or_path: str | Path) -> Scheme:
    """A shipped scheme by name, or a scheme file by path.

    Raises MisuseError (exit code 2) when there is none, SchemeError (3) with all its faults.
    """
    path = _path(str(name_or_path), Path())
    if path is None:
        raise MisuseError(
            f"没有评分办法“{name_or_path}”：{nearest(str(name_or_path), shipped_schemes())}，或给出文件路径"
        )
    stamp = path.stat().st_mtime_ns
    return _load(path.resolve(), stamp)


@lru_cache(maxsize=64)
def _load(path: Path, stamp: int) -> Scheme:
    scheme, faults = _read(path)
    if scheme is None or faults:
        raise SchemeError(faults)
    return scheme


def check_scheme(name_or_path: str | Path) -> list[SchemeFault]:
    """All faults of a scheme file; an empty list when it can be used."""
    path = _path(str(name_or_path), Path())
    if path is None:
        suggestion = nearest(str(name_or_path), shipped_schemes())
        return [SchemeFault(str(name_or_path), None, "", "", "没有这个评分办法或文件", suggestion)]
    return _read(path)[1]


def scheme_for(year: EvaluationYear) -> Scheme:
    """The scheme of a year: its own ``scheme.yaml``, else the national one in force then.

    From 2021 on that is the one with cost indicators where any form of the year has them.
    """
    if year.folder is not None and (year.folder / FILE_NAME).is_file():
        return load_scheme(year.folder / FILE_NAME)
    if year.year < 2021:
        return load_scheme("2020")
    costs = used_indicators(year)["level1"].str.startswith("成本").any()
    return load_scheme("2021-cost" if costs else "2021-no-cost")


def _path(name: str, beside: Path) -> Path | None:
    for path in (SHIPPED / f"{name}.yaml", Path(name), beside / name):
        if path.is_file() and path.suffix in (".yaml", ".yml"):
            return path
    return None


def _read(path: Path) -> tuple[Scheme | None, list[SchemeFault]]:
    faults: list[SchemeFault] = []
    tree = _whole(path, faults, ())
    if tree is None or faults:
        return None, faults
    builder = _Builder(faults)
    key = path.parent.name if path.name == FILE_NAME else path.stem
    scheme = builder.scheme(key, tree)
    return (scheme if not faults else None), faults


def _whole(path: Path, faults: list[SchemeFault], seen: tuple[Path, ...]) -> Entry | None:
    """The file's tree laid over what it 沿用."""
    tree = read_tree(path, faults)
    if tree is None or not isinstance(tree.value, dict) or "沿用" not in tree.value:
        return tree
    base = tree.value.pop("沿用")
    below = _path(base.shown, path.parent)
    if below is None or below.resolve() in (*seen, path.resolve()):
        problem = "没有这个评分办法" if below is None else "互相沿用"
        faults.append(
            SchemeFault(
                base.file,
                base.line,
                "沿用",
                base.shown,
                problem,
                nearest(base.shown, shipped_schemes()),
            )
        )
        return None
    beneath = _whole(below, faults, (*seen, path.resolve()))
    return overlaid(beneath, tree) if beneath else None


class _Builder:
    """Reads entries into values; what cannot be read becomes a fault and a harmless stand-in."""

    def __init__(self, faults: list[SchemeFault]):
        self.faults = faults
        self.checked: set[int] = set()

    def fault(self, entry: Entry, key: str, problem: str, suggestion: str) -> None:
        self.faults.append(
            SchemeFault(entry.file, entry.line, key, entry.shown, problem, suggestion)
        )

    def scheme(self, key: str, tree: Entry) -> Scheme | None:
        top = self.part(tree, "")
        execution, quantity = self.rule(top, "执行率"), self.rule(top, "定量指标")
        qualitative = self.rule(top, "定性指标")
        satisfaction = self.rule(top, "满意度指标") if "满意度指标" in top else None
        years = self.part(top.get("年度"), "年度")
        origin = self.part(top.get("分值出处"), "分值出处") if "分值出处" in top else {}
        first = self.whole(years.get("起"), "起", 1990, 2100)
        last = self.whole(years["止"], "止", 1990, 2100) if "止" in years else None
        full = self.flag(
            self.part(top.get("执行率"), "执行率").get("完成且未超预算得满分"),
            "完成且未超预算得满分",
        )
        scheme_parts = (
            self.weights(top.get("分值")), self.over(top), self.reading(top), self.grades(top.get("等级"))
        )  # fmt: skip
        if execution is None or quantity is None or qualitative is None:
            return None
        weights, over, reading, grades = scheme_parts
        return Scheme(
            key, self.text(top, "名称"), self.text(top, "依据文号"), self.text(top, "适用范围"),
            first, last, weights, execution, full, quantity, satisfaction, qualitative, over, reading,
            tuple(item.shown for item in self.items(top.get("数值越小越好"))),
            self.whole(top.get("保留小数"), "保留小数", 0, 4), grades,
            self.whole(top.get("结转年限"), "结转年限", 1, 10),
            self.text(origin, "依据"), self.flag(origin.get("已核对"), "已核对") if origin else False,
        )  # fmt: skip

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

    def number(self, entry: Entry | None, key: str) -> Decimal:
        if entry is None:
            return Decimal(0)
        try:
            value = Decimal(entry.shown)
        except InvalidOperation:
            self.fault(entry, key, "应为数字", "请改为数字，不带单位，如 10")
            return Decimal(0)
        if not value.is_finite() or value < 0 or value > 10**9:
            self.fault(entry, key, "数字超出范围", "请改为0以上的数字")
            return Decimal(0)
        return value

    def whole(self, entry: Entry | None, key: str, least: int, most: int) -> int:
        value = self.number(entry, key)
        if entry is not None and not (value == int(value) and least <= value <= most):
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
        try:
            rule = parse_rule(entry.shown)
        except Unreadable as error:
            self.fault(
                entry,
                "规则",
                f"不能读懂“{error.part}”（{error.why}）",
                "请参照已有评分办法的写法改写这一句",
            )
            return None
        if wanted := _misfit(name, rule):
            self.fault(entry, "规则", f"不适用于{name}", wanted)
        return SchemeRule(
            rule, entry.shown, self.text(part, "依据"), self.flag(part.get("已核对"), "已核对")
        )

    def weights(self, entry: Entry | None) -> tuple[tuple[str, Decimal], ...]:
        if entry is None or not isinstance(entry.value, dict):
            if entry is not None:
                self.fault(entry, "分值", "应为若干“一级指标: 分值”", "写法如 产出指标: 50")
            return ()
        weights = tuple((key, self.number(value, key)) for key, value in entry.value.items())
        total = sum(weight for _, weight in weights)
        if total != 100:
            self.fault(entry, "分值", f"合计{total}分，应为100分", "请改正各一级指标的分值")
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
        if any(a <= b for a, b in zip(least, least[1:], strict=False)) or least[-1:] != [0]:
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
            if missing := [key for key in ("每超", "扣") if key not in part]:
                self.fault(entry, missing[0], "逐档扣分缺少这一项", f"请补写“{missing[0]}: …”")
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
            self.text(part, "依据"),
            self.flag(part.get("已核对"), "已核对"),
        )

    def reading(self, top: dict[str, Entry]) -> Reading:
        part = self.part(top.get("读法"), "读法")
        return Reading(
            self.choice(part.get("不足一档"), "不足一档", Partial),
            self.flag(part.get("以上含本数"), "以上含本数"),
            self.flag(part.get("以下含本数"), "以下含本数"),
            self.choice(part.get("起扣点"), "起扣点", Base),
            self.choice(part.get("自相矛盾"), "自相矛盾", Contradiction),
            self.choice(part.get("百分比实际值"), "百分比实际值", PercentActual),
            self.choice(part.get("执行率类指标"), "执行率类指标", ExecutionValue),
        )


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
