"""What ``review:`` and ``accounts:`` in ``_quarto.yml`` say; every fault is told at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jxanalytics.errors import DataError
from jxanalytics.season.deviation import BANDS, BASES
from jxanalytics.season.quality import POINTS as QUALITY
from jxanalytics.season.risk import POINTS

# The names of the shares of a sample, and the fields of `sampling.Plan` they set.
SHARES = {
    "项目数比例": "count_share",
    "资金比例": "money_share",
    "风险比例": "risk_share",
    "每单位至少": "per_unit",
}
# Columns of an export of the accounts, with the headers by which they are found.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "项目编码": ("项目编码", "项目代码", "预算项目编码", "预算项目代码"),
    "项目名称": ("项目名称", "预算项目", "预算项目名称"),
    "决算数": ("决算数", "支出决算数", "全年执行数", "执行数", "支出数", "实际支出"),
    "全年预算数": ("全年预算数", "调整预算数", "预算数"),
}


@dataclass(frozen=True)
class ReviewSettings:
    """The sample's shares, the points of the risk, the bands of the deviation, the points of quality."""

    shares: Mapping[str, float] = field(default_factory=dict)
    points: Mapping[str, float] = field(default_factory=lambda: dict(POINTS))
    base: str = "复核得分"
    bands: tuple[tuple[str, float], ...] = BANDS
    quality: Mapping[str, float] = field(default_factory=lambda: dict(QUALITY))


@dataclass(frozen=True)
class AccountsSettings:
    """The headers of an export by what they hold, and the unit of its amounts ("" where not stated)."""

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: dict(COLUMNS))
    unit: str = ""


def review_settings(raw: object) -> ReviewSettings:
    """``review:`` as written in YAML. Raises DataError with every fault."""
    where = "_quarto.yml 的 jxanalytics.review"
    known = ("抽样", "风险分值", "偏差率分母", "偏差率档次", "自评质量")
    faults: list[str] = []
    given = _mapping(raw, known, where, faults)
    shares = _numbers(given.get("抽样"), SHARES, f"{where}.抽样", faults)
    points = _numbers(given.get("风险分值"), POINTS, f"{where}.风险分值", faults)
    quality = _numbers(given.get("自评质量"), QUALITY, f"{where}.自评质量", faults)
    base = str(given.get("偏差率分母", ReviewSettings.base))
    if base not in BASES:
        faults.append(f"{where}.偏差率分母 应为{'、'.join(BASES)}之一，现为「{base}」")
    bands = _bands(given.get("偏差率档次"), f"{where}.偏差率档次", faults)
    if faults:
        raise DataError("\n".join(faults))
    named = {SHARES[name]: value for name, value in shares.items()}
    return ReviewSettings(named, {**POINTS, **points}, base, bands, {**QUALITY, **quality})


def accounts_settings(raw: object) -> AccountsSettings:
    """``accounts:`` as written in YAML. Raises DataError with every fault."""
    where = "_quarto.yml 的 jxanalytics.accounts"
    faults: list[str] = []
    given = _mapping(raw, ("栏目", "金额单位"), where, faults)
    columns = dict(COLUMNS)
    for name, header in _mapping(given.get("栏目"), COLUMNS, f"{where}.栏目", faults).items():
        if isinstance(header, str) and header.strip():
            columns[name] = (header.strip(),)
        else:
            faults.append(f"{where}.栏目.{name} 应为表头的文字，现为「{header}」")
    unit = str(given.get("金额单位") or "")
    if unit not in ("", "元", "万元"):
        faults.append(f"{where}.金额单位 应为 元 或 万元，现为「{unit}」")
    if faults:
        raise DataError("\n".join(faults))
    return AccountsSettings(columns, unit)


def _mapping(
    raw: object, known: Iterable[str], where: str, faults: list[str]
) -> Mapping[str, object]:
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        faults.append(f"{where} 应由“名称: 值”组成，现为「{raw}」")
        return {}
    listed = list(known)
    for key in [key for key in raw if key not in listed]:
        near = difflib.get_close_matches(str(key), listed, n=1, cutoff=0.5)
        hint = f"是否应为「{near[0]}」" if near else f"可用：{'、'.join(listed)}"
        faults.append(f"{where}：没有「{key}」这一项，{hint}")
    return {key: value for key, value in raw.items() if key in listed}


def _numbers(raw: object, known: Iterable[str], where: str, faults: list[str]) -> dict[str, float]:
    found = {}
    for name, value in _mapping(raw, known, where, faults).items():
        if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
            found[name] = value
        else:
            faults.append(f"{where}.{name} 应为不小于0的数，现为「{value}」")
    return found


def _bands(raw: object, where: str, faults: list[str]) -> tuple[tuple[str, float], ...]:
    """Names with rising upper bounds; the last is open, so a band above the highest is added."""
    if raw is None:
        return BANDS
    if not isinstance(raw, dict) or not raw:
        faults.append(f"{where} 应由“档名: 上限”组成，现为「{raw}」")
        return BANDS
    bounds = list(raw.values())
    numbers = [b for b in bounds if isinstance(b, int | float) and not isinstance(b, bool)]
    if len(numbers) < len(bounds) or sorted(set(numbers)) != numbers:
        faults.append(f"{where} 的上限应为由小到大的数，现为「{'、'.join(map(str, bounds))}」")
        return BANDS
    return (*((str(name), float(bound)) for name, bound in raw.items()), BANDS[-1])


def issuer(raw: object) -> str:
    """Who signs letters, as ``season: 发文单位:`` says; "" where it does not. Raises DataError."""
    where = "_quarto.yml 的 jxanalytics.season"
    faults: list[str] = []
    given = _mapping(raw, ("发文单位",), where, faults)
    if faults:
        raise DataError("\n".join(faults))
    return str(given.get("发文单位") or "").strip()
