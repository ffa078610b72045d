"""What a check finds: one cause, as many places as it takes, one sentence a department can act on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jxanalytics.model.vocabulary import (
    DOCUMENT_SHORT,
    EVALUATIONS,
    FUNDING_QUANTITIES,
    SOURCES,
    TOTAL_MEASURES,
)

# What stands for the project in the number of a finding about the year as a whole.
WHOLE_YEAR = "年度"
# What a number says for the codes of a key: units answer by these numbers.
_WORDS = {
    **TOTAL_MEASURES, **EVALUATIONS, **FUNDING_QUANTITIES, **SOURCES, **DOCUMENT_SHORT,
    "weight": "分值", "score": "得分", "actual": "实际完成值", "rate": "执行率", "indicator": "指标",
    "lost": "失分", "none": "未填",
}  # fmt: skip


class Severity(StrEnum):
    """How much a finding matters, gravest first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> str:
        """The word users read."""
        return {"error": "必须更正", "warning": "请说明", "note": "提示"}[self.value]

    @property
    def rank(self) -> int:
        return list(Severity).index(self)


@dataclass(frozen=True)
class Spot:
    """A place in a document as `model.places` stores it, and what is written there.

    ``place`` is "" where the document as a whole is meant; ``quote`` is what is written, as written.
    """

    document_id: str
    place: str = ""
    quote: str = ""


@dataclass(frozen=True)
class Raised:
    """What a check yields; the code and the severity are the check's, added by the run.

    ``project_id`` is "" for the year as a whole. ``message`` is one Chinese sentence that asks;
    ``expected`` what should stand there and ``basis`` how that was computed. ``key`` tells apart
    two findings of one check in one project by what they are about (an indicator, a source of
    money …), never by order or by value, so that a finding keeps its number while it is corrected.
    """

    project_id: str
    message: str
    spots: tuple[Spot, ...] = ()
    expected: str = ""
    basis: str = ""
    key: str = ""


@dataclass(frozen=True)
class Finding:
    """A finding (疑点): what was raised, under which code, how grave, and whose project it is."""

    code: str
    severity: Severity
    project_id: str
    unit_id: str
    message: str
    spots: tuple[Spot, ...]
    expected: str
    basis: str
    key: str

    @property
    def number(self) -> str:
        """The lasting name of the finding within its year: P0001-JX104, P0001-JX301-I10,
        P0001-JX202-全年执行数."""
        about = "-".join(_WORDS.get(part, part) for part in self.key.split("-"))
        return "-".join(filter(None, (self.project_id or WHOLE_YEAR, self.code, about)))
