"""Reports kept as Markdown with the figures of their forms on top, read as an evaluation year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from jxanalytics.model.schema import TABLES
from jxanalytics.model.tables import EvaluationYear, from_rows
from jxanalytics.model.values import parse_value

FOLDER = Path(__file__).parent / "reports"
YEAR = 2019
LEVEL1 = {"数量指标": "产出指标", "质量指标": "产出指标", "时效指标": "产出指标", "成本指标": "产出指标", "服务对象满意度指标": "满意度指标"}  # fmt: skip


@dataclass(frozen=True)
class Written:
    """A report with its figures (``facts``) and its text."""

    name: str
    facts: dict[str, Any]
    text: str

    @property
    def expected(self) -> list[str]:
        return list(self.facts["expected"])


def written(name: str) -> Written:
    """The report of that file name."""
    head, _, text = (FOLDER / f"{name}.md").read_text(encoding="utf-8").partition("\n---\n")
    return Written(name, yaml.load(head, Loader=yaml.BaseLoader), text)


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.md"))


def as_year(*reports: Written) -> EvaluationYear:
    """The reports as a year: a form and a text each; ``also`` names a second project with the same text."""
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in TABLES}
    texts: dict[str, str] = {}
    for report in reports:
        for name in filter(None, (report.facts["project"], report.facts.get("also"))):
            _add(rows, texts, report, name, f"P{len(rows['projects']) + 1:04d}")
    tables = {name: from_rows(TABLES[name], table) for name, table in rows.items()}
    return EvaluationYear(YEAR, tables, texts)


def _add(
    rows: dict[str, list[dict[str, object]]],
    texts: dict[str, str],
    report: Written,
    name: str,
    project: str,
) -> None:
    facts = report.facts
    unit = next((r["unit_id"] for r in rows["units"] if r["name"] == facts["unit"]), None)
    if unit is None:
        unit = f"U{len(rows['units']) + 1:03d}"
        rows["units"].append({"unit_id": unit, "name": facts["unit"], "department_id": unit})
    rows["projects"].append({"project_id": project, "name": name, "unit_id": unit})
    kind = facts.get("kind", "report")
    form, document = f"{project}-self_evaluation", f"{project}-{kind}"
    for kept, its_kind in {form: "self_evaluation", document: kind}.items():
        rows["documents"].append(
            {
                "document_id": kept, "project_id": project, "kind": its_kind, "year": YEAR, "file": f"{kept}.docx",
                "dated": facts["dated"] if kept == document else "", "agency": facts.get("agency", "") if kept == document else "",
            }
        )  # fmt: skip
    texts[document] = report.text
    _money(rows, facts, project, form)
    _indicators(rows, facts, project, form)
    for n in range(int(facts.get("evaluators", 3)) if kind == "report" else 0):
        rows["evaluators"].append({"document_id": document, "project_id": project, "position": n + 1, "name": "赵钱孙李"[n] + "甲", "place": f"表1!R{n + 2}C1"})  # fmt: skip


def _money(
    rows: dict[str, list[dict[str, object]]], facts: dict[str, Any], project: str, form: str
) -> None:
    parts = {source: [Decimal(v) for v in values] for source, values in facts["money"].items()}
    parts = {"total": [sum(v) for v in zip(*parts.values(), strict=True)], **parts}
    for line, (source, (annual, executed)) in enumerate(parts.items(), start=6):
        rows["funding"].append(
            {
                "document_id": form, "project_id": project, "source": source,
                "annual": annual, "annual_raw": str(annual), "annual_place": f"表1!R{line}C9",
                "executed": executed, "executed_raw": str(executed), "executed_place": f"表1!R{line}C11",
            }
        )  # fmt: skip


def _indicators(
    rows: dict[str, list[dict[str, object]]], facts: dict[str, Any], project: str, form: str
) -> None:
    execution = ["", "预算执行率", "", "", "10", facts["execution_score"]]
    total = Decimal(0)
    for n, entry in enumerate([execution, *facts["indicators"]]):
        level2, name, target, actual, weight, score = entry
        key, at = ("execution", 6) if n == 0 else (f"I{n:02d}", n + 12)
        row: dict[str, object] = {
            "document_id": form, "project_id": project, "indicator_id": key, "position": n + 1,
            "role": "execution" if n == 0 else "indicator", "level1": LEVEL1.get(level2, "效益指标" if level2 else ""),
            "level2": level2, "name": name, "name_raw": name, "name_place": f"表1!R{at}C7",
            "weight": weight, "weight_raw": weight, "weight_place": f"表1!R{at}C13",
        }  # fmt: skip
        for quantity, raw, column in (("target", target, 9), ("actual", actual, 11)):
            value = parse_value(raw)
            row |= {quantity: value.number, f"{quantity}_unit": value.unit, f"{quantity}_operator": value.operator,
                    f"{quantity}_raw": raw, f"{quantity}_place": f"表1!R{at}C{column}"}  # fmt: skip
        rows["indicators"].append(row)
        rows["scores"].append(
            {"document_id": form, "project_id": project, "indicator_id": key, "evaluation": "self",
             "score": score, "score_raw": score, "score_place": f"表1!R{at}C15"}
        )  # fmt: skip
        total += Decimal(score)
    for measure in ("self", "department"):
        rows["totals"].append({"document_id": form, "project_id": project, "measure": measure, "value": total, "raw": str(total), "place": "表1!R30C15"})  # fmt: skip
