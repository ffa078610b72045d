"""The public edition: the year without personal data and without projects that are not disclosed.

Nothing is decided here about secrecy: terms that call for a review (保密审查) are found and
reported, people decide. What was masked or left out is listed, so that it can be checked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from jxanalytics.checks.prose.people import ACCOUNT, IDENTITY, MOBILE, PERSON
from jxanalytics.errors import BuildError
from jxanalytics.model.places import said
from jxanalytics.model.schema import TABLES, Kind
from jxanalytics.model.sheets import to_xlsx
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.model.texts import Section, parse_text, render_text
from jxanalytics.model.vocabulary import DOCUMENT_SHORT
from jxanalytics.model.whole import write_whole

# Terms after which a text is not made public before it was reviewed.
SENSITIVE = re.compile(
    "绝密|机密|秘密|涉密|内部资料|内部事项|不得外传|党和国家领导人|国家领导人|中央领导|警卫任务|副部(?:级)?以上|副国级"
)
_MASKS = (
    ("身份证号码", IDENTITY, "〔身份证号码略〕"),
    ("手机号码", MOBILE, "〔手机号码略〕"),
    ("银行账号", ACCOUNT, "〔银行账号略〕"),
)
_PERSON = ("个人姓名", "〔姓名略〕")
_HIDDEN = "否"
LIST = "公开版处理清单.xlsx"
# Places named one by one in a message.
_SHOWN = 10


@dataclass(frozen=True)
class Handled:
    """One cell or paragraph: what was masked in it, or which term calls for a review."""

    project_id: str
    document: str
    where: str
    what: str


@dataclass(frozen=True)
class PublicYear:
    """A year for the public: ``withheld`` are the names of projects left out."""

    year: EvaluationYear
    withheld: tuple[str, ...]
    masked: tuple[Handled, ...]
    sensitive: tuple[Handled, ...]


def public_year(model: EvaluationYear) -> PublicYear:
    """The year as it may be shown to the public.

    Left out: projects flagged 不公开, everything of them, and with them the totals a summary
    states, which would give their money away. Masked: numbers and names of persons.
    """
    projects = model["projects"]
    hidden = projects[projects["disclosed"] == _HIDDEN]
    pen = _Pen(_without(model, set(hidden["project_id"])))
    frames = {name: pen.table(name) for name in TABLES}
    texts = {document: pen.text(document) for document in pen.year.texts}
    year = EvaluationYear(model.year, frames, texts, model.folder)
    return PublicYear(year, tuple(hidden["name"]), tuple(pen.masked), tuple(pen.sensitive))


class _Pen:
    """Goes over a year's words, masking and noting."""

    def __init__(self, year: EvaluationYear):
        self.year = year
        self.masked: list[Handled] = []
        self.sensitive: list[Handled] = []
        documents = year["documents"]
        self._kinds = dict(zip(documents["document_id"], documents["kind"], strict=True))
        self._owners = dict(zip(documents["document_id"], documents["project_id"], strict=True))

    def table(self, name: str) -> pd.DataFrame:
        """A table with its free text masked."""
        frame, table = self.year[name], TABLES[name]
        for column in table.columns:
            if column.kind is not Kind.TEXT:
                continue
            values = frame[column.name]
            rows = values.index[values.map(_touched).astype(bool)]
            if rows.empty:
                continue
            values = values.copy()
            for row in rows:
                told = frame.loc[row]
                place = str(told.get(f"{column.name.removesuffix('_raw')}_place", ""))
                where = f"{table.label}“{column.label}”" + (f"，{said(place)}" if place else "")
                document = str(told.get("document_id", ""))
                project = str(told.get("project_id", "")) or self._owners.get(document, "")
                values.loc[row] = self._over(str(values.loc[row]), project, document, where)
            frame = frame.assign(**{column.name: values})
        return frame

    def text(self, document: str) -> str:
        """A document's running text, masked paragraph by paragraph; headings stay."""
        sections = []
        for section in parse_text(self.year.texts[document]):
            paragraphs = [
                self._over(words, self._owners[document], document, f"“{section.heading}”第{n}段")
                for n, words in enumerate(section.paragraphs, start=1)
            ]
            sections.append(Section(section.level, section.heading, tuple(paragraphs)))
        return render_text(sections)

    def _over(self, words: str, project: str, document: str, where: str) -> str:
        shown, found = _masked(words)
        kind = DOCUMENT_SHORT.get(self._kinds.get(document, ""), "")
        self.masked += [Handled(project, kind, where, what) for what in found]
        self.sensitive += [Handled(project, kind, where, term) for term in _terms(words)]
        return shown


