"""One fault at a time in the texts of a clean generated year."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from jxanalytics.checks import Choice, Finding, Settings, check_year, registered
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.samples import make_year
from tests.scoring.years import indicator, year_of

YEAR = 2024
# What a report must tell of for every fault below to have its place.
WANTED = ("年末未执行", "生态效益指标情况分析\n\n", "（3）针对", "截至年末")


def chosen() -> tuple[EvaluationYear, str]:
    """A small clean year with a project whose report tells of everything wanted."""
    for seed in range(50):
        year = make_year(YEAR, seed, 12, 3)
        for who in year["projects"]["project_id"]:
            text = year.texts.get(f"{who}-report", "") + year.texts[f"{who}-self_evaluation"]
            if all(words in text for words in WANTED):
                return year, who
    raise AssertionError("no such report")


CLEAN, WHO = chosen()
REPORT, FORM = f"{WHO}-report", f"{WHO}-self_evaluation"


@pytest.fixture(scope="module")
def clean() -> EvaluationYear:
    return CLEAN


# Only the families of text, structure and disclosure run: the others have tests of their own.
ONLY = Settings({code: Choice(on=False) for code in registered() if code[2] not in "78"})


def told(year: EvaluationYear) -> list[Finding]:
    return list(check_year(year, settings=ONLY))


def with_text(year: EvaluationYear, document: str, change: Callable[[str], str]) -> EvaluationYear:
    before = year.texts[document]
    after = change(before)
    assert after != before
    return EvaluationYear(year.year, year.tables, {**year.texts, document: after})


def replaced(pattern: str, by: str) -> Callable[[str], str]:
    return lambda text: re.sub(pattern, by, text, count=1)


def added(heading: str, sentence: str) -> Callable[[str], str]:
    """A paragraph more below a heading."""
    return lambda text: re.sub(
        rf"^(#+ [^\n]*{heading}[^\n]*\n)", rf"\1\n{sentence}\n", text, count=1, flags=re.M
    )


def without(pattern: str) -> Callable[[str], str]:
    return lambda text: re.sub(pattern, "", text, count=1, flags=re.M | re.S)


PLANTED = [
    ("全年预算数另写", REPORT, replaced(r"全年预算数[\d.]+万元", "全年预算数3.21万元"), "JX702"),
    ("自评表执行数另写", FORM, replaced(r"全年执行数[\d.]+万元", "全年执行数1.23万元"), "JX702"),
    ("年末未执行另写", REPORT, replaced(r"年末未执行[\d.]+万元", "年末未执行9999.99万元"), "JX702"),
    ("执行率另写", REPORT, replaced(r"预算执行率[\d.]+%", "预算执行率88.01%"), "JX703"),
    ("指标分析执行率另写", REPORT, replaced(r"(预算资金执行率：[^。]*实际完成值为)[\d.]+%", r"\g<1>61.5%"), "JX703"),
    ("分项大于总数", REPORT, added("项目过程情况", "全年开展巡查40次，其中日间28次、夜间19次。"), "JX704"),
    ("分项不足", REPORT, added("项目过程情况", "全年开展巡查40次，包括日间18次、夜间19次。"), "JX705"),
    ("后置合计不符", REPORT, added("项目过程情况", "日间巡查18次、夜间巡查19次，共计40次。"), "JX705"),
    ("列举只占小部分", REPORT, added("项目过程情况", "全年开展巡查40次，其中日间8次、夜间6次等。"), "JX706"),
    ("占比超过", REPORT, added("项目过程情况", "支出中设备购置占62%，人员培训占51%。"), "JX707"),
    ("增长率无基数", REPORT, added("项目过程情况", "全年受理申请53件，同比增长12.7%。"), "JX708"),
    ("较上年下降无基数", REPORT, added("项目过程情况", "全年受理投诉17件，较2023年下降33.3%。"), "JX708"),
    ("前后数字不同", REPORT, added("项目过程情况", "全年组织专家论证会12次。\n\n年内召开专家论证会15次。"), "JX709"),
    ("完成情况照抄目标", FORM, lambda t: re.sub(r"(## 预期目标\n\n)(.*?)(\n\n## 实际完成情况\n\n)[^\n]*", r"\1\2\3\2", t), "JX710"),
    ("将来时", REPORT, added("项目过程情况", f"{YEAR}年将进一步加强现场管理。"), "JX712"),
    ("建议写过去年度", REPORT, added("六、有关建议", f"{YEAR}年拟针对预算资金执行率加快支付。"), "JX712"),
    ("约数矛盾", REPORT, added("项目过程情况", "服务群众近3000余人次。"), "JX713"),
    ("未填内容", REPORT, added("项目过程情况", "监理单位为××公司。"), "JX715"),
    ("同一段材料", REPORT, lambda t: re.sub(r"(数量指标情况分析\n\n)([^：\n]*)：([^\n]*)\n\n([^：\n]*)：[^\n]*", r"\1\2：\3\n\n\4：\3", t), "JX716"),
    ("指标没有分析", REPORT, without(r"(?<=数量指标情况分析\n\n)[^\n]*\n\n"), "JX717"),
    ("二级指标分析为无", REPORT, lambda t: re.sub(r"(生态效益指标情况分析\n\n)[^\n]*", r"\1无", t), "JX717"),
    ("正文得分另写", REPORT, lambda t: re.sub(r"(数量指标情况分析\n\n[^\n]*得)[\d.]+分", r"\g<1>0.5分", t), "JX719"),
    ("总分另写", REPORT, replaced(r"得分[\d.]+分，评价", "得分61.23分，评价"), "JX720"),
    ("等级另写", REPORT, replaced("评价等级为.", "评价等级为差"), "JX720"),
    ("实际完成值另写", REPORT, lambda t: re.sub(r"(数量指标情况分析\n\n[^\n]*实际完成值为)\d+", r"\g<1>7", t), "JX721"),
    ("年度指标值另写", REPORT, lambda t: re.sub(r"(数量指标情况分析\n\n[^\n]*年度指标值为\D*)\d+", r"\g<1>7", t), "JX721"),
    ("自评表完成值另写", FORM, replaced(r"(实际完成情况\n\n截至年末，[^，]*为)\d+", r"\g<1>7"), "JX721"),
    ("问题不提失分", REPORT, lambda t: re.sub(r"(## 2、存在的问题\n\n).*?(?=\n\n## 3)", r"\1宣传形式较为单一。", t, flags=re.S), "JX722"),
    ("建议无对应问题", REPORT, added("六、有关建议", "（9）开展廉政警示教育。"), "JX723"),
    ("问题无对应建议", REPORT, added("2、存在的问题", "（0）档案柜容量偏小。"), "JX724"),
    ("附件缺号", REPORT, lambda t: f"附件1：\n\n附件2：\n\n附件4：\n\n{t}", "JX801"),
    ("缺部分", REPORT, without(r"^# 七、.*\Z"), "JX802"),
    ("缺建议部分", REPORT, without(r"^# 六、.*?(?=^# 七)"), "JX802"),
    ("空部分", REPORT, without(r"(?<=评价结论\n\n)[^\n]*\n\n"), "JX803"),
    ("编号重复", REPORT, replaced("（三）项目产出情况", "（二）项目产出情况"), "JX804"),
    ("文末日期不同", REPORT, lambda t: re.sub(r"\d{4}年\d+月\d+日\n*\Z", "2025年3月2日\n", t), "JX813"),
    ("评价晚于报告", REPORT, replaced(r"于2025年4月核查", "于2025年12月核查"), "JX814"),
    ("评价年度另写", REPORT, added("一、基本情况", "本报告为2023年度项目绩效评价报告。"), "JX815"),
    ("评价年度在行末", REPORT, added("一、基本情况", "本报告反映2023\n年度项目绩效评价情况。"), "JX815"),
    ("实施期限在别的年度", REPORT, replaced("实施期限为2024年", "实施期限为2023年"), "JX815"),
    ("评价人数不符", REPORT, replaced(r"成立\d人", "成立9人"), "JX822"),
    ("评价人员少于要求", REPORT, added("评价工作过程", "注：评价小组须不低于7人。"), "JX821"),
    ("自称第三方", REPORT, added("评价工作过程", "本次评价由第三方机构独立完成。"), "JX823"),
    ("封面项目名称另写", REPORT, lambda t: f"项目名称：村级道路硬化\n\n{t}", "JX826"),
    ("封面单位另写", REPORT, lambda t: f"实施单位：某某局\n\n{t}", "JX827"),
    ("手机号", REPORT, added("项目过程情况", "咨询电话13800001234。"), "JX831"),
    ("身份证号", FORM, lambda t: t + "\n代领人证件号110105199003078515。\n", "JX831"),
    ("个人姓名", REPORT, added("项目过程情况", "受助人王小明、李芳已领取补助。"), "JX832"),
    ("领导姓名", REPORT, added("项目过程情况", "王建国市长到现场调研。"), "JX833"),
    ("内部接待", REPORT, added("项目过程情况", "完成警卫任务接待3批。"), "JX834"),
    ("三公增长", REPORT, added("项目过程情况", "公务接待批次同比增长25%。"), "JX835"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("document", "change", "code"), [p[1:] for p in PLANTED], ids=[p[0] for p in PLANTED]
)
def test_one_fault_is_found(
    clean: EvaluationYear, document: str, change: Callable[[str], str], code: str
) -> None:
    """A single fault in one text is raised for its project under its code, with a place."""
    findings = told(with_text(clean, document, change))
    assert code in {f.code for f in findings}, [(f.code, f.message) for f in findings]
    assert {f.project_id for f in findings} == {WHO}
    assert len({f.code for f in findings}) <= 2, [(f.code, f.message) for f in findings]


def test_a_gap_that_many_have_is_one_finding(clean: EvaluationYear) -> None:
    """Attachments numbered with the same gap by three projects: the forms, asked about once."""
    forms = [name for name in clean.texts if name.endswith("-self_evaluation")][:3]
    gap = {name: f"附件1：\n\n附件2：\n\n附件4：\n\n{clean.texts[name]}" for name in forms}
    found = check_year(replace(clean, texts={**clean.texts, **gap}))
    assert [(f.project_id, f.number) for f in found if f.code == "JX801"] == [
        ("", "年度-JX801-附件3")
    ]


def test_a_cover_is_quoted_whole(clean: EvaluationYear) -> None:
    """What stands behind a label ends at the line's end, whatever colons are in it."""
    year = with_text(clean, REPORT, lambda text: f"项目名称:村级道路：硬化\n\n{text}")
    (finding,) = [f for f in told(year) if f.code == "JX826"]
    assert "“村级道路：硬化”" in finding.message


