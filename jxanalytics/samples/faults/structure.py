"""Faults of structure, dates and disclosure."""

from __future__ import annotations

import datetime
import re

from jxanalytics.samples.decided import report_date
from jxanalytics.samples.faults.desk import FORM, REPORT, SUMMARY, TARGET, Desk
from jxanalytics.samples.faults.kinds import fault
from jxanalytics.samples.words import NOTICE

_SECTIONS = ("五、主要经验及做法、存在的问题及原因分析", "六、有关建议")
_ATTACHED = ("评价指标体系", "满意度调查问卷", "现场核查记录")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
# Made up, and not anonymised as 某某 would be.
_PEOPLE = ("周建平", "李秀芬", "孙国栋", "王丽华", "赵志明", "吴春梅", "郑卫东", "陈玉珍")


@fault("structure", "评价报告缺少规定的章节，请补充")
def section_missing(desk: Desk) -> str:
    """A whole section of the report is not there."""
    desk.need(desk.evaluated)
    heading = desk.one(_SECTIONS)
    text = desk.text(REPORT)
    start = text.index(f"# {heading}")
    end = text.index("\n# ", start) + 1
    desk.say(REPORT, text[start:end], "")
    return f"评价报告没有“{heading}”"


@fault("structure", "附件编号不连续，请补充缺少的附件")
def attachment_gap(desk: Desk) -> str:
    """The report ends with its attachments, and one number is not there."""
    desk.need(desk.evaluated)
    missing = desk.one([2, 3])
    numbers = [n for n in (1, 2, 3, 4) if n != missing]
    for number, title in zip(numbers, _ATTACHED, strict=True):
        desk.tell(REPORT, "# 七、其他需要说明的问题", f"附件{number}：{title}")
    return f"评价报告附件编号为{'、'.join(map(str, numbers))}，缺附件{missing}"


@fault("structure", "文件所写年度与评价年度不一致，请核对")
def year_wrong(desk: Desk) -> str:
    kind = desk.one([FORM, TARGET])
    row = desk.row("documents", kind)
    wrong = desk.plan.year - 1
    desk.put("documents", row, year=float(wrong))
    return f"{'自评表' if kind == FORM else '绩效目标表'}年度误写为{wrong}年"


@fault("structure", "落款日期早于年度结束，请核实")
def dated_too_early(desk: Desk) -> str:
    """The self-evaluation was filed before the year it tells of was over."""
    row = desk.row("documents", FORM)
    day = datetime.date(desk.plan.year, desk.number(9, 12), desk.number(1, 28))
    desk.put("documents", row, dated=str(day))
    return f"自评表落款日期{day}早于年度结束"


@fault("structure", "评价报告的日期前后不一致，请核对")
def dates_disagree(desk: Desk) -> str:
    """The date under the report is not that of its cover and of its account of the work."""
    desk.need(desk.evaluated)
    said = _said(report_date(desk.plan, desk.i))
    other = f"{desk.plan.year + 1}年6月{desk.number(1, 8)}日"
    desk.say(REPORT, f"无\n\n{said}", f"无\n\n{other}")
    return f"评价报告封面日期为{said}，文末为{other}"


def _said(date: str) -> str:
    year, month, day = date.split("-")
    return f"{year}年{int(month)}月{int(day)}日"


@fault("structure", "评价报告所写项目名称与项目清单不一致，请核对")
def title_of_another(desk: Desk) -> str:
    """The report's title has a name that is not the project's."""
    desk.need(desk.evaluated)
    names = [n for n in desk.plan.projects.name if n != desk.name]
    other = desk.one(names)
    desk.put("documents", desk.row("documents", REPORT), title=f"{other}绩效评价报告")
    return f"{desk.name}的评价报告标题写为“{other}绩效评价报告”"


