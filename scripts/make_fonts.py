"""Derive the static faces in jxanalytics/fonts/ from their published sources.

    pip download --no-deps justmytype-intl-cjk==0.1.0 pylopdf-fonts-zh-cn==0.1.1 --dest DIR
    python scripts/make_fonts.py DIR

Noto Sans SC is published there as a variable font. matplotlib shows a variable font in its default
weight (Thin) and no renderer fakes a good bold, so Regular and Bold are cut out as static faces.
Noto Serif SC Regular is static already and copied unchanged. The same sources give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import zipfile
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FOLDER = Path(__file__).resolve().parent.parent / "jxanalytics" / "fonts"
SANS = (
    "justmytype_intl_cjk-0.1.0-py3-none-any.whl",
    "justmytype_intl_cjk/fonts/ofl/notosanssc/NotoSansSC[wght].ttf",
)
SANS_LICENCE = (SANS[0], "justmytype_intl_cjk/fonts/ofl/notosanssc/OFL.txt")
SERIF = (
    "pylopdf_fonts_zh_cn-0.1.1-py3-none-any.whl",
    "pylopdf_fonts_zh_cn/NotoSerifSC-Regular.otf",
)
# sha256 of what was downloaded when the committed faces were made.
SOURCES = {
    SANS: "a3041811a78c361b1de50f953c805e0244951c21c5bd412f7232ef0d899af0da",
    SERIF: "e8f396decc1f0963a016a989c3d8852e863d1350996f573860a80767c83a1cd3",
}
# Name, OS/2 weight class, fsSelection and macStyle of each static face.
FACES = {"Regular": (400, 1 << 6, 0), "Bold": (700, 1 << 5, 1)}
SERIF_COPYRIGHT = "Copyright 2017-2024 Adobe (http://www.adobe.com/). (Noto Serif SC)\n"


def member(folder: Path, source: tuple[str, str]) -> bytes:
    """One file of a downloaded wheel, refused when it is not the one the faces were made from."""
    with zipfile.ZipFile(folder / source[0]) as wheel:
        data = wheel.read(source[1])
    expected = SOURCES.get(source)
    if expected is not None and hashlib.sha256(data).hexdigest() != expected:
        raise SystemExit(
            f"{source[1]} differs from the recorded source; check it, then update SOURCES"
        )
    return data


def static_sans(variable: bytes, style: str) -> bytes:
    """One weight of the variable font as a static face of the family Noto Sans SC."""
    weight, selection, mac_style = FACES[style]
    font = TTFont(io.BytesIO(variable), recalcTimestamp=False)
    font = instantiateVariableFont(font, {"wght": weight}, inplace=True)
    if "STAT" in font:
        del font["STAT"]
    names = font["name"]
    # Names that only variable fonts need, and the typographic family, which repeats the plain one.
    names.names = [n for n in names.names if n.nameID <= 14 and n.nameID not in (1, 2, 3, 4, 6)]
    for name_id, text in {
        1: "Noto Sans SC",
        2: style,
        3: f"2.004;ADBO;NotoSansSC-{style};ADOBE",
        4: "Noto Sans SC" + ("" if style == "Regular" else f" {style}"),
        6: f"NotoSansSC-{style}",
    }.items():
        names.setName(text, name_id, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = selection
    font["head"].macStyle = mac_style
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", type=Path, help="folder with the two downloaded wheels")
    parser.add_argument("--out", type=Path, default=FOLDER)
    arguments = parser.parse_args()
    variable = member(arguments.sources, SANS)
    for style in FACES:
        face = static_sans(variable, style)
        (arguments.out / f"NotoSansSC-{style}.ttf").write_bytes(face)
    serif = member(arguments.sources, SERIF)
    (arguments.out / "NotoSerifSC-Regular.otf").write_bytes(serif)
    licence = member(arguments.sources, SANS_LICENCE).decode()
    (arguments.out / "OFL.txt").write_text(
        SERIF_COPYRIGHT + licence, encoding="utf-8", newline="\n"
    )


if __name__ == "__main__":
    main()
