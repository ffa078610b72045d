"""附件4, the evaluation report: what its cover, tables and text say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jxanalytics.documents.forms.content import Items, heading
from jxanalytics.documents.forms.filed import Filed, Record, same_text, shown
from jxanalytics.documents.forms.placeholders import Content, Row
from jxanalytics.model import say
from jxanalytics.model.texts import Section
from jxanalytics.model.values import compact

MISSING = "待补充"
RULES, SCORES = "绩效评价指标体系及评分规则", "绩效评价评分表"
_DATE = re.compile(r"[12]\d{3}年\d{1,2}月\d{1,2}日")
_COVER = re.compile(r"(?:附件\d?[:：]?|注[:：].*|\d{1,2}[、.．].*|.*评价报告|.{2,8}[:：].*)")
# The four ranks of headings in official documents.
_NUMBERS = (
    re.compile(r"[一二三四五六七八九十]{1,3}、"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"\d{1,2}[、.．](?!\d)"),
    re.compile(r"[（(]\d{1,2}[）)]"),
)
_ELSEWHERE = ("附表", "附件", "见附")
_NUMBERED_CAPTION = re.compile(r"附件\d{1,2}")


@dataclass(frozen=True)
class Part:
    """A passage of the report: a heading (level 1–6, else 0) or a paragraph, or a table by name."""

    text: str
    level: int = 0
    table: str = ""


@dataclass(frozen=True)
class Report:
    """A report ready to be set: ``content`` for cover and tables, ``body`` in reading order.

    ``attached`` are the tables that follow the text as attachments; ``signature`` is the signing
    body's name and the date, each "" where the text ends with it already.
    """

    content: Content
    body: tuple[Part, ...]
    attachments: tuple[str, ...]
    attached: tuple[str, ...]
    signature: tuple[str, str]


def report(filed: Filed, document: Record) -> Report:
    """A filed evaluation report as 附件4; what is missing is marked 待补充, never invented."""
    name, project = str(document["document_id"]), str(document["project_id"])
    items = Items(filed, name, "department")
    totals = filed.totals(name, project)
    sections = filed.sections(name)
    cover = [line for section in sections[:1] if not section.level for line in section.paragraphs]
    fields = {
        **heading(filed, project),
        "评价机构": shown(str(document["agency"])),
        "落款日期": _dated(document, cover),
        "总分.分值": totals.get("weight", ""), "总分.得分": totals.get("department", ""),
        "附注": "\n".join(shown(line) for line in _further(cover, filed, project)),
    }  # fmt: skip
    lists = {"指标": items.rows(), "体系": items.system(), "评价人员": _people(filed, name)}
    tables = [SCORES] if lists["指标"] else []
    if items.in_system:
        tables.insert(0, RULES)
    own = _without_captions([section for section in sections if section.level])
    places = {table: _place(own, table) for table in tables}
    attached = tuple(table for table, place in places.items() if place is None)
    listed = [*attached]
    if filed.document(project, "self_evaluation") is not None:
        listed.append("项目支出绩效自评表")
    body, ending = _split_ending(_body(own, places))
    return Report(
        Content(fields, lists),
        body,
        ()
        if any(compact(p.text).startswith("附件:") for p in (*body[-6:], *ending))
        else tuple(listed),
        attached,
        _signature(fields, ending),
    )


def _people(filed: Filed, document: str) -> list[Row]:
    names = {"姓名": "name", "单位": "organisation", "职称职务": "title", "签名": "signed"}
    return [
        {said: shown(str(row[column])) for said, column in names.items()}
        for row in filed.rows("evaluators", document)
    ]


def _dated(document: Record, cover: Sequence[str]) -> str:
    """The date as written on the cover, else as the document states it."""
    for line in cover:
        if _DATE.fullmatch(compact(line)):
            return shown(line)
    return say.day(str(document["dated"])) or "年　月　日"


def _further(cover: Sequence[str], filed: Filed, project: str) -> list[str]:
    """Lines before the text that the cover does not say itself."""
    names = (
        filed.unit_of(project),
        filed.department_of(project),
        str(filed.projects[project]["name"]),
    )
    return [
        line
        for line in cover
        if not (_COVER.fullmatch(compact(line)) or _DATE.fullmatch(compact(line)))
        and not any(same_text(line, name) for name in names)
    ]


def _without_captions(sections: Sequence[Section]) -> list[Section]:
    """The text without the captions of tables that were attached to it when it was written out."""
    captions = (RULES, SCORES)
    cleaned = []
    for section in sections:
        lines = list(section.paragraphs)
        for caption in captions:
            if caption in lines:
                index = lines.index(caption)
                before = index and _NUMBERED_CAPTION.fullmatch(lines[index - 1])
                del lines[index - 1 if before else index : index + 1]
        cleaned.append(Section(section.level, section.heading, tuple(lines)))
    return cleaned


def _place(sections: Sequence[Section], table: str) -> int | None:
    """The section whose end a table stands at; None where it is an attachment."""
    words = ("指标体系",) if table == RULES else ("评价结论", "综合评价")
    found = [i for i, s in enumerate(sections) if any(word in s.heading for word in words)]
    if not found:
        return None
    index = found[-1] if table == RULES else found[0]
    said = "".join((sections[index].heading, *sections[index].paragraphs))
    elsewhere = any(word in said for word in _ELSEWHERE) and "下表" not in said
    return None if elsewhere else index


def _body(sections: Sequence[Section], places: dict[str, int | None]) -> list[Part]:
    parts: list[Part] = []
    for index, (section, rank) in enumerate(zip(sections, _ranks(sections), strict=True)):
        parts.append(Part(shown(section.heading), rank))
        parts += [Part(shown(line)) for line in section.paragraphs]
        parts += [Part("", 0, table) for table, place in places.items() if place == index]
    return parts or [Part(f"（评价报告正文{MISSING}）")]


def _ranks(sections: Sequence[Section]) -> list[int]:
    """In which heading style each section is set: by its number — 一、（一）1.（1） — else its level.

    Numbers that contradict the levels are not followed: the order of headings must stay readable.
    """
    ranks = [
        next(
            (rank for rank, number in enumerate(_NUMBERS, start=1) if number.match(s.heading)),
            s.level,
        )
        for s in sections
    ]
    levels = [section.level for section in sections]
    return ranks if _nested(ranks) == _nested(levels) else levels


def _nested(ranks: Sequence[int]) -> list[int]:
    """How deep each heading stands under the ones before it."""
    open_ranks: list[int] = []
    depths = []
    for rank in ranks:
        while open_ranks and open_ranks[-1] >= rank:
            open_ranks.pop()
        open_ranks.append(rank)
        depths.append(len(open_ranks))
    return depths


def _split_ending(parts: list[Part]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The body and the lines that close it: a date, and a short line (the signing body) before it."""
    if not parts or not _DATE.fullmatch(compact(parts[-1].text)):
        return tuple(parts), ()
    start = len(parts) - 1
    before = parts[start - 1] if start else None
    if before is not None and not before.level and not before.table and _signs(before.text):
        start -= 1
    return tuple(parts[:start]), tuple(parts[start:])


def _signs(text: str) -> bool:
    bare = compact(text)
    return 2 < len(bare) <= 40 and bare.endswith(
        ("组", "局", "办公室", "处", "委", "委员会", "公司", "所", "中心", "部", "厅", "院", "会")
    )


def _signature(fields: Row, ending: Sequence[Part]) -> tuple[str, str]:
    """Who signs, and when; the text's own closing lines where it has them."""
    body = ending[0].text if len(ending) == 2 else fields["评价机构"] or fields["实施单位"]
    return body, ending[-1].text if ending else fields["落款日期"]
