"""Rules of every kind with random figures, as sentences can state them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from jxanalytics.scoring.pieces import FULL, NOTHING, Award, Bound, Step
from jxanalytics.scoring.reading import Base, Partial
from jxanalytics.scoring.rules import (
    Band,
    Bands,
    Deadline,
    Ladder,
    Proportional,
    Range,
    Rule,
    Tier,
    Tiers,
    YesNo,
)

UNITS = st.sampled_from(["%", "批次", "次", "个", "万元", "人"])
SUBJECTS = st.sampled_from(["", "完成率", "满意度", "费用执行率"])


def figures(low: int, high: int, places: int = 2) -> st.SearchStrategy[Decimal]:
    """Decimals of at most ``places`` places between two whole numbers."""
    scale = 10**places
    return st.integers(low * scale, high * scale).map(lambda n: Decimal(n) / scale)


points = figures(0, 20, 1).filter(lambda p: p > 0)
maximums = st.none() | st.integers(1, 100).map(Decimal)
paid = st.just(FULL) | points.map(Award) | st.integers(1, 99).map(lambda n: Award(Decimal(n), True))
partials = st.none() | st.sampled_from(list(Partial))


@st.composite
def steps(draw: st.DrawFn) -> Step:
    deduct = draw(points.map(Award) | st.integers(1, 99).map(lambda n: Award(Decimal(n), True)))
    limit = draw(st.none() | points.map(Award))
    size = draw(figures(0, 50).filter(lambda n: n > 0))
    return Step(size, deduct, draw(partials), limit)


@st.composite
def ladders(draw: st.DrawFn) -> Ladder:
    falling = draw(st.booleans())
    full_signs = [">", "≥", "以上", "达"] if falling else ["<", "≤", "以下", "达"]
    zero_signs = ["<", "≤", "以下"] if falling else [">", "≥", "以上"]
    bounds = figures(0, 600)
    full = draw(st.none() | st.builds(Bound, bounds, st.sampled_from(full_signs)))
    zero = draw(st.none() | st.builds(Bound, bounds, st.sampled_from(zero_signs)))
    base = draw(st.none() | st.just(Base.TARGET)) if full is None else None
    award = draw(paid) if full is not None or base is not None else FULL
    return Ladder(
        draw(UNITS), draw(steps()), full, zero, falling, award, draw(maximums), draw(SUBJECTS),
        base, draw(st.booleans()),
    )  # fmt: skip


@st.composite
def bands(draw: st.DrawFn) -> Bands:
    edges = draw(st.lists(st.integers(0, 100), min_size=1, max_size=6, unique=True))
    edges.sort(reverse=True)
    signs = [draw(st.sampled_from(["以上", "≥"])) for _ in edges]
    listed = [Band(Bound(Decimal(edges[0]), signs[0]), None, draw(paid))]
    for high, low, sign in zip(edges, edges[1:], signs[1:], strict=False):
        top = Bound(Decimal(high), draw(st.sampled_from(["止", "<"])))
        listed.append(Band(Bound(Decimal(low), sign), top, draw(paid)))
    if draw(st.booleans()):
        below = Bound(Decimal(edges[-1]), draw(st.sampled_from(["<", "以下"])))
        listed.append(Band(None, below, NOTHING))
    return Bands(draw(UNITS), tuple(listed), draw(maximums), draw(SUBJECTS))


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    low = draw(figures(1, 90))
    high = low + draw(figures(1, 50))
    signs = draw(st.sampled_from(["≥", ">"])), draw(st.sampled_from(["≤", "<"]))
    step = draw(st.none() | steps())
    award = draw(st.just(FULL) | points.map(Award))
    return Range(
        draw(UNITS), Bound(low, signs[0]), Bound(high, signs[1]), step, award, draw(maximums),
        draw(SUBJECTS),
    )  # fmt: skip


@st.composite
def deadlines(draw: st.DrawFn) -> Deadline:
    due = draw(st.none() | st.dates(date(2015, 1, 1), date(2030, 12, 31)))
    step = draw(st.none() | steps())
    unit = draw(st.sampled_from(["天", "周", "个月"])) if step else "天"
    zero = None
    if step:
        zero = draw(st.none() | st.builds(Bound, figures(1, 90, 0), st.sampled_from([">", "以上"])))
    discretion = draw(st.booleans()) if step is None else False
    return Deadline(due, draw(paid), step, unit, zero, discretion, draw(maximums))


@st.composite
def proportionals(draw: st.DrawFn) -> Proportional:
    zero = draw(st.none() | st.integers(1, 90).map(lambda n: Bound(Decimal(n), "<")))
    rescaled = zero is not None and draw(st.booleans())
    down = draw(st.booleans())
    subject = "完成率" if rescaled else draw(st.sampled_from(["", "完成率", "执行率"]))
    full = None
    if subject and not rescaled:
        signs = st.sampled_from([">", "≥", "以上"])
        full = draw(st.none() | st.builds(Bound, figures(91, 99), signs))
    return Proportional(subject, zero, rescaled, 0 if down else None, down, draw(maximums), full)


@st.composite
def yes_nos(draw: st.DrawFn) -> YesNo:
    discretion, ceiling = draw(st.booleans()), draw(st.booleans())
    otherwise = NOTHING if discretion else draw(st.just(NOTHING) | points.map(Award))
    return YesNo(draw(paid), otherwise, discretion, ceiling, draw(maximums))


pointed = Tiers(
    tuple(
        Tier(name, Award(Decimal(low)), Award(Decimal(high)))
        for name, low, high in (("明显", 8, 10), ("一般", 5, 8), ("较差", 0, 5))
    )
)
tiers = st.just(pointed) | st.just(
    Tiers(
        tuple(
            Tier(name, Award(Decimal(low), True), Award(Decimal(high), True))
            for name, low, high in (
                ("达成年度指标", 80, 100),
                ("部分达成", 60, 80),
                ("未达成", 0, 60),
            )
        )
    )
)


def rules() -> st.SearchStrategy[Rule]:
    """Any rule."""
    return st.one_of(ladders(), bands(), ranges(), deadlines(), proportionals(), yes_nos(), tiers)
