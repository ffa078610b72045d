"""The running texts of a made-up year: goals and results of the forms, and the reports.

Every figure in them is the tables'; each scored indicator is analysed once; each point lost is a
problem with its cause and is answered by advice.
"""

from __future__ import annotations

from dataclasses import dataclass

from jxanalytics.model.texts import Section, render_text
from jxanalytics.samples.cells import summary_rows
from jxanalytics.samples.decided import (
    CONCLUSION,
    Plan,
    department_of,
    grade,
    hundredths,
    money_text,
    percent_text,
    report_date,
)
from jxanalytics.samples.marking import names_of
from jxanalytics.samples.words import KINDS, NOTICE, TEMPLATES

_CHECKED = (
    "经核对{evidence}，",
    "评价组查阅了{evidence}，",
    "据{evidence}反映，",
    "按{evidence}统计，",
)


@dataclass(frozen=True)
class _Item:
    """One scored indicator as the texts speak of it; points in hundredths.

    ``missed`` its target; one that the department alone lowered did not, and has a cause too.
    """

    name: str
    level1: str
    level2: str
    target: str
    actual: str
    weight: int
    points: int
    cause: str
    measure: str
    evidence: str
    missed: bool

    @property
    def lost(self) -> int:
        return self.weight - self.points


def write(plan: Plan) -> dict[str, str]:
    """The text of every document, by document id."""
    items = _items(plan)
    texts = _summaries(plan)
    for i, project in enumerate(plan.ids):
        goal, result = _goal(plan, i, items[i]), _result(plan, i, items[i])
        texts[f"{project}-target"] = _text(Section(1, "年度总体目标", (goal,)))
        texts[f"{project}-self_evaluation"] = _text(
            Section(1, "年度总体目标", ()),
            Section(2, "预期目标", (goal,)),
            Section(2, "实际完成情况", (result, _money(plan, i))),
        )
        if plan.evaluated[i]:
            texts[f"{project}-report"] = _text(*_report(plan, i, items[i], goal))
    return texts


def _text(*sections: Section) -> str:
    return render_text((Section(0, "", (NOTICE,)), *sections))


def _items(plan: Plan) -> list[list[_Item]]:
    """The scored indicators of each project, with the department's points where it evaluated."""
    s, o = plan.slots, plan.outcomes
    names, points = names_of(plan), (o.score - plan.deducted).tolist()
    found: list[list[_Item]] = [[] for _ in plan.ids]
    rows = zip(s.project.tolist(), s.template.tolist(), s.weight.tolist(), strict=True)
    for row, (project, template, weight) in enumerate(rows):
        if template < 0:
            continue
        cause, _, measure = o.reason[row].removesuffix("。").partition("。")
        if plan.deducted[row]:
            cause, measure = "成效佐证资料不够充分", "补充成效佐证资料"
        found[project].append(_Item(
            names[row], s.level1[row], s.level2[row], o.target_raw[row], o.actual_raw[row],
            weight * 100, points[row], cause, measure.removeprefix("下一步"), TEMPLATES[template].evidence, bool(o.missed[row]),
        ))  # fmt: skip
    return found


def _goal(plan: Plan, project: int, items: list[_Item]) -> str:
    kind = KINDS[plan.projects.kind[project]]
    tasks = "、".join(f"{i.name}（{i.target}）" for i in items if i.level2 == "数量指标")
    return f"{kind.goal}。主要任务：{tasks}。"


def _result(plan: Plan, project: int, items: list[_Item]) -> str:
    done = "，".join(f"{i.name}为{i.actual}" for i in items if i.level2 == "数量指标")
    missed = sum(i.missed for i in items)
    rest = f"{missed}项指标未达到年度指标值，原因和措施见指标表" if missed else "各项指标均已达到"
    return f"截至年末，{done}；{rest}。"


def _money(plan: Plan, project: int) -> str:
    """The money in one paragraph; its parts sum to the whole."""
    m = plan.money
    parts = [("当年财政拨款", m.current), ("上年结转资金", m.carry_over), ("其他资金", m.other)]
    listed = "、".join(f"{n}{money_text(int(v[project]))}万元" for n, v in parts if v[project])
    text = (
        f"全年预算数{money_text(int(m.annual[project]))}万元，包括{listed}；"
        f"全年执行数{money_text(int(m.executed[project]))}万元，预算执行率{percent_text(int(plan.rate[project]))}。"
    )
    if m.closing[project]:
        text += f"年末未执行{money_text(int(m.closing[project]))}万元，主要是部分合同按进度付款，尾款在下年度支付。"
    return text


def _summaries(plan: Plan) -> dict[str, str]:
    """A note on what each summary lists."""
    order, summaries, _ = summary_rows(plan)
    listed: dict[str, list[int]] = {}
    for i, summary in zip(order, summaries, strict=True):
        listed.setdefault(summary, []).append(i)
    texts = {}
    for summary, members in listed.items():
        annual, executed = plan.money.annual[members].sum(), plan.money.executed[members].sum()
        note = (
            f"注：本表列有项目{len(members)}个，全年预算数合计{money_text(int(annual))}万元，"
            f"全年执行数合计{money_text(int(executed))}万元，各项目均已开展绩效自评。"
        )
        texts[summary] = _text(Section(1, "说明", (note,)))
    return texts


def _report(plan: Plan, project: int, items: list[_Item], goal: str) -> list[Section]:
    year, month, day = report_date(plan, project).split("-")
    date = f"{year}年{int(month)}月{int(day)}日"
    return [
        *_basics(plan, project, items, goal),
        *_work(plan, project, date),
        Section(1, CONCLUSION, (_conclusion(plan, project, items),)),
        *_analysis(plan, project, items),
        *_lessons(plan, project, items, date),
    ]


