"""The shipped fonts cover Chinese text in matplotlib and Typst without the machine's own fonts."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from jxanalytics import fonts


@pytest.mark.parametrize("path", fonts.paths(), ids=lambda path: path.name)
def test_faces_are_static_and_named(path: Path) -> None:
    """Each face is static, of its family's name and weight, under the Open Font License."""
    font = TTFont(path, lazy=True)
    assert "fvar" not in font and "gvar" not in font and "STAT" not in font
    bold = "Bold" in path.name
    assert font["name"].getDebugName(1) in (fonts.SANS, fonts.SERIF)
    assert font["name"].getDebugName(2) == ("Bold" if bold else "Regular")
    assert font["OS/2"].usWeightClass == (700 if bold else 400)
    assert "Open Font License" in font["name"].getDebugName(13)


def test_licence_is_shipped() -> None:
    """The licence text and both copyright lines stand beside the fonts."""
    text = (fonts.FOLDER / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "2014-2021 Adobe" in text and "2017-2024 Adobe" in text


def test_covers_gb2312_and_rare_names() -> None:
    """All GB2312 characters and rare ones that occur in names have a glyph in every face."""
    rows = range(0xB0, 0xF8)
    hanzi = b"".join(bytes([high, low]) for high in rows for low in range(0xA1, 0xFF))
    assert fonts.missing_glyphs(hanzi.decode("gb2312", errors="ignore")) == ""
    assert fonts.missing_glyphs("堃喆犇䶮㛃玥≥≤％—（）“”①Ⅱ\n") == ""


def test_missing_glyphs_are_named_once() -> None:
    """What no face covers is reported, each character once."""
    assert fonts.missing_glyphs("项😀目😀ꙮ") == "😀ꙮ"


def test_visible_escapes() -> None:
    """Direction overrides, controls and uncovered characters become visible escapes."""
    assert fonts.visible("接待\u202e费\x07😀$甲$") == "接待[U+202E]费[U+0007][U+1F600]$甲$"
    assert fonts.visible("一\r\n二\r三") == "一\n二\n三"


@given(st.text())
def test_visible_text_is_drawable(text: str) -> None:
    """Whatever the text, what is shown has a glyph for every character, and showing it again changes nothing."""
    shown = fonts.visible(text)
    assert fonts.missing_glyphs(shown) == ""
    assert fonts.visible(shown) == shown


def test_matplotlib_finds_regular_and_bold() -> None:
    """After registering, matplotlib resolves the family to the shipped files and settings are untouched."""
    import matplotlib
    from matplotlib import font_manager

    before = dict(matplotlib.rcParams)
    fonts.register()
    fonts.register()
    for family, bold in ((fonts.SANS, False), (fonts.SANS, True), (fonts.SERIF, False)):
        wanted = font_manager.FontProperties(family=family, weight="bold" if bold else "normal")
        found = font_manager.findfont(wanted, fallback_to_default=False)
        assert Path(found) == fonts.face(family, bold)
    registered = [e.fname for e in font_manager.fontManager.ttflist if e.name == fonts.SANS]
    assert len([name for name in registered if str(fonts.FOLDER) in name]) == 2
    assert dict(matplotlib.rcParams) == before


def test_typst_sets_chinese_with_them_alone() -> None:
    """Typst embeds Regular, Bold and Serif from the folder, with the system's fonts ignored."""
    import typst
    from pypdf import PdfReader

    source = f'#set text(font: "{fonts.SERIF}")\n预算 #text(font: "{fonts.SANS}")[绩效 *评价*]'
    pdf = typst.compile(source.encode(), font_paths=[fonts.FOLDER], ignore_system_fonts=True)
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    used = {str(f.get_object()["/BaseFont"]) for f in page["/Resources"]["/Font"].values()}
    assert {name.split("+")[-1].split("-Identity")[0] for name in used} == {
        "NotoSerifSC-Regular",
        "NotoSansSC-Regular",
        "NotoSansSC-Bold",
    }
    assert "预算 绩效 评价" in page.extract_text()


def test_import_is_light() -> None:
    """Importing the room loads neither matplotlib nor fontTools."""
    code = "import sys, jxanalytics.fonts; print([m for m in ('matplotlib', 'fontTools') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
