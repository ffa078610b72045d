"""Text that several projects share."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from zlib import crc32

from jxanalytics.checks.evidence import Evidence
from jxanalytics.checks.finding import Raised, Severity
from jxanalytics.checks.narrative.told import reports
from jxanalytics.checks.prose import Passage
from jxanalytics.checks.prose.likeness import plain, runs, shared
from jxanalytics.checks.quotes import opening
from jxanalytics.checks.registry import check

# Parts that say the same in every report, or are the department's own about all its projects.
_COMMON = re.compile("原则|方法|标准|依据|评价目的|对象和范围|工作过程|指标体系|目标|说明")
_RECITED = re.compile(
    "年度指标值为[^，。；]*|实际完成值为[^，。；]*|经[^，。；]{2,4}，(?:本次)?(?:评分|得分?)为?[\\d.]+分"
    # The money of the tables, by its labels: among thousands of projects some have all but the same.
    "|(?:(?:年初|全年)预算数|全年执行数|当年财政拨款|上年结转资金|其他资金|年末未执行)为?[\\d.]+万元|预算执行率为?[\\d.]+%"
)
# Runs that are compared: long enough to be rare, one in so many by hash, so that years stay fast.
_RUN = 16
_ONE_IN = 8
_SHORTEST = 40


@check(
    "JX725",
    title="不同项目的文字雷同",
    rule="两个项目的评价报告（评价原则、方法、依据等通用部分和固定用语除外）有{least}字以上相同的，请按各自项目的实际情况撰写。",
    severity=Severity.WARNING,
    of_year=True,
)
def copied(evidence: Evidence, *, least: int = 60) -> Iterator[Raised]:
    """Reports of two projects do not share whole paragraphs; set phrases are left out."""
    texts = evidence.once(_texts)
    for (project, other), pairs in sorted(evidence.once(_candidates).items()):
        same = {
            mine: alike
            for mine, theirs in pairs
            if (alike := _alike(texts[mine][2], texts[theirs][2])) >= _SHORTEST
        }
        if sum(same.values()) >= least:
            near = evidence.units.get(project) == evidence.units.get(other)
            name = f"“{evidence.names[other]}”项目" if near else "另一单位项目"
            yield Raised(
                project,
                f"评价报告有{len(same)}段与{name}的评价报告文字相同（约{sum(same.values())}字），请按本项目实际情况撰写。",
                tuple(opening(texts[mine][1]) for mine in same),
                expected="按本项目实际情况撰写",
                basis=f"去除固定用语后相同{sum(same.values())}字",
                key=other,
            )  # fmt: skip


def _alike(one: str, other: str) -> int:
    """Characters of a text that stand in the other, where that is nearly all of it."""
    alike = shared(one, runs(other))
    return alike if alike >= 0.9 * len(one) else 0


def _texts(evidence: Evidence) -> list[tuple[str, Passage, str]]:
    """Paragraphs worth comparing: project, paragraph, text without what may be alike."""
    found = []
    for told in reports(evidence):
        # Projects of one kind have the same indicators: naming them is no copy.
        known = [evidence.names.get(told.project_id, ""), *(i.name for i in told.indicators)]
        given = re.compile(
            "|".join(re.escape(n) for n in sorted(known, key=len, reverse=True) if n) or "(?!)"
        )
        for passage in told.prose.passages:
            if any(_COMMON.search(h) for h in passage.headings[1:] or passage.headings):
                continue
            text = plain(given.sub("", _RECITED.sub("", passage.text)))
            if len(text) >= _SHORTEST:
                found.append((told.project_id, passage, text))
    return found


def _candidates(evidence: Evidence) -> dict[tuple[str, str], dict[tuple[int, int], None]]:
    """Pairs of projects with the pairs of paragraphs that share a sampled run, in both directions."""
    holders: dict[int, list[int]] = defaultdict(list)
    texts = evidence.once(_texts)
    for number, (_, _, text) in enumerate(texts):
        for mark in _marks(text):
            holders[mark].append(number)
    found: dict[tuple[str, str], dict[tuple[int, int], None]] = defaultdict(dict)
    for numbers in holders.values():
        # A run that very many paragraphs hold is a form's own wording: the first few tell enough.
        some = numbers[:12]
        for one in some:
            for other in some:
                if texts[one][0] != texts[other][0]:
                    found[texts[one][0], texts[other][0]][one, other] = None
    return found


def _marks(text: str) -> set[int]:
    """A sample of a text's runs by their hash, the same in every text and every process."""
    raw = text.encode("utf-16-le", "surrogatepass")
    width = 2 * _RUN
    hashes = {crc32(raw[n : n + width]) for n in range(0, max(len(raw) - width, 0) + 1, 2)}
    chosen = {h for h in hashes if h % _ONE_IN == 0}
    return chosen or {min(hashes)}
