"""Which checks run, how grave their findings are and with what numbers: ``checks:`` in _quarto.yml."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf

from jxanalytics.checks.finding import Severity
from jxanalytics.checks.registry import Check, Number
from jxanalytics.errors import DataError

# YAML 1.1 reads a bare off, no as False.
_OFF = ("停用", False)
_LABELS = {severity.label: severity for severity in Severity}


@dataclass(frozen=True)
class Choice:
    """What is changed of one check; ``on`` False switches it off."""

    on: bool = True
    severity: Severity | None = None
    numbers: Mapping[str, Number] = field(default_factory=dict)


@dataclass(frozen=True)
class Settings:
    """Changes by code; a check that is not named runs as it is registered.

    ``fore`` is how many 必须更正 and 请说明 stand in a project's list before the rest is folded.
    ``own`` are the checks of the workspace's extensions, which run after the program's.
    """

    choices: Mapping[str, Choice] = field(default_factory=dict)
    fore: int = 8
    own: Mapping[str, Check] = field(default_factory=dict)

    def of(self, code: str) -> Choice:
        return self.choices.get(code, Choice())

    @classmethod
    def read(cls, raw: object, known: Mapping[str, Check], where: str) -> Settings:
        """Settings as written in YAML, e.g. ``{JX104: 停用, JX501: {级别: 提示, least: 5}}``.

        停用 in place of it all switches every check off.

        Raises DataError with every fault at once: unknown codes and numbers, wrong values.
        """
        if raw is None:
            return cls()
        if raw in _OFF:
            return cls({code: Choice(on=False) for code in known})
        if not isinstance(raw, dict):
            raise DataError(f"{where} 应由“编码: 设置”组成，或写 停用，现为「{raw}」")
        faults: list[str] = []
        fore = raw.get("前列条数", cls.fore)
        if not isinstance(fore, int) or isinstance(fore, bool) or fore < 1:
            faults.append(f"{where}.前列条数 应为正整数，现为「{fore}」")
        choices = {
            str(code): _choice(entry, str(code), known, f"{where}.{code}", faults)
            for code, entry in raw.items()
            if code != "前列条数"
        }
        if faults:
            raise DataError("\n".join(faults))
        return cls(choices, fore)


def _choice(
    entry: object, code: str, known: Mapping[str, Check], where: str, faults: list[str]
) -> Choice:
    if code not in known:
        near = difflib.get_close_matches(code, list(known), n=1, cutoff=0.7)
        hint = f"，是否应为 {near[0]}" if near else "，用 jxa checks 查看全部编码"
        faults.append(f"{where}：没有编码为「{code}」的核对{hint}")
        return Choice()
    if entry in _OFF:
        return Choice(on=False)
    if entry in ("启用", True, None):
        return Choice()
    if not isinstance(entry, dict):
        faults.append(f"{where} 应为 停用、启用，或“级别、数值”的设置，现为「{entry}」")
        return Choice()
    return _changed(entry, known[code], where, faults)


def _changed(entry: Mapping[object, object], check: Check, where: str, faults: list[str]) -> Choice:
    severity: Severity | None = None
    numbers: dict[str, Number] = {}
    for key, value in entry.items():
        if key == "级别":
            severity = _LABELS.get(str(value))
            if severity is None:
                faults.append(f"{where}.级别 应为{'、'.join(_LABELS)}之一，现为「{value}」")
        elif key not in check.parameters:
            listed = "、".join(["级别", *check.parameters])
            faults.append(f"{where}：没有「{key}」这一项，可用：{listed}")
        elif not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < inf:
            faults.append(f"{where}.{key} 应为不小于0的数，现为「{value}」")
        else:
            numbers[str(key)] = value
    return Choice(True, severity, numbers)
