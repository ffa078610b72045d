"""How Excel shows a stored number: the text a reader of the sheet sees.

Covers what forms use: General, fixed decimals, thousands, percentages, dates, literal units.
A format outside that (fractions, conditions) is shown as General.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

# Formats without a code in the file, as a Chinese Excel shows them.
BUILT_IN = {
    "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%", "11": "0.00E+00",
    "14": "yyyy/m/d", "15": "d-mmm-yy", "16": "d-mmm", "17": "mmm-yy", "18": "h:mm", "19": "h:mm:ss",
    "20": "h:mm", "21": "h:mm:ss", "22": "yyyy/m/d h:mm", "27": 'yyyy"年"m"月"', "28": 'm"月"d"日"',
    "29": 'm"月"d"日"', "30": "m-d-yy", "31": 'yyyy"年"m"月"d"日"', "37": "#,##0", "38": "#,##0",
    "39": "#,##0.00", "40": "#,##0.00", "49": "@", "50": 'yyyy"年"m"月"', "51": 'm"月"d"日"',
    "52": 'yyyy"年"m"月"', "53": 'm"月"d"日"', "54": 'm"月"d"日"', "55": 'yyyy"年"m"月"', "56": 'm"月"d"日"',
    "57": 'yyyy"年"m"月"', "58": 'm"月"d"日"',
}  # fmt: skip
_TOKENS = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|[0#?][0#?,.]*|\.0+|%|@|E[+-]0+|.'
)
_GENERAL_WIDTH = 11

Shower = Callable[[Decimal, bool], str]


def stored(text: str) -> Decimal:
    """A number as stored, without the noise of binary fractions beyond 15 significant digits."""
    return Decimal(f"{float(text):.15g}")


def general(value: Decimal) -> str:
    """A number in Excel's General format: plain, at most some ten significant digits."""
    text = _plain(value)
    if len(text.lstrip("-")) > _GENERAL_WIDTH and "." in text:
        text = _plain(Decimal(f"{value:.10g}"))
    return text


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@cache
def shower(code: str) -> Shower:
    """The function that shows numbers in a format; its second argument is whether dates count from 1904."""
    sections = _sections(code)
    if not code or code == "General" or "General" in sections[0]:
        return lambda value, _: general(value)
    parts = [_TOKENS.findall(section) for section in sections]
    if any(token[0] in "yYdDhHsSmM" for token in parts[0]):
        return lambda value, epoch: _date(value, parts[0], epoch)
    if not any(token[0] in "0#?." for section in parts for token in section):
        return lambda value, _: general(value)
    if "/" in parts[0] or any(token.startswith("E") for token in parts[0]):
        return lambda value, _: general(value)
    return lambda value, _: _number(value, parts)


def _sections(code: str) -> list[str]:
    found, current, quoted = [], "", False
    for character in code:
        if character == '"':
            quoted = not quoted
        if character == ";" and not quoted:
            found.append(current)
            current = ""
        else:
            current += character
    return [*found, current]


def _number(value: Decimal, parts: list[list[str]]) -> str:
    tokens, sign = parts[0], "-" if value < 0 else ""
    if value < 0 and len(parts) > 1:
        tokens, sign = parts[1], ""
    elif value == 0 and len(parts) > 2:
        tokens = parts[2]
    shown: list[str] = []
    magnitude = abs(value) * 100 ** tokens.count("%")
    for token in tokens:
        if token[0] in "0#?.":
            shown.append(_digits(magnitude, token))
        else:
            shown.append(_literal(token))
    text = "".join(shown)
    return sign + text if any(c in "123456789" for c in text) else text


def _digits(value: Decimal, pattern: str) -> str:
    whole, _, decimals = pattern.partition(".")
    scaling = len(whole) - len(whole.rstrip(",")) if not decimals else 0
    places = decimals.count("0") + decimals.count("#") + decimals.count("?")
    rounded = (value / 1000**scaling).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in whole.rstrip(",") else f"{rounded:f}"
    integer, _, fraction = text.partition(".")
    for mark in reversed(decimals):
        if mark in "#?" and fraction.endswith("0"):
            fraction = fraction[:-1]
        else:
            break
    integer = integer.zfill(whole.count("0")) if whole.count("0") > 1 else integer
    return f"{integer}.{fraction}" if fraction else integer


def _literal(token: str) -> str:
    if token[0] == '"':
        return token[1:-1]
    if token[0] == "\\":
        return token[1:]
    if token[0] == "[":
        return token[2:].split("-")[0].rstrip("]") if token.startswith("[$") else ""
    return "" if token[0] in "_*@" else token


def _date(value: Decimal, tokens: list[str], from_1904: bool) -> str:
    base = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    if not 0 <= value < 2_958_466:
        return general(value)
    moment = base + timedelta(seconds=float(round(value * 86400)))
    shown, after_hour = [], False
    for token in tokens:
        mark = token[0].lower()
        if mark == "y":
            shown.append(str(moment.year) if len(token) > 2 else f"{moment.year % 100:02d}")
        elif mark == "m":
            number = moment.minute if after_hour else moment.month
            shown.append(f"{number:02d}" if len(token) == 2 else str(number))
        elif mark == "d":
            shown.append(f"{moment.day:02d}" if len(token) == 2 else str(moment.day))
        elif mark in "hs":
            number = moment.hour if mark == "h" else moment.second
            shown.append(f"{number:02d}" if len(token) == 2 else str(number))
        else:
            shown.append(_literal(token))
        after_hour = mark == "h" or (after_hour and mark in ':"\\')
    return "".join(shown)
