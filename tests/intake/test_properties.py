"""What holds for every form: it reads to what was filed however it is laid out, in whatever order files come."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jxanalytics.intake import import_files, read_file, to_json
from jxanalytics.model.store import load_year
from tests.folders import files_of
from tests.intake import facts as f
from tests.intake.facts import OTHER, Facts, Goal
from tests.intake.layouts import LAYOUTS
from tests.intake.layouts.frame import csv_lines
from tests.intake.office import C, Row, Sheet, beside, paragraph, table, write_docx, write_xlsx
from tests.intake.test_layouts import differences

CHECKS = list(HealthCheck)
LEVELS = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
WORDS = {
    "name": ("三级指标", "三 级 指 标", "指标名称"), "target": ("年度\n指标值", "年初目标值", "预期指标值"),
    "actual": ("实际\n完成值", "全年完成情况", "实现值"), "weight": ("分值", "权重", "标准分"),
    "score": ("得分", "自评得分", "自评分"), "reason": ("偏差原因分析及改进措施", "未完成原因和改进措施"),
}  # fmt: skip
# White space and signs stand for nothing; blank, 0, 无 and — are four different things.
STATED = ("{n}处", "≥{n}%", "不少于{n}次", "{n}余人", "{n}", "0", "无", "—", "/", "", "按计划推进")
CHARACTERS = "河湖路桥树木街巷学校书籍病房井盖渠道农机种苗"
points = st.decimals(0, 50, places=2).map(lambda number: float(number.normalize()))


@st.composite
def goals(draw: st.DrawFn) -> tuple[Goal, ...]:
    """Indicators in the order of their levels, none of a name twice."""
    tree = draw(st.lists(st.sampled_from(sorted(LEVELS)), min_size=1, max_size=3, unique=True))
    names = iter(draw(st.lists(st.text(CHARACTERS, min_size=2, max_size=9), min_size=24, max_size=24, unique=True)))  # fmt: skip
    found = []
    for level1 in tree:
        for level2 in draw(st.lists(st.sampled_from(LEVELS[level1]), min_size=1, max_size=3, unique=True)):  # fmt: skip
            for _ in range(draw(st.integers(1, 2))):
                weight = draw(points)
                stated = [
                    draw(st.sampled_from(STATED)).format(n=draw(st.integers(1, 9999))) for _ in "12"
                ]
                reason = draw(st.sampled_from(["", "因雨停工三日", "—", "无"]))
                # What states nothing could be a row's that goes with another.
                if not any(map(stands_for, stated)):
                    stated[0] = "1处"
                found.append(Goal(level1, level2, next(names), *stated, weight, draw(st.none() | points), reason))  # fmt: skip
    return tuple(found)


def stands_for(text: str | None) -> str | None:
    return None if text in ("", "—", "/", None) else text


def filed(facts: Facts) -> Facts:
    """What must be read of what was written."""
    kept = [
        replace(
            g, target=stands_for(g.target), actual=stands_for(g.actual), reason=stands_for(g.reason)
        )
        for g in facts.indicators
    ]
    return facts.but(indicators=tuple(kept))


def form(facts: Facts, columns: Sequence[str], words: dict[str, str], title: str | None) -> list[Row]:  # fmt: skip
    sums = dict(zip(("weight", "score"), facts.total, strict=False))
    return [
        *f.head_rows(facts, title), *f.money_rows(facts), *f.goal_rows(facts),
        *f.indicator_rows(facts, columns, words), [C("总分", 3), *(sums.get(column) for column in columns)],
    ]  # fmt: skip


def written(folder: Path, container: str, rows: list[Row], others: list[Row]) -> Path:
    """A file with the form alone, or with another one below or beside it."""
    if container == "csv":
        path = folder / "a.csv"
        path.write_bytes(csv_lines(rows).encode("gb18030"))
        return path
    if container == "docx":
        return write_docx(folder / "a.docx", table(rows), paragraph(""), table(others))
    placed = beside(rows, others, gap=1) if container == "beside" else [*rows, [], *others]
    return write_xlsx(folder / "a.xlsx", Sheet("表", placed, keep_merges=container != "unmerged"))


@settings(max_examples=60, deadline=None, suppress_health_check=CHECKS)
@given(data=st.data(), container=st.sampled_from(("docx", "xlsx", "unmerged", "beside", "csv")))
def test_a_form_reads_to_what_was_filed(
    data: st.DataObject, container: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever the order of its columns, the words of its headings, its file, another form near it."""
    execution = (10, 98.21, 9.82)
    facts = Facts(indicators=data.draw(goals()), total=(100, data.draw(points), None), execution=execution)  # fmt: skip
    columns = ("name", *data.draw(st.permutations(f.COLUMNS[1:])))
    words = {role: data.draw(st.sampled_from(heads)) for role, heads in WORDS.items()}
    rows = form(facts, columns, words, "项目支出绩效自评表")
    others = form(OTHER, f.COLUMNS, {}, "项目支出绩效自评表")
    path = written(tmp_path_factory.mktemp("form"), container, rows, others)
    found = to_json([read_file(path)])
    places = {"docx": ("table 1", "table 2"), "csv": ("table 1",)}.get(container, ("表", "表"))
    both = (filed(facts), OTHER)[: len(places)]
    expected = [one.expected(path.name, place) for one, place in zip(both, places, strict=True)]
    assert differences(expected, found) == []


