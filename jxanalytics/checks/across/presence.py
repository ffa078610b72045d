"""Which documents are there, and whose they are. JX211–JX220."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from jxanalytics.checks.evidence import Evidence, grouped, spot, spots
from jxanalytics.checks.finding import Raised, Severity, Spot
from jxanalytics.checks.registry import check
from jxanalytics.model import say
from jxanalytics.model.vocabulary import DOCUMENT_KINDS, EVALUATIONS

# Digits of a number that a spreadsheet keeps.
_KEPT = 15


def _summarised(evidence: Evidence) -> pd.DataFrame:
    """The rows of summaries, one a project: document_id, project_id and the annual budget."""
    rows = evidence.funding
    rows = rows[(rows["kind"] == "summary") & (rows["source"] == "total")]
    return rows.drop_duplicates("project_id")


@check(
    "JX211",
    title="列入汇总表而没有自评表",
    rule="资金汇总表所列的每个项目都应报送绩效自评表。",
    severity=Severity.WARNING,
    of_year=True,
)
def without_form(evidence: Evidence) -> Iterator[Raised]:
    """Every project of a summary has a self-evaluation form; one finding where none came at all."""
    rows = _summarised(evidence)
    filed = evidence.having("self_evaluation")
    lacking = rows[~rows["project_id"].isin(filed)]
    if len(lacking) and not filed:
        yield Raised(
            "",
            f"资金汇总表所列{len(lacking)}个项目均未收到项目支出绩效自评表，请提供。",
            spots(lacking.head(20).to_dict("records"), "annual"),
            expected="一个项目一份自评表",
            basis="汇总表所列项目逐一核对",
        )
        return
    for row in lacking.to_dict("records"):
        yield Raised(
            row["project_id"],
            f"“{evidence.names[row['project_id']]}”列入资金汇总表，未收到项目支出绩效自评表，请补充。",
            (spot(row, "annual"), spot(row, "executed")),
            expected="一个项目一份自评表",
            basis="汇总表所列项目逐一核对",
        )


@check(
    "JX212",
    title="汇总表没有填报得分",
    rule="资金汇总表中每个项目应填报自评得分；开展部门评价的还应填报部门评价得分。",
    severity=Severity.WARNING,
)
def without_score(evidence: Evidence) -> Iterator[Raised]:
    """A project of a summary that has a column for scores has its score there."""
    totals = evidence.totals
    rows = totals[(totals["kind"] == "summary") & (totals["project_id"] != "")]
    evaluated = rows["project_id"].isin(evidence.evaluated)
    due = (rows["measure"] == "self") | ((rows["measure"] == "department") & evaluated)
    for project, mine in grouped(rows[due & rows["value"].isna()], "project_id").items():
        listed = "、".join(EVALUATIONS[row["measure"]] for row in mine)
        yield Raised(
            project,
            f"资金汇总表中“{evidence.names[project]}”未填{listed}，请补充。",
            spots(mine),
            expected=f"填报{listed}",
            basis="空白不作0分处理",
        )


@check(
    "JX213",
    title="有自评表而未列入汇总表",
    rule="报送了自评表的项目，应列入其主管部门的资金汇总表。",
    severity=Severity.WARNING,
    of_year=True,
)
def not_summarised(evidence: Evidence) -> Iterator[Raised]:
    """A project with a form stands in its department's summary, where there is one."""
    listed = set(_summarised(evidence)["project_id"])
    department = evidence.money["department_id"]
    summarising = set(department[department.index.isin(listed)])
    for project in evidence.projects.index:
        document = evidence.document_of(project, "self_evaluation")
        if not document or project in listed or department[project] not in summarising:
            continue
        yield Raised(
            project,
            f"“{evidence.names[project]}”报送了自评表，主管部门的资金汇总表未列该项目，请核实并补列。",
            (Spot(document),),
            expected="列入资金汇总表",
            basis="自评表与汇总表逐一核对",
        )


