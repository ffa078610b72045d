"""Comments put into an existing workbook, everything else in it left as it is.

openpyxl would write the whole workbook anew: results of formulas, shapes and pictures would be lost.
Here the comments and the drawing Excel wants for each are added to the package beside what is there
(ECMA-376 part 1, 18.7; the drawing is VML, part 4, 19.1).
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from lxml import etree

from jxanalytics.office.package import fixed

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_VML, _O, _X = (f"urn:schemas-microsoft-com:{n}" for n in ("vml", "office:office", "office:excel"))
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# What may stand behind the drawing of comments in a sheet.
_AFTER = ("legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst")  # fmt: skip
_CELL = re.compile(r"([A-Z]+)([0-9]+)")
# The width of a box and the height of a line in pixels, and the characters a line holds.
_WIDTH, _LINE, _IN_LINE = 300, 20, 20
# Pixels from the cell to the box, and of a column and a row whose size the sheet does not state.
_GAP, _COLUMN, _ROW = 10, 72, 20
_FIRST_SHAPE = 20001
# Columns or rows looked at.
_MOST = 256
_NEW_VML = f"""<xml xmlns:v="{_VML}" xmlns:o="{_O}" xmlns:x="{_X}"><o:shapelayout v:ext="edit">\
<o:idmap v:ext="edit" data="19"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" \
o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>\
<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>"""
_SHAPE = f"""<v:shape xmlns:v="{_VML}" xmlns:o="{_O}" xmlns:x="{_X}" id="_x0000_s{{number}}" \
type="#_x0000_t202" style="position:absolute;z-index:{{order}};visibility:hidden" fillcolor="#ffffe1" \
o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>\
<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/>\
</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>\
<x:Anchor>{{anchor}}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{{row}}</x:Row>\
<x:Column>{{column}}</x:Column></x:ClientData></v:shape>"""

Texts = Mapping[tuple[str, str], str]


def with_comments(package: bytes, texts: Texts, author: str) -> bytes:
    """The workbook with comments; ``texts`` has them by sheet name and cell (D5).

    A cell that is merged with others gets it at the first of them, a cell that has a comment has
    the text added to it. Raises KeyError for a sheet that is not there.
    """
    parts = _Parts(package)
    sheets = parts.sheets()
    by_sheet: dict[str, dict[str, str]] = {}
    for (sheet, cell), text in texts.items():
        mine = by_sheet.setdefault(sheets[sheet], {})
        anchor = _anchor(parts.xml(sheets[sheet]), cell)
        mine[anchor] = "\n\n".join(filter(None, (mine.get(anchor, ""), text)))
    for part, mine in by_sheet.items():
        _comment(parts, part, mine, author)
    return fixed(package, parts.written())


class _Parts:
    """The members of a package, parsed when first asked for; those that were are written again."""

    def __init__(self, package: bytes):
        with zipfile.ZipFile(BytesIO(package)) as archive:
            self.content = {name: archive.read(name) for name in archive.namelist()}
        self.trees: dict[str, Any] = {}

    def xml(self, name: str) -> Any:
        if name not in self.trees:
            # VML as programs write it is not always well-formed.
            parser = etree.XMLParser(resolve_entities=False, recover=name.endswith(".vml"))
            self.trees[name] = etree.fromstring(self.content[name], parser)
        return self.trees[name]

    def new(self, name: str, text: str) -> Any:
        self.content[name] = b""
        self.trees[name] = etree.fromstring(text)
        return self.trees[name]

    def written(self) -> dict[str, bytes]:
        return {
            name: etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            for name, tree in self.trees.items()
        }

    def sheets(self) -> dict[str, str]:
        """The part of each sheet by its name."""
        related = self.related("xl/workbook.xml")
        found = self.xml("xl/workbook.xml").iter(f"{{{_MAIN}}}sheet")
        return {s.get("name"): related[s.get(f"{{{_OFFICE}}}id")][1] for s in found}

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Kind and part of each relationship of a part."""
        rels, folder = _rels_of(part), posixpath.dirname(part)
        if rels not in self.content:
            return {}
        return {
            r.get("Id"): (
                r.get("Type").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, r.get("Target"))).lstrip("/"),
            )
            for r in self.xml(rels)
        }

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relationship; its id."""
        rels = _rels_of(part)
        if rels not in self.content:
            self.new(rels, f'<Relationships xmlns="{_RELS}"/>')
        name = f"rIdJxa{len(self.xml(rels)) + 1}"
        made = etree.SubElement(self.xml(rels), f"{{{_RELS}}}Relationship")
        for key, value in (("Id", name), ("Type", f"{_OFFICE}/{kind}"), ("Target", f"/{target}")):
            made.set(key, value)
        return name

    def declare(self, tag: str, key: str, name: str, kind: str) -> None:
        """Add a content type where there is none."""
        types = self.xml("[Content_Types].xml")
        if not any(
            t.get(key, "").lower() == name.lower() for t in types.iter(f"{{{_TYPES}}}{tag}")
        ):
            made = etree.Element(f"{{{_TYPES}}}{tag}", {key: name, "ContentType": kind})
            types.insert(0, made) if tag == "Default" else types.append(made)


def _rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


