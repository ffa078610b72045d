"""Words of a local form layout: which headings of its tables mean what, said in ``extensions/``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from jxanalytics.errors import ExtensionError
from jxanalytics.extensions import Extensions, Kind, offer
from jxanalytics.intake.understand.words import OwnWords, key

# Tables by the name users give them, each with its finder and its columns (or rows, or fields).
_TABLES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "指标": ("indicator_column", {
        "一级指标": "level1", "二级指标": "level2", "三级指标": "name", "符号": "operator", "计量单位": "unit",
        "年度指标值": "target", "实际完成值": "actual", "分值": "weight", "得分": "score", "评分规则": "rule",
        "偏差原因分析及改进措施": "reason", "部门评价得分": "department_score", "复核得分": "review_score",
        "指标解释": "explanation", "佐证材料": "evidence", "备注": "remark", "序号": "seq",
    }),
    "资金": ("funding_column", {
        "年初预算数": "initial", "全年预算数": "annual", "全年执行数": "executed", "执行率": "rate",
        "已交回数": "returned", "到位数": "arrived", "分值": "weight", "得分": "score", "备注": "remark",
    }),
    "资金来源": ("source", {
        "年度资金总额": "total", "当年财政拨款": "current", "上年结转资金": "carry_over", "其他资金": "other",
    }),
    "汇总表": ("summary_column", {
        "项目名称": "name", "项目编码": "code", "主管部门": "department", "实施单位": "unit",
        "预算单位编码": "unit_code", "年初预算数": "initial", "全年预算数": "annual", "全年执行数": "executed",
        "执行率": "rate", "自评分数": "self_score", "部门评价分数": "department_score", "项目类别": "category",
        "资金性质": "kind_of_money", "备注": "remark", "序号": "seq",
    }),
    "表头": ("field", {
        "项目名称": "project", "项目编码": "code", "主管部门": "department", "实施单位": "unit",
        "实施处室": "division", "项目类别": "category", "资金性质": "kind_of_money", "年度": "year",
        "填报日期": "dated", "项目是否完成": "finished", "总分": "total_score", "评价等级": "grade",
    }),
    "总体目标": ("goal", {"预期目标": "expected", "总体目标": "overall", "实际完成情况": "actual"}),
}  # fmt: skip


def form_words(table: str, **columns: str | Sequence[str]) -> None:
    """Say which headings of a local form mean which column; for files of ``extensions/``.

    ``table`` is 指标, 资金, 资金来源, 汇总表, 表头 or 总体目标; each keyword is one of its columns under
    the name users know, with one heading or several as printed in the form. A heading that the
    program knows in another sense is read as said here.

    >>> form_words("指标", 实际完成值=["办结数量", "本年办结数"])  # doctest: +SKIP

    Raises ExtensionError for a table or column there is none of, and for a heading without words.
    """
    finder, known = _TABLES[_one_of(table, _TABLES, "表")]
    for column, headings in columns.items():
        role = known[_one_of(column, known, f"“{table}”的栏")]
        for heading in [headings] if isinstance(headings, str) else headings:
            bare = key(heading)
            if not bare:
                raise ExtensionError(
                    f"“{table}”的 {column}：表头「{heading}」没有文字，请照表上的写"
                )
            offer(Kind.WORDS, f"{table}·{bare}", f"“{heading}”读作{column}", (finder, bare, role))


def words_of(extensions: Extensions) -> OwnWords:
    """The words that extensions add, by finder and heading."""
    found: dict[str, dict[str, str]] = {}
    for finder, heading, role in extensions.of(Kind.WORDS).values():
        found.setdefault(finder, {})[heading] = role
    return found


def _one_of(name: str, known: Mapping[str, object], what: str) -> str:
    if name in known:
        return name
    close = get_close_matches(name, known, n=1, cutoff=0.4)
    hint = f"是否应为「{close[0]}」？" if close else ""
    raise ExtensionError(f"没有名为「{name}」的{what}，{hint}可用：{'、'.join(known)}")
