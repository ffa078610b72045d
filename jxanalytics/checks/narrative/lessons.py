"""Problems, causes and advice of a report: do they speak of the points lost, and of each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jxanalytics.checks.evidence import Evidence
from jxanalytics.checks.finding import Raised, Severity
from jxanalytics.checks.narrative.told import Indicator, Told, reports
from jxanalytics.checks.prose import Passage
from jxanalytics.checks.quotes import bare, opening, spot_at, unnumbered
from jxanalytics.checks.registry import check
from jxanalytics.model import say

_ITEMS = re.compile("(?=[一二三四五六七八九十]是)")
# Says that there is nothing to say, or that things go on as they are.
_NOTHING = re.compile(
    "^(?:无|暂无|没有|不适用|无其他)|未发现|无明显问题|不存在问题|保持现有|继续保持"
)
_EXECUTION = re.compile(
    "执行率|预算执行|执行进度|支出进度|支付进度|资金支出|资金支付|资金使用率|结转|结余|沉淀|支出缓慢|加快支出|加快支付"
)
_LEAD_IN = re.compile("如下|以下|评估中发现|主要有$|主要是$")
_FIGURES = re.compile("[\\d%.]+年?")
# Pairs of characters that every problem and every piece of advice may hold.
_EMPTY = frozenset(
    re.findall(
        "..",
        "工作项目管理加强进一一步提高问题建议情况开展资金单位不够不足存在主要由于需要有关相关完善建立机制制度绩效评价指标目标预算实际年度完成实施部分部门各项各个及时效率"
        "质量推进落实措施要求能力水平方面还有有待针对对预强化健全规范确保保证按照根据过程全过严格的问以及不断组织力度加大更加做好进行结合性和积极极性主动动性还不不高我办"
        "我局本年全年把控对项标准统一服务人员资料材料新建建设高标准化",
    )
)


@dataclass(frozen=True)
class Lessons:
    """The items of problems (with causes) and of advice, each with its paragraph."""

    problems: list[tuple[str, Passage]]
    causes: list[tuple[str, Passage]]
    advice: list[tuple[str, Passage]]

    @property
    def said(self) -> str:
        return "".join(text for text, _ in (*self.problems, *self.causes))


@check(
    "JX722",
    title="存在的问题没有说到失分之处",
    rule="评分表中失分的指标，应在“存在的问题”中说明，并有针对的建议。",
    severity=Severity.WARNING,
)
def losses_unsaid(evidence: Evidence) -> Iterator[Raised]:
    """Where points were lost, the problems a report names are those."""
    for told in reports(evidence):
        lessons = _lessons(told)
        if not lessons.problems:
            continue
        lost = [i for i in told.indicators if i.lost > 0]
        problems = "".join(text for text, _ in lessons.problems)
        unsaid = [i for i in lost if not _speaks_of(problems, i)]
        if unsaid:
            advice = "".join(text for text, _ in lessons.advice)
            also = "，建议也没有针对措施" if not any(_speaks_of(advice, i) for i in unsaid) else ""
            names = "、".join(f"“{i.name}”（失{say.points(i.lost)}）" for i in unsaid)
            passages = dict.fromkeys(
                p for _, p in (*lessons.problems, *(lessons.advice if also else ()))
            )
            yield Raised(
                told.project_id,
                f"失分指标{names}没有列入存在的问题{also}，请补充原因和改进措施。",
                (*(opening(p) for p in passages), *(i.score_spot for i in unsaid if i.score_spot)),
                expected="问题与失分指标对应",
                basis="、".join(f"{i.name}{say.points(i.weight)}得{say.points(i.score)}" for i in unsaid),
            )  # fmt: skip


@check(
    "JX723",
    title="建议没有对应的问题",
    rule="每条建议应针对所列的问题、原因或失分指标。",
    severity=Severity.NOTE,
)
def advice_without_problem(evidence: Evidence) -> Iterator[Raised]:
    """Each piece of advice answers a problem, a cause or a loss of points."""
    for told in reports(evidence):
        lessons = _lessons(told)
        lost = [i for i in told.indicators if i.lost > 0]
        ground = _words(lessons.said + "".join(i.name for i in lost)) - _own(evidence, told)
        if not lessons.problems:
            continue
        loose = [
            (text, passage)
            for text, passage in lessons.advice
            if not _words(text) & ground and not any(_speaks_of(text, i) for i in lost)
        ]
        if loose:
            yield Raised(
                told.project_id,
                f"有{len(loose)}条建议没有对应所列问题或失分指标，请说明针对什么问题，或补充相应的问题。",
                tuple(spot_at(passage, text) for text, passage in loose),
                expected="建议与问题对应",
                basis="逐条比对建议与问题、原因、失分指标",
            )


@check(
    "JX724",
    title="问题没有对应的建议",
    rule="所列的每个问题，应在“有关建议”中有改进措施。",
    severity=Severity.NOTE,
)
def problem_without_advice(evidence: Evidence) -> Iterator[Raised]:
    """Each problem is answered by some advice."""
    for told in reports(evidence):
        lessons = _lessons(told)
        if not lessons.advice:
            continue
        offered = "".join(text for text, _ in lessons.advice)
        answers = _words(offered) - _own(evidence, told)
        named = [i for i in told.indicators if i.lost > 0]
        # A cause told beside a problem may be what the advice takes up.
        causes = (
            _words("".join(text for text, _ in lessons.causes))
            if len(lessons.problems) == 1
            else set()
        )
        open_ = [
            (text, passage)
            for text, passage in lessons.problems
            if not (_words(text) | causes) & answers
            and not any(_speaks_of(text, i) and _speaks_of(offered, i) for i in named)
        ]
        if open_:
            yield Raised(
                told.project_id,
                f"有{len(open_)}个问题在有关建议中没有改进措施，请补充。",
                tuple(spot_at(passage, text) for text, passage in open_),
                expected="每个问题都有建议",
                basis="逐条比对问题与建议",
            )


def _own(evidence: Evidence, told: Told) -> set[str]:
    """The words of the project's name: all of its text is about them."""
    return _words(evidence.names[told.project_id])


