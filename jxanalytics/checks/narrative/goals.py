"""Goals and results: results that repeat goals, goals told as results, plans for a past year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from jxanalytics.checks.evidence import Evidence
from jxanalytics.checks.finding import Raised, Severity
from jxanalytics.checks.prose import Passage, Plan, Prose, Sentence
from jxanalytics.checks.prose.likeness import plain, runs, shared
from jxanalytics.checks.quotes import opening, spot_at, unnumbered
from jxanalytics.checks.registry import check

_RESULT_HEADINGS = re.compile("完成情况|实现情况")
_GOAL_HEADINGS = re.compile("目标")
# Headings under which a plan made for the year itself is rightly told.
_PLANNED = re.compile("目标|背景|概况|依据|主要内容|立项|工作过程|评价目的|对象")
_ADVICE = re.compile("建议|改进|措施|下一步|打算|问题|原因")
# Words of something done; a goal is set before it is done.
_DONE = re.compile(
    "有了(?:新的|明显|较大|显著)|取得了|提供了|激发了|赢得了|促进了|实现了|圆满完成|顺利完成了?|已(?:经)?完成|得到了|完成了|达到了|续写了"
)
# A repeated text must be long enough to be more than a name.
_SHORTEST = 10


@check(
    "JX710",
    title="完成情况重复目标文字",
    rule="“实际完成情况”应写明完成了什么、完成多少；与目标文字相同的部分达到{share}%的，请补充实际完成情况。",
    severity=Severity.WARNING,
)
def results_repeat_goals(evidence: Evidence, *, share: float = 50) -> Iterator[Raised]:
    """What is told as result is not the goal word for word."""
    goals = evidence.once(_goals)
    for project, prose in evidence.texts("report", "self_evaluation"):
        results = [p for p in prose.passages if _is_result(p)]
        length = sum(len(plain(p.text)) for p in results)
        repeated, aims, same = [], [], 0
        for passage in results:
            text = plain(unnumbered(passage.text))
            for goal, known in goals.get(project, []):
                if (alike := shared(text, known)) >= 0.9 * len(text):
                    repeated.append(passage)
                    aims.append(goal)
                    same += alike
                    break
        if not length or not repeated or same * 100 < share * length:
            continue
        where = evidence.short(aims[0].document_id)
        yield Raised(
            project,
            f"{evidence.short(prose.document_id)}的实际完成情况与{where}“{aims[0].place.heading}”文字相同，"
            "请写明各项任务的实际完成数量和结果。",
            tuple(dict.fromkeys(opening(p) for p in (*repeated, *aims))),
            expected="实际完成的数量和结果",
            basis=f"完成情况{length}字中有{same}字与目标相同",
            key=evidence.kinds[prose.document_id],
        )


@check(
    "JX711",
    title="目标写成了完成情况",
    rule="绩效目标应在年初设定，写预期达到的结果；用“有了”“提供了”等已完成表述的，请提供批复的绩效目标表。",
    severity=Severity.NOTE,
)
def goals_told_as_results(evidence: Evidence) -> Iterator[Raised]:
    """A goal speaks of what is to be reached, not of what was."""
    for project, passages in evidence.once(_goals).items():
        done = [goal for goal, _ in passages if _DONE.search(goal.text)]
        if done:
            words = "、".join(
                dict.fromkeys(
                    f"“{match[0]}”" for goal in done if (match := _DONE.search(goal.text))
                )
            )
            yield Raised(
                project,
                f"绩效目标中有{words}等已完成的表述，请提供年初批复的绩效目标表，并按预期结果表述目标。",
                tuple(dict.fromkeys(opening(goal) for goal in done)),
                expected="预期达到的结果",
                basis="目标文字中已完成的表述",
            )  # fmt: skip


@check(
    "JX712",
    title="对已过去的年度用将来表述",
    rule="年度结束后形成的材料，不应写该年度“将”“拟”“计划”做什么（目标、背景等追述当时计划的除外）。",
    severity=Severity.WARNING,
)
def plans_for_the_past(evidence: Evidence) -> Iterator[Raised]:
    """A report written after the year has no plans for that year."""
    for project, prose in evidence.texts("report", "self_evaluation"):
        document = evidence.document(prose.document_id)
        # Forms and reports on a year are filed after it; a date, where there is one, decides.
        written = int(document["dated"][:4]) if document["dated"] else evidence.year.year + 1
        found = [
            (sentence, plan)
            for sentence in prose.sentences
            for plan in sentence.plans
            if plan.year is not None and plan.year < written and _still_to_come(sentence, plan)
        ]
        if found:
            years = "、".join(dict.fromkeys(f"{plan.year}年" for _, plan in found))
            yield Raised(
                project,
                f"{evidence.short(prose.document_id)}写于{written}年，文中仍称{years}“{found[0][1].word}”开展有关工作，"
                "请核实年份；已经完成的，请写明结果。",
                tuple(dict.fromkeys(spot_at(s.passage, s.text) for s, _ in found)),
                expected=f"{written}年或以后的安排，或已完成的结果",
                basis=f"材料日期{document['dated'] or f'按{written}年计'}",
                key=evidence.kinds[prose.document_id],
            )


def _still_to_come(sentence: Sentence, plan: Plan) -> bool:
    passage = sentence.passage
    if passage.under("建议") or _ADVICE.search(passage.place.heading):
        return True
    if any(_PLANNED.search(heading) for heading in passage.headings):
        return False
    # 计划 and 拟 also tell what was planned at the time: 2019年计划培训6次，实际6次.
    return plan.word == "将"


def _goals(evidence: Evidence) -> dict[str, list[tuple[Passage, set[str]]]]:
    """The paragraphs of goals of each project, with their runs; target form first."""
    found: dict[str, list[tuple[Passage, set[str]]]] = defaultdict(list)
    for kind in ("target", "self_evaluation", "report"):
        for project, prose in evidence.texts(kind):
            found[project] += [(p, runs(plain(unnumbered(p.text)))) for p in _aims(prose)]
    return found


def _aims(prose: Prose) -> Iterator[Passage]:
    for passage in prose.passages:
        heading = passage.place.heading
        named = _GOAL_HEADINGS.search(heading) and not _RESULT_HEADINGS.search(heading)
        if named and len(plain(passage.text)) >= _SHORTEST:
            yield passage


def _is_result(passage: Passage) -> bool:
    heading = passage.place.heading
    told = _RESULT_HEADINGS.search(heading) is not None and not passage.under("指标分析")
    # A paragraph of money is told beside the results and repeats no goal.
    return told and len(plain(passage.text)) >= _SHORTEST and "万元" not in passage.text