def _without(model: EvaluationYear, hidden: set[str]) -> EvaluationYear:
    """The year without some projects: their rows, documents and texts, and stated grand totals."""
    if not hidden:
        return model
    documents = model["documents"]
    gone = set(documents.loc[documents["project_id"].isin(hidden), "document_id"])
    frames = {}
    for name in TABLES:
        frame = model[name]
        if "project_id" in frame:
            frame = frame[~frame["project_id"].isin(hidden)]
        if name == "totals":
            frame = frame[frame["project_id"] != ""]
        frames[name] = frame.reset_index(drop=True)
    units = frames["units"]
    used = set(frames["projects"]["unit_id"])
    used |= set(units.loc[units["unit_id"].isin(used), "department_id"])
    frames["units"] = units[units["unit_id"].isin(used)].reset_index(drop=True)
    texts = {name: text for name, text in model.texts.items() if name not in gone}
    return EvaluationYear(model.year, frames, texts, model.folder)


def _touched(words: str) -> bool:
    """Whether a text may hold something to mask or to note; quick, for millions of cells."""
    return bool(words) and (
        any(pattern.search(words) for _, pattern, _ in _MASKS)
        or PERSON.search(words) is not None
        or SENSITIVE.search(words) is not None
    )


def _masked(words: str) -> tuple[str, list[str]]:
    """The text as shown, and what kinds of things were masked in it."""
    found = []
    for what, pattern, mask in _MASKS:
        words, count = pattern.subn(mask, words)
        found += [what] if count else []
    what, mask = _PERSON
    words, count = PERSON.subn(lambda m: m[0].replace(m["name"], mask), words)
    return words, found + ([what] if count else [])


def _terms(words: str) -> list[str]:
    return list(dict.fromkeys(SENSITIVE.findall(words)))


def checked_public(public: PublicYear, folder: Path, reviewed: bool) -> None:
    """Write the list of what was masked or left out into ``folder``, for those who answer for it.

    Raises BuildError where terms stand that call for a review (保密审查), unless it is said that the
    review has been done.
    """
    projects = public.year["projects"]
    names = dict(zip(projects["project_id"], projects["name"], strict=True))
    sheets = {
        "隐去": handled_table(public.masked, names),
        "待保密审查": handled_table(public.sensitive, names),
        "未收录": pd.DataFrame({"未收录的项目": list(public.withheld)}, dtype="str"),
    }
    write_whole(folder / LIST, to_xlsx(sheets))
    if public.sensitive and not reviewed:
        raise BuildError(_to_be_reviewed(public.sensitive, names, public.year.year))


def _to_be_reviewed(sensitive: tuple[Handled, ...], names: dict[str, str], year: int) -> str:
    lines = [
        f"  {names.get(one.project_id, '')} {one.document} {one.where}：“{one.what}”"
        for one in sensitive[:_SHOWN]
    ]
    more = len(sensitive) - _SHOWN
    if more > 0:
        lines.append(f"  ……另有{more}处")
    return (
        f"材料中有{len(sensitive)}处可能涉密或不宜公开，请送保密审查（全部列在 reports/{year}/{LIST}）：\n"
        + "\n".join(lines)
        + "\n审查后请修改材料，或加 --reviewed 表示已经审查、可以公开。"
    )


def handled_table(rows: tuple[Handled, ...], names: dict[str, str]) -> pd.DataFrame:
    """What was masked or calls for a review, for people: 项目, 文件, 位置, 内容."""
    records = [(names.get(r.project_id, ""), r.document, r.where, r.what) for r in rows]
    return pd.DataFrame(records, columns=["项目", "文件", "位置", "内容"])
