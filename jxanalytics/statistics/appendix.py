"""The methodology: every public statistic with its formulas, as a table and as a page."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import pandas as pd

from jxanalytics.statistics.budget import next_year_basis, suggestion_summary
from jxanalytics.statistics.carryover import carry_over
from jxanalytics.statistics.execution import execution, schedule_gap, total_row
from jxanalytics.statistics.methods import stated_by
from jxanalytics.statistics.money import project_money
from jxanalytics.statistics.scores import (
    completion,
    grades,
    points_lost,
    project_scores,
    ranking,
    score_summary,
    self_against,
)
from jxanalytics.statistics.spread import concentration, outliers
from jxanalytics.statistics.targets import target_completion, target_summary
from jxanalytics.statistics.years import ageing, same_projects, year_on_year

# In the order in which a reader meets them.
SUBJECTS: MappingProxyType[str, tuple[Callable[..., Any], ...]] = MappingProxyType(
    {
        "数据的采用": (project_money, same_projects),
        "预算执行": (execution, total_row, schedule_gap),
        "结转": (carry_over, ageing),
        "得分与等级": (project_scores, score_summary, grades, ranking, self_against),
        "失分与目标完成": (points_lost, completion, target_completion, target_summary),
        "分布": (concentration, outliers),
        "与上年比较": (year_on_year,),
        "结果应用": (next_year_basis, suggestion_summary),
    }
)
COLUMNS = ("统计项", "公式", "说明", "依据")

_OPENING = """\
# 统计方法

本页由程序中各统计函数的说明生成，与汇编附录“统计方法”、`jxa stats` 导出的“统计方法”表相同。

- 金额以万元计；金额、得分和百分数按十进制精确计算，四舍五入保留两位小数。
- 合计的比率用合计数相除得出，不用各项目比率的平均数代替。
- 未填、不适用与0不同：未填的不按0计入合计和平均，除数为0、为负或未填的不计算。
- 注明“未核对”的依据，请对照原文和本地区现行规定；可由用户改变的，在评分办法或参数中改。
"""


def methodology() -> pd.DataFrame:
    """The methodology appendix as a table: 统计项, 公式, 说明, 依据; a row a formula."""
    return _table([function for functions in SUBJECTS.values() for function in functions])


def methodology_markdown() -> str:
    """The methodology as a Markdown page: a section a subject, each with the functions' names."""
    parts = [_OPENING]
    for subject, functions in SUBJECTS.items():
        names = "、".join(f"`{function.__name__}`" for function in functions)
        head = ("|".join(("", *COLUMNS, "")), "|".join(("", *["---"] * len(COLUMNS), "")))
        rows = ["|".join(("", *map(_cell, row), "")) for row in _table(functions).to_numpy()]
        parts.append(f"## {subject}\n\n函数：{names}\n\n" + "\n".join((*head, *rows)) + "\n")
    return "\n".join(parts)


def _table(functions: list[Callable[..., Any]] | tuple[Callable[..., Any], ...]) -> pd.DataFrame:
    rows = [
        (method.title, method.said, method.note, method.basis)
        for function in functions
        for method in stated_by(function)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")


def _cell(text: str) -> str:
    """Text of a cell; a bar would end it."""
    return f" {text.replace('|', chr(92) + '|') or '—'} "
