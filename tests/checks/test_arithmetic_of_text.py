"""What the text checks compute: bases of growth, shared text, numbers masked."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jxanalytics.checks.narrative.counts import base_of
from jxanalytics.checks.prose.likeness import RUN, plain, runs, shared
from jxanalytics.checks.prose.people import leaders, veiled
from jxanalytics.model.exact import half_up

COUNT = st.integers(1, 5000)
WORDS = st.text("甲乙丙丁戊己庚辛壬癸", max_size=60)


@given(COUNT, COUNT, st.integers(0, 2))
def test_a_true_growth_has_its_base(base: int, count: int, places: int) -> None:
    """A rate computed from whole numbers is never questioned, whatever its decimals."""
    rate = half_up(Decimal(count - base) * 100 / base, places)
    if rate > -100:
        assert base_of(count, rate, places) > 0


@settings(deadline=None)
@given(st.integers(1, 120), st.integers(-900, 3000).map(lambda n: Decimal(n) / 10))
def test_no_base_means_none_at_all(count: int, rate: Decimal) -> None:
    """A rate is questioned only where really no whole base gives it."""
    every = {half_up(Decimal(count - base) * 100 / base, 1) for base in range(1, 11 * count + 2)}
    assert (base_of(count, rate, 1) > 0) == (rate in every)


@pytest.mark.parametrize(("rate", "base"), [("29.6", 0), ("29.4", 394), ("29.8", 393)])
def test_known_growths(rate: str, base: int) -> None:
    """The reference case's growth to 510 has no base; its neighbours have."""
    assert base_of(510, Decimal(rate), 1) == base


@given(WORDS, WORDS)
def test_shared_text(one: str, other: str) -> None:
    """A text shares all of itself with any text that holds it, and never more than it has."""
    if len(one) >= RUN:
        assert shared(one, runs(other + one)) == len(one)
    assert 0 <= shared(one, runs(other)) <= len(one)


def test_set_phrases_are_no_copy() -> None:
    """Political set phrases leave nothing to compare."""
    assert plain("以习近平新时代中国特色社会主义思想为指导，深入贯彻党的十九大精神，") == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13812345678。", "电话138****5678。"),
        ("证件110105199003078515", "证件1101***********515"),
        ("项目编码990100101001202400000001", "项目编码990100101001202400000001"),
        ("联系人：王小明，", "联系人：〔姓名略〕，"),
        ("李四市长、办公室主任", "〔姓名略〕市长、办公室主任"),
        (
            "江西省长效机制、马鞍山市长江路、方案主任务",
            "江西省长效机制、马鞍山市长江路、方案主任务",
        ),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    """Numbers of persons are masked and names left out; codes and offices stay as written."""
    assert veiled(text) == shown


def test_set_phrases_name_no_leader() -> None:
    """A name within a political set phrase is no finding."""
    assert leaders("深入贯彻习近平总书记视察江西重要讲话精神，") == []
    assert [m["title"] for m in leaders("张建国副市长到场")] == ["副市长"]