def _lessons(told: Told) -> Lessons:
    lessons = Lessons([], [], [])
    for passage in told.prose.passages:
        heading = passage.place.heading
        if passage.under("建议"):
            lessons.advice.extend(_items(passage))
        elif "原因" in heading and "问题" not in heading:
            lessons.causes.extend(_items(passage))
        elif "问题" in heading and "其他需要" not in heading:
            own = "经验" not in heading or passage.text.startswith(("存在", "问题"))
            lessons.problems.extend(_items(passage) if own else ())
    return lessons


def _items(passage: Passage) -> Iterator[tuple[str, Passage]]:
    """The items of a paragraph: 一是…；二是… are several; 无 and a mere date are none."""
    for part in _ITEMS.split(passage.text):
        text = unnumbered(part).strip()
        dated = (
            any(day.iso for sentence in passage.sentences for day in sentence.days)
            and len(text) < 20
        )
        lead_in = text.endswith(("：", ":")) or (len(text) < 20 and _LEAD_IN.search(text))
        if len(text) >= 4 and not _NOTHING.search(text) and not dated and not lead_in:
            yield text, passage


def _speaks_of(text: str, indicator: Indicator) -> bool:
    """Whether a text names an indicator, or most of what its name says."""
    if indicator.role == "execution":
        return _EXECUTION.search(text) is not None
    name = bare(indicator.name)
    if name in bare(text):
        return True
    words = _words(indicator.name)
    return bool(words) and len(words & _words(text)) * 10 >= 6 * len(words)


def _words(text: str) -> set[str]:
    """Pairs of characters that say something: what texts about one thing share."""
    text = _FIGURES.sub("·", bare(text))
    return {text[n : n + 2] for n in range(len(text) - 1) if "·" not in text[n : n + 2]} - _EMPTY
