"""The field's fixed words: the English code used in data and code, and the Chinese term readers see."""

from __future__ import annotations

from types import MappingProxyType

# Kinds of document, in the order in which a package lists them.
DOCUMENT_KINDS = MappingProxyType(
    {
        "target": "项目支出绩效目标表",
        "summary": "项目资金汇总表",
        "self_evaluation": "项目支出绩效自评表",
        "report": "项目支出绩效评价报告",
        "review": "项目支出绩效复核评分表",
        "accounts": "财务决算数据",
    }
)
# Names short enough for a table column or a source line.
DOCUMENT_SHORT = MappingProxyType(
    {
        "target": "绩效目标表",
        "summary": "资金汇总表",
        "self_evaluation": "自评表",
        "report": "评价报告",
        "review": "复核评分表",
        "accounts": "财务数据",
    }
)
SOURCES = MappingProxyType(
    {
        "total": "年度资金总额",
        "current": "当年财政拨款",
        "carry_over": "上年结转资金",
        "other": "其他资金",
    }
)
# Money stated per source; the order is the form's.
FUNDING_QUANTITIES = MappingProxyType(
    {
        "initial": "年初预算数",
        "annual": "全年预算数",
        "executed": "全年执行数",
        "returned": "已交回数",
    }
)
INDICATOR_ROLES = MappingProxyType(
    {
        "indicator": "三级指标",
        "execution": "预算执行率",
        "sub": "其中项",
        "none": "申明无此项指标",
    }
)
EVALUATIONS = MappingProxyType(
    {"self": "自评得分", "department": "部门评价得分", "review": "复核得分"}
)
# Totals as filed, stated in a document rather than computed.
TOTAL_MEASURES = MappingProxyType(
    {
        "annual": "全年预算数合计",
        "executed": "全年执行数合计",
        "weight": "分值合计",
        "self": "自评总分",
        "department": "部门评价总分",
        "review": "复核总分",
        "grade": "评价等级",
    }
)
YES_NO = MappingProxyType({"是": True, "否": False})
GRADES = ("优", "良", "中", "差")
# Leaders ask for the reasons below this execution rate, in percent; little spent and a score from the
# other on (优) is worth a question.
LOW_RATE, HIGH_SCORE = 60.0, 90.0
# What results suggest for next year's budget, and what people decide.
SUGGESTIONS = ("支持", "优化", "压减", "取消", "收回")
# The state of a problem to be rectified, from open to closed.
RECTIFYING = ("未整改", "整改中", "已整改", "不再适用")
ALIAS_KINDS = MappingProxyType(
    {"name": "曾用名称", "code": "曾用编码", "merged": "并入本项目", "typo": "误写"}
)
# Level-2 indicators in the order of the official form; any other tree is accepted and sorted after.
LEVEL2_ORDER = (
    "资金落实",
    "经济成本指标",
    "社会成本指标",
    "生态环境成本指标",
    "数量指标",
    "质量指标",
    "时效指标",
    "成本指标",
    "经济效益指标",
    "社会效益指标",
    "生态效益指标",
    "可持续影响指标",
    "服务对象满意度指标",
)
OPERATORS = ("≥", ">", "≤", "<", "=", "约", "余")
