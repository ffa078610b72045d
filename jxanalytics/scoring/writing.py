"""A scheme as a YAML file a user can edit: every key, with what may be written there."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

import yaml

from jxanalytics.model.exact import plain
from jxanalytics.scoring.building import READINGS
from jxanalytics.scoring.scheme import Origin, Over, OverCompletion, Scheme, SchemeRule

_HEAD = """\
# 评分办法文件。复制后修改，改完用“jxa scheme check 文件”检查。
# 规则一律写成中文句子；“jxa scheme read 句子”可试读一句。“已核对”指是否对照过依据原文。"""


def scheme_yaml(scheme: Scheme) -> str:
    """The whole scheme as a commented file that loads as the same scheme.

    What it was built on (沿用) is written out in full.
    """
    last = "" if scheme.last_year is None else f", 止: {scheme.last_year}"
    weights = [f"  {_text(name)}: {plain(points)}" for name, points in scheme.weights]
    grades = ", ".join(f"{name}: {plain(least)}" for name, least in scheme.grades)
    into = scheme.satisfaction_into
    lines = [
        _HEAD,
        f"名称: {_text(scheme.name)}",
        f"依据文号: {_text(scheme.basis)}",
        f"适用范围: {_text(scheme.scope)}",
        f"年度: {{起: {scheme.first_year}{last}}}  # 不写“止”即一直有效",
        "",
        "# 各一级指标的分值，合计100分。",
        "分值:",
        *weights,
        *_origin("分值出处", scheme.weights_origin),
        *([f"无满意度指标时归入: {_text(into)}"] if into else []),
        "",
        "# 预算执行率。完成且未超预算得满分: 是 或 否。",
        *_rule(
            "执行率", scheme.execution, f"  完成且未超预算得满分: {_flag(scheme.finished_full)}"
        ),
        "",
        "# 三级指标旁没有写评分规则时，按以下规则。",
        *_rule("定量指标", scheme.quantity),
        *(_rule("满意度指标", scheme.satisfaction) if scheme.satisfaction else []),
        "# 定性指标由评价人在档内判断，只核对、不复算。",
        *_rule("定性指标", scheme.qualitative),
        *_over(scheme.over),
        "",
        "# 规则句子没有写明之处如何理解。",
        *_readings(scheme),
        *_origin("读法出处", scheme.reading_origin),
        f"数值越小越好: [{', '.join(map(_text, scheme.lower_better))}]",
        "",
        f"保留小数: {scheme.reading.places}",
        f"等级: {{{grades}}}  # 各等级的最低分",
        *_origin("等级出处", scheme.grades_origin),
        f"结转年限: {scheme.carry_over_years}",
        *_origin("结转年限出处", scheme.carry_over_origin),
    ]
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    """A value in quotes where YAML needs them."""
    written: str = yaml.safe_dump(value, allow_unicode=True, width=10**6)
    return written.removesuffix("...\n").strip()


def _flag(value: bool) -> str:
    return "是" if value else "否"


def _source(origin: Origin) -> list[str]:
    said = [f"  依据: {_text(origin.source)}"] if origin.source else []
    return [*said, f"  已核对: {_flag(origin.verified)}"]


def _origin(key: str, origin: Origin) -> list[str]:
    return [f"{key}:", *_source(origin)]


def _rule(key: str, rule: SchemeRule, *more: str) -> list[str]:
    return [f"{key}:", f"  规则: {_text(rule.sentence)}", *more, *_source(rule.origin)]


def _over(over: OverCompletion) -> list[str]:
    lines = [f"# 超额完成的方式：{'、'.join(Over)}；界限为年度指标值的百分数。", "超额完成:"]
    lines += [f"  方式: {over.kind}", f"  界限: {plain(over.limit)}"]
    if over.step is not None:
        lines += [f"  每超: {plain(over.step.size)}", f"  扣: {plain(over.step.deduct.amount)}"]
        lines += [f"  不足一档: {over.step.partial}"] if over.step.partial else []
    return [*lines, *_source(over.origin)]


def _readings(scheme: Scheme) -> Iterable[str]:
    yield "读法:"
    for key, (field, kind) in READINGS.items():
        value: Any = getattr(scheme.reading, field)
        choices = ("是", "否") if kind is bool else tuple(_choices(kind))
        said = _flag(value) if kind is bool else value
        yield f"  {key}: {said}  # {'、'.join(choices)}"


def _choices(kind: type[StrEnum]) -> Iterable[str]:
    return (str(choice) for choice in kind)
