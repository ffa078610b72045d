"""Setting 附件4: the template's cover and tables, the text in the template's styles."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Pt

from jxanalytics.documents.forms.placeholders import PATTERN, names_in
from jxanalytics.documents.forms.report import RULES, SCORES, Part, Report
from jxanalytics.documents.forms.word import fill, text_of
from jxanalytics.errors import BuildError
from jxanalytics.office.word import saved

BODY = "正文"
# Paragraph styles of the template, by what is set in them.
_TEXT, _ATTACHMENTS, _SIGNATURE = "报告正文", "附件说明", "落款"
_CAPTION_MARK, _CAPTION = "附件标记", "附件标题"
_TABLE = qn("w:tbl")
# A line of the text, in points: one stands blank before the attachments, two before the signature.
_LINE = 28.95


def write_report(template: Path, report: Report) -> bytes:
    """The report as the bytes of a .docx. Raises BuildError where the template lacks what it needs."""
    document = docx.Document(str(template))
    paragraph = _marked(document, template)
    models = _take_tables(document, report)
    setter = _Setter(document, paragraph, models, template)
    for part in report.body:
        setter.part(part)
    setter.attachments(report.attachments)
    setter.signature(report.signature)
    setter.attached(report.attached)
    paragraph.getparent().remove(paragraph)
    fill(document, report.content, template.name)
    return saved(document)


def _marked(document: Any, template: Path) -> Any:
    """The paragraph ``{{正文}}``, where the text goes."""
    for paragraph in document.element.body.iterchildren(qn("w:p")):
        match = PATTERN.fullmatch(text_of(paragraph).strip())
        if match and match[1] == BODY:
            return paragraph
    raise BuildError(
        f"模板“{template.name}”中没有单独成段的“{{{{{BODY}}}}}”，不知道正文放在哪里，请补上"
    )


def _take_tables(document: Any, report: Report) -> dict[str, Any]:
    """The template's tables of rules and scores, taken out: they are put where the text wants them.

    Of two score tables the one with a column 评分标准 serves reports that state rules there.
    """
    models: dict[str, Any] = {}
    beside = any(row["评分标准"] for row in report.content.lists["指标"])
    for table in list(document.element.body.iterchildren(_TABLE)):
        names = names_in(text_of(table))
        listed = {name.partition(".")[0] for name in names}
        if "体系" in listed:
            models[RULES] = table
        elif "指标" in listed and ("指标.评分标准" in names) == beside:
            models[SCORES] = table
        elif "指标" not in listed:
            continue
        table.getparent().remove(table)
    return models


class _Setter:
    """Puts passages in front of the mark, each in its style."""

    def __init__(self, document: Any, mark: Any, models: dict[str, Any], template: Path):
        self.document = document
        self.mark = mark
        self.models = models
        self.template = template
        self.styles = {style.name: style for style in document.styles}

    def part(self, part: Part) -> None:
        if part.table:
            self.table(part.table)
        elif part.level:
            self.text(part.text, f"Heading {min(part.level, 4)}")
        else:
            self.text(part.text, _TEXT)

    def text(self, text: str, style: str, new_page: bool = False, before: float = 0) -> None:
        if style not in self.styles:
            raise BuildError(f"模板“{self.template.name}”中没有样式“{style}”，请从原模板复制该样式")
        paragraph = self.document.add_paragraph(text, self.styles[style])
        paragraph.paragraph_format.page_break_before = True if new_page else None
        if before:
            paragraph.paragraph_format.space_before = Pt(before)
        self.mark.addprevious(paragraph._p)

    def table(self, name: str) -> None:
        model = self.models.get(name)
        if model is None:
            raise BuildError(f"模板“{self.template.name}”中没有“{name}”，请从原模板复制该表")
        self.mark.addprevious(deepcopy(model))

    def attachments(self, names: tuple[str, ...]) -> None:
        """附件：1.… and so on, after the text; a single one bears no number."""
        for number, name in enumerate(names, start=1):
            label = "附件：" if number == 1 else "　　　"
            said = f"{label}{f'{number}.' if len(names) > 1 else ''}{name}"
            self.text(said, _ATTACHMENTS, before=_LINE if number == 1 else 0)

    def signature(self, lines: tuple[str, str]) -> None:
        for number, line in enumerate(filter(None, lines)):
            self.text(line, _SIGNATURE, before=0 if number else 2 * _LINE)

    def attached(self, names: tuple[str, ...]) -> None:
        for number, name in enumerate(names, start=1):
            self.text(f"附件{number}", _CAPTION_MARK, new_page=True)
            self.text(name, _CAPTION)
            self.table(name)
