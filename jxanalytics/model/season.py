"""The tables of a year's work (`data/<year>/season/`): who must file, what came, what went back.

Declared as the tables of `model.schema` are; each is a CSV of its name and need not be there. They
are kept apart from an evaluation year's tables, which hold what was filed and nothing of its way.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from jxanalytics.model.schema import Column, Kind, Table
from jxanalytics.model.season_results import RESULTS

FOLDER = "season"

# Originals as filed are kept below the year's folder, named by what they hold.
ORIGINALS = "received"

# What people explained of the year's findings, in one of these files beside the tables; see
# `checks.explained`.
EXPLAINED = ("explained.xlsx", "explained.csv")

_PROJECT = Column("project_id", "项目编号", Kind.IDENTIFIER, "所属项目", required=True)
_UNIT = Column("unit_id", "单位编号", Kind.IDENTIFIER, "所属单位", required=True)
_ROUND = Column("round", "轮次", Kind.INTEGER, "第几轮退回，从1起，按单位计", required=True)
_NUMBER = Column("number", "疑点编号", Kind.TEXT, "疑点的编号，各轮不变", required=True)

OBLIGATIONS = Table("obligations", "应报名单", "应当报送绩效自评的项目，一行一个", (
    Column("obligation_id", "名单编号", Kind.IDENTIFIER, "名单中的编号，重新导入时不变", required=True),
    Column("project_id", "项目编号", Kind.IDENTIFIER, "对应的项目；收下名单时尚未报送的留空"),
    Column("project_code", "项目编码", Kind.IDENTIFIER, "财政部门的项目编码"),
    Column("name", "项目名称", Kind.TEXT, "现用名称", required=True),
    Column("former", "曾用名称", Kind.TEXT, "曾用名称、误写，以分号分开"),
    Column("unit_code", "预算单位编码", Kind.IDENTIFIER, "财政部门的预算单位编码"),
    Column("unit", "实施单位", Kind.TEXT, "单位名称", required=True),
    Column("department", "主管部门", Kind.TEXT, "主管部门名称"),
    Column("amount", "预算数", Kind.AMOUNT, "名单所列预算金额", "万元"),
    Column("due", "报送期限", Kind.DATE, "应当报送的最后一日"),
    Column("withdrawn", "是否撤销", Kind.YES_NO, "项目已撤销，不再应报"),
    Column("changed_on", "变动日期", Kind.DATE, "撤销或更名的日期"),
    Column("note", "说明", Kind.TEXT, "撤销、更名的依据或其他说明"),
), key=("obligation_id",), optional=True)  # fmt: skip

RECEIVED = Table("received", "收件登记", "收到的每份表、每份报告的每一版，按收到的先后", (
    Column("document_id", "文件编号", Kind.IDENTIFIER, "归入的文件", required=True),
    Column("project_id", "项目编号", Kind.IDENTIFIER, "所属项目；汇总表留空"),
    Column("date", "收到日期", Kind.DATE, "收到的日期"),
    Column("file", "文件名", Kind.TEXT, "收到的文件名", required=True),
    Column("digest", "内容摘要", Kind.IDENTIFIER, "文件内容的 SHA-256，前16位", required=True),
    Column("kept", "原件", Kind.TEXT, "原件存放处，相对于年度目录", required=True),
    Column("status", "处理", Kind.CHOICE, "与上一版相比", required=True,
           choices={"new": "首次报送", "changed": "有改动", "unchanged": "无改动"}),
), key=("document_id", "digest"), optional=True)  # fmt: skip

RETURNS = Table("returns", "退回登记", "退回修改的项目，一行一个项目一轮", (
    _PROJECT, _ROUND, _UNIT,
    Column("date", "退回日期", Kind.DATE, "退回修改通知的日期", required=True),
    Column("deadline", "重报期限", Kind.DATE, "应当重新报送和答复的最后一日", required=True),
    Column("received", "已收件数", Kind.INTEGER, "退回时该项目已收到的件数", required=True),
    Column("basis", "依据摘要", Kind.IDENTIFIER, "退回时该单位来件、答复和疑点的摘要", required=True),
), key=("project_id", "round"), optional=True)  # fmt: skip

LEDGER = Table("ledger", "疑点台账", "退回过的疑点，一行一条，以首次退回时的文字为准", (
    _NUMBER, _PROJECT, _UNIT,
    Column("code", "编码", Kind.IDENTIFIER, "核对事项的编码", required=True),
    Column("severity", "级别", Kind.CHOICE, "疑点的级别", required=True,
           choices={"error": "必须更正", "warning": "请说明", "note": "提示"}),
    Column("message", "疑点", Kind.TEXT, "退回时的表述", required=True),
    Column("places", "位置和原文", Kind.TEXT, "退回时的位置和原文"),
    Column("raised_round", "提出轮次", Kind.INTEGER, "首次提出的轮次", required=True),
    Column("raised_on", "提出日期", Kind.DATE, "首次提出的日期", required=True),
    Column("last_round", "最近退回轮次", Kind.INTEGER, "最近一次列入退回通知的轮次", required=True),
    Column("mended_on", "改正日期", Kind.DATE, "核对确认已不存在的日期；仍存在留空"),
), key=("number",), optional=True)  # fmt: skip

ANSWERS = Table("answers", "单位答复", "单位对疑点的答复和审核意见，一行一条一轮", (
    _NUMBER, _ROUND,
    Column("date", "答复日期", Kind.DATE, "收到答复的日期", required=True),
    Column("answer", "单位答复", Kind.TEXT, "答复原文", required=True),
    Column("person", "答复人", Kind.TEXT, "答复人"),
    Column("verdict", "审核意见", Kind.CHOICE, "是否认可答复；未审核留空",
           choices={"认可": "认可", "不认可": "不认可"}),
    Column("judge", "审核人", Kind.TEXT, "审核人"),
), key=("number", "round"), optional=True)  # fmt: skip

SEALS = Table("seals", "定稿登记", "已定稿的项目；定稿后来件不再采用", (
    _PROJECT,
    Column("date", "定稿日期", Kind.DATE, "定稿的日期", required=True),
    Column("received", "已收件数", Kind.INTEGER, "定稿时该项目已收到的件数", required=True),
), key=("project_id",), optional=True)  # fmt: skip

SEASON: Mapping[str, Table] = MappingProxyType({table.name: table for table in (
    OBLIGATIONS, RECEIVED, RETURNS, LEDGER, ANSWERS, SEALS,
    *RESULTS,
)})  # fmt: skip