@check(
    "JX214",
    title="开展部门评价而没有评价报告",
    rule="列明开展部门评价、或汇总表填有部门评价得分的项目，应报送绩效评价报告。",
    severity=Severity.WARNING,
)
def without_report(evidence: Evidence) -> Iterator[Raised]:
    """A project that its department evaluates has a report."""
    totals = evidence.totals
    scored = totals[(totals["measure"] == "department") & totals["value"].notna()]
    scored = scored[scored["kind"] == "summary"]
    places = grouped(scored, "project_id")
    reported = evidence.having("report")
    due = evidence.evaluated | set(places)
    for project in evidence.projects.index:
        if project in due and project not in reported:
            yield Raised(
                project,
                f"“{evidence.names[project]}”列明开展部门评价，未收到项目支出绩效评价报告，请补充。",
                spots(places.get(project, [])),
                expected="报送评价报告",
                basis="部门评价项目逐一核对",
            )


@check(
    "JX215",
    title="有评价报告而汇总表没有部门评价得分",
    rule="报送了评价报告并有部门评价得分的项目，资金汇总表应列其部门评价得分。",
    severity=Severity.WARNING,
    of_year=True,
)
def unreported_score(evidence: Evidence) -> Iterator[Raised]:
    """The score of a report stands in the summary that has room for it."""
    totals = evidence.totals
    rows = totals[(totals["measure"] == "department") & (totals["project_id"] != "")]
    summary = rows[rows["kind"] == "summary"]
    reports = rows[(rows["kind"] == "report") & rows["value"].notna()]
    listed = set(_summarised(evidence)["project_id"])
    due = reports["project_id"].isin(listed) & ~reports["project_id"].isin(summary["project_id"])
    # A summary without any department score has no such column.
    columns = set(summary["document_id"])
    home = _summarised(evidence).set_index("project_id")["document_id"]
    for row in reports[due & reports["project_id"].map(home).isin(columns)].to_dict("records"):
        yield Raised(
            row["project_id"],
            f"“{evidence.names[row['project_id']]}”评价报告得{say.points(row['value'])}，资金汇总表未列部门评价得分，请补充。",
            (spot(row),),
            expected=say.points(row["value"]),
            basis="评价报告与汇总表逐一核对",
        )


@check(
    "JX216",
    title="同一项目有多份同类文件",
    rule="一个项目一个年度只应有一份绩效目标表、自评表、评价报告；更正后重报的以最后一份为准。",
    severity=Severity.WARNING,
)
def several(evidence: Evidence) -> Iterator[Raised]:
    """A project has one document of a kind."""
    rows = evidence.documents.reset_index(drop=True)
    rows = rows[
        (rows["project_id"] != "") & rows["kind"].isin(["target", "self_evaluation", "report"])
    ]
    twice = rows[rows.duplicated(["project_id", "kind"], keep=False)]
    for (project, kind), mine in grouped(twice, "project_id", "kind").items():
        files = "、".join(row["file"] for row in mine)
        yield Raised(
            project,
            f"“{evidence.names[project]}”收到{len(mine)}份{DOCUMENT_KINDS[kind]}（{files}），请说明以哪一份为准。",
            tuple(Spot(row["document_id"], "", row["title"]) for row in mine),
            expected="只有一份",
            basis="同一项目同类文件",
            key=kind,
        )


@check(
    "JX217",
    title="项目编码或名称重复",
    rule="不同项目的项目编码不应相同；同一单位不应有两个名称相同的项目。",
    severity=Severity.ERROR,
    of_year=True,
)
def twice_listed(evidence: Evidence) -> Iterator[Raised]:
    """Two projects do not share a code, nor a name within a unit."""
    rows = evidence.projects.reset_index(drop=True)
    by_code = rows[(rows["project_code"] != "") & rows.duplicated("project_code", keep=False)]
    by_name = rows[rows.duplicated(["unit_id", "name"], keep=False)]
    by_name = by_name[~by_name["project_id"].isin(by_code["project_id"])]
    for what, label, found in (
        ("code", "项目编码", grouped(by_code, "project_code")),
        ("name", "项目名称", grouped(by_name, "unit_id", "name")),
    ):
        for mine in found.values():
            shown = mine[0]["project_code" if what == "code" else "name"]
            listed = "、".join(f"{row['name']}（{row['project_id']}）" for row in mine)
            yield Raised(
                mine[1]["project_id"],
                f"{label}“{shown}”有{len(mine)}个项目使用：{listed}，请核实是否为同一项目。",
                tuple(_first_place(evidence, row["project_id"], str(shown)) for row in mine),
                expected=f"{label}不重复",
                basis="项目清单",
                key=what,
            )


