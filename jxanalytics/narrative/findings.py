"""Chapter 问题与疑点: what the checks found, by kind and unit, and what was explained."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from jxanalytics.checks import Finding, Findings, Severity
from jxanalytics.narrative import grid, season
from jxanalytics.narrative.blocks import Passage, Table, bullets, paragraph, passage, ref
from jxanalytics.narrative.facts import LISTED, Facts
from jxanalytics.narrative.matters import told
from jxanalytics.narrative.pictures import picture
from jxanalytics.narrative.year_tables import annexed, rest_in, units_rest, whole

_GONE = "下列说明所对应的疑点已不再出现："
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
        if not self.found.checked:
            return passage(paragraph("核对事项已全部停用，未作核对。"))
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
        yearly = [told(self.found, finding) for finding in self.found.of("")]
        return passage(
            paragraph("".join(lines)),
            paragraph("涉及整个年度的：") if yearly else None,
            bullets(yearly[:LISTED]) if yearly else None,
            paragraph(f"另有{len(yearly) - LISTED}条见疑点清单。")
            if len(yearly) > LISTED
            else None,
            season.returned(self.facts),
        )

    @property
    def kinds(self) -> Passage:
        """The commonest kinds; of many a chart, the table in the annex."""
        if not len(self.found):
            return passage()
        kinds = kinds_of(self.found)
        table = kinds_table(self.facts, "findings", kinds[:LISTED])
        if kinds["count"].max() < _DRAWN:
            rest = rest_in("kinds", len(table.rows), len(kinds), "种")
            return passage(paragraph("疑点种类见", ref(table.label), "。", *rest), table)
        drawn = picture("findings-by-kind", self.facts, "fig-findings-kinds")
        if len(kinds) > LISTED:
            told = (
                "常见的几类见",
                ref(drawn.label),
                f"，全部{len(kinds)}种见",
                annexed("kinds"),
                "。",
            )
            return passage(paragraph(*told), drawn)
        told = ("疑点种类见", ref(table.label), "，常见的几类见", ref(drawn.label), "。")
        return passage(paragraph(*told), drawn, table)

    @property
    def units(self) -> Passage:
        """By severity and unit, units in code order."""
        if not len(self.found):
            return passage()
        listed = self.facts.of_listed_units(self.facts.execution("unit"))
        table = units_table(self.facts, "findings", listed)
        return passage(
            paragraph("各单位疑点见", ref(table.label), "。", *units_rest(self.facts)), table
        )

    @property
    def errors(self) -> Passage:
        """必须更正: those not explained yet, of many those of the projects with most money."""
        every = errors_of(self.found)
        if not every:
            return passage(paragraph("没有必须更正的疑点。"))
        mine = [finding for finding in every if finding.number not in self.found.explained]
        if not mine:
            told = f"必须更正的疑点{len(every)}条均已作说明，见"
            return passage(paragraph(told, annexed("errors"), "。"))
        money = self.facts.execution().set_index("key")["annual"].to_dict()
        most = sorted(mine, key=lambda f: -money.get(f.project_id, 0) or 0)[:LISTED]
        shown = [finding for finding in mine if finding in most]
        table = _list(self.facts, "tbl-findings-errors", "必须更正的疑点", shown)
        rest = (
            (
                f"表中为{'尚未说明的、' if len(mine) < len(every) else ''}全年预算数较大的项目的{len(shown)}条，"
                f"全部{len(every)}条见",
                annexed("errors"),
                "。",
            )
            if len(shown) < len(every)
            else ()
        )
        return passage(paragraph("必须更正的疑点见", ref(table.label), "。", *rest), table)

    @property
    def explained(self) -> Passage:
        """What was explained and by whom, and explanations whose finding is gone."""
        entries = self.found.explained
        if not entries and not self.found.gone:
            return passage(paragraph("尚无已作说明的疑点。"))
        mine = explained_of(self.found)
        told = (f"已作说明的疑点{len(mine)}条，见", annexed("explained"), "。")
        gone = [
            f"{self._named(entry.number)}：{entry.reason}（{entry.person}）"
            for entry in self.found.gone
        ]
        return passage(
            paragraph(*told) if len(mine) > season.FEW else None,
            _list(self.facts, "tbl-findings-explained", "已说明的疑点", mine)
            if 0 < len(mine) <= season.FEW
            else None,
            paragraph(_GONE) if gone else None,
            bullets(gone[: season.FEW]) if gone else None,
            paragraph(f"另有{len(gone) - season.FEW}条未列。") if len(gone) > season.FEW else None,
        )

    def _named(self, number: str) -> str:
        """The number of a finding that is gone, with the name of its project before it."""
        name = self.facts.names.get(number.split("-")[0], "")
        return f"{name}（{number}）" if name else number


class FindingsAnnex:
    """The tables of findings in full; each property is one of the 附表."""

    def __init__(self, facts: Facts):
        self.facts = facts
        self.found = facts.findings

    @property
    def kinds(self) -> Passage:
        """Every kind, and every unit."""
        if not len(self.found):
            return passage(paragraph("没有疑点。"))
        units = self.facts.execution("unit")
        return passage(kinds_table(self.facts, "annex", kinds_of(self.found)),
                       units_table(self.facts, "annex", units))  # fmt: skip

    @property
    def errors(self) -> Passage:
        """Every 必须更正."""
        mine = errors_of(self.found)
        if not mine:
            return passage(paragraph("没有必须更正的疑点。"))
        return passage(_list(self.facts, "tbl-annex-errors", "必须更正的疑点", mine))

    @property
    def explained(self) -> Passage:
        """Everything explained."""
        mine = explained_of(self.found)
        if not mine:
            return passage(paragraph("尚无已作说明的疑点。"))
        return passage(_list(self.facts, "tbl-annex-explained", "已说明的疑点", mine))


def errors_of(found: Findings) -> list[Finding]:
    """The findings that must be corrected (必须更正)."""
    return [finding for finding in found if finding.severity is Severity.ERROR]


def explained_of(found: Findings) -> list[Finding]:
    """The findings that people have explained (已说明)."""
    return [finding for finding in found if finding.number in found.explained]


def kinds_of(found: Findings) -> pd.DataFrame:
    """Codes with title, severity, projects and count, the commonest first."""
    kinds = found.frame.groupby(["code", "title", "severity"], sort=False).agg(
        projects=("project_id", "nunique"), count=("number", "size")
    )
    return kinds.reset_index().sort_values(
        ["projects", "count", "code"], ascending=[False, False, True], kind="stable"
    )


def kinds_table(facts: Facts, chapter: str, kinds: pd.DataFrame) -> Table:
    """Kinds of findings, as ``kinds_of`` gives them."""
    rows = [
        [row["code"], row["title"], Severity(row["severity"]).label, str(row["projects"]), str(row["count"])]
        for row in kinds.to_dict("records")
    ]  # fmt: skip
    columns = [grid.middle("疑点编码", 0.9), grid.text("核对事项", 3.2), grid.middle("级别", 0.9),
               grid.figure("项目（个）", 0.9), grid.figure("疑点（条）", 0.9)]  # fmt: skip
    return grid.table(f"tbl-{chapter}-kinds", f"{facts.year}年度疑点种类", columns, rows)


def units_table(facts: Facts, chapter: str, units: pd.DataFrame) -> Table:
    """Findings of ``units`` (rows of execution) by severity, the total of all units last."""
    found = facts.findings
    counts = Counter((f.unit_id, f.severity) for f in found if f.project_id)
    rows = []
    for unit in units.to_dict("records"):
        mine = [counts[unit["key"], severity] for severity in Severity]
        rows.append([unit["name"], str(unit["projects"]), *map(str, mine), str(sum(mine))])
    sums = [sum(counts[key] for key in counts if key[1] is severity) for severity in Severity]
    total = whole(facts, len(rows))
    rows.append([total, str(len(facts.names)), *map(str, sums), str(sum(sums))])
    columns = [grid.text("实施单位", 3.0), grid.figure("项目（个）", 0.9),
               *(grid.figure(severity.label, 0.9) for severity in Severity), grid.figure("合计", 0.8)]  # fmt: skip
    return grid.table(f"tbl-{chapter}-unit-findings", f"{facts.year}年度各单位疑点", columns, rows,
                      unit="条", note="单位按编码排列；不含涉及整个年度的疑点。", total=True)  # fmt: skip


def _list(facts: Facts, label: str, title: str, mine: list[Finding]) -> Table:
    names = facts.findings.names.projects
    rows = [
        [names.get(f.project_id, "（整个年度）"), f.code,
         told(facts.findings, f).replace(f"（{f.code}）", "")]
        for f in mine
    ]  # fmt: skip
    columns = [grid.text("项目", 1.6), grid.middle("疑点编码", 0.9), grid.text("疑点", 5.0)]
    return grid.table(label, f"{facts.year}年度{title}", columns, rows, merge=1)