def test_a_number_of_a_person_is_never_printed(clean: EvaluationYear) -> None:
    """Nothing printed of a finding shows a whole number of a person or a leader's name."""
    sentence = "王建国市长联系人：李小芳，电话13800001234，证件110105199003078515。"
    findings = told(with_text(clean, REPORT, added("项目过程情况", sentence)))
    shown = "".join(f"{f.message}{f.expected}{f.basis}{f.spots}" for f in findings)
    assert {"JX831", "JX832", "JX833"} <= {f.code for f in findings}
    assert not [w for w in ("王建国", "李小芳", "13800001234", "110105199003078515") if w in shown]
    assert "138****1234" in shown


def test_nor_is_one_that_stands_in_a_table() -> None:
    """What should stand there, and how that was computed, are quoted from cells and veiled as well."""
    year, told = year_of(indicator("按合同", "5次")), "按合同，联系人：李小芳，13800001234"
    approved = {name: year[name].assign(document_id="T") for name in ("documents", "indicators")}
    approved["documents"]["kind"] = "target"
    approved["indicators"]["target_raw"] = told
    both = {name: pd.concat([year[name], rows]) for name, rows in approved.items()}
    (finding,) = [f for f in check_year(year.replaced(**both)) if f.code == "JX224"]
    assert finding.expected.startswith("按合同，联系人：")
    assert "13800001234" not in str(finding) and "李小芳" not in str(finding)