@fault("structure", "评价机构参与项目实施，请说明其独立性")
def evaluates_itself(desk: Desk) -> str:
    """A third party evaluates what it carried out itself."""
    desk.need(desk.evaluated)
    firm = desk.one(
        ["众评咨询有限公司（虚构）", "明衡管理咨询有限公司（虚构）", "启信工程咨询有限公司（虚构）"]
    )
    unit = desk.plan.units[int(desk.plan.projects.unit[desk.i])]
    agency = desk.plan.units[unit.department].name
    desk.put("documents", desk.row("documents", REPORT), agency=firm)
    desk.say(
        REPORT,
        f"项目由{unit.name}按财务制度管理",
        f"项目委托{firm}具体实施，由{unit.name}按财务制度管理",
    )
    desk.say(REPORT, f"{agency}成立", f"受{agency}委托，第三方机构{firm}成立")
    return f"第三方机构{firm}既实施项目又评价项目"


@fault("structure", "评价人员少于3人，请补充")
def too_few_evaluators(desk: Desk) -> str:
    """Fewer than the note under the list asks for."""
    desk.need(desk.evaluated)
    rows, kept = desk.rows("evaluators", REPORT), desk.number(1, 2)
    desk.drop("evaluators", rows[kept:])
    desk.say(REPORT, f"成立{len(rows)}人评价组", f"成立{kept}人评价组")
    desk.say(REPORT, NOTICE, f"{NOTICE}\n\n注：评价小组须不低于3人，所有评价人员须亲笔签名。")
    return f"评价报告只列{kept}名评价人员"


@fault("structure", "正文所写评价人数与名单不一致，请核对")
def evaluators_told(desk: Desk) -> str:
    desk.need(desk.evaluated)
    count = len(desk.rows("evaluators", REPORT))
    wrong = count + desk.number(2, 4)
    desk.say(REPORT, f"成立{count}人评价组", f"成立{wrong}人评价组")
    return f"评价报告正文写评价组{wrong}人，名单{count}人"


@fault("structure", "同一评价人员列出两次，请核对")
def evaluator_twice(desk: Desk) -> str:
    """One person in two lines of the list."""
    desk.need(desk.evaluated)
    rows = desk.rows("evaluators", REPORT)
    desk.put("evaluators", rows[-1], name=desk.get("evaluators", rows[0], "name"))
    return f"评价人员{desk.get('evaluators', rows[0], 'name')}列出两次"


@fault("structure", "汇总表说明的项目数与表中不一致，请核对")
def summary_count(desk: Desk) -> str:
    listed = len(desk.rows("funding", SUMMARY))
    wrong = listed + desk.one([-1, 1, 2])
    desk.need(wrong > 0)
    desk.say(SUMMARY, f"列有项目{listed}个", f"列有项目{wrong}个")
    return f"汇总表说明写项目{wrong}个，表中{listed}个"


def _tell(desk: Desk, sentence: str) -> None:
    """A sentence at the end of the results in the form or of the practices in the report."""
    if desk.evaluated and desk.number(0, 1):
        text = desk.text(REPORT)
        old = re.search(r"三是[^。\n]*。", text)
        assert old
        desk.say(REPORT, old[0], old[0] + sentence)
    else:
        desk.tell(FORM, "## 实际完成情况", sentence)


@fault("disclosure", "材料含个人电话号码，公开前请删去")
def phone_number(desk: Desk) -> str:
    number = desk.one(["138", "159", "186", "177"]) + f"{desk.number(0, 99999999):08d}"
    _tell(desk, f"如有疑问可致电{number}。")
    return f"正文写有手机号码{number}"


@fault("disclosure", "材料含公民身份号码，公开前请删去")
def identity_number(desk: Desk) -> str:
    """Eighteen digits, the last one right; a region that begins with 10 does not exist."""
    born = datetime.date(desk.number(1950, 2005), desk.number(1, 12), desk.number(1, 28))
    digits = f"100100{born:%Y%m%d}{desk.number(1, 999):03d}"
    number = digits + _CHECKS[sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True)) % 11]
    _tell(desk, f"经抽查，身份证号{number}的对象资料齐全。")
    return f"正文写有身份证号{number}"


@fault("disclosure", "材料点名个人，公开前请隐去姓名")
def named_person(desk: Desk) -> str:
    """Someone who received help, or whom to ask, by name."""
    name, role = desk.one(_PEOPLE), desk.one(["受助人", "联系人", "经办人"])
    _tell(desk, f"{role}：{name}。")
    return f"正文写有{role}姓名“{name}”"
