"""Attachments, the parts of a report, and the numbers of headings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jxanalytics.checks.evidence import Evidence
from jxanalytics.checks.finding import Raised, Severity, Spot
from jxanalytics.checks.prose import Prose, chinese_number
from jxanalytics.checks.registry import check
from jxanalytics.model.places import Paragraph
from jxanalytics.model.texts import Section

_ATTACHMENT = re.compile(
    r"^\s*附\s*件\s*([0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})\s*(?:[：:、.．]|$)"
)
# A gap that this many projects have is one of the forms they were given, not of their packages.
_SAME = 3
# The seven parts of the official report, and words by which each is recognised.
PARTS = (
    ("一、基本情况", "基本情况|项目概况"),
    ("二、绩效评价工作开展情况", "评价工作开展|评价工作情况|绩效评价工作"),
    ("三、综合评价情况及评价结论", "综合评价|评价结论|评价结果"),
    ("四、绩效评价指标分析", "指标分析|绩效分析|指标完成情况分析"),
    ("五、主要经验及做法、存在的问题及原因分析", "主要经验|经验及做法|存在的?(?:主要)?问题"),
    ("六、有关建议", "建议"),
    ("七、其他需要说明的问题", "其他需要说明|需要说明的(?:其他)?问题"),
)
# Headings below which a table alone is an answer; tables are not kept with the text.
_TABLED = re.compile("表|指标体系|得分|评分")
_ANALYSED = re.compile("(?:数量|质量|时效|成本|效益|影响|满意度)(?:指标)?情况分析")
# A text with fewer of them is written to another outline.
_FEWEST = 3
_NUMBERS = (
    re.compile(r"^\s*([一二三四五六七八九十]+)\s*[、.．]"),
    re.compile(r"^\s*[（(]\s*([一二三四五六七八九十]+)\s*[）)]"),
    re.compile(r"^\s*(?:注[：:]\s*)?(\d{1,2})\s*(?:、|[.．](?!\d))"),
    re.compile(r"^\s*[（(]\s*(\d{1,2})\s*[）)]"),
)


@check(
    "JX801",
    title="附件编号不连续",
    rule="同一份材料中的附件编号应从小到大连续；缺号的，请补充或说明。",
    severity=Severity.WARNING,
    of_year=True,
)
def attachments(evidence: Evidence) -> Iterator[Raised]:
    """The attachments of one project's package, its department's summary among them, leave no gap."""
    files = dict(evidence.documents["file"])
    told: set[tuple[str, ...]] = set()
    found: dict[tuple[str, str], list[tuple[str, dict[int, Spot], str]]] = defaultdict(list)
    for project, labels in _labels(evidence).items():
        gaps = [n for n in range(1, max(labels, default=0)) if n not in labels]
        package = tuple(dict.fromkeys(files[place.document_id] for place in labels.values()))
        if len(labels) < 2 or not gaps or (len(package) == 1 and package in told):
            continue
        told.add(package)
        said = tuple("、".join(f"附件{n}" for n in numbers) for numbers in (sorted(labels), gaps))
        named = "、".join(f"《{file}》" for file in package)
        found[said[0], said[1]].append((project, labels, f"{named}的附件编号"))
    for (present, missing), packages in found.items():
        if len(packages) >= _SAME:
            yield _printed(present, missing, packages)
            continue
        for project, labels, basis in packages:
            places = tuple(labels[n] for n in sorted(labels))
            message = f"材料中有{present}，未见{missing}，请补充或说明。"
            yield Raised(project, message, places, expected=missing, basis=basis)


def _printed(
    present: str, missing: str, packages: list[tuple[str, dict[int, Spot], str]]
) -> Raised:
    """One finding of the year for a gap that so many have: their forms are numbered so."""
    places = tuple(labels[n] for _, labels, _ in packages for n in sorted(labels))
    message = f"{len(packages)}个项目的材料均有{present}，未见{missing}，请核对所发表式的附件编号。"
    return Raised("", message, places, expected=missing, basis="各项目材料的附件编号", key=missing)


def _labels(evidence: Evidence) -> dict[str, dict[int, Spot]]:
    """The numbered attachments of each project, by number; a summary's number counts for its projects."""
    summaries: dict[str, dict[int, Spot]] = {}
    found: dict[str, dict[int, Spot]] = defaultdict(dict)
    for project, prose in evidence.texts(*evidence.documents["kind"].unique()):
        if "附" not in evidence.year.texts[prose.document_id]:
            continue
        for passage in prose.passages:
            if match := _ATTACHMENT.match(passage.text):
                place = Spot(prose.document_id, str(passage.place), passage.text.strip()[:30])
                labels = found[project] if project else summaries.setdefault(prose.document_id, {})
                labels.setdefault(_number(match[1]), place)
    listed = evidence.funding
    listed = listed[listed["document_id"].isin(summaries) & listed["project_id"].isin(found)]
    for summary, project in zip(listed["document_id"], listed["project_id"], strict=True):
        found[project] = {**summaries[summary], **found[project]}
    return found


def _number(text: str) -> int:
    # int reads full-width digits as well.
    return chinese_number(text) or 0 if text[0] in "一二三四五六七八九十" else int(text)


