"""What-if: a scheme with a rule or a reading changed, named so that no one takes it for the first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jxanalytics.errors import MisuseError
from jxanalytics.scoring.building import READINGS, Builder
from jxanalytics.scoring.scheme import Origin, Scheme, SchemeRule
from jxanalytics.scoring.tree import Entry, SchemeError, SchemeFault, nearest

_RULES = {
    "执行率": "execution",
    "定量指标": "quantity",
    "满意度指标": "satisfaction",
    "定性指标": "qualitative",
}


def revised(scheme: Scheme, changes: Mapping[str, str]) -> Scheme:
    """The scheme with some of its rules or readings changed, by their words in the scheme file.

    ``revised(scheme, {"执行率": "90%及以上得满分，每下降1%扣1分", "不足一档": "按一档计"})``. Key and name say
    what was changed. Raises MisuseError for a word that is none, SchemeError for a value that does
    not fit.
    """
    faults: list[SchemeFault] = []
    builder = Builder(faults)
    result = scheme
    for word, value in changes.items():
        entry = Entry(value, "试改", 0)
        if word in _RULES:
            rule = builder.stated(entry, word)
            if rule is not None:
                made: dict[str, Any] = {_RULES[word]: SchemeRule(rule, value, Origin("试改"))}
                result = replace(result, **made)
        elif word in READINGS:
            setting = {READINGS[word][0]: builder.setting(entry, word)}
            result = replace(result, reading=replace(result.reading, **setting))
        else:
            known = nearest(word, [*_RULES, *READINGS])
            raise MisuseError(f"评分办法中没有可以试改的“{word}”：{known}")
    if faults:
        raise SchemeError(faults)
    said = "；".join(f"{word}：{value}" for word, value in changes.items())
    return replace(result, key=f"{scheme.key}*{said}", name=f"{scheme.name}（试改{said}）")
