"""Scheme files: what is shipped, how a file builds on another, and how faults are named."""

from __future__ import annotations

import pickle
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from jxanalytics.errors import MisuseError
from jxanalytics.model.store import load_year
from jxanalytics.scoring import (
    SchemeError,
    check_scheme,
    load_scheme,
    revised,
    scheme_doubts,
    scheme_for,
    scheme_list,
    scheme_text,
    scheme_yaml,
    score_year,
    shipped_schemes,
)
from jxanalytics.scoring.loading import SHIPPED
from jxanalytics.scoring.reading import Partial
from tests.conftest import REFERENCE
from tests.scoring.years import indicator, year_of


def written(folder: Path, text: str, name: str = "mine.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_four_schemes_are_shipped_and_sound() -> None:
    """2020, both of 2021 and the reference case's own load without a fault."""
    assert shipped_schemes() == ["2020", "2021-cost", "2021-no-cost", "reference-2019"]
    for name in shipped_schemes():
        assert check_scheme(name) == []
        assert sum(points for _, points in load_scheme(name).weights) == 100


@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("2020", [10, 50, 30, 10]),
        ("2021-cost", [10, 20, 40, 20, 10]),
        ("2021-no-cost", [10, 50, 30, 10]),
    ],
)
def test_weights_are_those_of_the_notices(name: str, points: list[int]) -> None:
    """The weights by level 1 are the published ones."""
    assert [points for _, points in load_scheme(name).weights] == points


def test_without_satisfaction_its_points_go_where_the_scheme_says() -> None:
    """In 2021 the points of a missing satisfaction indicator belong to benefit."""
    levels = ["执行率指标", "产出指标", "效益指标"]
    scheme = load_scheme("2021-no-cost")
    assert scheme.expected_weights(levels)["效益指标"] == 40
    assert scheme.expected_weights([*levels, "满意度指标"])["效益指标"] == 30
    assert load_scheme("2020").expected_weights(levels)["效益指标"] == 30


def test_grades_are_half_open_on_two_decimals() -> None:
    """89.99 is 良, 90 is 优, and what rounds to 90.00 half-up is 优."""
    grade = load_scheme("2020").grade
    assert [grade(v) for v in (90.0, 89.99, 89.995, 80.0, 79.99, 60.0, 59.99, 0.0)] == list(
        "优良优良中中差差"
    )
    assert grade(float("nan")) == ""


def test_a_years_scheme_is_its_own_file_or_the_national_one() -> None:
    """A year with scheme.yaml uses it; else its year and its indicators decide."""
    assert scheme_for(load_year(REFERENCE)).name == load_scheme("reference-2019").name
    plain = indicator("5次", "5次")
    cost = indicator("5万元", "5万元", level1="成本指标", level2="经济成本指标")
    assert scheme_for(year_of(plain, year=2020)).key == "2020"
    assert scheme_for(year_of(plain, year=2021)).key == "2021-no-cost"
    assert scheme_for(year_of(plain, cost, year=2023)).key == "2021-cost"


def test_a_file_may_change_only_what_differs(tmp_path: Path) -> None:
    """A file that builds on another keeps everything it does not name."""
    path = written(tmp_path, "沿用: '2020'\n名称: 某市口径\n读法:\n  不足一档: 按一档计\n")
    scheme, base = load_scheme(path), load_scheme("2020")
    assert scheme.name == "某市口径"
    assert scheme.reading.partial is Partial.STARTED
    assert scheme.reading.base is base.reading.base
    assert scheme.weights == base.weights


def test_a_copied_scheme_is_the_same_scheme(tmp_path: Path) -> None:
    """Copying a shipped file gives the same rules under the new name."""
    path = written(tmp_path, (SHIPPED / "2020.yaml").read_text(encoding="utf-8"), "2024.yaml")
    assert load_scheme(path).execution == load_scheme("2020").execution
    assert load_scheme(path).key == "2024"


def test_an_edited_scheme_is_read_again(tmp_path: Path) -> None:
    """Changing a file on disk changes the scheme loaded next, also through one that builds on it."""
    base = written(tmp_path, "沿用: '2020'\n结转年限: 2\n", "base.yaml")
    path = written(tmp_path, "沿用: base.yaml\n")
    assert load_scheme(path).carry_over_years == 2
    base.write_text("沿用: '2020'\n结转年限: 3\n", encoding="utf-8")
    assert load_scheme(path).carry_over_years == 3