@check(
    "JX802",
    title="评价报告缺少规定部分",
    rule="部门评价报告应有基本情况、评价工作开展情况、综合评价结论、指标分析、经验和问题、有关建议、其他需要说明的问题七个部分。",
    severity=Severity.WARNING,
)
def missing_parts(evidence: Evidence) -> Iterator[Raised]:
    """A report written to the official outline has all seven of its parts."""
    for project, prose in evidence.texts("report"):
        headings = [section.heading for section in prose.sections if section.heading]
        missing = [name for name, words in PARTS if not _has(prose, words)]
        if missing and len(PARTS) - len(missing) >= _FEWEST:
            yield Raised(
                project,
                f"评价报告未见“{'”“'.join(missing)}”部分，请补充；确无内容的，请写明“无”。",
                (
                    Spot(
                        prose.document_id,
                        "",
                        "、".join(h for h in headings if _NUMBERS[0].match(h)),
                    ),
                ),
                expected="、".join(missing),
                basis="对照评价报告七个部分的标题",
            )


def _has(prose: Prose, words: str) -> bool:
    return any(re.search(words, section.heading) for section in prose.sections)


@check(
    "JX803",
    title="报告部分只有标题没有内容",
    rule="评价报告的每个标题下应有内容；确无内容的，写明“无”。",
    severity=Severity.WARNING,
)
def empty_parts(evidence: Evidence) -> Iterator[Raised]:
    """No heading of a report stands without a text or a sub-heading below it."""
    for project, prose in evidence.texts("report", "self_evaluation"):
        empty = [s.heading for n, s in enumerate(prose.sections) if _is_empty(prose.sections, n)]
        if empty:
            yield Raised(
                project,
                f"{evidence.short(prose.document_id)}“{'”“'.join(empty)}”只有标题没有内容，请补充；确无内容的，请写明“无”。",
                tuple(Spot(prose.document_id, str(Paragraph(heading, 1)), heading) for heading in empty),
                expected="每个标题下有内容",
                basis="标题下既无文字也无下级标题",
                key=evidence.kinds[prose.document_id],
            )  # fmt: skip


def _is_empty(sections: Sequence[Section], at: int) -> bool:
    section = sections[at]
    if not section.heading or section.paragraphs or _TABLED.search(section.heading):
        return False
    # What is missing of the analysis of indicators is asked for by name (JX717).
    if _ANALYSED.search(section.heading):
        return False
    return at + 1 == len(sections) or sections[at + 1].level <= section.level


@dataclass(frozen=True)
class _Line:
    """A heading with its level, or a numbered paragraph (level 0)."""

    text: str
    place: str
    level: int = 0


@check(
    "JX804",
    title="标题或条目编号不连续",
    rule="同一级标题、同一组条目的编号应连续，不应缺号、重号或漏编号。",
    severity=Severity.NOTE,
)
def numbering(evidence: Evidence) -> Iterator[Raised]:
    """Headings of one level, and items of one list, are numbered without gaps, repeats or blanks."""
    for project, prose in evidence.texts("report"):
        # A part that is missing has its own finding and leaves a gap.
        missing = {n for n, (_, words) in enumerate(PARTS, start=1) if not _has(prose, words)}
        wrong = [line for lines in _groups(prose) for line in _wrong(lines, missing)]
        if wrong:
            yield Raised(
                project,
                f"评价报告有{len(wrong)}处编号缺号、重号或漏编（“{'”“'.join(_short(w.text) for w in wrong)}”），请核对调整。",
                tuple(Spot(prose.document_id, line.place, _short(line.text)) for line in wrong),
                expected="编号连续",
                basis="逐级核对标题和条目编号",
            )


def _short(text: str) -> str:
    return re.split("[。；，：]", text)[0][:30]


def _groups(prose: Prose) -> Iterator[list[_Line]]:
    """Headings under one parent, group by group; then the paragraphs of each section."""
    open_: dict[int, list[_Line]] = {}
    for section in prose.sections:
        if section.heading:
            for level in [level for level in open_ if level > section.level]:
                yield open_.pop(level)
            place = str(Paragraph(section.heading, 1))
            open_.setdefault(section.level, []).append(_Line(section.heading, place, section.level))
    yield from open_.values()
    for section in prose.sections:
        yield [
            _Line(text, str(Paragraph(section.heading, n)))
            for n, text in enumerate(section.paragraphs, start=1)
            if any(pattern.match(text) for pattern in _NUMBERS)
        ]


def _wrong(lines: list[_Line], missing: set[int]) -> Iterator[_Line]:
    """Lines whose number does not follow that of the one before them in their way of numbering."""
    last: dict[int, int] = {}
    headings = [_numbered(line.text) for line in lines]
    some = sum(h is not None for h in headings)
    for line, numbered in zip(lines, headings, strict=True):
        if numbered is None:
            if some >= 3:
                yield line
            continue
        style, number = numbered
        skipped = set(range(last.get(style, 0) + 1, number))
        skipped -= missing if line.level == 1 else set()
        if skipped or (number != 1 and number <= last.get(style, 0)):
            yield line
        last[style] = number
        # A list begins anew under each item of the list around it.
        last = {s: n for s, n in last.items() if s <= style}


def _numbered(text: str) -> tuple[int, int] | None:
    for style, pattern in enumerate(_NUMBERS):
        if match := pattern.match(text):
            number = _number(match[1])
            return (style, number) if number else None
    return None