def _comment(parts: _Parts, sheet: str, texts: Mapping[str, str], author: str) -> None:
    comments, drawing = _comments(parts, sheet), _drawing(parts, sheet)
    authors = comments.find(f"{{{_MAIN}}}authors")
    listed = comments.find(f"{{{_MAIN}}}commentList")
    number = str(len(authors))
    etree.SubElement(authors, f"{{{_MAIN}}}author").text = author
    there = {one.get("ref"): one for one in listed}
    taken, tree = len(drawing), parts.xml(sheet)
    for order, (cell, text) in enumerate(texts.items()):
        if cell in there:
            _run(there[cell].find(f"{{{_MAIN}}}text"), f"\n\n{text}")
            continue
        one = etree.SubElement(listed, f"{{{_MAIN}}}comment", ref=cell, authorId=number)
        _run(etree.SubElement(one, f"{{{_MAIN}}}text"), text)
        drawing.append(_shape(tree, cell, text, _FIRST_SHAPE + taken + order, taken + order))


def _run(text: Any, words: str) -> None:
    run = etree.SubElement(text, f"{{{_MAIN}}}r")
    look = etree.SubElement(run, f"{{{_MAIN}}}rPr")
    etree.SubElement(look, f"{{{_MAIN}}}sz", val="10")
    etree.SubElement(look, f"{{{_MAIN}}}rFont", val="宋体")
    etree.SubElement(look, f"{{{_MAIN}}}charset", val="134")
    made = etree.SubElement(run, f"{{{_MAIN}}}t")
    made.text = words
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _comments(parts: _Parts, sheet: str) -> Any:
    """The sheet's comments part, made where it has none."""
    for kind, part in parts.related(sheet).values():
        if kind == "comments":
            return parts.xml(part)
    part = _free(parts, "xl/comments", ".xml")
    parts.relate(sheet, "comments", part)
    parts.declare("Override", "PartName", f"/{part}", _COMMENTS_TYPE)
    return parts.new(part, f'<comments xmlns="{_MAIN}"><authors/><commentList/></comments>')


def _drawing(parts: _Parts, sheet: str) -> Any:
    """The sheet's VML drawing, made where it has none."""
    tree, related = parts.xml(sheet), parts.related(sheet)
    known = tree.find(f"{{{_MAIN}}}legacyDrawing")
    if known is not None:
        return parts.xml(related[known.get(f"{{{_OFFICE}}}id")][1])
    part = _free(parts, "xl/drawings/vmlDrawing", ".vml")
    made = etree.Element(f"{{{_MAIN}}}legacyDrawing")
    made.set(f"{{{_OFFICE}}}id", parts.relate(sheet, "vmlDrawing", part))
    behind = next((c for c in tree if etree.QName(c).localname in _AFTER), None)
    tree.append(made) if behind is None else behind.addprevious(made)
    parts.declare("Default", "Extension", "vml", _VML_TYPE)
    return parts.new(part, _NEW_VML)


def _free(parts: _Parts, stem: str, suffix: str) -> str:
    number = 1
    while f"{stem}{number}{suffix}" in parts.content:
        number += 1
    return f"{stem}{number}{suffix}"


def _shape(sheet: Any, cell: str, text: str, number: int, order: int) -> Any:
    row, column = _position(cell)
    lines = sum(len(line) // _IN_LINE + 1 for line in text.split("\n"))
    top = max(row - 1, 0)
    right = _reached(_widths(sheet), column + 1, _GAP + _WIDTH, _COLUMN)
    bottom = _reached(_heights(sheet), top, _GAP + lines * _LINE + 16, _ROW)
    anchor = (column + 1, _GAP, top, _GAP, *right, *bottom)
    filled = _SHAPE.format(
        number=number, order=order + 1, anchor=", ".join(map(str, anchor)), row=row, column=column
    )
    return etree.fromstring(filled)


def _widths(sheet: Any) -> dict[int, int]:
    """Widths of columns in pixels, as far as stated."""
    found: dict[int, int] = {}
    for column in sheet.iter(f"{{{_MAIN}}}col"):
        first, last = int(column.get("min")), min(int(column.get("max")), _MOST)
        size = 0 if column.get("hidden") in ("1", "true") else round(float(column.get("width", 9)) * 7 + 5)  # fmt: skip
        found |= dict.fromkeys(range(first - 1, last), size)
    return found


def _heights(sheet: Any) -> dict[int, int]:
    """Heights of rows in pixels, as far as stated."""
    rows = sheet.iter(f"{{{_MAIN}}}row")
    return {
        int(row.get("r")) - 1: round(float(row.get("ht")) * 4 / 3)
        for row in rows
        if row.get("ht") and row.get("r")
    }


def _reached(sizes: Mapping[int, int], first: int, pixels: int, usual: int) -> tuple[int, int]:
    """The column or row in which so many pixels from ``first`` on end, and how far inside it."""
    at = first
    while at - first < _MOST and pixels > sizes.get(at, usual):
        pixels -= sizes.get(at, usual)
        at += 1
    return at, pixels


def _position(cell: str) -> tuple[int, int]:
    """Row and column from 0."""
    match = _CELL.fullmatch(cell)
    if match is None:
        raise ValueError(f"no cell: {cell}")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def _anchor(sheet: Any, cell: str) -> str:
    """The cell itself, or the first of those it is merged with."""
    row, column = _position(cell)
    for merge in sheet.iter(f"{{{_MAIN}}}mergeCell"):
        first, _, last = merge.get("ref").partition(":")
        (top, left), (bottom, right) = _position(first), _position(last or first)
        if top <= row <= bottom and left <= column <= right:
            return str(first)
    return cell