def test_a_scheme_builds_on_the_file_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of that name in the folder where the program happens to run is another one."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    written(tmp_path, "沿用: '2020'\n结转年限: 2\n", "base.yaml")
    written(elsewhere, "沿用: '2020'\n结转年限: 5\n", "base.yaml")
    path = written(tmp_path, "沿用: base.yaml\n")
    monkeypatch.chdir(elsewhere)
    assert load_scheme(path).carry_over_years == 2


# what the file says after 沿用, line, key, value, words of problem or suggestion
FAULTS = [
    ("不足: 1\n", 2, "不足", "1", "没有这一项"),
    ("等极: {优: 90}\n", 2, "等极", "", "是否应为“等级”"),
    ("读法:\n  不足一档: 按一档记\n", 3, "不足一档", "按一档记", "是否应为“按一档计”"),
    ("读法:\n  以上含本数: true\n", 3, "以上含本数", "true", "请改为 是 或 否"),
    ("保留小数: 两位\n", 2, "保留小数", "两位", "应为数字"),
    ("保留小数: 9\n", 2, "保留小数", "9", "应为0至4的整数"),
    ("分值: {产出指标: 50, 效益指标: 30}\n", 2, "分值", "", "合计80分，应为100分"),
    ("分值: {产出指标: 五十}\n", 2, "产出指标", "五十", "应为数字"),
    ("等级: {优: 90, 良: 95, 中: 60, 差: 0}\n", 2, "等级", "", "依次降低"),
    ("等级: {优: 90, 差: 0}\n", 2, "等级", "", "应依次为优、良、中、差"),
    ("执行率:\n  规则: 看情况给分\n", 3, "规则", "看情况给分", "看情况给分"),
    (
        "执行率:\n  规则: 按时完成得满分，逾期不得分\n",
        3,
        "规则",
        "按时完成得满分，逾期不得分",
        "不适用于执行率",
    ),
    ("定性指标:\n  规则: 按完成比例得分\n", 3, "规则", "按完成比例得分", "不适用于定性指标"),
    ("超额完成:\n  方式: 逐档扣分\n  扣: 1\n", 3, "每超", "", "缺少这一项"),
    ("超额完成:\n  方式: 说明原因\n  界限: 50\n", 4, "界限", "50", "低于100%"),
    ("年度: {起: 2021, 止: 2020}\n", 2, "止", "2020", "早于起始年度"),
    ("名称: 甲\n名称: 乙\n", 3, "名称", "", "写了两次"),
    ("数值越小越好: 成本指标\n", 2, "数值越小越好", "成本指标", "应为列表"),
    ("无满意度指标时归入: 效率指标\n", 2, "无满意度指标时归入", "效率指标", "是否应为“效益指标”"),
]


@pytest.mark.parametrize(("text", "line", "key", "value", "words"), FAULTS)
def test_every_fault_names_line_value_and_remedy(
    tmp_path: Path, text: str, line: int, key: str, value: str, words: str
) -> None:
    """A fault says file, line, key, value, what is wrong and what to write instead."""
    path = written(tmp_path, f"沿用: '2020'\n{text}")
    (fault,) = check_scheme(path)
    assert (fault.file, fault.line, fault.key, fault.value) == ("mine.yaml", line, key, value)
    assert words in f"{fault.problem}；{fault.suggestion}"
    assert fault.suggestion
    with pytest.raises(SchemeError) as raised:
        load_scheme(path)
    assert raised.value.faults == (fault,)
    assert raised.value.exit_code == 3
    assert f"mine.yaml第{line}行" in str(raised.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("名称: [\n", "YAML 写法有误"),
        ("分值:\n  产出指标：50\n  效益指标: 30\n", "mine.yaml第2行：用了全角冒号"),
        ("分值:\n  产出指标:50\n  效益指标: 30\n", "mine.yaml第2行：冒号后面没有空格"),
        ("分值:\n\t产出指标: 50\n", "mine.yaml第2行：有制表符"),
        ("沿用: '2020'\n等级: {优：90，良: 80}\n", "mine.yaml第2行：用了全角的冒号或逗号"),
        ("- 1\n- 2\n", "不是“键: 值”写法"),
        ("名称: 甲\a\n", "YAML 写法有误"),
        ("", "不是“键: 值”写法"),
        ("沿用: 2002\n", "没有这个评分办法"),
        ("沿用: mine.yaml\n", "互相沿用"),
        ("a: &x [*x]\n", "层次过深"),
        ("名称: 甲\n", "缺少这一项"),
    ],
)
def test_a_broken_file_is_refused_with_a_reason(tmp_path: Path, text: str, words: str) -> None:
    """A file that is no scheme at all gives faults, never a traceback."""
    faults = check_scheme(written(tmp_path, text))
    assert any(words in str(fault) for fault in faults)


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    """Several faults in one file come together, in the order of its lines."""
    path = written(tmp_path, "沿用: '2020'\n读法: {起扣点: 一百}\n保留小数: 9\n结转年限: 无\n")
    assert [fault.line for fault in check_scheme(path)] == [2, 3, 4]


