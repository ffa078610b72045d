"""Running texts keep what was typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jxanalytics.model.texts import Section, parse_text, render_text, under

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"), min_size=1)
LINE = WORDS.filter(lambda text: text.strip() != "")
PARAGRAPH = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
HEADING = LINE.map(str.strip)
SECTION = st.builds(Section, st.integers(1, 6), HEADING, st.lists(PARAGRAPH, max_size=3).map(tuple))


@given(st.lists(SECTION, max_size=4))
def test_sections_come_back(sections: list[Section]) -> None:
    """Stored text gives back every heading and paragraph, also lines that begin like a heading."""
    assert parse_text(render_text(sections)) == tuple(sections)


def test_text_before_the_first_heading() -> None:
    """Paragraphs before the first heading form a section of level 0."""
    first, second = parse_text("附件4：\n\n# 一、基本情况\n\n市级财政拨款。\n")
    assert first == Section(0, "", ("附件4：",))
    assert second == Section(1, "一、基本情况", ("市级财政拨款。",))


def test_a_section_with_what_stands_below_it() -> None:
    """A heading is found with its sub-headings, and not those of its neighbours."""
    sections = parse_text("# 一\n\n## 甲\n\n### 子\n\n## 乙\n\n# 二")
    assert [s.heading for s in under(sections, "甲")] == ["甲", "子"]
    assert under(sections, "丙") == ()
