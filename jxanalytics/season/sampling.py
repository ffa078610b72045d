"""A sample for review (复核抽样): the riskiest, and others by chance under a printed seed.

Chance is the order of SHA-256 digests of the seed and the project's id: the same on every machine,
and anyone can check one project's place with any tool that computes the digest.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jxanalytics.errors import MisuseError
from jxanalytics.model import exact

RISK, UNIT, CHANCE = "按风险", "单位保底", "随机"
_ALL = 100.0


@dataclass(frozen=True)
class Plan:
    """How a sample is drawn; shares in percent of all projects, of their money, and of the sample.

    ``count_share`` and ``money_share`` are the least the sample must reach; ``risk_share`` of the
    number asked for goes to the riskiest projects; ``per_unit`` is the least number a unit.
    """

    seed: str
    count_share: float = 20.0
    money_share: float = 0.0
    risk_share: float = 50.0
    per_unit: int = 0

    def __post_init__(self) -> None:
        shares = {"项目数": self.count_share, "资金": self.money_share, "风险": self.risk_share}
        for name, share in shares.items():
            if not 0 <= share <= _ALL:
                raise MisuseError(f"抽样的{name}比例应在0至100之间，现为{share:g}")
        if self.per_unit < 0:
            raise MisuseError(f"每单位最少抽取数不能为负，现为{self.per_unit}")
        if not self.seed.strip():
            raise MisuseError("抽样种子不能为空，请用 --seed 给出一个数")


def draw(projects: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """The projects drawn, in the order in which they were drawn.

    ``projects``: project_id, unit_id, annual (万元; NaN counts for no money) and risk. Columns: order
    (from 1), project_id, how (按风险, 单位保底, 随机), risk, digest.

    1. 按风险: risk_share of the number asked for, by risk, then money, then chance; none without risk.
    2. 单位保底: units with fewer than per_unit are filled up by chance, as far as they have projects.
    3. 随机: by chance, until count_share of the projects and money_share of the money are reached.

    The order of the rows given makes no difference. Raises MisuseError where there is no project.
    """
    if projects.empty:
        raise MisuseError("没有可抽取的项目，请先导入自评表")
    pool = projects.assign(
        annual=projects["annual"].fillna(0.0),
        digest=[digest(plan.seed, project) for project in projects["project_id"]],
    )
    pool = pool.sort_values("digest", ignore_index=True)
    taken: dict[str, str] = {}
    for how, chosen in ((RISK, _risky), (UNIT, _per_unit), (CHANCE, _by_chance)):
        for project in chosen(pool, plan, taken):
            taken[project] = how
    drawn = pd.DataFrame({"project_id": list(taken), "how": list(taken.values())}, dtype="str")
    rest = pool.set_index("project_id")[["risk", "digest"]]
    joined = drawn.join(rest, on="project_id")
    joined.insert(0, "order", range(1, len(joined) + 1))
    return joined


def digest(seed: str, project: str) -> str:
    """The first 16 hexadecimal digits of SHA-256 of ``seed:project``, the key of chance."""
    return hashlib.sha256(f"{seed}:{project}".encode()).hexdigest()[:16]


def wanted(plan: Plan, count: int) -> int:
    """The least number of projects that is count_share of ``count``, rounded up exactly."""
    return _part(plan.count_share, count)


def _part(share: float, count: int) -> int:
    """A share in percent of a number of projects, rounded up exactly."""
    return math.ceil(exact.half_up(share, 6) * count / 100)


def coverage(projects: pd.DataFrame, drawn: Iterable[str]) -> dict[str, float]:
    """How much a sample covers: projects, sampled, count_share, annual, sampled_annual, money_share."""
    inside = projects["project_id"].isin(list(drawn))
    whole, mine = exact.total(projects["annual"]), exact.total(projects.loc[inside, "annual"])
    counts = [float(inside.sum())], [float(len(projects))]
    return {
        "projects": len(projects),
        "sampled": int(inside.sum()),
        "count_share": float(exact.percent(*counts)[0]),
        "annual": whole,
        "sampled_annual": mine,
        "money_share": float(exact.percent([mine], [whole])[0]),
    }


def _risky(pool: pd.DataFrame, plan: Plan, taken: dict[str, str]) -> Iterator[str]:
    count = _part(plan.risk_share, wanted(plan, len(pool)))
    ranked = pool[pool["risk"] > 0].sort_values(
        ["risk", "annual"], ascending=[False, False], kind="stable"
    )
    yield from ranked["project_id"].head(count)


def _per_unit(pool: pd.DataFrame, plan: Plan, taken: dict[str, str]) -> Iterator[str]:
    if not plan.per_unit:
        return
    for _, mine in pool.groupby("unit_id", sort=True):
        inside = mine["project_id"].isin(list(taken))
        lacking = max(plan.per_unit - int(inside.sum()), 0)
        yield from mine.loc[~inside, "project_id"].head(lacking)


def _by_chance(pool: pd.DataFrame, plan: Plan, taken: dict[str, str]) -> Iterator[str]:
    inside = pool["project_id"].isin(list(taken))
    money, _ = exact.scaled(pool["annual"], exact.AMOUNT_PLACES)
    share = exact.half_up(plan.money_share, 6)
    asked, count = wanted(plan, len(pool)), int(inside.sum())
    reached, needed = sum(money[inside].tolist()), sum(money.tolist()) * share / 100
    for row in np.flatnonzero(~inside.to_numpy()):
        if count >= asked and reached >= needed:
            return
        # What carries no money cannot help a share of money.
        if count >= asked and money[row] <= 0:
            continue
        count, reached = count + 1, reached + int(money[row])
        yield str(pool["project_id"].iloc[row])
