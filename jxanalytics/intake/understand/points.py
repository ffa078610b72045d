"""Points as people write them where a bare number belongs: 得49.5分, 40分（满分）, 49.5/50."""

from __future__ import annotations

import re
from decimal import Decimal

_NUMBER = r"\d{1,4}(?:\.\d+)?"
# Out of how many is said beside the points. What was taken off is not: 10（扣0.5分） may be before or after.
_OF = rf"(?:得|即|本项)?满分(?:为|是|:)?(?:{_NUMBER}分?)?"
_POINTS = re.compile(
    rf"(?:(?:自评|评价|实际|综合|本项|最终)*(?:得分|总分|评分|得|计|评)|分值|合计)?(?:为|是|:)?"
    rf"(?P<points>{_NUMBER})分?(?:/(?P<of>{_NUMBER})分?)?(?:\({_OF}\)|,{_OF})?"
)


def points_in(bare: str) -> Decimal | None:
    """The points a text states, white space gone and signs half-width; None where that is not plain.

    Of two numbers with a stroke between them the first is what was given, of how many the second:
    it cannot be more.
    """
    match = _POINTS.fullmatch(bare)
    if match is None:
        return None
    points = Decimal(match["points"])
    return None if match["of"] and points > Decimal(match["of"]) else points
