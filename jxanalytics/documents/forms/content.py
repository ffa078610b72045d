"""What the official forms say: 附件1 and 附件2 as content for their templates."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from jxanalytics.documents.forms.filed import (
    UNIT,
    Filed,
    Record,
    money,
    printed_unit,
    same_text,
    shown,
    stated,
)
from jxanalytics.documents.forms.placeholders import Content, Row
from jxanalytics.model.exact import total as summed
from jxanalytics.model.precedence import used_funding, used_totals
from jxanalytics.model.say import cell_amount
from jxanalytics.model.texts import Section
from jxanalytics.model.values import compact
from jxanalytics.model.vocabulary import FUNDING_QUANTITIES, SOURCES

GOALS = {"预期目标": "预期目标", "实际完成情况": "实际完成情况"}
_ATTACHMENT = re.compile(r"附件[0-9一二三四五六七八九十]*[:：]?")
# The notes a form prints: 注：1、… and the numbered lines after it.
_NOTE = re.compile(r"注[:：]\d")
_NUMBERED = re.compile(r"\d{1,2}[、.．]")


# -- 附件1 ---------------------------------------------------------------------------------------


def summary(filed: Filed, document: Record) -> Content:
    """A filed summary as 附件1."""
    name = str(document["document_id"])
    rows = filed.rows("funding", name)
    unit = str(document["amount_unit"])
    listed = []
    for position, row in enumerate(rows, start=1):
        project = str(row["project_id"])
        totals = filed.totals(name, project)
        texts = {
            "全年安排数": money(row, "annual", unit),
            "年末决算数": money(row, "executed", unit),
            "自评分数": totals.get("self", ""),
            "部门评价分数": totals.get("department", ""),
            "备注": shown(str(row["remark"])),
        }
        listed.append({**project_row(filed, position, project), **texts})
    title = str(document["title"]) or _title(filed)
    sums = filed.totals(name, "")
    fields = _summary_fields(filed, title, printed_unit(document, rows), sums)
    return Content({**fields, "附注": _further(filed.sections(name), title)}, {"项目": listed})


def composed_summary(filed: Filed) -> Content:
    """附件1 of a year in which no summary was filed: the figures used, and their sums."""
    funding = used_funding(filed.year)
    total = funding[funding["source"] == "total"].set_index("project_id")
    scores = {
        measure: used_totals(filed.year, measure).set_index("project_id")["raw"].to_dict()
        for measure in ("self", "department")
    }
    listed = []
    for position, project in enumerate(filed.projects, start=1):
        known = total.loc[project] if project in total.index else {}
        texts = {
            "全年安排数": cell_amount(known.get("annual", math.nan)),
            "年末决算数": cell_amount(known.get("executed", math.nan)),
            "自评分数": shown(str(scores["self"].get(project, ""))),
            "部门评价分数": shown(str(scores["department"].get(project, ""))),
            "备注": "",
        }
        listed.append({**project_row(filed, position, project), **texts})
    sums = {name: cell_amount(summed(total[name])) for name in ("annual", "executed")}
    fields = _summary_fields(filed, _title(filed), UNIT, sums)
    return Content({**fields, "附注": ""}, {"项目": listed})


def project_row(filed: Filed, position: int, project: str) -> Row:
    """What a summary names of a project before any figure."""
    record = filed.projects[project]
    unit, division = filed.unit_of(project), str(record["division"])
    return {
        "序号": str(position),
        "实施单位": shown(f"{unit}（{division}）" if division else unit),
        "项目名称": shown(str(record["name"])),
        "项目编码": shown(str(record["project_code"])),
    }


def _summary_fields(filed: Filed, title: str, unit: str, sums: dict[str, str]) -> dict[str, str]:
    return {
        "标题": shown(title), "年度": str(filed.year.year), "金额单位": unit,
        "合计.全年安排数": sums.get("annual", ""), "合计.年末决算数": sums.get("executed", ""),
        "合计.自评分数": sums.get("self", "") or "—",
    }  # fmt: skip


def _title(filed: Filed) -> str:
    return f"{filed.year.year}年度项目资金汇总表"


# -- 附件2 ---------------------------------------------------------------------------------------


def self_evaluation(filed: Filed, document: Record) -> Content:
    """A filed self-evaluation as 附件2."""
    name, project = str(document["document_id"]), str(document["project_id"])
    rows = {str(row["source"]): row for row in filed.rows("funding", name)}
    totals = filed.totals(name, project)
    items = Items(filed, name, "self")
    sections = filed.sections(name)
    fields = {
        **heading(filed, project),
        "金额单位": printed_unit(document, list(rows.values())),
        **funding_fields(rows, str(document["amount_unit"])),
        **items.execution_fields(),
        **{goal: goal_text(sections, word) for goal, word in GOALS.items()},
        "总分.分值": totals.get("weight", ""), "总分.得分": totals.get("self", ""),
        "附注": _further(sections, str(document["title"])),
    }  # fmt: skip
    return Content(fields, {"指标": items.rows()})


def heading(filed: Filed, project: str) -> dict[str, str]:
    """What every form of a project names."""
    record = filed.projects[project]
    return {
        "年度": str(filed.year.year), "项目名称": shown(str(record["name"])),
        "项目编码": shown(str(record["project_code"])), "项目类别": shown(str(record["category"])),
        "实施单位": shown(filed.unit_of(project)), "主管部门": shown(filed.department_of(project)),
        "金额单位": UNIT,
    }  # fmt: skip


def funding_fields(rows: dict[str, Record], unit: str) -> dict[str, str]:
    """``资金.年度资金总额.全年预算数`` and so on; blank where nothing is stated.

    A source that has no points of its own shows dashes, as the form prints them.
    """
    fields = {}
    for source, label in SOURCES.items():
        row = rows.get(source, {})
        for quantity, said in FUNDING_QUANTITIES.items():
            fields[f"资金.{label}.{said}"] = money(row, quantity, unit)
        filed = str(row.get("rate_raw", "")) or (stated(row, "rate") if row else "")
        fields[f"资金.{label}.执行率"] = shown(filed) or ("" if source == "total" else "—")
    return fields


def goal_text(sections: Sequence[Section], word: str) -> str:
    """What the first section under a heading with ``word`` in it says; "" for none."""
    return next((shown("\n".join(s.paragraphs)) for s in sections if word in s.heading), "")


class Items:
    """The indicator rows of one document, ready for a form."""

    def __init__(self, filed: Filed, document: str, evaluation: str):
        self.records = sorted(filed.rows("indicators", document), key=lambda row: row["position"])
        self.scores = {
            str(row["indicator_id"]): stated(row, "score")
            for row in filed.rows("scores", document)
            if row["evaluation"] == evaluation
        }
        self.rules = filed.rows("rules", document)

    @property
    def execution(self) -> Record | None:
        return next((row for row in self.records if row["role"] == "execution"), None)

    @property
    def beside(self) -> dict[str, str]:
        """Rules that stand in a column of their own, by indicator."""
        found: dict[str, list[str]] = {}
        for row in self.rules:
            if _stands_beside(row):
                found.setdefault(str(row["indicator_id"]), []).append(str(row["raw"]))
        return {indicator: shown("\n".join(texts)) for indicator, texts in found.items()}

    @property
    def in_system(self) -> dict[str, str]:
        """Whole cells of an indicator system, name and rule together, by indicator."""
        return {
            str(row["indicator_id"]): shown(str(row["raw"]))
            for row in self.rules
            if not _stands_beside(row) and not str(row["place"]).startswith("¶")
        }

    @property
    def listed(self) -> bool:
        """Whether the form lists the execution rate among its indicators."""
        row = self.execution
        return row is not None and any(row[c] for c in ("level1_raw", "level2_raw", "target_raw"))

    def execution_fields(self) -> dict[str, str]:
        """The execution rate where the form scores it beside the money; dashes where it does not."""
        row = None if self.listed else self.execution
        if row is None:
            blank = "—" if self.listed else ""
            return {"执行率.分值": blank, "执行率.得分": blank, "执行率.评分标准": ""}
        return {
            "执行率.分值": stated(row, "weight"),
            "执行率.得分": self.scores.get("execution", ""),
            "执行率.评分标准": self.beside.get("execution", ""),
        }

    def rows(self) -> list[Row]:
        beside = self.beside
        return [
            self.row(row, beside)
            for row in self.records
            if row["role"] != "execution" or self.listed
        ]

    def row(self, row: Record, beside: dict[str, str]) -> Row:
        indicator = str(row["indicator_id"])
        return {
            "一级指标": level(row, 1), "二级指标": level(row, 2), "三级指标": level(row, 3),
            "年度指标值": stated(row, "target"), "实际完成值": stated(row, "actual"),
            "分值": stated(row, "weight"), "得分": self.scores.get(indicator, ""),
            "偏差原因": shown(str(row["reason"])), "评分标准": beside.get(indicator, ""),
        }  # fmt: skip

    def system(self) -> list[Row]:
        """The rows of the indicator system: names with the rules that stand in their cells."""
        cells = self.in_system
        return [
            {"一级指标": level(row, 1), "二级指标": level(row, 2),
             "三级指标": cells.get(str(row["indicator_id"])) or level(row, 3)}
            for row in self.records
        ]  # fmt: skip


def level(row: Record, depth: int) -> str:
    """A level's label as written."""
    name = ("level1", "level2", "name")[depth - 1]
    return shown(str(row[f"{name}_raw"]) or str(row[name]))


def _stands_beside(rule: Record) -> bool:
    return same_text(str(rule["raw"]), str(rule["text"])) and not str(rule["place"]).startswith("¶")


# -- lines ---------------------------------------------------------------------------------------


def _further(sections: Sequence[Section], title: str) -> str:
    """What is written around a form and is not of the form itself: neither title nor printed notes."""
    kept: list[str] = []
    in_notes = False
    for section in sections:
        if section.heading == "年度总体目标" or section.heading in GOALS:
            continue
        for line in (section.heading, *section.paragraphs):
            bare = compact(line)
            in_notes = bool(_NOTE.match(bare)) or (in_notes and bool(_NUMBERED.match(bare)))
            seal = bare.startswith("财政业务处室审核意见")
            if not (bare and not in_notes and not seal and not _ATTACHMENT.fullmatch(bare)):
                continue
            if not same_text(line, title):
                kept.append(line)
    return shown("\n".join(kept))