def _basics(plan: Plan, project: int, items: list[_Item], goal: str) -> list[Section]:
    p = plan.projects
    unit, kind = plan.units[p.unit[project]].name, KINDS[p.kind[project]]
    content = "、".join(dict.fromkeys(i.name for i in items if i.level1 == "产出指标"))
    met = sum(i.points == i.weight for i in items)
    done = f"除预算资金执行率外，列入评价的{len(items)}项指标中，得满分{met}项，有扣分{len(items) - met}项。"
    return [
        Section(1, "一、基本情况", ()),
        Section(2, "（一）项目概况", ()),
        Section(3, "1、项目背景", (f"{p.name[project]}由{unit}实施，立项目的是{kind.goal}。",)),
        Section(3, "2、项目主要内容及实施情况", (f"考核内容包括{content}。", f"实施期限为{plan.year}年1月至12月。")),
        Section(3, "3、资金投入和使用情况", (_money(plan, project),)),
        Section(2, "（二）项目绩效目标", ()),
        Section(3, "1、总体目标", (goal,)),
        Section(3, "2、阶段性目标", ("上半年完成方案编制和采购，下半年组织实施并验收。",)),
        Section(3, "3、项目预期目标完成情况", (done,)),
    ]  # fmt: skip


def _work(plan: Plan, project: int, date: str) -> list[Section]:
    agency = plan.units[department_of(plan, project)].name
    people = int(plan.evaluators[project])
    return [
        Section(1, "二、绩效评价工作开展情况", ()),
        Section(2, "（一）绩效评价目的、对象和范围",
                (f"本次评价以{plan.projects.name[project]}为对象，查明资金使用和目标完成情况，为预算安排提供依据。",)),
        Section(2, "（二）绩效评价原则、评价指标体系、评价方法、评价标准等",
                ("评价坚持客观公正、依据充分，采用比较法和抽样核查，以批复的绩效目标为标准，指标及评分规则见附表。",)),
        Section(2, "（三）绩效评价工作过程",
                (f"{agency}成立{people}人评价组，于{plan.year + 1}年4月核查资料，{date}形成报告。",)),
    ]  # fmt: skip


def _conclusion(plan: Plan, project: int, items: list[_Item]) -> str:
    total = int(plan.department_total[project])
    return f"经综合评价，{plan.projects.name[project]}得分{hundredths(total)}分，评价等级为{grade(total)}。"


def _analysis(plan: Plan, project: int, items: list[_Item]) -> list[Section]:
    points = int(plan.execution[project])
    rate = percent_text(int(plan.rate[project]))
    execution = (
        f"预算资金执行率：年度指标值为100%，实际完成值为{rate}。经评价，得{hundredths(points)}分。"
    )
    process = f"项目由{plan.units[plan.projects.unit[project]].name}按财务制度管理，支出凭证齐全，未发现违规使用资金。"
    produced = [i for i in items if i.level1 in ("成本指标", "产出指标")]
    brought = [i for i in items if i.level1 not in ("成本指标", "产出指标")]
    return [
        Section(1, "四、绩效评价指标分析", ()),
        Section(2, "（一）项目决策情况", ("项目按程序申报，绩效目标随预算批复下达。", execution)),
        Section(2, "（二）项目过程情况", (process,)),
        *_by_level2("（三）项目产出情况", produced),
        *_by_level2("（四）项目效益情况", brought),
    ]


def _by_level2(heading: str, items: list[_Item]) -> list[Section]:
    sections = [Section(2, heading, ())]
    for number, level2 in enumerate(dict.fromkeys(i.level2 for i in items), start=1):
        members = [i for i in items if i.level2 == level2]
        told = tuple(_told(item, number + n) for n, item in enumerate(members))
        sections.append(Section(3, f"{number}、{level2}情况分析", told))
    return sections


def _told(item: _Item, turn: int) -> str:
    checked = _CHECKED[turn % len(_CHECKED)].format(evidence=item.evidence)
    why = f"{item.cause}。" if item.cause else ""
    figures = f"年度指标值为{item.target}，实际完成值为{item.actual}。"
    return f"{item.name}：{checked}{figures}{why}经评价，得{hundredths(item.points)}分。"


def _lessons(plan: Plan, project: int, items: list[_Item], date: str) -> list[Section]:
    lost = [(i.name, i.lost, i.cause, i.measure) for i in items if i.lost]
    missing = 1000 - int(plan.execution[project])
    if missing:
        cause = "部分合同按进度付款，尾款在下年度支付"
        lost.insert(0, ("预算资金执行率", missing, cause, "按合同节点加快支付，结转资金优先使用"))
    problems = [
        f"（{n}）{name}扣{hundredths(points)}分。" for n, (name, points, _, _) in enumerate(lost, 1)
    ]
    causes = [f"（{n}）{name}：{cause}。" for n, (name, _, cause, _) in enumerate(lost, 1)]
    advice = [
        f"（{n}）针对{name}，建议{measure}。" for n, (name, _, _, measure) in enumerate(lost, 1)
    ]
    practice = "一是年初分解任务到岗到人；二是按月对照绩效目标检查进度；三是支出与任务同步核对。"
    return [
        Section(1, "五、主要经验及做法、存在的问题及原因分析", ()),
        Section(2, "1、主要经验及做法", (practice,)),
        Section(2, "2、存在的问题", tuple(problems) or ("各项指标均得满分，评价未发现扣分事项。",)),
        Section(2, "3、原因分析", tuple(causes) or ("无",)),
        Section(1, "六、有关建议", tuple(advice) or ("保持现有做法。",)),
        Section(1, "七、其他需要说明的问题", ("无", date)),
    ]
