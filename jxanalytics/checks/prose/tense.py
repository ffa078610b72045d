"""Plans: words that say something is still to come, and the year they are said of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jxanalytics.checks.prose.dates import Day, days

# 将 also marks an object (将资金用于…): it is a plan only where a verb or an adverb of resolve follows.
_VERBS = (
    "邀请|继续|进一步|开展|组织|加强|加大|加快|推进|推动|完成|实施|建立|健全|完善|举办|启动|按照|重点|全面|聘请|委托|"
    "着力|持续|不断|努力|力争|严格|深入|积极|采取|进行|安排|新增|建设|建成|引进|引入|制定|修订|召开|更新|改造|"
    "提前|按月|按季|做好|编制|补充|压缩|增加|减少|扩大|提高|提升|优化|强化|尽快|适时|逐步|陆续|对|在|于|以|通过|根据|结合|会|要"
)
_PLAN = re.compile(
    rf"(?<![即必终行])(?:将(?=(?:会|要|再|还|也)?(?:{_VERBS}))|拟(?![定订态合稿])|计划(?=于|在|{_VERBS})|准备(?=于|在|{_VERBS})|打算|预计)"
)
# A year governs what follows it up to the next stop.
_STOP = re.compile("[。；;！？]")


@dataclass(frozen=True)
class Plan:
    """A word of plan (将, 拟, 计划 …) and the year said before it in the same clause."""

    word: str
    start: int
    year: int | None


def plans(text: str) -> tuple[Plan, ...]:
    """The words of plan of a text; ``year`` is None where the sentence names none before them."""
    found: list[Plan] = []
    said: tuple[Day, ...] = ()
    for match in _PLAN.finditer(text):
        said = said or days(text)
        stops = [stop.end() for stop in _STOP.finditer(text, 0, match.start())]
        begin = stops[-1] if stops else 0
        years = [d.year for d in said if d.year and begin <= d.start < match.start()]
        found.append(Plan(match[0], match.start(), years[-1] if years else None))
    return tuple(found)
