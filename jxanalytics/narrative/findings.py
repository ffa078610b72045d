"""Chapter 问题与疑点: what the checks found, by kind and unit, and what was explained."""

from __future__ import annotations

from collections import Counter

from jxanalytics.checks import Finding, Severity
from jxanalytics.narrative import grid, season
from jxanalytics.narrative.blocks import Passage, Table, bullets, paragraph, passage, ref
from jxanalytics.narrative.facts import Facts
from jxanalytics.narrative.matters import told
from jxanalytics.narrative.pictures import picture

# Rows of a list in the book; the rest is in the list that jxa check writes.
_LONGEST = 60
# A chart of kinds is drawn from where one of them occurs this often.
_DRAWN = 3


class FindingsChapter:
    """问题与疑点; each property is a section."""

    def __init__(self, facts: Facts):
        self.facts = facts
        self.found = facts.findings

    @property
    def summary(self) -> Passage:
        """How many there are, of how many projects, and those of the year as a whole."""
        found = list(self.found)
        if not found:
            return passage(paragraph("按登记的核对事项逐项核对，未发现疑点。"))
        projects = {finding.project_id for finding in found} - {""}
        counts = Counter(finding.severity for finding in found)
        said = "、".join(f"{s.label}{counts[s]}条" for s in Severity if counts[s])
        settled = len(self.found.explained)
        lines = [
            f"共发现疑点{len(found)}条，其中{said}，涉及{len(projects)}个项目（共{len(self.facts.names)}个项目）。",
            f"已作说明{settled}条，照列并注明。" if settled else "",
            "疑点是请有关单位核实、说明的事项，不是结论。",
        ]
        whole = [told(self.found, finding) for finding in self.found.of("")]
        return passage(
            paragraph("".join(lines)),
            paragraph("涉及整个年度的：") if whole else None,
            bullets(whole) if whole else None,
            season.returned(self.facts),
        )

    @property
    def kinds(self) -> Passage:
        """The commonest kinds, with a chart."""
        if not len(self.found):
            return passage()
        frame = self.found.frame
        kinds = frame.groupby(["code", "title", "severity"], sort=False).agg(
            projects=("project_id", "nunique"), count=("number", "size")
        )
        ordered = kinds.reset_index().sort_values(
            ["projects", "count", "code"], ascending=[False, False, True], kind="stable"
        )
        rows = [
            [row["code"], row["title"], Severity(row["severity"]).label, str(row["projects"]), str(row["count"])]
            for row in ordered.head(_LONGEST).to_dict("records")
        ]  # fmt: skip
        columns = [grid.middle("编码", 0.8), grid.text("核对事项", 3.2), grid.middle("级别", 0.9),
                   grid.figure("项目（个）", 0.9), grid.figure("疑点（条）", 0.9)]  # fmt: skip
        table = grid.table("tbl-findings-kinds", f"{self.facts.year}年度疑点种类", columns, rows,
                           note=_rest(len(ordered)))  # fmt: skip
        if ordered["count"].max() < _DRAWN:
            return passage(paragraph("疑点种类见", ref(table.label), "。"), table)
        drawn = picture("findings-by-kind", self.facts, "fig-findings-kinds")
        return passage(
            paragraph("疑点种类见", ref(table.label), "，常见的几类见", ref(drawn.label), "。"), drawn, table
        )  # fmt: skip

    @property
    def units(self) -> Passage:
        """By severity and unit, units in code order."""
        found = list(self.found)
        if not found:
            return passage()
        counts = Counter(
            (finding.unit_id, finding.severity) for finding in found if finding.project_id
        )
        rows = []
        for unit in self.facts.execution("unit").to_dict("records"):
            mine = [counts[unit["key"], severity] for severity in Severity]
            rows.append(
                [unit["name"], str(unit["projects"]), *map(_count, mine), _count(sum(mine))]
            )
        sums = [sum(counts[key] for key in counts if key[1] is severity) for severity in Severity]
        rows.append(["合计", str(len(self.facts.names)), *map(_count, sums), _count(sum(sums))])
        columns = [grid.text("单位", 3.0), grid.figure("项目（个）", 0.9),
                   *(grid.figure(severity.label, 0.9) for severity in Severity), grid.figure("合计", 0.8)]  # fmt: skip
        table = grid.table("tbl-findings-units", f"{self.facts.year}年度各单位疑点", columns, rows,
                           unit="条", note="单位按编码排列；不含涉及整个年度的疑点。", total=True)  # fmt: skip
        return passage(paragraph("各单位疑点见", ref(table.label), "。"), table)

    @property
    def errors(self) -> Passage:
        """Every 必须更正."""
        mine = [finding for finding in self.found if finding.severity is Severity.ERROR]
        if not mine:
            return passage(paragraph("没有必须更正的疑点。"))
        table = self._list("tbl-findings-errors", f"{self.facts.year}年度必须更正的疑点", mine)
        return passage(paragraph("必须更正的疑点见", ref(table.label), "。"), table)

    @property
    def explained(self) -> Passage:
        """What was explained and by whom, and explanations whose finding is gone."""
        entries = self.found.explained
        if not entries and not self.found.gone:
            return passage(paragraph("尚无已作说明的疑点。"))
        mine = [finding for finding in self.found if finding.number in entries]
        table = self._list("tbl-findings-explained", f"{self.facts.year}年度已说明的疑点", mine)
        gone = [f"{entry.number}：{entry.reason}（{entry.person}）" for entry in self.found.gone]
        return passage(
            table if mine else None,
            paragraph("下列说明所对应的疑点已不再出现：") if gone else None,
            bullets(gone) if gone else None,
        )

    def _list(self, label: str, caption: str, mine: list[Finding]) -> Table:
        names = self.found.names.projects
        rows = [
            [names.get(f.project_id, "（整个年度）"), f.code, told(self.found, f).replace(f"（{f.code}）", "")]
            for f in mine[:_LONGEST]
        ]  # fmt: skip
        columns = [grid.text("项目", 1.6), grid.middle("编码", 0.8), grid.text("疑点", 5.0)]
        return grid.table(label, caption, columns, rows, note=_rest(len(mine)), merge=1)


def _rest(count: int) -> str:
    return f"只列前{_LONGEST}条，全部{count}条见疑点清单。" if count > _LONGEST else ""


def _count(value: int) -> str:
    return str(value) if value else "—"
