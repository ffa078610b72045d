"""The tables of a year's work (`data/<year>/season/`): who must file, what came, what went back.

Declared as the tables of `model.schema` are; each is a CSV of its name and need not be there. They
are kept apart from an evaluation year's tables, which hold what was filed and nothing of its way.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from jxanalytics.model.schema import Column, Kind, Table

FOLDER = "season"

_PROJECT = Column("project_id", "项目编号", Kind.IDENTIFIER, "所属项目", required=True)
_UNIT = Column("unit_id", "单位编号", Kind.IDENTIFIER, "所属单位", required=True)
_ROUND = Column("round", "轮次", Kind.INTEGER, "第几轮退回，从1起，按单位计", required=True)

OBLIGATIONS = Table("obligations", "应报名单", "应当报送绩效自评的项目，一行一个", (
    Column("obligation_id", "名单编号", Kind.IDENTIFIER, "名单中的编号，重新导入时不变", required=True),
    Column("project_code", "项目编码", Kind.IDENTIFIER, "财政部门的项目编码"),
    Column("name", "项目名称", Kind.TEXT, "现用名称", required=True),
    Column("former", "曾用名称", Kind.TEXT, "曾用名称、误写，以分号分开"),
    Column("unit_code", "预算单位编码", Kind.IDENTIFIER, "财政部门的预算单位编码"),
    Column("unit", "实施单位", Kind.TEXT, "单位名称", required=True),
    Column("department", "主管部门", Kind.TEXT, "主管部门名称"),
    Column("amount", "预算数", Kind.AMOUNT, "名单所列预算金额", "万元"),
    Column("due", "报送期限", Kind.DATE, "应当报送的最后一日"),
    Column("withdrawn", "是否撤销", Kind.YES_NO, "项目已撤销，不再应报"),
    Column("note", "说明", Kind.TEXT, "撤销、更名的依据或其他说明"),
), key=("obligation_id",), optional=True)  # fmt: skip

SEASON: Mapping[str, Table] = MappingProxyType({table.name: table for table in (
    OBLIGATIONS,
)})  # fmt: skip
