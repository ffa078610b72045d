"""The tables of what follows a filing: the review's sample, the accounts, decisions, rectification.

Review scores and accounts as such stand in an evaluation year's tables, as documents of their own;
here is what those have no column for.
"""

from __future__ import annotations

from jxanalytics.model.schema import Column, Kind, Table
from jxanalytics.model.vocabulary import RECTIFYING, SUGGESTIONS

_PROJECT = Column("project_id", "项目编号", Kind.IDENTIFIER, "所属项目", required=True)
_DRAW = Column("draw", "抽样次序", Kind.INTEGER, "第几次抽样，从1起；以最后一次为准", required=True)

DRAWS = Table("draws", "复核抽样", "每次抽样的办法和范围，一次一行", (
    _DRAW,
    Column("seed", "抽样种子", Kind.TEXT, "随机抽取所用的种子", required=True),
    Column("count_share", "项目数比例", Kind.RATE, "至少抽取的项目数占比", "%", required=True),
    Column("money_share", "资金比例", Kind.RATE, "至少抽取的全年预算数占比", "%", required=True),
    Column("risk_share", "风险比例", Kind.RATE, "应抽项目中按风险抽取的占比", "%", required=True),
    Column("per_unit", "每单位至少", Kind.INTEGER, "每个单位至少抽取的项目数", required=True),
    Column("projects", "项目总数", Kind.INTEGER, "抽样时的项目数", required=True),
    Column("annual", "全年预算数", Kind.AMOUNT, "抽样时各项目全年预算数合计", "万元"),
), key=("draw",), optional=True)  # fmt: skip

SAMPLE = Table("sample", "复核样本", "抽中的项目，一行一个", (
    _DRAW, _PROJECT,
    Column("position", "抽取次序", Kind.INTEGER, "抽中的先后，从1起", required=True),
    Column("how", "抽取方式", Kind.TEXT, "按风险、单位保底或随机", required=True),
    Column("risk", "风险分", Kind.SCORE, "抽样时的风险分", "分"),
    Column("why", "风险事项", Kind.TEXT, "风险分的构成"),
    Column("digest", "随机码", Kind.TEXT, "种子与项目编号的摘要，随机抽取按其先后"),
), key=("draw", "project_id"), optional=True)  # fmt: skip

MARKS = Table("marks", "复核意见", "复核评分表所填的扣分理由和单位反馈，一行一个指标", (
    _PROJECT,
    Column("indicator_id", "指标编号", Kind.IDENTIFIER, "项目内的指标编号", required=True),
    Column("reason", "扣分理由", Kind.TEXT, "复核扣分的理由"),
    Column("feedback", "单位反馈", Kind.TEXT, "单位对复核得分的意见"),
), key=("project_id", "indicator_id"), optional=True)  # fmt: skip

REVIEWS = Table("reviews", "复核登记", "收回的复核评分表，一行一个项目；自评表此后又有改动的，复核得分须再核对", (
    _PROJECT,
    Column("file", "文件名", Kind.TEXT, "复核评分表的文件名", required=True),
    Column("received", "自评表已收件数", Kind.INTEGER, "收回评分表时该项目自评表已收到的件数", required=True),
), key=("project_id",), optional=True)  # fmt: skip

ACCOUNTS = Table("accounts", "未对应的决算数据", "决算数据中没有对应项目的各行", (
    Column("place", "出处", Kind.PLACE, "决算数所在单元格", required=True),
    Column("file", "文件名", Kind.TEXT, "决算数据的文件名", required=True),
    Column("code", "项目编码", Kind.TEXT, "该行所写的项目编码"),
    Column("name", "项目名称", Kind.TEXT, "该行所写的项目名称"),
    Column("executed", "决算数", Kind.AMOUNT, "该行的决算数", "万元"),
), key=("place",), optional=True)  # fmt: skip

DECISIONS = Table("decisions", "结果应用决定", "主管部门和财政部门对下年预算的决定，一行一个项目", (
    _PROJECT,
    Column("decision", "决定", Kind.CHOICE, "对下年预算安排的决定",
           choices={word: word for word in SUGGESTIONS}),
    Column("amount", "决定金额", Kind.AMOUNT, "下年安排、调减或收回的金额", "万元"),
    Column("opinion", "单位意见", Kind.TEXT, "项目单位的意见"),
    Column("note", "决定说明", Kind.TEXT, "决定的依据或说明"),
), key=("project_id",), optional=True)  # fmt: skip

RECTIFICATION = Table("rectification", "整改台账", "需要整改的问题及其进展；未办结的转入下一年度", (
    Column("number", "台账编号", Kind.TEXT, "年度加问题编号，跨年度不变", required=True),
    Column("raised", "提出年度", Kind.INTEGER, "问题属于哪一评价年度", required=True),
    Column("unit_id", "单位编号", Kind.IDENTIFIER, "责任单位"),
    Column("project_id", "项目编号", Kind.IDENTIFIER, "所属项目；涉及整个年度的留空"),
    Column("unit", "责任单位", Kind.TEXT, "责任单位名称"),
    Column("project", "项目名称", Kind.TEXT, "项目名称"),
    Column("source", "问题来源", Kind.TEXT, "数据核对、复核、决算核对或人工补充", required=True),
    Column("problem", "问题", Kind.TEXT, "需要整改的问题", required=True),
    Column("measure", "整改措施", Kind.TEXT, "单位的整改措施"),
    Column("term", "整改期限", Kind.DATE, "应当完成整改的日期"),
    Column("state", "整改状态", Kind.CHOICE, "整改进展；未填为未整改",
           choices={word: word for word in RECTIFYING}),
    Column("done", "完成日期", Kind.DATE, "完成整改的日期"),
    Column("result", "整改结果", Kind.TEXT, "整改结果或未完成的原因"),
), key=("number",), optional=True)  # fmt: skip

RESULTS = (DRAWS, SAMPLE, MARKS, REVIEWS, ACCOUNTS, DECISIONS, RECTIFICATION)
