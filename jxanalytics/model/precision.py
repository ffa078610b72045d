"""Decimal places that amounts (万元), scores and rates are kept with; no library is needed to know them."""

from __future__ import annotations

AMOUNT_PLACES = 6
SCORE_PLACES = 4
RATE_PLACES = 2
