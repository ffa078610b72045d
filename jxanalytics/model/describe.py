"""The published description of the data, generated from the schema: ``docs/schema.md``."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from jxanalytics.model.precedence import PRECEDENCE
from jxanalytics.model.schema import TABLES, Column, Table
from jxanalytics.model.season import SEASON
from jxanalytics.model.vocabulary import DOCUMENT_SHORT, EVALUATIONS

_OPENING = """\
<!-- 由 jxanalytics/model/describe.py 根据数据规范生成，请勿手工修改 -->

# 数据规范

一个评价年度的数据放在 `data/<年度>/` 下，一张表一个文件：CSV（UTF-8，带 BOM），大年度可改用同名的
Parquet 文件，两者只留其一。文件、报告的正文是 Markdown，一份文件一个，放在 `texts/` 下。

- 数据按各文件所填的原样保存：同一个数在汇总表、自评表、评价报告和绩效目标表中各有一行，不一致的照录。
- 凡文件所填的数都有三列：数值、`_raw`（单元格或文句原文）、`_place`（在文件中的位置）。空白、0、无、—
  和 / 是五种不同的填法，数值列分不清的，看原文列；单元格存在而未填的，原文留空、位置照记。
- 金额一律以万元计，最多六位小数；分数最多四位小数；百分数填印出的数（24.67 表示 24.67%）。
- 数值列不带单位和千位分隔符；未填的留空，不得以 0 代替。
- 位置的写法：`表2!R5C4` 为 Word 文件第2张表第5行第4列（合并单元格拆开后计，均从1起）；
  `[自评表]!D5` 为工作表的单元格；`¶ 标题 1` 为某标题下第1段。
- 编号（文件、单位、项目、指标）由本程序给定，只用文字、数字、点、横线和下划线（首尾不用点和横线）；项目编号跨年度不变。

载入时逐格核对，发现的问题一次全部列出，每处写明文件、行、列和现有的值；不作任何默改。
"""

_PRECEDENCE = """\
## 同一个数以谁为准

计算时取下列次序中第一份填了此数的文件，并记下取自哪份文件、什么位置；其余各处所填由勾稽核对比较。
资金逐项逐来源地取；绩效指标整表取自一份文件，以保证分值成套。
"""

_SEASON = """\
# 年度工作的表

收表、退回、答复、定稿的经过记在 `data/<年度>/season/` 下，写法同上，没有发生的不必有文件；收到的原件按内容
摘要存放在 `data/<年度>/received/`。
"""

_SUBJECTS = {
    "funding": "项目资金",
    "indicators": "绩效指标",
    "rules": "评分规则",
    **EVALUATIONS,
}


def schema_markdown() -> str:
    """The description of every table, column and choice, and the order of precedence, in Chinese."""
    overview = ["## 表一览", _grid(["表", "文件", "内容", "主键"], map(_summary, TABLES.values()))]
    parts = [_OPENING, *overview, *map(_table, TABLES.values()), _PRECEDENCE, _precedence()]
    parts += [_SEASON, *map(_table, SEASON.values())]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _summary(table: Table) -> list[str]:
    file = f"`{table.name}`" + ("（可无）" if table.optional else "")
    return [table.label, file, table.meaning, "、".join(f"`{name}`" for name in table.key)]


def _table(table: Table) -> str:
    header = ["列", "名称", "类型", "必填", "含义"]
    rows = [
        [
            f"`{column.name}`",
            column.label,
            _kind(column),
            "是" if column.required else "",
            _meaning(column),
        ]
        for column in table.columns
    ]
    return f"## {table.label}（`{table.name}`）\n\n{table.meaning}。\n\n{_grid(header, rows)}"


def _kind(column: Column) -> str:
    return f"{column.kind}（{column.unit}）" if column.unit else str(column.kind)


def _meaning(column: Column) -> str:
    meaning = column.meaning
    if column.choices:
        shown = [
            f"`{code}`" if code == label else f"`{code}` {label}"
            for code, label in column.choices.items()
        ]
        meaning += "；可填：" + "、".join(shown)
    if column.references:
        meaning += f"；须是“{TABLES[column.references].label}”表中的编号"
    return meaning


def _precedence() -> str:
    rows = [
        [_SUBJECTS[subject], " → ".join(DOCUMENT_SHORT[kind] for kind in order)]
        for subject, order in PRECEDENCE.items()
    ]
    return _grid(["内容", "次序"], rows)


def _grid(header: list[str], rows: Iterable[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


if __name__ == "__main__":
    sys.stdout.buffer.write(schema_markdown().encode())