def told(folder: Path) -> set[tuple[Any, ...]]:
    """What a year says, without the ids that projects and documents are given in the order they come."""
    year = load_year(folder)
    projects = dict(zip(year["projects"]["project_id"], year["projects"]["name"], strict=True))
    kinds = dict(zip(year["documents"]["document_id"], year["documents"]["kind"], strict=True))
    found: set[tuple[Any, ...]] = set()
    for name in ("funding", "indicators", "scores", "totals"):
        frame = year[name].astype(str)
        rest = [c for c in frame.columns if c not in ("project_id", "document_id")]
        for row in frame.to_dict("records"):
            head = (name, projects.get(row["project_id"], ""), kinds[row["document_id"]])
            found.add((*head, *(row[column] for column in rest)))
    return found


@settings(max_examples=3, deadline=None, suppress_health_check=CHECKS)
@given(seed=st.integers(0, 10**6))
def test_the_order_of_files_does_not_matter(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Files of several projects and kinds give the same figures in whatever order they come, once or twice."""
    folder = tmp_path_factory.mktemp("order")
    names = ("target_form", "summary_two_heading_rows", "two_side_by_side")
    files = [LAYOUTS[name](folder)[0] for name in names]
    shuffled = random.Random(seed).sample(files, len(files))
    import_files(files, folder / "a" / "2021", workers=1)
    import_files(shuffled, folder / "b" / "2021", workers=1)
    assert told(folder / "a" / "2021") == told(folder / "b" / "2021")
    before = files_of(folder / "b" / "2021")
    import_files(files, folder / "b" / "2021", workers=1)
    assert files_of(folder / "b" / "2021") == before


TWICE = (
    "standard_word", "lost_merges", "several_in_word", "target_form", "summary_two_heading_rows",
    "three_under_one_title", "sub_rows", "fillers_and_marks",
)  # fmt: skip


@pytest.mark.parametrize("name", TWICE)
def test_importing_twice_changes_nothing(name: str, tmp_path: Path) -> None:
    """The second time every form is as it was, and so is every byte on disk."""
    path, _ = LAYOUTS[name](tmp_path)
    import_files([path], tmp_path / "2021")
    before = files_of(tmp_path / "2021")
    again = import_files([path], tmp_path / "2021")
    assert {one.status for one in again.filed} == {"unchanged"}
    assert files_of(tmp_path / "2021") == before
