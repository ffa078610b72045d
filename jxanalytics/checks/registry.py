"""The register of checks: a code, a title, a rule in words, and the function that looks."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from jxanalytics.checks.finding import Raised, Severity

if TYPE_CHECKING:
    from jxanalytics.checks.evidence import Evidence

Look = Callable[..., Iterator[Raised]]
Number = int | float
_CODE = re.compile(r"JX[1-9]\d\d")


class Family(StrEnum):
    """Families of checks by the first digit of their code, named as users read them."""

    ARITHMETIC = "数据计算"
    DOCUMENTS = "各表勾稽"
    RULES = "评分规则"
    TARGETS = "指标与计量"
    PLAUSIBILITY = "合理性"
    CARRY_OVER = "结转与法规"
    NARRATIVE = "文字内容"
    STRUCTURE = "格式与公开"
    YEARS = "跨年度"


def family_of(code: str) -> Family:
    """The family of a code by its first digit."""
    return list(Family)[int(code[2]) - 1]


@dataclass(frozen=True)
class Check:
    """A registered check.

    ``rule`` is the rule in Chinese words; a tunable number stands in it as ``{name}``.
    ``parameters`` are those numbers with their defaults. ``of_year``: whether it looks at
    several projects together; any other finds in a project what it finds in its papers alone.
    """

    code: str
    title: str
    rule: str
    severity: Severity
    look: Look
    parameters: Mapping[str, Number]
    of_year: bool = False

    @property
    def family(self) -> Family:
        return family_of(self.code)

    def said(self, changed: Mapping[str, Number] | None = None) -> str:
        """The rule in words with its numbers filled in."""
        return self.rule.format(**{**self.parameters, **(changed or {})})

    def run(
        self, evidence: Evidence, changed: Mapping[str, Number] | None = None
    ) -> Iterator[Raised]:
        return self.look(evidence, **{**self.parameters, **(changed or {})})


REGISTER: dict[str, Check] = {}


def check(
    code: str, *, title: str, rule: str, severity: Severity, of_year: bool = False
) -> Callable[[Look], Look]:
    """Register a function as the check ``code``; its keyword-only arguments can be tuned.

    ``of_year`` must be said of a check that looks at several projects together.

    Raises ValueError for a code that is malformed or taken, and for a tunable number that the rule
    does not mention: a programming error, found when the module is imported.
    """

    def registered(look: Look) -> Look:
        if not _CODE.fullmatch(code) or code in REGISTER:
            raise ValueError(f"code {code} is malformed or taken")
        numbers = _numbers(look)
        unsaid = [name for name in numbers if f"{{{name}}}" not in rule]
        if unsaid:
            raise ValueError(f"the rule of {code} does not mention {unsaid}")
        REGISTER[code] = Check(code, title, rule, severity, look, numbers, of_year)
        return look

    return registered


def _numbers(look: Look) -> dict[str, Any]:
    parameters = inspect.signature(look).parameters.values()
    return {p.name: p.default for p in parameters if p.kind is inspect.Parameter.KEYWORD_ONLY}
