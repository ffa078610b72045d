"""Who evaluated: how many, and whether the evaluator is independent of the project."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from jxanalytics.checks.evidence import Evidence, grouped
from jxanalytics.checks.finding import Raised, Severity, Spot
from jxanalytics.checks.prose import Prose, chinese_number
from jxanalytics.checks.quotes import spot_at
from jxanalytics.checks.registry import check
from jxanalytics.model.places import Paragraph

_LEAST = re.compile(
    "(?:评价小组|评价组|评价人员)[^，。；]{0,8}(?:不低于|不少于|至少)\\s*(\\d+|[二三四五六七八九十])\\s*[人名]"
)
_TEAM = re.compile(
    "(?:成立|组成|组建|由)\\s*了?\\s*(\\d+|[二三四五六七八九十]+)\\s*[人名](?:组成的?)?(?:的)?(?:评价小组|评价组|绩效评价小组|绩效评价组|专家组)"
)
_THIRD = re.compile("第三方|社会中介|中介机构|会计师事务所|咨询公司")
# Not said of this evaluation: a note of the form, a plan, something that was not done.
_NOT_SO = re.compile("没有|未委托|如未|无需|不填|将|拟|计划|建议|下一步|须")
_INSIDE = re.compile("评价小组|评价工作组|绩效小组|财务科|财务处|办公室$|本单位|单位自评")
_DOES = re.compile(
    "承担|承建|(?:具体|负责|受托)实施|实施单位|施工|监理|运维|供货|中标|代建|受托实施|提供服务"
)


@check(
    "JX821",
    title="评价人员少于表注要求",
    rule="报告印有“评价小组不低于×人”要求的，所列评价人员应达到该人数（签名、盖章以扫描件为准，不作为缺陷）。",
    severity=Severity.WARNING,
)
def too_few(evidence: Evidence) -> Iterator[Raised]:
    """Where a note asks for so many evaluators, so many are listed."""
    people = evidence.once(_people)
    for project, prose in evidence.texts("report"):
        listed = people.get(prose.document_id, [])
        for passage in prose.passages:
            match = _LEAST.search(passage.text)
            if match and len(listed) < _count(match[1]):
                yield Raised(
                    project,
                    f"报告要求评价小组不低于{_count(match[1])}人，所列评价人员{len(listed)}人，请补充评价人员名单。",
                    (spot_at(passage, passage.text), *listed),
                    expected=f"不低于{_count(match[1])}人",
                    basis="评价人员名单",
                )
                break


@check(
    "JX822",
    title="正文评价人数与名单不符",
    rule="正文写明评价组人数的，应与评价人员名单人数一致。",
    severity=Severity.WARNING,
)
def team(evidence: Evidence) -> Iterator[Raised]:
    """The number of evaluators in the text is that of the list."""
    people = evidence.once(_people)
    for project, prose in evidence.texts("report"):
        listed = people.get(prose.document_id, [])
        for sentence in prose.sentences:
            match = _TEAM.search(sentence.text)
            if match and listed and _count(match[1]) != len(listed):
                yield Raised(
                    project,
                    f"正文称评价组{_count(match[1])}人，名单列有{len(listed)}人，请核实后统一。",
                    (spot_at(sentence.passage, sentence.text), *listed),
                    expected=f"{len(listed)}人",
                    basis="评价人员名单",
                )
                break


@check(
    "JX823",
    title="评价机构不独立或第三方参与情况不明",
    rule="称由第三方评价或复查的，评价机构不应是项目单位自己的小组，也不应承担该项目的实施。",
    severity=Severity.NOTE,
)
def independence(evidence: Evidence) -> Iterator[Raised]:
    """An evaluation called a third party's is not done by the unit itself, or by the project's contractor."""
    names = {row["unit_id"]: row["name"] for row in evidence.year["units"].to_dict("records")}
    for project, prose in evidence.texts("report"):
        agency = str(evidence.document(prose.document_id)["agency"])
        unit = names.get(evidence.units.get(project, ""), "")
        if not agency:
            continue
        own = (bool(unit) and (unit in agency or agency in unit)) or _INSIDE.search(
            agency
        ) is not None
        cover = _cover(prose, agency)
        claims = [*_claims(prose), *([cover] if _THIRD.search(agency) else [])]
        if own and claims:
            yield Raised(
                project,
                f"评价机构为“{agency}”，正文称有第三方或中介机构参与，请说明第三方名称和委托情况；没有委托的，请修改表述。",
                tuple(dict.fromkeys((cover, *claims))),
                expected="写明第三方名称，或不称第三方",
                basis="封面评价机构与正文比较",
            )
        elif not own and (works := list(_works(prose, agency))):
            yield Raised(
                project,
                f"评价机构“{agency}”同时承担项目实施工作，请说明评价的独立性，或另行委托。",
                (cover, *works),
                expected="评价机构不承担项目实施",
                basis="封面评价机构与正文比较",
            )


def _claims(prose: Prose) -> Iterator[Spot]:
    """Sentences that say a third party took part in this evaluation."""
    for sentence in prose.sentences:
        said = _THIRD.search(sentence.text) and not _NOT_SO.search(sentence.text)
        if (
            said
            and not sentence.passage.under("建议")
            and re.search("评价|复查|审查|核查", sentence.text)
        ):
            yield spot_at(sentence.passage, sentence.text)


def _works(prose: Prose, agency: str) -> Iterator[Spot]:
    """Sentences that name the evaluator as one who carries out the project."""
    for sentence in prose.sentences:
        if agency in sentence.text and _DOES.search(sentence.text.replace(agency, "")):
            yield spot_at(sentence.passage, sentence.text)


def _cover(prose: Prose, agency: str) -> Spot:
    for passage in prose.passages:
        if passage.label == "评价机构":
            return spot_at(passage, passage.text)
    return Spot(prose.document_id, str(Paragraph("", 1)) if not prose.passages else "", agency)


@check(
    "JX824",
    title="评价人员重复列出",
    rule="评价人员名单中每人只应列一次；同名而非同一人的请注明单位。",
    severity=Severity.WARNING,
)
def listed_twice(evidence: Evidence) -> Iterator[Raised]:
    """Nobody stands twice in the list of evaluators of a report."""
    rows = evidence.evaluators
    rows = rows.assign(person=rows["name"].str.replace(r"\s", "", regex=True))
    rows = rows[rows["person"] != ""]
    keys = ["document_id", "person", "organisation"]
    for (_, project), mine in grouped(
        rows[rows.duplicated(keys, keep=False)], "document_id", "project_id"
    ).items():
        yield Raised(
            project,
            "评价人员名单中有同一人列出两次，请核实更正，并核对评价人数是否达到要求。",
            tuple(
                Spot(row["document_id"], row["place"], row["title"] or "评价人员") for row in mine
            ),
            expected="每人列一次",
            basis="评价人员名单",
        )


def _people(evidence: Evidence) -> dict[str, list[Spot]]:
    """Where each evaluator of a report is listed; blank rows are none."""
    found: dict[str, list[Spot]] = defaultdict(list)
    for row in evidence.evaluators.to_dict("records"):
        if row["name"].strip():
            found[row["document_id"]].append(
                Spot(row["document_id"], row["place"], row["title"] or "评价人员")
            )
    return found


def _count(text: str) -> int:
    return int(text) if text.isdigit() else chinese_number(text) or 0
