"""Tables as both renderers of print set them: headers that break between words, lines that stay together."""

from __future__ import annotations

import re

import pypandoc
import pytest

from jxanalytics.book import RESOURCES
from jxanalytics.narrative import blocks as b
from jxanalytics.narrative import grid
from jxanalytics.narrative.markdown import to_markdown


def typst(*blocks: b.Block) -> str:
    """Blocks as Typst, by the filter both engines use."""
    return str(
        pypandoc.convert_text(
            to_markdown(blocks),
            "typst",
            format="markdown+east_asian_line_breaks",
            extra_args=["--lua-filter", str(RESOURCES / "shared.lua")],
        )
    )


def headers(*names: str) -> list[str]:
    """The headers of a table with these columns, their lines parted by /."""
    columns = [grid.text("项目名称", 3), *(grid.figure(name, 0.8) for name in names)]
    rows = [["沿河片区智慧校园宣传活动经费", *(["1.00"] * len(names))]] * 3
    (head,) = re.findall(
        r"table\.header\((.*?),\)", typst(grid.table("tbl-a", "表", columns, rows)), re.S
    )
    cells = re.findall(r"#strong\[(.*?)\]|\*(.*?)\*", head, re.S)
    return [re.sub(r"\s*\\\s+", "/", strong or starred) for strong, starred in cells]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("自评得分（填报）", "自评得分/（填报）"),
        ("其中以前年度资金", "其中以前/年度资金"),
        ("部门评价得分（填报）", "部门/评价得分/（填报）"),
        ("分值", "分值"),
    ],
)
def test_a_header_breaks_between_words(name: str, lines: str) -> None:
    """Before its brackets, and where both lines have two characters and more."""
    assert headers(*[name] * 8)[1] == lines


def test_a_header_with_room_stands_on_one_line() -> None:
    """A few columns are as wide as their headers."""
    assert headers("全年预算数", "年末未执行数")[1:] == ["全年预算数", "年末未执行数"]


def test_a_line_stays_with_what_it_leads_to() -> None:
    """Before a box or a list it ends in a colon; below a heading, before a table it does not refer to;
    words as filed stay with the line that says where they stand."""
    table = grid.table("tbl-a", "表", [grid.text("甲"), grid.text("乙")], [["1", "2"]])
    led = typst(
        b.paragraph("请核实："),
        b.Note("疑点", (b.bullets(["一"]),)),
        b.Filed(("原文。",), "自评表填报"),
        b.Heading("数据来源"),
        b.paragraph("总分填报90分。"),
        table,
    )
    assert [text in led for text in ("请核实", "原文", "总分填报")] == [True] * 3
    assert led.count("#jx-lead[") == 3
    free = typst(b.paragraph("没有疑点。"), b.bullets(["一"]), b.paragraph("见下表。"), table)
    assert "#jx-lead[" not in free
