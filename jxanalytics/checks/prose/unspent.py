"""Why money was left, as a text says it."""

from __future__ import annotations

import re

from jxanalytics.checks.prose.reading import Prose

_ABOUT_MONEY = re.compile(r"未执行|执行率|执行进度|结转|结余|支出进度|未支付|尾款")
_EXPLAINED = re.compile(r"(?:因|由于|原因|主要是|主要为)")


def why_unspent(prose: Prose) -> str:
    """The first sentence that says why money was left unspent; blank where none does."""
    return next(
        (
            sentence.text
            for sentence in prose.sentences
            if _ABOUT_MONEY.search(sentence.text) and _EXPLAINED.search(sentence.text)
        ),
        "",
    )
