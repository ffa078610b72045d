"""Forms drawn as further departments draw them; each once read wrong or left cells over."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from jxanalytics.intake import read_file, to_json
from tests.intake.layouts import LAYOUTS
from tests.intake.office import (
    C,
    Row,
    Sheet,
    W,
    paragraph,
    table,
    write_docx,
    write_package,
    write_xlsx,
)


def read(path: Path) -> dict[str, Any]:
    """The one form of a file, in which every cell was understood."""
    reading = read_file(path)
    assert reading.refused is None and [cell.text for cell in reading.unused] == []
    (form,) = to_json([reading])
    return form


def row(form: dict[str, Any], index: int) -> list[Any]:
    found = form["indicators"][index]
    return [
        found[k] for k in ("level1", "level2", "name", "target", "actual", "weight", "score", "reason")
    ]  # fmt: skip


def amounts(form: dict[str, Any], source: str) -> list[Any]:
    return [form["funding"][source][k] for k in ("initial", "annual", "executed")]


def test_operator_and_unit_columns_in_yuan(tmp_path: Path) -> None:
    """指标性质 and 计量单位 columns, weight between target and actual, 元 with separators, 决算数."""
    rows: list[Row] = [
        [C("2022年度项目支出绩效自评表", across=10)],
        ["项目名称", C("老旧小区消防设施改造", across=4), "项目负责人及电话", C("李工 13800000000", across=4)],
        ["主管部门", C("市应急管理局", across=4), "实施单位", C("市消防救援支队", across=4)],
        [C("资金情况\n（元）", down=4), C("", across=2), "年初预算数", C("调整后预算数", across=2), C("决算数", across=2), C("预算执行率（%）", across=2)],
        [C("合计", across=2), "1,200,000.00", C("1,500,000.00", across=2), C("1,485,000.00", across=2), C("99.00", across=2)],
        [C("其中：财政拨款", across=2), "1,200,000.00", C("1,200,000.00", across=2), C("1,185,000.00", across=2), C("", across=2)],
        [C("其他资金", across=2), "0", C("300,000.00", across=2), C("300,000.00", across=2), C("", across=2)],
        ["一级指标", "二级指标", "三级指标", "指标性质", "年初目标值", "计量单位", "权重", "全年完成值", "得分", "未完成原因和改进措施"],
        [C("产出指标", down=3), C("数量指标", down=2), "改造小区数", "≥", "12", "个", "20", "12", "20", ""],
        ["更换灭火器数量", "≥", "3000", "具", "20", "2860", "19.07", "部分小区封闭"],
        ["质量指标", "验收合格率", "=", "100", "%", "20", "100", "20", ""],
        ["预算执行率", "预算执行率", "预算执行率", "=", "100", "%", "10", "99", "9.9", ""],
        [C("合计", across=6), "100", "", "68.97", ""],
    ]  # fmt: skip
    form = read(write_docx(tmp_path / "a.docx", table(rows)))
    assert amounts(form, "total") == [120, 150, 148.5]
    assert amounts(form, "other") == [0, 30, 30]
    assert form["amount_unit"] == "元" and form["funding"]["carry_over"] is None
    assert row(form, 1) == ["产出指标", "数量指标", "更换灭火器数量", "≥3000具", "2860具", 20, 19.07, "部分小区封闭"]  # fmt: skip
    assert form["execution"]["score"] == 9.9 and form["execution"]["rate"] == 99
    assert form["fields"]["person"] == "李工 13800000000"


def test_the_sums_first(tmp_path: Path) -> None:
    """总分 as the first row, one column 指标类型 for the levels, rules and evidence beside."""
    rows: list[Row] = [
        [C("项目支出绩效自评表", across=9)], [C("(2023年度)", across=9)],
        [C("填报单位（盖章）：市林业局", across=5), C("单位：万元", across=4)],
        ["项目名称", C("松材线虫病防治", across=3), "项目类别", C("生态保护", across=4)],
        ["主管部门", C("市林业局", across=3), "实施单位", C("市森防站", across=4)],
        [C("年度资金来源", down=3), C("资金来源", across=2), "年初预算", "全年预算", "全年支出", "权重", "执行率", "得分"],
        [C("年度资金总额", across=2), 200, 260.5, 260.5, 10, C(1, style="0%"), 10],
        [C("上年结转结余资金", across=2), 0, 60.5, 60.5, "", "", ""],
        ["指标类型", "指标内容", "年初目标值", "实际完成值", "权重", "自评得分", "评分标准", "扣分原因", "佐证材料"],
        ["总分", "", "", "", 100, 96, "", "", ""],
        ["产出-数量", "防治面积", "3.2万亩", "3.3万亩", 50, 50, "完成得满分", "", "验收单"],
        ["效益-生态", "病死松树下降率", "20%", "15%", 40, 36, "按比例得分", "台风影响", "监测报告"],
    ]  # fmt: skip
    form = read(write_xlsx(tmp_path / "e.xlsx", Sheet("自评", rows)))
    assert (form["total"]["weight"], form["total"]["score"]) == (100, 96)
    assert row(form, 1) == ["效益-生态", None, "病死松树下降率", "20%", "15%", 40, 36, "台风影响"]
    assert form["indicators"][1]["rule"] == "按比例得分"
    assert amounts(form, "carry_over") == [0, 60.5, 60.5]


def test_money_below_the_indicators(tmp_path: Path) -> None:
    """The execution block stands last, the total and a ticked grade in a line of their own."""
    rows: list[Row] = [
        [C("××市2021年度项目支出绩效自评表", across=7)],
        ["项目名称", C("农村公路养护", across=2), "项目编码", C("36010021000000000123", across=3)],
        ["主管部门", C("市交通局", across=2), "实施单位", C("市公路中心", across=3)],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        [C("产出指标（60分）", down=2), "数量指标", "养护里程（公里）", "500", "512", "30", "30"],
        ["时效指标", "完成时间", "12月底前", "12月20日", "30", "30"],
        ["效益指标（30分）", "社会效益", "通行能力", "提升", "有所提升", "30", "27"],
        [C("预算执行情况（10分）", down=3), C("", across=2), "预算数（万元）", "执行数（万元）", "执行率", "得分"],
        [C("总额", across=2), "930", "901.17", "96.90%", "9.69"],
        [C("其中：当年财政拨款", across=2), "930", "901.17", "", ""],
        [C("自评总分：96.69", across=4), C("自评等级：优☑ 良□ 中□ 差□", across=3)],
        [C("填表人：王某   联系电话：0791-8888888   填表日期：2022年3月5日", across=7)],
    ]  # fmt: skip
    form = read(write_docx(tmp_path / "f.docx", table(rows)))
    assert len(form["indicators"]) == 3 and form["code"] == "36010021000000000123"
    assert amounts(form, "total") == [None, 930, 901.17]
    assert (form["execution"]["rate"], form["execution"]["score"]) == (96.9, 9.69)
    assert (form["total"]["score"], form["total"]["grade"]) == (96.69, "优")


def test_two_rows_of_money_headings(tmp_path: Path) -> None:
    """The unit stands over a group of columns; kinds of money without a common row are added up."""
    rows: list[Row] = [
        [C("项目支出绩效自评表", across=8)], [C("2020年度", across=8)],
        ["项目名称", C("疾控能力提升", across=7)],
        ["主管部门", C("市卫健委", across=3), "实施单位", C("市疾控中心", across=3)],
        [C("项目资金", down=6), C("资金来源", down=2), C("预算情况（万元）", across=2), C("执行情况（万元）", across=2), C("评分", across=2)],
        ["年初", "调整后（A）", "执行数（B）", "执行率（B/A）", "分值", "得分"],
        ["年度资金总额", "400", "420", "399", "95%", "10", "9.5"],
        ["其中：一般公共预算", "300", "320", "320", "100%", "—", "—"],
        ["政府性基金", "100", "100", "79", "79%", "—", "—"],
        ["上年结转", "0", "0", "0", "—", "—", "—"],
        ["年度目标", C("预期目标：建成P2实验室", across=3), C("完成情况：已建成", across=4)],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "偏差原因分析及改进措施", "分值", "得分"],
        ["产出指标", "数量指标", "实验室数", "1个", "1个", "", "90", "90"],
        [C("总分", across=6), "100", "99.5"],
    ]  # fmt: skip
    form = read(write_docx(tmp_path / "g.docx", table(rows)))
    assert form["amount_unit"] == "万元"
    assert amounts(form, "total") == [400, 420, 399]
    assert amounts(form, "current") == [400, 420, 399]
    assert form["goals"] == {"expected": "建成P2实验室", "actual": "已建成"}
    assert [issue["code"] for issue in form["issues"]] == ["source_repeated"]


def test_budget_and_spending_side_by_side(tmp_path: Path) -> None:
    """The 2018 layout: 预算数 and 执行数 as labels in one row, 目标实际完成情况, no points anywhere."""
    rows: list[Row] = [
        [C("项目支出绩效自评表（2018年度）", across=8)],
        [C("项目名称", across=2), C("公共图书馆免费开放", across=6)],
        [C("主管部门", across=2), C("市文化局", across=2), C("实施单位", across=2), C("市图书馆", across=2)],
        [C("项目预算执行情况（万元）", across=2, down=3), "预算数", "80", C("执行数", across=2), C("76.4", across=2)],
        ["其中：财政拨款", "80", C("其中：财政拨款", across=2), C("76.4", across=2)],
        ["其他资金", "0", C("其他资金", across=2), C("0", across=2)],
        [C("年度总体目标完成情况", across=2, down=2), C("预期目标", across=3), C("目标实际完成情况", across=3)],
        [C("全年免费开放300天", across=3), C("全年开放305天", across=3)],
        [C("年度绩效指标完成情况", down=3), "一级指标", "二级指标", C("三级指标", across=2), "预期指标值", C("实际完成指标值", across=2)],
        [C("产出指标", down=2), "数量指标", C("开放天数", across=2), "300天", C("305天", across=2)],
        ["质量指标", C("设备完好率", across=2), "95%以上", C("97%", across=2)],
    ]  # fmt: skip
    form = read(write_docx(tmp_path / "c.docx", table(rows)))
    assert form["year"] == 2018 and amounts(form, "current") == [None, 80, 76.4]
    assert row(form, 1)[2:5] == ["设备完好率", "95%以上", "97%"]
    assert form["total"] == {"weight": None, "score": None, "grade": None}


def test_a_summary_with_codes_and_grades(tmp_path: Path) -> None:
    """Unit codes, project codes, rates and grades beside the amounts, who filed it above the table."""
    rows: list[Row] = [
        [C("市教育局2022年度项目支出自评情况汇总表", across=11)],
        [C("编制单位：市教育局", across=6), C("金额单位：元", across=5)],
        ["序号", "单位编码", "预算单位", "项目编码", "项目名称", "年初预算", "调整预算数", "支出数", "执行率", "自评得分", "自评等级"],
        [1, "105001", "市第一中学", "360100220000000001", "校舍维修", 500000, 620000, 600000, "96.77%", 95.2, "优"],
        [C("合计", across=5), 500000, 620000, 600000, "96.77%", "", ""],
    ]  # fmt: skip
    form = read(write_xlsx(tmp_path / "h.xlsx", Sheet("汇总", rows)))
    (project,) = form["projects"]
    assert (project["code"], project["annual"], project["self_score"]) == ("360100220000000001", 62, 95.2)  # fmt: skip
    assert form["totals"] == {"annual": 62, "executed": 60} and form["amount_unit"] == "元"


@pytest.mark.parametrize("text", ["1.项目支出绩效自评表", "附件：项目支出绩效自评表"])
def test_a_list_of_attachments_opens_no_form(text: str, tmp_path: Path) -> None:
    """At the end of a report the name of an attachment is a line of the report, not a title."""
    path, _ = LAYOUTS["report"](tmp_path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    xml = parts["word/document.xml"].decode()
    parts["word/document.xml"] = xml.replace(
        "<w:sectPr/>", f"{paragraph(text)}{paragraph('2022年4月1日')}<w:sectPr/>"
    ).encode()
    form = read_file(write_package(tmp_path / "b.docx", dict(parts))).forms[0]
    assert [line.text for line in form.lines[-2:]] == [text, "2022年4月1日"]


@pytest.mark.parametrize(
    ("font", "box", "tick"), [("Wingdings", "F0A8", "F0FE"), ("Wingdings 2", "F0A3", "F052")]
)
def test_a_grade_ticked_with_a_symbol(font: str, box: str, tick: str, tmp_path: Path) -> None:
    """Boxes inserted from a symbol font are read: the ticked grade is the grade, not all of them."""
    mark = '<w:r><w:sym w:font="{}" w:char="{}"/></w:r><w:r><w:t>{}</w:t></w:r>'
    grades = "".join(mark.format(font, tick if g == "良" else box, g) for g in "优良中差")
    rows: list[Row] = [
        [C("项目支出绩效自评表", across=6)], ["项目名称", C("河道保洁", across=5)],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "得分"],
        ["产出指标", "数量指标", "保洁里程", "80公里", "82公里", "89"],
        [C("总分", across=5), "89"],
        ["自评等级", C(raw=f"<w:p>{grades}</w:p>", across=5)],
    ]  # fmt: skip
    form = read(write_docx(tmp_path / "a.docx", table(rows)))
    assert (form["total"]["score"], form["total"]["grade"]) == (89, "良")


@pytest.mark.parametrize(("kind", "label"), [("footnote", "脚注"), ("endnote", "尾注")])
def test_a_note_below_the_page_is_told(kind: str, label: str, tmp_path: Path) -> None:
    """What hangs on a figure as a footnote or endnote is no part of it, and is not lost without a word."""
    actual = f'<w:p><w:r><w:t>82公里</w:t></w:r><w:r><w:{kind}Reference w:id="2"/></w:r></w:p>'
    rows: list[Row] = [
        [C("项目支出绩效自评表", across=6)], ["项目名称", C("河道保洁", across=5)],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "得分"],
        ["产出指标", "数量指标", "保洁里程", "80公里", C(raw=actual), "89"],
        [C("总分", across=5), "89"],
    ]  # fmt: skip
    notes = (
        f'<w:{kind}s xmlns:w="{W}"><w:{kind} w:type="separator" w:id="0">{paragraph("线")}</w:{kind}>'
        f'<w:{kind} w:id="2">{paragraph("含支流5公里")}</w:{kind}></w:{kind}s>'
    )
    path = write_docx(tmp_path / "a.docx", table(rows), parts={f"word/{kind}s.xml": notes})
    reading = read_file(path)
    (indicator,) = reading.forms[0].indicators
    assert indicator.actual is not None and indicator.actual.raw == "82公里"
    (note,) = [note for note in reading.issues if note.code == kind]
    assert note.message == f"“82公里”的{label}“含支流5公里”未采用，请核对"
