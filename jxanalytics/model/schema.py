"""The schema of an evaluation year: every table and column, with type, unit and meaning.

This is the one place where columns are defined. The loader checks files against it, the published
description (docs/schema.md) is generated from it, and exports take their field lists from it.

A *stated* quantity is a group of columns: the parsed value (``annual``), the text as written
(``annual_raw``) and the place where it is written (``annual_place``); targets and actuals also have
``_unit`` and ``_operator``. The raw text tells apart what a number cannot: blank, 0, 无, — and /.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from jxanalytics.model import vocabulary as words


class Kind(StrEnum):
    """What a column may hold; every kind but the required ones may be blank."""

    TEXT = "文字"
    IDENTIFIER = "标识"
    INTEGER = "整数"
    AMOUNT = "金额"
    SCORE = "分数"
    NUMBER = "数值"
    RATE = "百分数"
    DATE = "日期"
    YES_NO = "是否"
    CHOICE = "选项"
    PLACE = "出处"


NUMERIC = frozenset({Kind.INTEGER, Kind.AMOUNT, Kind.SCORE, Kind.NUMBER, Kind.RATE})


@dataclass(frozen=True)
class Column:
    """One column: ``label`` is the Chinese header readers see, ``choices`` maps codes to labels."""

    name: str
    label: str
    kind: Kind
    meaning: str
    unit: str = ""
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    references: str = ""


@dataclass(frozen=True)
class Table:
    """One table, a CSV or Parquet file of the same name; ``key`` is unique over its rows."""

    name: str
    label: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    optional: bool = False

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def labels(self) -> dict[str, str]:
        return {column.name: column.label for column in self.columns}


def _stated(name: str, label: str, kind: Kind, unit: str, meaning: str) -> tuple[Column, ...]:
    return (
        Column(name, label, kind, meaning, unit),
        Column(f"{name}_raw", f"{label}（原文）", Kind.TEXT, f"{label}在文件中的原文"),
        Column(f"{name}_place", f"{label}（出处）", Kind.PLACE, f"{label}在文件中的位置"),
    )


def _measured(name: str, label: str, meaning: str) -> tuple[Column, ...]:
    value, raw, place = _stated(name, label, Kind.NUMBER, "见单位列", meaning)
    return (
        value,
        Column(f"{name}_operator", f"{label}（符号）", Kind.CHOICE, "≥、≤ 等比较符号；约、余表示约数",
               choices={sign: sign for sign in words.OPERATORS}),
        Column(f"{name}_unit", f"{label}（单位）", Kind.TEXT, "计量单位；% 为百分数，日期为 yyyymmdd"),
        raw,
        place,
    )  # fmt: skip


_DOCUMENT = Column("document_id", "文件编号", Kind.IDENTIFIER, "陈述此数的文件", required=True,
                   references="documents")  # fmt: skip
_PROJECT = Column("project_id", "项目编号", Kind.IDENTIFIER, "本程序给定的项目编号，跨年度不变",
                  required=True, references="projects")  # fmt: skip
_INDICATOR = Column("indicator_id", "指标编号", Kind.IDENTIFIER,
                    "项目内的指标编号；同一指标在各文件中编号相同", required=True)  # fmt: skip
_POSITION = Column("position", "序号", Kind.INTEGER, "在文件中的先后次序，从1起", required=True)

DOCUMENTS = Table("documents", "文件", "收到的每份表、每份报告；同一文件内的多份表各占一行", (
    Column("document_id", "文件编号", Kind.IDENTIFIER, "文件的编号", required=True),
    Column("project_id", "项目编号", Kind.IDENTIFIER, "所属项目；汇总表留空", references="projects"),
    Column("kind", "文件种类", Kind.CHOICE, "表或报告的种类", required=True, choices=words.DOCUMENT_KINDS),
    Column("title", "标题", Kind.TEXT, "文件自身的标题"),
    Column("year", "年度", Kind.INTEGER, "文件所写的评价年度"),
    Column("file", "文件名", Kind.TEXT, "收到的文件名", required=True),
    Column("table", "所在表", Kind.TEXT, "在文件中的表号或工作表名"),
    Column("dated", "落款日期", Kind.DATE, "文件落款日期"),
    Column("amount_unit", "金额单位", Kind.CHOICE, "文件印明的金额单位；未印明留空", choices={"万元": "万元", "元": "元"}),
    Column("agency", "评价机构", Kind.TEXT, "评价报告封面所写评价机构"),
    Column("sections", "正文", Kind.TEXT, "正文所在的 Markdown 文件，相对于年度目录；无正文留空"),
), key=("document_id",))  # fmt: skip

UNITS = Table("units", "预算单位", "主管部门与实施单位", (
    Column("unit_id", "单位编号", Kind.IDENTIFIER, "本程序给定的单位编号", required=True),
    Column("unit_code", "预算单位编码", Kind.IDENTIFIER, "财政部门的预算单位编码；单位按此排序"),
    Column("name", "单位名称", Kind.TEXT, "单位全称", required=True),
    Column("department_id", "主管部门编号", Kind.IDENTIFIER, "主管部门的单位编号；自身为主管部门时填本编号",
           required=True, references="units"),
), key=("unit_id",))  # fmt: skip

PROJECTS = Table("projects", "项目", "纳入绩效评价的项目", (
    Column("project_id", "项目编号", Kind.IDENTIFIER, "本程序给定的项目编号，跨年度不变", required=True),
    Column("project_code", "项目编码", Kind.IDENTIFIER, "财政部门的项目编码"),
    Column("name", "项目名称", Kind.TEXT, "项目名称", required=True),
    Column("unit_id", "实施单位编号", Kind.IDENTIFIER, "实施单位", required=True, references="units"),
    Column("division", "实施处室", Kind.TEXT, "部门本级项目的具体实施处室"),
    Column("category", "项目类别", Kind.TEXT, "如其他类、工程类"),
    Column("kind_of_money", "资金性质", Kind.TEXT, "如一般公共预算、政府性基金"),
    Column("responsible_division", "归口业务处室", Kind.TEXT, "财政部门归口管理的业务处室"),
    Column("finished", "项目是否完成", Kind.YES_NO, "项目是否已经完成；未知留空"),
    Column("department_evaluation", "是否部门评价", Kind.YES_NO, "是否开展部门评价"),
    Column("bureau_evaluation", "是否财政评价", Kind.YES_NO, "是否开展财政评价"),
    Column("disclosed", "是否公开", Kind.YES_NO, "否：不进入公开版；留空视同未定"),
), key=("project_id",))  # fmt: skip

FUNDING = Table("funding", "项目资金", "各文件所列的项目资金，一行一种资金来源", (
    _DOCUMENT, _PROJECT,
    Column("source", "资金来源", Kind.CHOICE, "资金来源或合计", required=True, choices=words.SOURCES),
    *_stated("initial", "年初预算数", Kind.AMOUNT, "万元", "年初批复的预算"),
    *_stated("annual", "全年预算数", Kind.AMOUNT, "万元", "调整后的全年预算；执行率的分母"),
    *_stated("executed", "全年执行数", Kind.AMOUNT, "万元", "截至年末的实际支出"),
    *_stated("returned", "已交回数", Kind.AMOUNT, "万元", "年内已交回财政的资金；表中未列留空"),
    *_stated("rate", "执行率", Kind.RATE, "%", "文件所填的执行率"),
    Column("remark", "备注", Kind.TEXT, "该行备注原文"),
), key=("document_id", "project_id", "source"))  # fmt: skip

INDICATORS = Table("indicators", "绩效指标", "各文件所列的绩效指标；预算执行率作为一行，种类为 execution", (
    _DOCUMENT, _PROJECT, _INDICATOR, _POSITION,
    Column("role", "种类", Kind.CHOICE, "指标行的种类", required=True, choices=words.INDICATOR_ROLES),
    Column("level1", "一级指标", Kind.TEXT, "一级指标，去掉括注的分值"),
    Column("level2", "二级指标", Kind.TEXT, "二级指标，去掉括注的分值"),
    Column("name", "三级指标", Kind.TEXT, "三级指标，去掉括注的分值"),
    Column("level1_raw", "一级指标（原文）", Kind.TEXT, "一级指标单元格原文"),
    Column("level2_raw", "二级指标（原文）", Kind.TEXT, "二级指标单元格原文"),
    Column("name_raw", "三级指标（原文）", Kind.TEXT, "三级指标单元格原文"),
    Column("name_place", "三级指标（出处）", Kind.PLACE, "三级指标单元格的位置"),
    Column("parent_id", "上级指标编号", Kind.IDENTIFIER, "其中项所属的指标编号"),
    *_measured("target", "年度指标值", "年初设定的目标"),
    *_measured("actual", "实际完成值", "实际完成情况"),
    *_stated("weight", "分值", Kind.SCORE, "分", "该指标的满分"),
    Column("reason", "偏差原因分析及改进措施", Kind.TEXT, "原文"),
    Column("reason_place", "偏差原因（出处）", Kind.PLACE, "偏差原因单元格的位置"),
), key=("document_id", "indicator_id"))  # fmt: skip

RULES = Table("rules", "评分规则", "各文件在指标旁或正文中写明的评分规则，一条一行", (
    _DOCUMENT, _PROJECT, _INDICATOR, _POSITION,
    Column("text", "规则", Kind.TEXT, "评分规则的文字，去掉指标名称和外层括号", required=True),
    Column("raw", "规则（原文）", Kind.TEXT, "规则所在单元格或段落的原文，含其中的指标名称和目标值"),
    Column("place", "出处", Kind.PLACE, "规则在文件中的位置"),
), key=("document_id", "indicator_id", "position"))  # fmt: skip

SCORES = Table("scores", "得分", "各文件所填的得分，一行一个指标", (
    _DOCUMENT, _PROJECT, _INDICATOR,
    Column("evaluation", "评价类型", Kind.CHOICE, "谁评的分", required=True, choices=words.EVALUATIONS),
    *_stated("score", "得分", Kind.SCORE, "分", "文件所填得分"),
), key=("document_id", "indicator_id", "evaluation"))  # fmt: skip

TOTALS = Table("totals", "合计", "文件自身所填的合计、总分和等级", (
    _DOCUMENT,
    Column("project_id", "项目编号", Kind.IDENTIFIER, "所属项目；汇总表的合计行留空", references="projects"),
    Column("measure", "合计项", Kind.CHOICE, "何种合计", required=True, choices=words.TOTAL_MEASURES),
    Column("value", "数值", Kind.NUMBER, "合计数；等级留空", "万元或分"),
    Column("raw", "原文", Kind.TEXT, "单元格或文句原文"),
    Column("place", "出处", Kind.PLACE, "在文件中的位置"),
), key=("document_id", "project_id", "measure"))  # fmt: skip

EVALUATORS = Table("evaluators", "评价人员", "评价报告所列的评价人员", (
    _DOCUMENT, _PROJECT, _POSITION,
    Column("name", "姓名", Kind.TEXT, "评价人员姓名", required=True),
    Column("organisation", "单位", Kind.TEXT, "评价人员单位"),
    Column("title", "职称/职务", Kind.TEXT, "评价人员职称或职务"),
    Column("signed", "签名", Kind.TEXT, "电子件中的签名文字；空白不作为缺陷，以盖章扫描件为准"),
    Column("place", "出处", Kind.PLACE, "在文件中的位置"),
), key=("document_id", "position"))  # fmt: skip

ALIASES = Table("aliases", "项目别名", "更名、并入或误写的项目名称与编码，据此认定同一项目", (
    _PROJECT,
    Column("kind", "别名种类", Kind.CHOICE, "别名的种类", required=True, choices=words.ALIAS_KINDS),
    Column("alias", "别名", Kind.TEXT, "曾用名称、曾用编码或误写", required=True),
    Column("until", "用至年度", Kind.INTEGER, "该别名最后使用的年度"),
    Column("note", "说明", Kind.TEXT, "依据或说明"),
), key=("project_id", "kind", "alias"), optional=True)  # fmt: skip

TABLES: Mapping[str, Table] = MappingProxyType(
    {
        table.name: table
        for table in (
            DOCUMENTS, UNITS, PROJECTS, FUNDING, INDICATORS, RULES, SCORES, TOTALS, EVALUATORS, ALIASES,
        )
    }
)  # fmt: skip