def _first_place(evidence: Evidence, project: str, quote: str) -> Spot:
    mine = evidence.documents_of(project)
    return Spot(mine[0] if mine else "", "", quote)


@check(
    "JX218",
    title="文件所写年度不是本年度",
    rule="表和报告上所写的评价年度应为本年度。",
    severity=Severity.ERROR,
)
def wrong_year(evidence: Evidence) -> Iterator[Raised]:
    """The year printed on a document is the evaluation year."""
    year = evidence.year.year
    rows = evidence.documents.reset_index(drop=True)
    for row in rows[rows["year"].notna() & (rows["year"] != year)].to_dict("records"):
        yield Raised(
            row["project_id"],
            f"{evidence.short(row['document_id'])}（{row['file']}）所写年度为{row['year']:.0f}年，本年度为{year}年，请核实更正。",
            (Spot(row["document_id"], "", row["title"]),),
            expected=f"{year}年",
            basis="所在年度数据目录",
            key=row["document_id"] if not row["project_id"] else row["kind"],
        )


@check(
    "JX219",
    title="没有绩效目标表",
    rule="自评应对照批复的绩效目标表；未收到的无从核对指标是否增减、目标是否降低、分值是否调整。",
    severity=Severity.NOTE,
    of_year=True,
)
def without_target(evidence: Evidence) -> Iterator[Raised]:
    """A self-evaluation is read against the approved target form; one finding where none came at all."""
    approved, filed = evidence.having("target"), evidence.having("self_evaluation")
    bare = filed - approved
    lacking = [project for project in evidence.projects.index if project in bare]
    if lacking and not approved:
        yield Raised(
            "",
            f"本年度{len(lacking)}个项目报送了自评表，均未收到批复的绩效目标表，无从核对目标和指标是否与批复一致，请提供。",
            tuple(Spot(evidence.document_of(each, "self_evaluation")) for each in lacking[:20]),
            expected="每个项目一份批复的绩效目标表",
            basis="绩效目标表与自评表逐一核对",
        )
        return
    for project in lacking:
        yield Raised(
            project,
            f"“{evidence.names[project]}”未收到批复的绩效目标表，无从核对目标和指标是否与批复一致，请提供。",
            (Spot(evidence.document_of(project, "self_evaluation")),),
            expected="批复的绩效目标表",
            basis="绩效目标表与自评表逐一核对",
        )


@check(
    "JX220",
    title="项目编码疑似被表格软件改动",
    rule="表格软件只保留数字的前15位：超过15位的项目编码，第16位起全部为0的，请核对原始编码。",
    severity=Severity.WARNING,
)
def ruined_codes(evidence: Evidence) -> Iterator[Raised]:
    """A long code has not lost its last digits, as it does when a spreadsheet takes it for a number."""
    rows = evidence.projects
    ruined = rows["project_code"].str.fullmatch(rf"\d{{{_KEPT}}}0{{3,}}")
    for row in rows[ruined].to_dict("records"):
        code = row["project_code"]
        yield Raised(
            row["project_id"],
            f"项目编码“{code}”第{_KEPT + 1}位起均为0，疑似被表格软件按数字处理，请核对原始编码。",
            (_first_place(evidence, row["project_id"], code),),
            expected="完整的项目编码",
            basis=f"编码共{len(code)}位，表格软件只保留前{_KEPT}位",
        )
