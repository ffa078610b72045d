"""A small staged book written by hand, with one of everything an engine must set."""

from __future__ import annotations

from pathlib import Path

from jxanalytics.book.stage.staged import Chapter, Stage
from jxanalytics.narrative import blocks as b
from jxanalytics.narrative.blocks import Cell
from jxanalytics.narrative.markdown import escape, to_markdown

TITLE = "某市预算绩效评价分析（2025年度）*试*"
# A bar; and the smallest PNG there is, one pixel.
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300pt" height="120pt" viewBox="0 0 300 120">'
    '<rect x="20" y="20" width="200" height="60" fill="#17406d"/></svg>'
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
ALT = "条形图：全年预算数1237.78万元，“执行”1100.5万元"

TOP = (
    Cell("一级指标", rows=2, align="center"),
    Cell("二级指标", rows=2, align="center"),
    Cell("分值与得分", columns=3, align="center"),
)
BELOW = tuple(Cell(text, align="center") for text in ("分值", "得分", "得分率"))
MERGED = b.Table(
    "tbl-score",
    "绩效自评得分 <A>",
    (TOP, BELOW),
    (
        (Cell("产出指标", rows=2), Cell("数量指标"), *(Cell(n, align="right") for n in ("15", "14.5", "96.67%"))),
        (Cell("质量指标（含验收合格率、资料完整率等分项）"), *(Cell(n, align="right") for n in ("15", "15", "100%"))),
        (Cell("合计", columns=2, align="center", strong=True), *(Cell(n, align="right", strong=True) for n in ("30", "29.5", "98.33%"))),
    ),
    (18, 34, 16, 16, 16),
    note="注：得分率＝得分÷分值。",
)  # fmt: skip
HEADS = ("序号", "项目名称", "主管部门", "类别", "年初预算", "调整预算", "全年预算", "执行数", "执行率", "结余", "得分", "等级")  # fmt: skip


def _long(rows: int) -> b.Table:
    def row(number: int) -> tuple[Cell, ...]:
        amounts = [Cell(f"{1237.78 + number:.2f}", align="right") for _ in range(4)]
        rest = [Cell(text, align="right") for text in ("92.47%", "-12.30", "92.5")]
        name = Cell(f"城市道路养护与桥梁加固工程第{number}期")
        words = [Cell(str(number), align="center"), name, Cell("市交通运输局"), Cell("工程类")]
        return (*words, *amounts, *rest, Cell("优", align="center"))

    return b.Table(
        "tbl-long",
        "各项目资金执行情况一览",
        (tuple(Cell(text, align="center") for text in HEADS),),
        tuple(row(number) for number in range(1, rows + 1)),
        (5, 16, 10, 7, 9, 9, 9, 9, 8, 7, 6, 5),
        unit="万元",
    )


def _words() -> b.Paragraph:
    return b.paragraph(
        "全市纳入绩效自评的项目共128个，全年执行数合计",
        b.strong("11.42亿元"),
        "，执行率92.47%。详见",
        b.ref("tbl-score"),
        "和",
        b.ref("fig-money"),
        "。部分项目[绩效目标]不够细化、*量化*不足，存在“重投入、轻管理”的现象。",
    )


def _first() -> str:
    figure = (
        f'::: {{#fig-money}}\n\n![](figures/fig-money){{fig-alt="{ALT}"}}\n\n资金执行情况\n\n:::'
    )
    source = f"::: {{.source}}\n{escape('来源：自评表.xlsx，A-1 表')}\n:::"
    return "\n\n".join(
        [
            to_markdown(
                (
                    b.Heading("总体情况 <2025>", 1, "sec-whole"),
                    _words(),
                    b.Heading("得分情况", 2),
                    b.Heading("分项指标", 3),
                    _words(),
                    MERGED,
                    b.Note("疑点", (b.paragraph("执行率高于100%。"), b.bullets(["甲 #1", "乙"])), "warning"),
                    b.Note("提示", (b.paragraph("数据取自自评表。"),)),
                    b.Filed(("一是健全制度。\n二是强化监督。", "三是提高效率。"), "自评表第3页"),
                )
            ),
            figure,
            source,
        ]
    )  # fmt: skip


def staged_book(folder: Path, rows: int = 60) -> Stage:
    """Write the book below ``folder``; ``rows`` is the length of its long table."""
    folder.mkdir(parents=True)
    (folder / "figures").mkdir()
    (folder / "figures" / "fig-money.svg").write_text(SVG, encoding="utf-8")
    (folder / "figures" / "fig-money.png").write_bytes(PNG)
    second = (
        b.Heading("项目一览", 1),
        b.Heading("清单", 2, "sec-list"),
        b.paragraph("总表见", b.ref("tbl-score"), "，清单见", b.ref("tbl-long"), "。"),
        _long(rows),
        _words(),
    )
    texts = {
        "index": "# 前言 {.unnumbered}\n\n见[清单](projects.md#sec-list)。\n\n## 编制说明\n\n说明。\n",
        "whole": _first() + "\n",
        "projects": to_markdown(second) + "\n\n## 附注 {.unnumbered}\n\n1. 甲\n2. 乙\n",
        "broken": '# 未成的章\n\n::: {.callout-important title="本章未能生成"}\n\n原因：缺数\n\n:::\n',
    }
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return Stage(
        folder=folder,
        year=2025,
        title=TITLE,
        author="某市财政局 <预算科>",
        chapters=(
            Chapter("index", "前言", "", None),
            Chapter("whole", "总体情况 <2025>", "综合分析", 1),
            Chapter("projects", "项目一览", "综合分析", 2),
            Chapter("broken", "未成的章", "自评报告", 3, "缺数"),
        ),
        labels={
            "tbl-score": ("whole", "表 1.1"),
            "fig-money": ("whole", "图 1.1"),
            "tbl-long": ("projects", "表 2.1"),
        },
        config={},
    )
