"""Values told of an indicator by its full name, outside its own paragraph of analysis."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from decimal import Decimal

import pandas as pd

from jxanalytics.checks.evidence import Evidence, Row, grouped
from jxanalytics.checks.finding import Raised, Spot
from jxanalytics.checks.narrative.told import number, spot_of
from jxanalytics.checks.prose import Passage, Sentence
from jxanalytics.model.values import DATE_UNIT, Value, conversion, parse_value

_VALUE = re.compile(
    r"(?:为|共计|共|达到|达|完成|：|:|（|\()\s*([^，。；、（）()\s]*\d[^，。；、（）()\s]*)"
)
_OTHER_TIME = re.compile("上年|去年|同比|季度|半年|月底|每|平均|其中")
_ROUGH = ("约", "余")


def named_values(evidence: Evidence) -> Iterator[Raised]:
    """What forms and reports say of an indicator, name and value, is its target or its actual."""
    listed = grouped(_numeric(evidence), "project_id")
    for project, prose in evidence.texts("report", "self_evaluation"):
        rows = sorted(listed.get(project, []), key=lambda row: -len(row["name"]))
        for row, sentence, said in _told(rows, prose.passages, evidence.year.year):
            kind = evidence.kinds[prose.document_id]
            filed = [str(row[f"{q}_raw"]).strip() for q in ("target", "actual")]
            yield Raised(
                project,
                f"{evidence.short(prose.document_id)}正文写“{row['name']}”为{said.raw}，指标表中指标值为{filed[0]}、"
                f"完成值为{filed[1]}，请核实后统一。",
                (spot_of(sentence), *(
                    Spot(row["document_id"], row[f"{q}_place"], row[f"{q}_raw"]) for q in ("target", "actual")
                )),
                expected="、".join(dict.fromkeys(filter(None, filed))),
                basis="正文所写与指标表比较",
                key=f"{row['indicator_id']}-{kind}",
            )  # fmt: skip


def _numeric(evidence: Evidence) -> pd.DataFrame:
    rows = evidence.used_indicators
    counted = rows["target"].notna() & rows["actual"].notna() & (rows["name"].str.len() >= 4)
    return rows[
        counted & (rows["role"] == "indicator") & ~rows["target_unit"].isin(["", DATE_UNIT])
    ]


def _told(
    rows: list[Row], passages: tuple[Passage, ...], year: int
) -> Iterator[tuple[Row, Sentence, Value]]:
    """The first wrong value told of each indicator."""
    wrong = set()
    for passage in passages:
        present = [row for row in rows if row["name"] in passage.text]
        if not present or passage.label in {row["name"] for row in rows}:
            continue
        for sentence in passage.sentences:
            if any(day.year not in (None, year) for day in sentence.days):
                continue
            for row, said in _values(present, sentence.text):
                if row["indicator_id"] not in wrong and not _is(row, said, passage):
                    wrong.add(row["indicator_id"])
                    yield row, sentence, said


def _values(rows: list[Row], text: str) -> Iterator[tuple[Row, Value]]:
    """Indicators, longest name first, with the value that follows their name."""
    for row in rows:
        start = text.find(row["name"])
        if start < 0:
            continue
        end = start + len(row["name"])
        match = _VALUE.match(text, end)
        # A name within a longer one is that one's.
        text = text[:start] + "□" * len(row["name"]) + text[end:]
        if match is None or _OTHER_TIME.search(text[max(0, start - 8) : start]):
            continue
        said = parse_value(match[1])
        if said.number is not None and said.unit and said.operator not in _ROUGH:
            yield row, said


def _is(row: Row, said: Value, passage: Passage) -> bool:
    """Whether a value is the filed one; under a heading of goals the target alone counts."""
    factor = conversion(said.unit, row["target_unit"])
    if factor is None or said.number is None:
        return True
    aim = "目标" in passage.place.heading and "完成" not in passage.place.heading
    filed = [row["target"]] if aim else [row["target"], row["actual"]]
    return any(not math.isnan(f) and said.number * factor == Decimal(number(f)) for f in filed)
