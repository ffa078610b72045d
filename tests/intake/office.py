"""Word and Excel files written byte by byte, so that tests control what no library would write."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class C:
    """A cell: text (or a number), columns and rows covered, and what only one format knows.

    ``raw`` is Word XML in place of the paragraphs; ``style`` an Excel number format; ``formula``
    an Excel formula, with ``value`` as its cached value (None: none was saved).
    """

    value: object = None
    across: int = 1
    down: int = 1
    style: str = ""
    formula: str = ""
    kind: str = ""
    raw: str = ""


Row = list[object]


def cell(value: object) -> C:
    return value if isinstance(value, C) else C(value)


# -- Word ----------------------------------------------------------------------------------------


def paragraph(text: str, properties: str = "") -> str:
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(t)}</w:t>' for t in text.split("\v"))
    return f"<w:p>{properties}<w:r>{runs}</w:r></w:p>"


def paragraphs(text: str) -> str:
    return "".join(paragraph(line) for line in text.split("\n"))


def table(rows: list[Row], row_properties: dict[int, str] | None = None) -> str:
    """A Word table; cells covered by a merge above are left out of ``rows``, as in HTML."""
    marks = row_properties or {}
    lines, open_merges = [], {}
    for number, row in enumerate(rows):
        column, cells = 0, []
        waiting = [cell(value) for value in row]
        while waiting or column in open_merges:
            if column in open_merges:
                left, across = open_merges[column]
                cells.append(_tc("<w:p/>", across, "<w:vMerge/>"))
                open_merges[column] = (left - 1, across)
                if left == 1:
                    del open_merges[column]
                column += across
                continue
            one = waiting.pop(0)
            merge = '<w:vMerge w:val="restart"/>' if one.down > 1 else ""
            body = one.raw or paragraphs("" if one.value is None else str(one.value))
            cells.append(_tc(body, one.across, merge))
            if one.down > 1:
                open_merges[column] = (one.down - 1, one.across)
            column += one.across
        lines.append(f"<w:tr>{marks.get(number, '')}{''.join(cells)}</w:tr>")
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(lines)}</w:tbl>"


def _tc(body: str, across: int, merge: str) -> str:
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{body}</w:tc>"


def text_box(text: str) -> str:
    """A text box as Word writes it: twice, once for old programs."""
    inner = f"<w:txbxContent>{paragraphs(text)}</w:txbxContent>"
    return (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f"<wps:txbx>{inner}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"<v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def document_xml(*body: str) -> str:
    return f"{_HEAD}<w:document {_NAMES}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>"


def write_docx(path: Path, *body: str, parts: dict[str, str | bytes] | None = None) -> Path:
    return write_package(
        path,
        {
            "[Content_Types].xml": _types("word/document.xml", "wordprocessingml.document.main"),
            "_rels/.rels": _root_rels("word/document.xml"),
            "word/document.xml": document_xml(*body),
            **(parts or {}),
        },
    )


# -- Excel ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """A sheet; cells covered by a merge are left out of ``rows``, as in HTML."""

    name: str
    rows: list[Row]
    state: str = "visible"
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    keep_merges: bool = True
    extra: str = ""
    tail: str = field(default="", kw_only=True)


def write_xlsx(path: Path, *sheets: Sheet, parts: dict[str, str | bytes] | None = None) -> Path:
    styles: list[str] = [""]
    files: dict[str, str | bytes] = {}
    for number, sheet in enumerate(sheets, start=1):
        files[f"xl/worksheets/sheet{number}.xml"] = _sheet_xml(sheet, styles)
    names = "".join(
        f'<sheet name={quoteattr(s.name)} sheetId="{i}" state="{s.state}" r:id="rId{i}"/>'
        for i, s in enumerate(sheets, start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{i}" Type="{R}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    return write_package(
        path,
        {
            "[Content_Types].xml": _types("xl/workbook.xml", "spreadsheetml.sheet.main"),
            "_rels/.rels": _root_rels("xl/workbook.xml"),
            "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{S}" xmlns:r="{R}"><sheets>{names}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relations(links),
            "xl/styles.xml": _styles_xml(styles),
            **files,
            **(parts or {}),
        },
    )


def _sheet_xml(sheet: Sheet, styles: list[str]) -> str:
    taken: set[tuple[int, int]] = set()
    lines, merges = [], []
    for number, row in enumerate(sheet.rows, start=1):
        column, cells = 0, []
        for value in row:
            while (number, column) in taken:
                column += 1
            one = cell(value)
            for r in range(number, number + one.down):
                taken.update((r, c) for c in range(column, column + one.across))
            if one.across > 1 or one.down > 1:
                end = f"{letters(column + one.across - 1)}{number + one.down - 1}"
                merges.append(f'<mergeCell ref="{letters(column)}{number}:{end}"/>')
            cells.append(_c(one, f"{letters(column)}{number}", styles))
            column += one.across
        hidden = ' hidden="1"' if number in sheet.hidden_rows else ""
        lines.append(f'<row r="{number}"{hidden}>{"".join(cells)}</row>')
    columns = "".join(
        f'<col min="{c}" max="{c}" hidden="1" width="9"/>' for c in sheet.hidden_columns
    )
    merged = f"<mergeCells>{''.join(merges)}</mergeCells>" if merges and sheet.keep_merges else ""
    return (
        f'{_HEAD}<worksheet xmlns="{S}" xmlns:r="{R}">{sheet.extra}'
        f"{f'<cols>{columns}</cols>' if columns else ''}<sheetData>{''.join(lines)}</sheetData>"
        f"{merged}{sheet.tail}</worksheet>"
    )


def _c(one: C, reference: str, styles: list[str]) -> str:
    if one.style and one.style not in styles:
        styles.append(one.style)
    style = f' s="{styles.index(one.style)}"' if one.style else ""
    formula = f"<f>{escape(one.formula)}</f>" if one.formula else ""
    if one.value is None:
        return f'<c r="{reference}"{style}>{formula}</c>'
    if one.kind:
        return (
            f'<c r="{reference}"{style} t="{one.kind}">{formula}<v>{escape(str(one.value))}</v></c>'
        )
    if isinstance(one.value, str):
        text = f'<is><t xml:space="preserve">{escape(one.value)}</t></is>'
        return f'<c r="{reference}"{style} t="inlineStr">{text}</c>'
    return f'<c r="{reference}"{style}>{formula}<v>{one.value}</v></c>'


def _styles_xml(styles: list[str]) -> str:
    formats = "".join(
        f'<numFmt numFmtId="{164 + i}" formatCode={quoteattr(code)}/>'
        for i, code in enumerate(styles)
        if code
    )
    used = "".join(f'<xf numFmtId="{164 + i if code else 0}"/>' for i, code in enumerate(styles))
    return f'{_HEAD}<styleSheet xmlns="{S}"><numFmts>{formats}</numFmts><cellXfs>{used}</cellXfs></styleSheet>'


def letters(column: int) -> str:
    text, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


# -- both ----------------------------------------------------------------------------------------


def grid_text(rows: list[Row]) -> list[list[str]]:
    """What a CSV keeps of merged cells: the text in the first cell, the others blank."""
    lines: list[list[str]] = []
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        line: list[str] = []
        for value in row:
            while (number, len(line)) in taken:
                line.append("")
            one = cell(value)
            start = len(line)
            line += ["" if one.value is None else str(one.value)] + [""] * (one.across - 1)
            for below in range(number + 1, number + one.down):
                taken.update((below, c) for c in range(start, start + one.across))
        while (number, len(line)) in taken:
            line.append("")
        lines.append(line)
    return lines


def beside(*forms: list[Row], gap: int = 0) -> list[Row]:
    """Forms of the same width beside one another, ``gap`` blank columns between them."""
    width = sum(cell(value).across for value in forms[0][0])
    rows: list[Row] = [[] for _ in range(max(map(len, forms)))]
    for number, form in enumerate(forms):
        for index, row in enumerate(rows):
            row += [None] * (gap if number else 0)
            row += form[index] if index < len(form) else [None] * width
    return rows


def write_package(path: Path, parts: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def _types(part: str, kind: str) -> str:
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.{kind}+xml"/></Types>'
    )


def _root_rels(target: str) -> str:
    return _relations(f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="{target}"/>')


def _relations(links: str) -> str:
    return f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