def test_clean_years_are_silent() -> None:
    """Years in which everything reconciles raise nothing about text, structure or disclosure."""
    for year, seed in ((2020, 1), (2024, 2)):
        assert told(make_year(year, seed, 80, 8)) == []


def test_texts_are_not_needed(clean: EvaluationYear) -> None:
    """A year without any text is checked without a finding about texts."""
    assert told(EvaluationYear(clean.year, clean.tables, {})) == []


# Sentences of honest reports that a hasty reader would stumble over.
HARMLESS = [
    "项目资金实行专账管理，将资金使用情况按季公示，将检查结果通报各站所。",
    "2024年年初计划开展巡查12次，实际开展12次。",
    "全年开展巡查40次，其中夜间19次。",
    "全年开展巡查40次，其中日间21次、夜间19次。",
    "发放宣传册、海报、手提袋等物品3000余份，其中宣传册1200份、海报800份、手提袋600份等。",
    "受理申请540件，同比增长35%。",
    "受理申请17件，比上年的16件增加1件，增长6.25%。",
    "巡查40次。全年维修支出0.5万元，同比增长12.7%；投诉办结率为98%，比上年提高1.3%。",
    "群众满意度比上年提高2.4个百分点，知晓率同比增长超10%。",
    "设备购置占62.5%，人员培训占37.5%。",
    "巡查覆盖率达98%，隐患整改率达100%，均高于省级要求的95%。",
    "2023年执行率为71.2%，2022年执行率为65.3%。",
    "设备购置预算安排12万元，实际支出11.5万元。",
    "其中差旅费0.8万元、印刷费0.6万元，其余为劳务费。",
    "截至2025年3月，尾款已支付0.5万元。",
    "第三季度执行率为60%，序时进度为75%。",
    "按照“八项规定”精神和“四位一体”要求，实行一事一议、一月一调度。",
    "以习近平新时代中国特色社会主义思想为指导，深入贯彻习近平总书记关于安全生产的重要论述精神。",
    "办公室主任会议、主管局长办公会、党组书记专题会各研究1次。",
    "咨询电话0791-88886666，统一社会信用代码12360100MB1234567X，合同编号20240315001。",
    "依据《关于开展2023年度部门项目绩效评价工作的通知》（财绩〔2024〕8号）。",
    "检测单位为省级机构，抽检第25批次样品，合格率100%。",
    "人均成本300元，每批不超过50人，每次不少于2小时。",
    "项目分3个标段，第1标段12公里、第2标段18公里，合计30公里。",
    "参加培训的有教师、医生、驾驶员等，学生、患者高度评价，负责人员及时回访。",
    "评分规则为：每下降5%扣1分，80%以下不得分，100%得满分。",
    "因汛期较长，部分工程延至2025年完成，2025年将继续实施。",
]  # fmt: skip


@pytest.mark.parametrize("sentence", HARMLESS)
def test_an_honest_sentence_raises_nothing(clean: EvaluationYear, sentence: str) -> None:
    """A sentence in which all is well, put into a clean report, raises no finding."""
    findings = told(with_text(clean, REPORT, added("项目过程情况", sentence)))
    assert [(f.code, f.message) for f in findings] == []
