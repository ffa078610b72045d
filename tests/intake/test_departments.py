"""Further departments' forms: headings, money, levels and sums laid out in ways that once misled the reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jxanalytics.intake import read_file, to_json
from tests.intake.office import C, Row, Sheet, paragraph, table, write_docx, write_xlsx
from tests.intake.test_further_layouts import amounts, read, row

INDICATOR_HEADS: Row = ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]  # fmt: skip


def word(folder: Path, rows: list[Row], *lines: str) -> dict[str, Any]:
    return read(write_docx(folder / "form.docx", *map(paragraph, lines), table(rows)))


def test_two_rows_of_headings_on_a_wide_sheet(tmp_path: Path) -> None:
    """What stands under merged headings is a heading; 支出 over two columns is a group."""
    rows: list[Row] = [
        [C("临川湾市2022年度市级预算项目支出绩效自评表", 16)],
        [C("填报单位（盖章）：临川湾市园林中心", 10), C("单位：元", 6)],
        [C("项 目 名 称", 2), C("城市行道树补植", 6), C("实 施 单 位", 2), C("临川湾市园林中心", 6)],
        [C("资金\n情况", 1, 4), C("资金来源", 2, 2), C("年初预算", 2, 2), C("调整预算", 2, 2), C("支出", 4), C("分值", 2, 2), C("得分", 3, 2)],
        [C("全年执行数", 2), C("执行率", 2)],
        [C("年度资金总额", 2), C(1200000, 2), C(1100000, 2), C(1045000, 2), C("95.00%", 2), C(10, 2), C(9.5, 3)],
        [C("其中：财政拨款", 2), C(1000000, 2), C(900000, 2), C(900000, 2), C("100.00%", 2), C("/", 2), C("/", 3)],
        [C("一级\n指标", 1, 2), C("二级\n指标", 1, 2), C("三级指标", 2, 2), C("年度指标值", 3), C("全年完成情况", 4), C("分值", 1, 2), C("得分", 1, 2), C("偏差原因及改进措施", 3, 2)],
        ["符号", "数值", "单位", C("完成值", 2), C("完成率", 2)],
        [C("产出指标", 1, 2), "数量指标", C("补植行道树", 2), "≥", "1200", "株", C("1260", 2), C("105%", 2), 20, 20, C("", 3)],
        ["质量指标", C("成活率", 2), "≥", "95", "%", C("93", 2), C("97.89%", 2), 15, 14.68, C("夏季高温", 3)],
        [C("总        分", 11), 100, 44.18, C("", 3)],
        [C("注：得分保留两位小数。", 16)],
    ]  # fmt: skip
    form = read(write_xlsx(tmp_path / "a.xlsx", Sheet("自评", rows)))
    assert amounts(form, "total") == [120, 110, 104.5] and form["execution"]["score"] == 9.5
    assert [i["completion"] for i in form["indicators"]] == ["105%", "97.89%"]
    assert row(form, 1) == ["产出指标", "质量指标", "成活率", "≥95%", "93", 15, 14.68, "夏季高温"]


def test_a_heading_of_an_unknown_word(tmp_path: Path) -> None:
    """Beside merged headings every cell heads something: an unknown word is told, and is no indicator."""
    rows: list[Row] = [
        [C("项目支出绩效自评表", 6)], ["项目名称", C("行道树补植", 5)],
        [C("二级指标", 1, 2), C("三级指标", 1, 2), C("年度指标值", 2), C("完成值", 1, 2), C("得分", 1, 2)],
        ["方向", "定额"], ["数量指标", "补植行道树", "≥", "1200株", "1260株", 100],
    ]  # fmt: skip
    reading = read_file(write_xlsx(tmp_path / "a.xlsx", Sheet("自评", rows)))
    (form,) = to_json([reading])
    assert [(i["name"], i["target"]) for i in form["indicators"]] == [("补植行道树", "≥1200株")]
    assert [cell.text for cell in reading.unused] == ["方向", "定额"]


def test_points_beside_each_level_and_a_total_of_its_own(tmp_path: Path) -> None:
    """Points of a level are no indicator's; 自评总分 counts execution too and goes before the table's sum."""
    rows: list[Row] = [
        [C("2020年度市级部门预算项目绩效自评表", 10)],
        ["项目名称", C("农机购置补贴", 4), "资金性质", C("☑一般公共预算  □政府性基金", 4)],
        ["项目属性", C("□一次性项目 ☑经常性项目", 4), "项目是否完成", C("是☑ 否□", 4)],
        [C("预算执行情况\n（10分）", 1, 2), "预算数（万元）", "850.00", C("执行数（万元）", 2), "799.00", "执行率", "94%", "得分", "9.4"],
        ["其他资金", "100", C("其他资金", 2), "49", C("", 4)],
        ["序号", "一级指标", "分值", "二级指标", "三级指标", "分值", "年初目标值", "全年完成值", "自评得分", "财政复核得分"],
        ["1", C("产出指标", 1, 2), C("60", 1, 2), "数量指标", "补贴机具", "40", "800台", "815台", "40", "40"],
        ["2", "质量指标", "核验率", "20", "100%", "100%", "20", "18"],
        ["3", "效益指标", "30", "社会效益", "机械化率提高", "30", "2个百分点", "1.8个百分点", "27", "27"],
        [C("合计", 5), "90", "", "", "87", "85"],
        [C("自评总分（含预算执行得分）", 5), C("96.4", 5)],
    ]  # fmt: skip
    form = word(tmp_path, rows)
    assert [i["weight"] for i in form["indicators"]] == [40, 20, 30]
    assert [i["review_score"] for i in form["indicators"]] == [40, 18, 27]
    assert form["total"]["score"] == 96.4
    assert [issue["code"] for issue in form["issues"]] == ["totals_differ"]
    chosen = {"category": "经常性项目", "kind_of_money": "一般公共预算", "finished": "是"}
    assert form["fields"] == chosen
    assert amounts(form, "total") == [None, 850, 799] and amounts(form, "other") == [None, 100, 49]


def test_a_tree_of_decision_and_process(tmp_path: Path) -> None:
    """绩效目标 as a level 2 ends no table, 项目基本情况 at the side is no label; 到位 and 结余 are kept apart."""
    rows: list[Row] = [
        [C("项目支出绩效自评表", 9)], [C("（2022年度）", 9)],
        [C("项\n目\n基\n本\n情\n况", 1, 2), "项目名称", C("社区养老服务", 3), "项目负责人", C("赵某", 3)],
        ["主管部门", C("临川湾市民政局", 3), "实施单位", C("市社会福利中心", 3)],
        [C("项\n目\n资\n金", 1, 3), "资金来源", "预算安排数（元）", "实际到位数（元）", "实际支出数（元）", "结余数（元）", C("预算执行率", 3)],
        ["合计", "3000000.00", "3000000.00", "2850000.00", "150000.00", C("95%", 3)],
        ["财政资金", "2500000.00", "2500000.00", "2500000.00", "0.00", C("100%", 3)],
        ["一级指标", "二级指标", "三级指标", "满分", "实际完成情况", "目标值", "评分标准", "得分", "扣分原因"],
        [C("决策（10分）", 1, 2), "项目立项", "立项规范性", "5", "规范", "规范", "程序合规得5分", "5", ""],
        ["绩效目标", "目标合理性", "5", "较合理", "合理", "酌情扣分", "4", "指标未细化"],
        [C("过程（20分）", 1, 2), "资金管理", "预算执行率", "10", "95%", "100%", "按比例得分", "9.5", "设备尾款未付"],
        ["组织实施", "制度健全性", "10", "健全", "健全", "不健全扣分", "10", ""],
        ["产出（70分）", "产出数量", "服务老人数", "70", "5200人次", "≥5000人次", "按完成率得分", "70", ""],
        [C("总分", 3), "100", "", "", "", "98.5", ""],
        [C("评价等级", 3), C("☑优（≥90分） □良（80-90分） □中（60-80分） □差（<60分）", 6)],
    ]  # fmt: skip
    form = word(tmp_path, rows)
    assert (form["project"], form["unit"]) == ("社区养老服务", "市社会福利中心")
    assert form["funding"]["total"] == {
        "initial": None, "annual": 300, "executed": 285, "arrived": "3000000.00", "unspent": "150000.00",
    }  # fmt: skip
    names = ["立项规范性", "目标合理性", "制度健全性", "服务老人数"]
    assert [i["name"] for i in form["indicators"]] == names
    assert row(form, 1)[1:] == ["绩效目标", "目标合理性", "合理", "较合理", 5, 4, "指标未细化"]
    assert (form["execution"]["rate"], form["execution"]["score"]) == (95, 9.5)
    assert form["total"] == {"weight": 100, "score": 98.5, "grade": "优"}


def test_one_row_of_money_called_amount(tmp_path: Path) -> None:
    """金额 in front names the row of the total and is no column; short level headings, 备注 over two columns."""
    rows: list[Row] = [
        [C("项目支出绩效自评表（2021 年度）", 9)],
        [C("项目名称（全称）", 2), C("2021年春节慰问", 7)],
        [C("预算资金（万元）", 2), "年初预算数(A)", "全年预算数(B)", "实际支出数(C)", "预算执行率(C/B)%", "权重", C("得分", 2)],
        [C("金额", 2), "50", "60", "49.995", "83.33", "10", C("8.333", 2)],
        ["一级", "二级", "三级", "目标值", "完成值", "分值", "得分", C("备注", 2)],
        ["产出", "数量", "慰问人数\n（人）", "≥500", "512", "90", "90", C("", 2)],
        [C("合计", 5), "100", "98.333", C("", 2)],
    ]  # fmt: skip
    form = word(tmp_path, rows)
    assert amounts(form, "total") == [50, 60, 49.995]
    assert (form["execution"]["rate"], form["execution"]["score"]) == (83.33, 8.333)
    assert form["total"]["score"] == 98.333


def test_execution_as_a_level_and_an_adjustment_beside_the_budget(tmp_path: Path) -> None:
    """预算执行 in front of 预算执行率 with points is a row; 预算调整 is no budget; the unit ends a name."""
    rows: list[Row] = [
        [C("资金情况", 1, 2), "资金来源", "年初预算", "预算调整", "调整后预算", "实际支出", "支出率"],
        ["合计", "100", "-20", "80", "76", "95%"],
        ["一级指标", "二级指标", "三级指标", "目标值", "实现值", "权重", "得分"],
        ["产出指标", "数量指标", "培训人次", "300人次", "320人次", "90", "90"],
        ["预算执行", "资金管理", "预算执行率", "100%", "95%", "10", "9.5"],
        [C("得分合计", 6), "99.5"],
    ]  # fmt: skip
    lines = ("项目支出绩效自评表", "项目名称：技能培训      实施单位（盖章）：市就业中心", "主管部门：市人社局         单位：万元")  # fmt: skip
    form = word(tmp_path, rows, *lines)
    assert (form["department"], form["unit"], form["amount_unit"]) == ("市人社局", "市就业中心", "万元")  # fmt: skip
    assert amounts(form, "total") == [100, 80, 76] and form["funding"]["total"]["adjusted"] == "-20"
    assert (form["execution"]["score"], form["total"]["score"]) == (9.5, 99.5)
    assert [i["actual"] for i in form["indicators"]] == ["320人次"]


def test_money_in_one_row_of_labels(tmp_path: Path) -> None:
    """预算总额, 到位资金 and 支出总额 beside one another; two texts on what is amiss do not contradict."""
    rows: list[Row] = [
        [C("2021年项目支出绩效自评表", 9)],
        ["项目名称", C("环卫保洁", 3), "主管部门", C("市城管局", 4)],
        ["项目资金（元）", "预算总额", C("5000000", 2), "到位资金", "5000000", "支出总额", C("4875000", 2)],
        ["分值", "一级指标", "分值", "二级指标", "分值", "三级指标", "绩效目标", "完成情况", "自评分"],
        [C("60", 1, 2), C("产出指标", 1, 2), "40", "数量指标", "40", "保洁面积", "320万㎡", "325万㎡", "40"],
        ["20", "质量指标", "20", "保洁合格率", "≥95%", "94.5%", "19.9"],
        [C("总得分", 8), "99.5"], ["自评结论", C("优", 8)],
        ["存在问题", C("背街小巷保洁频次不足", 8)], ["改进措施", C("增加保洁频次", 8)],
    ]  # fmt: skip
    form = word(tmp_path, rows)
    assert amounts(form, "total") == [None, 500, 487.5]
    assert [i["weight"] for i in form["indicators"]] == [40, 20]
    assert form["fields"]["background"] == "背街小巷保洁频次不足\n增加保洁频次"
    assert form["issues"] == []


def test_year_and_unit_in_one_line(tmp_path: Path) -> None:
    """A line may state the year and the unit; money handed back is below zero; an unreadable rate is none."""
    rows: list[Row] = [
        [C("项目支出绩效自评表", 8)], [C("2020年度   金额单位：亿元", 8)],
        ["项目名称", C("轨道交通资本金", 3), "主管部门", "市发改委", "实施单位", "市地铁集团"],
        [C("项目资金", 1, 4), "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["年度资金总额", "１．５", "1.2", "1.08", "10", "百分之九十", "9"],
        ["其中：当年财政拨款", "1.5", "1.5", "1.38", "—", "92%", "—"],
        ["上年结转资金", "0", "-0.3", "(0.3)", "—", "—", "—"],
        INDICATOR_HEADS, ["", "产出指标", "数量指标", "注入资本金", "1.2亿元", "1.08亿元", "90", "54"],
        [C("总分", 6), "100", "63"],
    ]  # fmt: skip
    form = word(tmp_path, rows)
    assert (form["year"], form["amount_unit"]) == (2020, "亿元")
    assert amounts(form, "total") == [15000, 12000, 10800]
    assert amounts(form, "carry_over") == [0, -3000, -3000]
    assert (form["execution"]["rate"], form["execution"]["score"]) == (None, 9)
    assert {issue["code"] for issue in form["issues"]} == {"rate_unreadable", "negative_sign"}


@pytest.mark.parametrize(
    ("county", "told"),
    [("市县财政资金", []), ("某某来源", ["某某来源", "1345.67", "500.00", "37.16%"])],
)
def test_money_granted_by_several_levels(county: str, told: list[str], tmp_path: Path) -> None:
    """What each level grants adds up; a source of an unknown name is told and ends no section, no form."""
    rows: list[Row] = [
        [C("省级部门预算项目支出绩效自评表（2021年度）", 8)], ["项目名称", C("高标准农田建设", 7)],
        [C("项目资金\n（万元）", 1, 6), "", "全年预算数（A）", "全年执行数（B）", "分值", "执行率", C("得分", 2)],
        ["年度资金总额", "12345.67", "10000.00", "10", "81.00%", C("8.1", 2)],
        ["其中：中央财政资金", "8000.00", "8000.00", "—", "100%", C("—", 2)],
        ["      省级财政资金", "2000.00", "1500.00", "—", "75%", C("—", 2)],
        [f"      {county}", "1345.67", "500.00", "", "37.16%", C("", 2)],
        ["      其他资金", "1000.00", "0.00", "—", "0%", C("—", 2)],
        INDICATOR_HEADS, ["", "产出指标", "数量指标", "高标准农田面积", "≥5万亩", "4.2万亩", "90", "75.6"],
        [C("总分", 6), "100", "83.7"],
    ]  # fmt: skip
    reading = read_file(write_docx(tmp_path / "a.docx", table(rows)))
    (form,) = to_json([reading])
    assert [cell.text.strip() for cell in reading.unused] == told
    summed = (None, 10000, 9500) if told else (None, 11345.67, 10000)
    assert tuple(amounts(form, "current")) == summed
    assert amounts(form, "other") == [None, 1000, 0]
    assert form["total"]["score"] == 83.7


def test_names_in_front_and_a_row_of_money_without_a_label(tmp_path: Path) -> None:
    """总分 in the column of names states the sums; amounts right under their headings are the total's; 0 stays."""
    rows: list[Row] = [
        [C("2023年度项目支出绩效自评表", 7)], ["项目名称", C("便民服务", 2), "实施单位", C("市政务局", 3)],
        ["预算资金（万元）", "年初预算", "调整预算", "实际执行", "执行率", C("", 2)], ["", 0, 35.5, 35.5, "100%"],
        ["指标名称", "一级指标", "二级指标", "目标值", "完成值", "分值", "自评得分"],
        ["办件量", "产出指标", "数量指标", "≥10万件", "12.3万件", 45, 45],
        ["群众满意度", "满意度指标", "服务对象满意度", "≥98％", "97.5％", 45, 44.77],
        ["总分", "", "", "", "", 90, 89.77],
    ]  # fmt: skip
    form = read(write_xlsx(tmp_path / "a.xlsx", Sheet("自评", rows)))
    assert amounts(form, "total") == [0, 35.5, 35.5] and form["execution"]["rate"] == 100
    assert [i["name"] for i in form["indicators"]] == ["办件量", "群众满意度"]
    assert (form["total"]["weight"], form["total"]["score"]) == (90, 89.77)


