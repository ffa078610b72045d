"""Decks of the reference case, of the demonstration, and of small, large and hostile years."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from typing import Any

from pptx import Presentation

from jxanalytics import load
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.narrative.facts import Facts
from jxanalytics.narrative.meeting import decks
from jxanalytics.narrative.meeting.deck import Deck
from jxanalytics.samples import make_demo, make_year
from jxanalytics.slides.powerpoint import to_pptx
from tests.conftest import REFERENCE

NASTY = "=1+1<script>alert(1)</script>\u202e逆序\x07&项目$x$"
NAMES = ("reference", "reference-project", "demo", "demo-unit", "demo-project", "large", "nasty")


@cache
def deck(name: str) -> Deck:
    """The deck of that name."""
    return {
        "reference": lambda: decks.year_deck(_reference(), unit="预算绩效管理办公室"),
        "reference-project": lambda: decks.project_deck(_reference(), "P0001"),
        "demo": lambda: decks.year_deck(_demo(), unit="预算绩效管理办公室", notice="虚构示例数据"),
        "demo-unit": lambda: decks.unit_deck(_demo(), "U002", notice="虚构示例数据"),
        "demo-project": lambda: decks.project_deck(_demo(), _lowest(_demo()), date="2025年6月20日"),
        "large": lambda: decks.year_deck(Facts(make_year(projects=300, units=40)), unit="长" * 60),
        "nasty": lambda: decks.year_deck(Facts(_nasty()), unit=NASTY, notice="草稿"),
    }[name]()


@cache
def _reference() -> Facts:
    return load(REFERENCE).facts()


@cache
def _demo() -> Facts:
    before, last = make_demo()[1:]
    return Facts(last, before=before)


def _lowest(facts: Facts) -> str:
    table = facts.execution()
    return str(table.loc[table["rate"].idxmin(), "key"])


def _nasty() -> EvaluationYear:
    """Three projects under names that try to be formulas, tags and turned-round text."""
    year = make_year(projects=3, units=1)
    projects = year["projects"]
    return year.replaced(projects=projects.assign(name=[f"{NASTY}{i}" for i in range(3)]))


@cache
def pptx(name: str) -> bytes:
    return to_pptx(deck(name))


def opened(name: str) -> Any:
    """The file of a deck as python-pptx reads it back."""
    return Presentation(io.BytesIO(pptx(name)))


def frames(slide: Any) -> Iterator[Any]:
    """Every text frame of a slide, cells of tables included."""
    for shape in slide.shapes:
        if shape.has_text_frame and shape.text_frame.text:
            yield shape.text_frame
        if shape.has_table:
            for row in shape.table.rows:
                yield from (cell.text_frame for cell in row.cells)


def charts(slide: Any) -> list[Any]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]
