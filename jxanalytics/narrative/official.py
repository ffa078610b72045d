"""附件2 in its official layout as a table of the book: the form as filed, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jxanalytics.documents.forms.content import self_evaluation
from jxanalytics.documents.forms.placeholders import Row
from jxanalytics.model.vocabulary import SOURCES
from jxanalytics.narrative.blocks import Cell, Table
from jxanalytics.narrative.project_facts import ProjectFacts

_WIDTHS = (0.6, 1.2, 1.3, 2.2, 1.2, 1.2, 0.9, 1.1, 1.6)
_MONEY = ("年初预算数", "全年预算数", "全年执行数")
_HEADS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
)
_SOURCES = {"total": "年度资金总额", "current": "其中：当年财政拨款"}
_LEVELS = ("一级指标", "二级指标")

Cells = tuple[Cell, ...]


def self_evaluation_form(project: ProjectFacts, label: str) -> Table | None:
    """The filed self-evaluation in the layout of 附件2; None where none was filed."""
    document = project.of.filed.document(project.id, "self_evaluation")
    if document is None:
        return None
    content = self_evaluation(project.of.filed, document)
    fields = content.fields
    rows = [
        *_heading(fields),
        *_funding(fields),
        *_goals(fields),
        *_indicators(content.lists.get("指标", [])),
        (
            _head("总分", columns=6),
            _middle(fields["总分.分值"]),
            _middle(fields["总分.得分"]),
            Cell(""),
        ),
    ]
    caption = f"{project.name}项目支出绩效自评表（{fields['年度']}年度）"
    return Table(label, caption, (), tuple(rows), _WIDTHS, note="按填报内容列示，未作改动。")


def _heading(fields: Row) -> Iterator[Cells]:
    yield _head("项目名称", columns=2), Cell(fields["项目名称"], columns=7)
    yield (
        _head("主管部门", columns=2), Cell(fields["主管部门"], columns=2),
        _head("实施单位"), Cell(fields["实施单位"], columns=4),
    )  # fmt: skip


def _funding(fields: Row) -> Iterator[Cells]:
    heads = (_head(name) for name in (*_MONEY, "分值", "执行率", "得分"))
    yield _head(f"项目资金（{fields['金额单位']}）", rows=5), _head("", columns=2), *heads
    for source, label in SOURCES.items():
        own = source == "total"
        amounts = (_right(fields[f"资金.{label}.{quantity}"]) for quantity in _MONEY)
        yield (
            Cell(_SOURCES.get(source, label), columns=2), *amounts,
            _middle(fields["执行率.分值"] if own else "—"),
            _middle(fields[f"资金.{label}.执行率"]),
            _middle(fields["执行率.得分"] if own else "—"),
        )  # fmt: skip


def _goals(fields: Row) -> Iterator[Cells]:
    yield (
        _head("年度总体目标", rows=2),
        _head("预期目标", columns=4),
        _head("实际完成情况", columns=4),
    )
    yield Cell(fields["预期目标"], columns=4), Cell(fields["实际完成情况"], columns=4)


def _indicators(rows: Sequence[Row]) -> Iterator[Cells]:
    yield _head("绩效指标", rows=len(rows) + 1), *map(_head, _HEADS)
    spans = [_spans([tuple(row[name] for name in _LEVELS[: depth + 1]) for row in rows])
             for depth in range(len(_LEVELS))]  # fmt: skip
    for number, row in enumerate(rows):
        levels = (
            Cell(row[name], rows=spans[depth][number])
            for depth, name in enumerate(_LEVELS)
            if spans[depth][number]
        )
        yield (
            *levels, Cell(row["三级指标"]), Cell(row["年度指标值"]), Cell(row["实际完成值"]),
            _middle(row["分值"]), _middle(row["得分"]), Cell(row["偏差原因"]),
        )  # fmt: skip


def _spans(keys: Sequence[tuple[str, ...]]) -> list[int]:
    """How many rows each cell covers: as many as follow with the same levels; 0 below it."""
    spans = [0] * len(keys)
    first = 0
    for number, key in enumerate(keys):
        first = number if key != keys[first] or not key[-1] else first
        spans[first] += 1
    return spans


def _head(text: str, rows: int = 1, columns: int = 1) -> Cell:
    return Cell(text, rows, columns, "center", strong=True)


def _middle(text: str) -> Cell:
    return Cell(text, align="center")


def _right(text: str) -> Cell:
    return Cell(text, align="right")
