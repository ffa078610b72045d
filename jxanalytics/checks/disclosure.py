"""What must not be made public, or only after a second look. JX83x.

A finding never shows the number or the name itself: the run veils every quote (`prose.people`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from jxanalytics.checks.evidence import Evidence
from jxanalytics.checks.finding import Raised, Severity, Spot
from jxanalytics.checks.prose import Sort
from jxanalytics.checks.prose.people import ACCOUNT, IDENTITY, MOBILE, PERSON, leaders
from jxanalytics.checks.quotes import spot_of
from jxanalytics.checks.registry import check

# Columns of free text in which people write numbers and names, with the place of the cell.
_CELLS = (
    ("indicators", "reason", "reason_place"),
    ("indicators", "name_raw", "name_place"),
    ("indicators", "actual_raw", "actual_place"),
    ("indicators", "target_raw", "target_place"),
    ("funding", "remark", ""),
    ("evaluators", "name", "place"),
    ("evaluators", "organisation", "place"),
    ("evaluators", "title", "place"),
)
_NUMBERS = (("手机号码", MOBILE), ("身份证号码", IDENTITY), ("银行账号", ACCOUNT))
_VISITS = re.compile(
    "党和国家领导人|副部(?:级)?以上|副国级|省部级(?:领导|干部)|警卫任务|中央领导|国家领导人|督导组在"
)
_THREE = re.compile(
    "公务接待|接待(?:费|经费|任务|批次)|公务用车(?:购置|运行)|因公出国|出国（?境|三公"
)
_PRAISED = re.compile(
    "同比(?:增长|增加|增幅|提高)|比上年(?:增长|增加)|较上年(?:增长|增加)|增幅|大幅(?:增长|提高)|再创新高|屡创新高"
)


@check(
    "JX831",
    title="材料含有手机号、身份证号或账号",
    rule="公开或汇编前，材料中的个人手机号码、身份证号码、银行账号应删除。",
    severity=Severity.WARNING,
)
def personal_numbers(evidence: Evidence) -> Iterator[Raised]:
    """No mobile number, identity number or account of a person stands in what is filed."""
    found: dict[str, dict[Spot, str]] = defaultdict(dict)
    for project, place in _everywhere(evidence):
        for label, pattern in _NUMBERS:
            if pattern.search(place.quote):
                found[project].setdefault(place, label)
    for project, spots in found.items():
        kinds = "、".join(dict.fromkeys(spots.values()))
        yield Raised(
            project,
            f"材料中有{kinds}共{len(spots)}处，公开或汇编前请删除。",
            tuple(spots),
            expected="不含个人号码",
            basis="按号码格式查找",
        )


@check(
    "JX832",
    title="材料写有个人姓名",
    rule="除评价人员名单外，材料中联系人、受助人等个人姓名，公开前应隐去。",
    severity=Severity.NOTE,
)
def named_persons(evidence: Evidence) -> Iterator[Raised]:
    """Persons are not named outside the list of evaluators."""
    yield from _told(
        evidence,
        PERSON.finditer,
        "材料写有联系人、受助人等个人姓名{n}处，公开前请隐去。",
        "不出现个人姓名",
    )


@check(
    "JX833",
    title="材料写有领导姓名",
    rule="材料中写明领导姓名和职务的（固定政治用语除外），公开前应核实是否需要保留。",
    severity=Severity.NOTE,
)
def named_leaders(evidence: Evidence) -> Iterator[Raised]:
    """Leaders are not named outside political set phrases."""
    yield from _told(
        evidence,
        leaders,
        "材料写有领导姓名和职务{n}处，公开前请核实是否保留，可改用不点名的表述。",
        "不点名的表述",
    )


@check(
    "JX834",
    title="材料涉及内部接待信息",
    rule="材料写明党和国家领导人、副部级以上来访或警卫任务等情况的，公开前应由保密部门审核。",
    severity=Severity.NOTE,
)
def inside_visits(evidence: Evidence) -> Iterator[Raised]:
    """Visits of state leaders and guarded visits are looked at before disclosure."""
    yield from _told(
        evidence,
        _VISITS.finditer,
        "材料有{n}处涉及领导人来访、高级别接待等内部信息，公开前请履行保密审查。",
        "保密审查后公开",
    )


@check(
    "JX835",
    title="“三公”类支出以增长作为成绩",
    rule="公务接待、公务用车、因公出国（境）类项目，不宜把数量或支出的增长作为成绩表述。",
    severity=Severity.NOTE,
)
def growth_praised(evidence: Evidence) -> Iterator[Raised]:
    """For 三公 spending more is never an achievement."""
    for project, prose in evidence.texts("report", "self_evaluation"):
        own = _THREE.search(evidence.names.get(project, ""))
        found = [
            (sentence, next((m for m in sentence.mentions if m.sort is Sort.PERCENT), None))
            for passage in prose.passages
            if own or _THREE.search(passage.text)
            for sentence in passage.sentences
            if _PRAISED.search(sentence.text) and (own or _THREE.search(sentence.text))
        ]
        if found:
            yield Raised(
                project,
                f"“三公”类支出的材料有{len(found)}处以增长作为成绩，请核实表述，并说明是否符合厉行节约的要求。",
                tuple(dict.fromkeys(spot_of(*where) for where in found)),
                expected="如实表述，不以增长为成绩",
                basis="“三公”经费管理要求",
                key=evidence.kinds[prose.document_id],
            )


def _everywhere(evidence: Evidence) -> Iterator[tuple[str, Spot]]:
    """Every cell and sentence that holds a number long enough to be a person's."""
    long = r"\d{3}[ -]?\d{4}[ -]?\d{4}"
    for table, column, place in _CELLS:
        rows = getattr(evidence, table)
        for row in rows[rows[column].str.contains(long, regex=True)].to_dict("records"):
            yield (
                row["project_id"],
                Spot(row["document_id"], row[place] if place else "", row[column].strip()),
            )
    for project, prose in evidence.texts(*evidence.documents["kind"].unique()):
        text = evidence.year.texts[prose.document_id]
        if re.search(long, text):
            for sentence in prose.sentences:
                if re.search(long, sentence.text):
                    yield project, spot_of(sentence)


def _told(
    evidence: Evidence,
    look: Callable[[str], Iterable[re.Match[str]]],
    message: str,
    expected: str,
) -> Iterator[Raised]:
    """One finding a project with every place in which ``look`` finds something."""
    found: dict[str, dict[Spot, None]] = defaultdict(dict)
    for project, prose in evidence.texts("report", "self_evaluation"):
        # Most texts hold none: the whole is looked at before its sentences.
        whole = any(True for _ in look(evidence.year.texts[prose.document_id]))
        for sentence in prose.sentences if whole else ():
            for match in look(sentence.text):
                found[project][spot_of(sentence, match)] = None
    for project, spots in found.items():
        yield Raised(
            project,
            message.format(n=len(spots)),
            tuple(spots),
            expected=expected,
            basis="按用语查找",
        )