def test_who_files_and_the_unit_in_one_cell(tmp_path: Path) -> None:
    """A line that states the unit of money may name the unit that files as well."""
    rows: list[Row] = [
        [C("项目支出绩效自评表", 5)], [C("填报单位：市林场   金额单位：万元", 5)], ["项目名称", C("森林防火", 4)],
        ["年度资金总额", "预算数", 12, "执行数", 12],
        ["一级指标", "三级指标", "年度指标值", "实际完成值", "得分"], ["产出指标", "防火道", "3公里", "3公里", 90],
    ]  # fmt: skip
    form = read(write_xlsx(tmp_path / "a.xlsx", Sheet("自评", rows)))
    assert (form["unit"], form["amount_unit"]) == ("市林场", "万元")
    assert amounts(form, "total") == [None, 12, 12]


def test_an_approval_without_headings_for_the_money(tmp_path: Path) -> None:
    """项目总额, its sources beside it; units in a column; the grade in the row of the sums."""
    rows: list[Row] = [
        [C("项目绩效目标批复表", 6)], [C("（2022年）", 5), "单位：万元"],
        ["项目名称", C("数字档案馆", 5)],
        ["项目总额", 300, "其中：财政拨款", 280, "其他资金", 20],
        ["项目资金申请", C("详见附表", 5)],
        ["一级指标", "二级指标", "指标内容", "指标值", "度量单位", "权重"],
        ["产出指标", "数量指标", "数字化页数", 50, "万页", 90], ["合计", "", "", "", "等级：优", 90],
    ]  # fmt: skip
    reading = read_file(write_xlsx(tmp_path / "a.xlsx", Sheet("批复", rows)))
    (form,) = to_json([reading])
    assert (amounts(form, "total")[1], amounts(form, "current")[1], amounts(form, "other")[1]) == (300, 280, 20)  # fmt: skip
    assert form["indicators"][0]["target"] == "50万页" and form["total"]["grade"] == "优"


