"""The register of checks: a code, a title, a rule in words, and the function that looks."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from jxanalytics import extensions
from jxanalytics.checks.finding import Raised, Severity
from jxanalytics.errors import ExtensionError

if TYPE_CHECKING:
    from jxanalytics.checks.evidence import Evidence

Look = Callable[..., Iterator[Raised]]
Number = int | float
# JX for the program's own checks, BD (本地) for those of a workspace's extensions.
_CODE = re.compile(r"JX[1-9]\d\d")
_OWN_CODE = re.compile(r"BD[1-9]\d\d")


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

    ``of_year`` must be said of a check that looks at several projects together; of a workspace's own
    checks it is taken to be so. In a file of ``extensions/`` the check is the workspace's own: its code
    is BD and three digits, the first of them that of the family. Raises ValueError (there
    ExtensionError) for a code that is malformed or taken, and for a tunable number that the rule does
    not mention.
    """

    def registered(look: Look) -> Look:
        made = Check(code, title, rule, severity, look, _numbers(look), of_year)
        if extensions.offering():
            _offer(made)
        elif not _CODE.fullmatch(code) or code in REGISTER:
            raise ValueError(f"code {code} is malformed or taken")
        elif unsaid := _unsaid(made):
            raise ValueError(f"the rule of {code} does not mention {unsaid}")
        else:
            REGISTER[code] = made
        return look

    return registered


def _offer(made: Check) -> None:
    """Keep a check as one of the workspace's own."""
    if not _OWN_CODE.fullmatch(made.code):
        raise ExtensionError(f"核对编码「{made.code}」应为 BD 加三位数字，首位1至9为类别，如 BD101")
    if unsaid := _unsaid(made):
        raise ExtensionError(f"核对 {made.code} 的 rule 中没有写 {{{unsaid[0]}}}，请补上")
    extensions.offer(extensions.Kind.CHECK, made.code, made.title, replace(made, of_year=True))


def _unsaid(made: Check) -> list[str]:
    """Tunable numbers that the rule does not mention."""
    return [name for name in made.parameters if f"{{{name}}}" not in made.rule]


def _numbers(look: Look) -> dict[str, Any]:
    parameters = inspect.signature(look).parameters.values()
    return {p.name: p.default for p in parameters if p.kind is inspect.Parameter.KEYWORD_ONLY}
