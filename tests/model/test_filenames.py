"""File names made from what people wrote can stand on every system."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jxanalytics.documents.notices.packages import _free
from jxanalytics.documents.notices.words import folder_of
from jxanalytics.model.filenames import safe_stem

KEPT = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}


@given(st.text(max_size=120))
def test_a_name_fits_windows(name: str) -> None:
    """No sign that Windows forbids, no dot or blank at the end, no device, never empty or too long."""
    stem = safe_stem(name, "原件")
    assert stem and not set(stem) & set('<>:"/\\|?*') and min(stem) >= " "
    assert stem[-1] not in " ." and len(stem) <= 81
    assert stem.split(".")[0].strip().lower() not in KEPT


def test_devices_and_letter_case() -> None:
    """CON gets a stroke, with an ending too; a name that differs in case only is not given twice."""
    assert safe_stem("CON", "原件") == "CON_" and safe_stem("aux.表", "原件") == "aux.表_"
    assert folder_of("", "ＣＯＮ") == "CON_" and folder_of("U001", "CON") == "U001-CON"
    assert _free("自评a.xlsx", ".xlsx", "0123456789.xlsx", {"自评A.xlsx"}) == "自评a-012345.xlsx"
