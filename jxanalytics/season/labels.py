"""The Chinese headers of the columns that this room's tables have beyond the statistics'."""

from __future__ import annotations

from types import MappingProxyType

from jxanalytics.model.season import SEASON
from jxanalytics.season.filing import LABELS as FILING

LABELS = MappingProxyType(
    {
        **{name: label for table in SEASON.values() for name, label in table.labels.items()},
        **FILING,
        "difference": "偏差（分）",
        "deviation_rate": "偏差率（%）",
        "band": "偏差档次",
        "risk": "风险分",
        "why": "风险事项",
        "how": "抽取方式",
        "order": "抽取次序",
        "digest": "随机码",
        "timely": "及时（分）",
        "complete": "完整（分）",
        "regular": "规范（分）",
        "truthful": "真实（分）",
        "judged": "已评项数",
        "quality": "自评质量（百分制）",
        "accounts": "决算数（万元）",
        "filed": "自评执行数（万元）",
        "gap": "差额（万元）",
        "side": "对应情况",
        "project_code": "项目编码",
        "problems": "问题数",
        "decided": "决定金额（万元）",
        "errors": "必须更正（条）",
        "warnings": "请说明（条）",
    }
)
