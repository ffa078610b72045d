"""The Chinese header of every column a statistic returns, with its unit, for tables and downloads."""

from __future__ import annotations

import re
from types import MappingProxyType

import pandas as pd

_MONEY = MappingProxyType(
    {
        "initial": "年初预算数",
        "annual": "全年预算数",
        "executed": "全年执行数",
        "unexecuted": "年末未执行数",
        "rated_annual": "参与计算的全年预算数",
        "rated_executed": "参与计算的全年执行数",
        "opening": "上年结转",
        "appropriation": "当年财政拨款",
        "adjustment": "年中调整",
        "other": "其他资金",
        "available": "可用资金合计",
        "executed_current": "当年拨款支出",
        "executed_prior": "上年结转支出",
        "executed_other": "其他资金支出",
        "returned": "已交回数",
        "closing": "年末结转（推算）",
        "closing_current": "当年资金结转（推算）",
        "closing_prior": "以前年度资金结转（推算）",
        "need": "新增资金需求",
        "over_appropriation": "结转已可满足的当年拨款",
        "current": "当年",
        "one_year": "满一年",
        "two_years": "满两年及以上",
        "unknown": "满一年及以上（不能区分）",
        "annual_before": "上年全年预算数",
        "annual_change": "全年预算数变动",
        "executed_before": "上年全年执行数",
        "closing_before": "上年年末结转（推算）",
        "opening_gap": "上年结转与上年年末结转之差",
        "amount": "金额",
    }
)
_RATES = MappingProxyType(
    {
        "rate": "预算执行率",
        "mean_rate": "执行率简单平均",
        "current_rate": "当年拨款执行率",
        "use_rate": "上年结转使用率",
        "balance_rate": "结转结余率",
        "change_rate": "结转变动率",
        "coverage": "自评覆盖率",
        "projects_share": "项目数占比",
        "annual_share": "资金占比",
        "lost_rate": "失分率",
        "share": "占比",
        "completion": "得分率",
        "target_completion": "目标完成率",
        "met_rate": "目标达成比例",
        "cumulative_share": "累计占比",
        "rate_before": "上年预算执行率",
        "annual_change_rate": "全年预算数变动率",
    }
)
_SCORES = MappingProxyType(
    {
        "self": "自评得分",
        "department": "部门评价得分",
        "review": "复核得分",
        "department_difference": "自评与部门评价之差",
        "review_difference": "自评与复核之差",
        "score": "得分",
        "weight": "分值",
        "lost": "失分",
        "mean": "平均分",
        "median": "中位数",
        "lowest": "最低分",
        "highest": "最高分",
        "score_before": "上年得分",
        "score_change": "得分变动",
    }
)
_PLAIN = MappingProxyType(
    {
        "key": "编号",
        "project_id": "项目编号",
        "indicator_id": "指标编号",
        "unit_id": "单位编号",
        "department_id": "主管部门编号",
        "name": "名称",
        "project_name": "项目名称",
        "indicator_name": "三级指标",
        "unit_name": "实施单位",
        "category": "项目类别",
        "grade": "评价等级",
        "rank": "名次",
        "tied": "是否并列",
        "basis": "依据",
        "level1": "一级指标",
        "level2": "二级指标",
        "projects": "项目数",
        "incomplete": "资金未填全的项目数",
        "covered": "可滚动推算的项目数",
        "scored": "已评分项目数",
        "unscored": "未评分数",
        "indicators": "指标数",
        "losing": "失分指标数",
        "met": "完成",
        "unmet": "未完成",
        "over": "超额较多",
        "unknown_targets": "不能比较",
        "state": "完成情况",
        "target_raw": "年度指标值（填报）",
        "actual_raw": "实际完成值（填报）",
        "reason": "偏差原因（填报）",
        "cover": "可用年数（年）",
        "gap": "与序时进度之差（个百分点）",
        "rate_change": "执行率变动（个百分点）",
        "status": "项目情况",
        "name_before": "上年名称",
        "suggestion": "建议",
        "reasons": "依据条数",
        "lower": "下限",
        "upper": "上限",
        "judged": "是否判断",
        "outlier": "离群",
    }
)
LABELS = MappingProxyType(
    {
        **_PLAIN,
        **{name: f"{label}（万元）" for name, label in _MONEY.items()},
        **{name: f"{label}（%）" for name, label in _RATES.items()},
        **{name: f"{label}（分）" for name, label in _SCORES.items()},
    }
)


def labelled(table: pd.DataFrame, **names: str) -> pd.DataFrame:
    """The table with Chinese headers; ``names`` gives or overrides some, as ``name="项目名称"``."""
    return table.rename(columns={**LABELS, **names})


_UNIT = re.compile(r"（(万元|%|分|年|个百分点)）$")


def plain_label(column: str) -> str:
    """A column's Chinese header without its unit. Raises KeyError for an unknown column."""
    return _UNIT.sub("", LABELS[column])
