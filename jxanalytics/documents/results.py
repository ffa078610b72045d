"""The use of results on paper: proposals for next year's budget, the ledger of rectification, accounts against forms, the statement for disclosure."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from jxanalytics.documents.listing import Column, List
from jxanalytics.documents.paper import Paper
from jxanalytics.model import say
from jxanalytics.model.vocabulary import RECTIFYING, SUGGESTIONS
from jxanalytics.season import proposals, rectification

_DECIDE = "建议由程序按规则列出依据和金额，不代替决定；同一项目有几条依据的，所涉金额取其中最大的一条，不重复相加。"


def proposals_list(year: int, table: pd.DataFrame) -> List:
    """The proposals sheet: basis and amount, and empty columns for the unit's opinion and the decision."""
    columns = (
        Column("序号", 6, "center"), Column("实施单位", 18), Column(proposals.PROJECT, 9, "center"),
        Column("项目名称", 22), Column("全年预算数", 11, "right"), Column("执行率（%）", 9, "right"),
        Column("复算得分", 9, "right"), Column("等级", 6, "center"), Column("建议", 9, "center"),
        Column("依据", 44), Column("所涉金额（最大一条）", 11, "right"), Column("单位意见", 18, asked=True),
        Column("决定", 8, "center", asked=True, choices=SUGGESTIONS),
        Column("决定金额", 11, "right", asked=True), Column("决定说明", 18, asked=True),
    )  # fmt: skip
    rows = [
        [number, row["unit_name"], row["project_id"], row["name"], row["annual"], row["rate"],
         row["score"], row["grade"], row["suggestion"] or "—", row["basis"] or "按现有规则没有需要列出的事项",
         row["amount"], row["opinion"], row["decision"], row["decided"], row["note"]]
        for number, row in enumerate(table.to_dict("records"), start=1)
    ]  # fmt: skip
    return List("下年预算建议", f"{year + 1}年度预算安排建议表（依据{year}年度绩效评价结果）", columns, rows,
                (), (_DECIDE, "“决定”一栏由主管部门和财政部门研究填写：支持、优化、压减、取消或收回。"),
                "万元")  # fmt: skip


def ledger_list(year: int, table: pd.DataFrame, unit: str = "") -> List:
    """The ledger of rectification, of all units or one, with the columns people fill in."""
    columns = (
        Column(rectification.NUMBER, 20), Column("责任单位", 18), Column("项目名称", 20),
        Column("问题来源", 9, "center"), Column(rectification.PROBLEM, 48), Column("整改措施", 26, asked=True),
        Column("整改期限", 11, "center", asked=True),
        Column("整改状态", 9, "center", asked=True, choices=RECTIFYING),
        Column("完成日期", 11, "center", asked=True), Column("整改结果", 24, asked=True),
    )  # fmt: skip
    names = ("number", "unit", "project", "source", "problem", *rectification.ASKED.values())
    rows = table[list(names)].to_numpy(dtype=object).tolist()
    # An empty row for a problem that people add.
    rows.append([""] * len(names))
    carried = int((table["raised"] < year).sum())
    told = f"共{len(table)}项，其中上年转入{carried}项。" if carried else f"共{len(table)}项。"
    return List("整改台账", f"{year}年度绩效评价问题整改台账{f'（{unit}）' if unit else ''}", columns, rows,
                (told,), ("日期按2025-06-30的样式填写；状态为“已整改”的须填完成日期；新增问题写在最后一行，编号留空。",))  # fmt: skip


def reconciliation_lists(year: int, table: pd.DataFrame) -> list[List]:
    """Accounts against forms: what differs or stands on one side, then everything."""
    columns = (
        Column("实施单位", 26), Column("项目编码", 24), Column("项目名称", 32),
        Column("决算数", 16, "right"), Column("自评执行数", 16, "right"), Column("差额", 16, "right"),
        Column("对应情况", 12, "center"),
    )  # fmt: skip
    names = ["unit_name", "project_code", "name", "accounts", "filed", "gap", "side"]
    note = ("差额=决算数−自评执行数，精确到分；空白表示该方没有此项目。",)
    apart = table[table["gap"].fillna(1) != 0]
    apart = apart[apart["side"] != ""]
    return [
        List(name, f"{year}年度{title}", columns, rows[names].to_numpy(dtype=object).tolist(), (), note,
             "万元")
        for name, title, rows in (
            ("差异", "项目支出自评执行数与决算数差异表", apart),
            ("全部项目", "项目支出自评执行数与决算数对照表", table),
        )
    ]  # fmt: skip


def difference_sentence(row: dict[str, object]) -> str:
    """One difference in a line: project, accounts, form, difference in 万元, all digits."""
    figures = {name: say.number(float(str(row[name]))) for name in ("accounts", "filed", "gap")}
    name = f"{row['name'] or row['project_code']}"
    if not figures["gap"]:
        one = figures["accounts"] or figures["filed"]
        return f"{name}：{row['side']}，{one}万元"
    return f"{name}：决算数{figures['accounts']}万元，自评执行数{figures['filed']}万元，差额{figures['gap']}万元"


def statement(title: str, sections: Sequence[tuple[str, Sequence[str]]]) -> bytes:
    """预算绩效情况说明 as a Word file: numbered headings and paragraphs."""
    paper = Paper()
    paper.title(title)
    for heading, paragraphs in sections:
        paper.heading(heading)
        for text in paragraphs:
            paper.text(text)
    return paper.saved()
