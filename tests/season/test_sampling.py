"""The sample for review: shares reached, the same on every machine, in whatever order projects come."""

from __future__ import annotations

import hashlib
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxanalytics.errors import MisuseError
from jxanalytics.season.sampling import CHANCE, RISK, UNIT, Plan, coverage, digest, draw, wanted


@st.composite
def pools(made: st.DrawFn) -> pd.DataFrame:
    """Projects of a few units with money in cents, some without, and risks with ties."""
    count = made(st.integers(1, 40))
    cents = made(st.lists(st.none() | st.integers(0, 10**9), min_size=count, max_size=count))
    risk = made(st.lists(st.integers(0, 6), min_size=count, max_size=count))
    unit = made(st.lists(st.sampled_from("甲乙丙"), min_size=count, max_size=count))
    return pd.DataFrame({
        "project_id": [f"P{n:03d}" for n in range(count)], "unit_id": unit,
        "annual": [np.nan if c is None else c / 100 for c in cents],
        "risk": [r / 2 for r in risk],
    })  # fmt: skip


shares = st.integers(0, 100).map(float)
plans = st.builds(
    Plan, st.sampled_from(["1", "种子", "20240601"]), shares, shares, shares, st.integers(0, 3)
)


def cents(values: pd.Series) -> int:
    return sum(int(Decimal(str(v)) * 100) for v in values if not np.isnan(v))


@given(pools(), plans)
def test_every_share_is_reached(pool: pd.DataFrame, plan: Plan) -> None:
    """The sample has at least the share asked for of the projects, of their money, and of each unit."""
    drawn = set(draw(pool, plan)["project_id"])
    inside = pool[pool["project_id"].isin(drawn)]
    assert len(inside) * 100 >= plan.count_share * len(pool)
    assert cents(inside["annual"]) * 100 >= plan.money_share * cents(pool["annual"])
    for _, unit in pool.groupby("unit_id"):
        assert unit["project_id"].isin(drawn).sum() >= min(plan.per_unit, len(unit))


@given(pools(), plans)
def test_the_order_of_the_rows_makes_no_difference(pool: pd.DataFrame, plan: Plan) -> None:
    """The same projects in another order, and drawn again, give the same sample in the same order."""
    shuffled = pool.sample(frac=1, random_state=len(pool)).reset_index(drop=True)
    pd.testing.assert_frame_equal(draw(pool, plan), draw(shuffled, plan))


@given(pools(), plans)
def test_nothing_is_drawn_twice_or_beyond_need(pool: pd.DataFrame, plan: Plan) -> None:
    """Each project stands once; without the last one drawn by chance a share would be missed."""
    drawn = draw(pool, plan)
    assert drawn["project_id"].is_unique
    assert list(drawn["order"]) == list(range(1, len(drawn) + 1))
    if len(drawn) and drawn["how"].iloc[-1] == CHANCE:
        less = pool[pool["project_id"].isin(drawn["project_id"].iloc[:-1])]
        few = len(less) * 100 < plan.count_share * len(pool)
        poor = cents(less["annual"]) * 100 < plan.money_share * cents(pool["annual"])
        assert few or poor


@given(pools(), plans)
def test_the_riskiest_come_first(pool: pd.DataFrame, plan: Plan) -> None:
    """No project left out of the part drawn by risk has a higher risk than one in it."""
    drawn = draw(pool, plan)
    risky = drawn[drawn["how"] == RISK]
    assert len(risky) <= -(-wanted(plan, len(pool)) * plan.risk_share // 100)
    others = pool[~pool["project_id"].isin(risky["project_id"])]
    if len(risky) and len(others):
        assert risky["risk"].min() >= others["risk"].max()


def test_chance_is_a_published_digest() -> None:
    """The order of chance is that of SHA-256 of “seed:id”, which any tool computes."""
    assert digest("7", "P001") == hashlib.sha256(b"7:P001").hexdigest()[:16]
    pool = pd.DataFrame({"project_id": [f"P{n}" for n in range(10)], "unit_id": "U", "annual": 1.0,
                         "risk": 0.0})  # fmt: skip
    drawn = draw(pool, Plan("7", 30, 0, 50))
    first = sorted(pool["project_id"], key=lambda p: digest("7", p))[:3]
    assert list(drawn["project_id"]) == first
    assert set(drawn["how"]) == {CHANCE}


def test_another_seed_draws_others() -> None:
    """The seed decides what chance draws; what is drawn by risk stays."""
    pool = pd.DataFrame({"project_id": [f"P{n:02d}" for n in range(40)], "unit_id": "U",
                         "annual": 1.0, "risk": [9.0, 8.0, *[0.0] * 38]})  # fmt: skip
    one, two = (draw(pool, Plan(seed, 20, 0, 25)) for seed in "12")
    assert list(one["project_id"][:2]) == list(two["project_id"][:2]) == ["P00", "P01"]
    assert set(one["project_id"]) != set(two["project_id"])


def test_a_share_rounds_up_exactly() -> None:
    """20% of 24 projects are five; 20% of 25 five and not six."""
    assert wanted(Plan("1", 20), 24) == 5
    assert wanted(Plan("1", 20), 25) == 5
    assert wanted(Plan("1", 0.1), 1000) == 1


def test_units_are_filled_up_by_chance() -> None:
    """With a minimum a unit, every unit is drawn from, even if no share asks for it."""
    pool = pd.DataFrame({"project_id": ["A1", "A2", "B1"], "unit_id": ["A", "A", "B"],
                         "annual": 1.0, "risk": 0.0})  # fmt: skip
    drawn = draw(pool, Plan("1", 0, 0, 0, 1))
    assert set(drawn["how"]) == {UNIT}
    assert len(drawn) == 2 and "B1" in set(drawn["project_id"])


def test_coverage_is_of_count_and_money() -> None:
    """What a sample covers, in projects and money, exactly."""
    pool = pd.DataFrame({"project_id": ["A", "B", "C"], "annual": [0.1, 0.2, np.nan]})
    got = coverage(pool, ["A", "C"])
    assert (got["sampled"], got["count_share"]) == (2, 66.67)
    assert (got["annual"], got["sampled_annual"], got["money_share"]) == (0.3, 0.1, 33.33)


@pytest.mark.parametrize(
    "wrong", [{"count_share": 101.0}, {"money_share": -1.0}, {"per_unit": -1}, {"seed": " "}]
)
def test_a_plan_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    """Shares lie between 0 and 100, numbers are not negative, a seed is given."""
    with pytest.raises(MisuseError):
        Plan(**{"seed": "1", **wrong})  # type: ignore[arg-type]