def test_a_summary_in_groups(tmp_path: Path) -> None:
    """Lines across the table and subtotals group projects and are none; two rows of headings; 得96分."""
    rows: list[Row] = [
        [C("2021年度项目支出绩效自评情况汇总表", 9)], [C("填报部门：临川湾市教育局", 5), C("单位：万元", 4)],
        [C("序号", 1, 2), C("单位名称", 1, 2), C("项目名称", 1, 2), C("预算资金", 3), C("评价结果", 2), C("备注", 1, 2)],
        ["年初预算", "全年预算", "执行数", "自评分", "等级"],
        [C("一、市本级", 9)],
        [1, "临川湾市教育局", "教师培训", 100, 120, 118.8, 97.5, "优", ""],
        [2, "", "校车运营", "—", 60, 60, 100, "优", "上年结转"],
        [C("小计", 3), 100, 180, 178.8, "", "", ""],
        [C("二、直属单位", 9)],
        [3, "市一中", "食堂改造", 50, 50, 50.0, "得96分", "优", ""],
        [C("合　计", 3), 150, 230, 228.8, "", "", ""],
        [C("填表人：李四    联系电话：123456", 9)],
    ]  # fmt: skip
    form = read(write_xlsx(tmp_path / "a.xlsx", Sheet("汇总表", rows)))
    found = [(p["unit"], p["name"], p["annual"], p["self_score"], p["group"]) for p in form["projects"]]  # fmt: skip
    assert found == [
        ("临川湾市教育局", "教师培训", 120, 97.5, "一、市本级"),
        ("临川湾市教育局", "校车运营", 60, 100, "一、市本级"),
        ("市一中", "食堂改造", 50, 96, "二、直属单位"),
    ]
    assert form["totals"] == {"annual": 230, "executed": 228.8}
