"""Places survive as text and speak to readers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxanalytics.model.places import (
    Paragraph,
    Place,
    SheetCell,
    TableCell,
    parse_place,
    said,
    said_in,
)

COUNT = st.integers(1, 10**6)
COLUMNS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=3)
PLACES = st.one_of(
    st.builds(TableCell, COUNT, COUNT, COUNT),
    st.builds(SheetCell, st.text(), COLUMNS, COUNT),
    st.builds(Paragraph, st.text(), COUNT),
)


@given(PLACES)
def test_a_place_survives_as_text(place: Place) -> None:
    """What str(place) stores is read back equal, whatever the sheet or heading is called."""
    assert parse_place(str(place)) == place
    assert said(str(place)) == place.said


@pytest.mark.parametrize(
    "text",
    [
        "表2R5C4",
        "表0!R1C1",
        "表1!R01C1",
        "表１!R1C1",
        "[表]!D0",
        "[表]!d5",
        "¶ 标题",
        "¶标题 1",
        "D5",
        " ",
    ],
)
def test_what_is_no_place_is_refused(text: str) -> None:
    """A text that no place would store raises an error that shows it and the right forms."""
    with pytest.raises(ValueError, match="表2!R5C4"):
        parse_place(text)


def test_no_place() -> None:
    """An empty text is no place and says nothing."""
    assert parse_place("") is None
    assert said("") == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("表2!R6C11", "表2第6行第11列"),
        ("[自评表]!D5", "工作表“自评表”D5单元格"),
        ("¶ 4、产出成本指标情况分析 1", "“4、产出成本指标情况分析”第1段"),
        ("¶  3", "正文第3段"),
    ],
)
def test_places_speak(text: str, words: str) -> None:
    """Readers are told a place in words."""
    assert said(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("表2!R6C11", "自评表（表2）第6行第11列"),
        ("[自评表]!D5", "自评表（工作表“自评表”）D5单元格"),
        ("¶ 4、产出成本指标情况分析 1", "自评表“4、产出成本指标情况分析”第1段"),
        ("¶  3", "自评表正文第3段"),
        ("", "自评表"),
    ],
)
def test_places_speak_behind_a_document(text: str, words: str) -> None:
    """Behind a form's name the table or sheet does not run into it: never 自评表表2."""
    assert said_in("自评表", text) == words
