"""The methods behind the figures: each statistic states its formulas once, in a decorator above it.

From that one statement come the docstring's list of formulas, the methodology appendix
(`statistics.methodology`) and the methodology page of the documentation. A formula is written with
the names of columns, ``executed ÷ annual × 100%``; readers see it with their Chinese headers.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from jxanalytics.scoring.scheme import Origin
from jxanalytics.statistics.labels import plain_label

# Where rules come from; none of the texts was at hand to compare with.
FORM = Origin("绩效自评表的“执行率（B/A）”", verified=True)
BUDGET_LAW = Origin("《中华人民共和国预算法》第四十二条")
WHOLE_DEPARTMENT = Origin("财预〔2013〕53号，部门整体支出绩效评价共性指标")
PROJECTS = Origin("财预〔2020〕10号")
PRACTICE = Origin("通行做法")

_COLUMN = re.compile(r"[a-z][a-z_0-9]*")
_Function = TypeVar("_Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Method:
    """How one figure comes about.

    ``column``: the column that holds it ("" where the method is no column, then ``name`` says what
    it is); ``formula``: columns by their names, or words; ``note``: what a reader must know, in
    Chinese; ``origin``: where the rule comes from, None for what follows from the definition.
    """

    column: str
    formula: str
    note: str = ""
    origin: Origin | None = None
    name: str = ""

    @property
    def title(self) -> str:
        """The figure's Chinese name."""
        return self.name or plain_label(self.column)

    @property
    def said(self) -> str:
        """The formula in the words of the headers. Raises KeyError for a column without one."""
        words = _COLUMN.sub(lambda found: plain_label(found[0]), self.formula)
        return words.replace("(", "（").replace(")", "）")

    @property
    def basis(self) -> str:
        """Where the rule comes from and whether that was checked."""
        if self.origin is None:
            return "按定义计算"
        return f"{self.origin.source}（{'已核对' if self.origin.verified else '未核对'}）"


def methods(*stated: Method) -> Callable[[_Function], _Function]:
    """State the formulas of a statistic; its docstring then ends with them."""

    def documented(function: _Function) -> _Function:
        lines = "\n".join(_line(method) for method in stated)
        told = inspect.cleandoc(function.__doc__ or "")
        function.__doc__ = f"{told}\n\nFormulas:\n\n{lines}\n"
        function.methods = stated  # type: ignore[attr-defined]
        return function

    return documented


def stated_by(function: Callable[..., Any]) -> tuple[Method, ...]:
    """The formulas a statistic states; none for any other function."""
    stated: tuple[Method, ...] = getattr(function, "methods", ())
    return stated


def _line(method: Method) -> str:
    head = f"{method.column} {method.title}".strip()
    tail = f"。{method.note}" if method.note else ""
    return f"- {head} = {method.formula}{tail}。依据：{method.basis}"