def test_a_file_with_the_wrong_ending_is_never_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An ending Notepad added is said, one left out is understood; a year is not scored by another scheme for it."""
    path = written(tmp_path, "沿用: '2020'\n", "本地.yaml.txt")
    for name in ("本地.yaml", "本地", "本地.yaml.txt"):
        with pytest.raises(MisuseError, match=r"应以 \.yaml 结尾"):
            load_scheme(tmp_path / name)
    path.rename(tmp_path / "本地.yaml")
    monkeypatch.chdir(tmp_path)
    assert load_scheme("本地") == load_scheme("本地.yaml")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    assert load_scheme("本地.yaml").key == "本地"
    written(tmp_path, "沿用: '2020'\n", "scheme.yaml.txt")
    year = year_of(indicator("300次", "200次", filed=0))
    with pytest.raises(MisuseError, match=r"文件名应为 scheme\.yaml"):
        scheme_for(replace(year, folder=tmp_path))


def test_a_name_that_is_none_gets_a_suggestion() -> None:
    """A misspelt scheme name is refused with the nearest one."""
    with pytest.raises(MisuseError, match="2021-cost"):
        load_scheme("2021-costs")
    assert check_scheme("2021-costs")[0].suggestion


def test_a_scheme_error_survives_pickling(tmp_path: Path) -> None:
    """The error crosses a process boundary with its faults."""
    with pytest.raises(SchemeError) as raised:
        load_scheme(written(tmp_path, "沿用: '2020'\n保留小数: 9\n"))
    assert pickle.loads(pickle.dumps(raised.value)).faults == raised.value.faults


def test_schemes_are_shown_with_what_was_checked() -> None:
    """The listing has every scheme, and the text says of each rule whether it was checked."""
    assert list(scheme_list()["key"]) == shipped_schemes()
    text = scheme_text(load_scheme("2021-cost"))
    assert "财预〔2021〕101号" in text
    assert text.count("未核对") >= 5
    assert "项目已完成且未超预算的得满分" in text


def test_rules_state_whether_they_were_checked() -> None:
    """The verified flag comes from the file, rule by rule."""
    scheme = load_scheme("reference-2019")
    assert scheme.weights_origin.verified
    assert not scheme.execution.origin.verified
    assert scheme.execution.origin.source


def test_places_round_every_score(tmp_path: Path) -> None:
    """保留小数 is the place to which a scheme's scores are rounded."""
    year = year_of(indicator("300次", "200次", filed=0))
    for places, score in (("0", 7), ("1", 6.7), ("2", 6.67), ("4", 6.6667)):
        path = written(tmp_path, f"沿用: '2020'\n保留小数: {places}\n", f"p{places}.yaml")
        assert score_year(year, load_scheme(path)).indicators["score"].tolist() == [score]
    assert load_scheme("2020").weights[0] == ("执行率指标", Decimal(10))


def test_one_rule_can_be_changed_to_compare() -> None:
    """A what-if scheme differs in what was changed, scores by it, and bears another key and name."""
    base = load_scheme("2020")
    changed = revised(base, {"执行率": "90%及以上得满分，每下降1%扣1分", "不足一档": "按一档计"})
    year = year_of(indicator("", "", role="execution", filed=8), money=(100, 85.5))
    assert score_year(year, base).totals["total"].tolist() == [8.55]
    assert score_year(year, changed).totals["total"].tolist() == [5]
    assert (changed.key != base.key) and "试改" in changed.name
    assert changed.quantity == base.quantity
    assert not changed.execution.origin.verified


