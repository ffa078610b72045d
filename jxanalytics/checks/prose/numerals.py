"""Numbers written in Chinese characters, and text folded for reading without losing positions."""

from __future__ import annotations

import re

NUMERALS = "零〇一二两三四五六七八九十百千万亿"
_DIGITS = {
    **{c: n for n, c in enumerate("零一二三四五六七八九")},
    "〇": 0,
    "两": 2,
}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = (("亿", 10**8), ("万", 10**4))

# Full-width digits, letters and signs of figures; one character for one, so that offsets hold.
_WIDE = "".join(
    chr(c) for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
)
_FOLDED = {ord(c): chr(ord(c) - 0xFEE0) for c in _WIDE}
_FOLDED |= {ord("％"): "%", ord("﹪"): "%", ord("．"): ".", 0x3000: " ", 0xA0: " "}
_WIDE_COMMA = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")


def folded(text: str) -> str:
    """The text with full-width digits, letters and spaces made half-width; as long as before."""
    return _WIDE_COMMA.sub(",", text).translate(_FOLDED)


def chinese_number(text: str) -> int | None:
    """三 → 3, 一百二十 → 120, 一万两千 → 12000; None for what is no well-formed number."""
    if not text or any(c not in NUMERALS for c in text):
        return None
    if len(text) > 1 and all(c in _DIGITS for c in text):
        # Digit by digit, as years are: 二〇二〇. 三四 (three or four) is no number.
        return int("".join(str(_DIGITS[c]) for c in text)) if len(text) == 4 else None
    return _grouped(text)


def _grouped(text: str) -> int | None:
    """A number with 万 and 亿: each counts what stands before it."""
    for name, size in _GROUPS:
        head, found, tail = text.rpartition(name)
        if not found:
            continue
        count, rest = _grouped(head), _grouped(tail) if tail else 0
        # 一万二 is 12000 in speech and 10002 nowhere: left unread.
        spoken = len(tail) == 1
        return None if not count or rest is None or spoken or rest >= size else count * size + rest
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> int | None:
    total, digit, last, zero = 0, None, 10**4, False
    for c in text:
        if c in "零〇":
            if digit is not None or zero:
                return None
            zero = True
        elif c in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[c]
        else:
            step = _STEPS[c]
            # 十五 and 一百十五: ten alone may stand for 一十.
            if step >= last or (digit is None and step != 10):
                return None
            total, digit, last, zero = total + (digit or 1) * step, None, step, False
    if digit is not None and last in (100, 1000) and not zero:
        return None  # 一百二, as 一万二
    return total + (digit or 0) if text else None