def test_a_what_if_that_does_not_fit_is_refused() -> None:
    """A misspelt word gets a suggestion; an unreadable sentence or value is named."""
    base = load_scheme("2020")
    with pytest.raises(MisuseError, match="是否应为“不足一档”"):
        revised(base, {"不足一挡": "不计"})
    for changes in ({"执行率": "看情况"}, {"起扣点": "一百"}, {"以上含本数": "true"}):
        with pytest.raises(SchemeError):
            revised(base, changes)


OWN = """
沿用: "2020"
名称: "某市: 2024年口径 #试行"
执行率:
  规则: 90%及以上得满分，每下降1%扣1分，扣完为止
满意度指标: {规则: "90%以上得满分，90%以下按满意率×分值计分", 依据: 某财绩〔2024〕3号, 已核对: 是}
超额完成: {方式: 逐档扣分, 界限: 150, 每超: 10, 扣: 0.5, 不足一档: 按一档计}
年度: {起: 2024, 止: 2026}
保留小数: 1
数值越小越好: []
"""


@pytest.mark.parametrize("name", [*shipped_schemes(), "own"])
def test_a_scheme_written_out_loads_as_the_same_scheme(tmp_path: Path, name: str) -> None:
    """What ``jxa scheme show`` prints is a whole file, sound, and the same scheme but for its key."""
    scheme = load_scheme(written(tmp_path, OWN) if name == "own" else name)
    text = scheme_yaml(scheme)
    assert "沿用:" not in text
    path = written(tmp_path, text, "copy.yaml")
    assert check_scheme(path) == []
    assert replace(load_scheme(path), key=scheme.key) == scheme


def test_a_changed_rule_keeps_no_claim_of_the_one_it_replaced(tmp_path: Path) -> None:
    """A file that changes a rule or the weights does not inherit where the old came from."""
    scheme = load_scheme(written(tmp_path, OWN))
    assert (scheme.execution.origin.source, scheme.execution.origin.verified) == ("", False)
    assert scheme.satisfaction is not None and scheme.satisfaction.origin.verified
    assert scheme.over.origin.source == ""
    assert scheme.quantity.origin == load_scheme("2020").quantity.origin
    changed = written(
        tmp_path, "沿用: reference-2019\n分值: {产出指标: 60, 效益指标: 40}\n", "w.yaml"
    )
    assert load_scheme("reference-2019").weights_origin.verified
    assert not load_scheme(changed).weights_origin.verified


def test_a_file_redirected_in_another_encoding_is_read(tmp_path: Path) -> None:
    """UTF-16 with its mark is read; an encoding without one is refused in words."""
    path = tmp_path / "u16.yaml"
    path.write_text(scheme_yaml(load_scheme("2020")), encoding="utf-16")
    assert load_scheme(path).weights == load_scheme("2020").weights
    path.write_text("名称: 某市口径", encoding="gbk")
    assert "UTF-8" in str(check_scheme(path)[0])


def test_what_was_not_checked_is_told_of_a_sound_scheme(tmp_path: Path) -> None:
    """Beside faults a user learns which parts nobody compared with their source, and weak rules."""
    doubts = scheme_doubts(load_scheme("2020"))
    assert len(doubts) == 1 and "执行率" in doubts[0] and "未与依据原文核对" in doubts[0]
    weak = "沿用: '2020'\n执行率:\n  规则: 100%得满分，每下降1%扣1分，97%以下不得分，满分10分\n"
    assert any("跳跃过大" in doubt for doubt in scheme_doubts(load_scheme(written(tmp_path, weak))))


def test_a_scheme_can_be_revised_by_its_own_words() -> None:
    """``scheme.revised`` takes the words of the file, as keywords or as a mapping."""
    base = load_scheme("2020")
    assert base.revised(不足一档="按一档计").reading.partial is Partial.STARTED
    assert base.revised({"以上含本数": "否"}).reading.above_inclusive is False
