"""What came out, looked at by program: an engine's word that all went well is not believed."""

from __future__ import annotations

import html
import re
import zipfile
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from jxanalytics.book.engines.engine import Rendered
from jxanalytics.book.stage.staged import Chapter, Stage
from jxanalytics.book.stage.volumes import Volume
from jxanalytics.book.verify.figures import verify_figures
from jxanalytics.book.verify.pdf import verify_pdf

# What an engine leaves where it could not resolve something, and how the same characters stand in
# the staged book where a person typed them.
_LEFT_OVER = {"?@": ("\\?\\@", "?@"), "{{<": ("\\{\\{\\<", "&#123;&#123;&lt;")}
_REFERENCE = re.compile(r"\[@((?:fig|tbl)-[\w.\-]+)\]")
# The smallest PNG there is has 67 bytes; an SVG with nothing in it draws nothing.
_LEAST_PICTURE = 60
_DRAWN = (b"<path", b"<rect", b"<image", b"<text", b"<use", b"<circle", b"<line")
_WORD_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.S)


@dataclass
class _Page(HTMLParser):
    """Text, links, pictures and anchors of a page."""

    text: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    unseen: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if said.get("id"):
            self.anchors.add(str(said["id"]))
        if tag == "a" and said.get("href"):
            self.links.append(str(said["href"]))
        source = said.get("src") or (said.get("href") if tag == "link" else None)
        if source and tag in ("img", "script", "link"):
            self.files.append(source)
        if tag == "source" and said.get("srcset"):
            self.files.append(str(said["srcset"]))
        if tag in ("script", "style"):
            self.unseen += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.unseen -= 1

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.text.append(data)


def verify_book(stage: Stage, rendered: Rendered) -> list[str]:
    """All that is wrong with a rendered book, one Chinese sentence each; empty when it is right."""
    problems = [*_verify_stage(stage), *_verify_html(stage, rendered.html)]
    for volume in rendered.volumes:
        for ending, text_of in ((".docx", _docx_text), (".pdf", _pdf_text)):
            path = rendered.file(volume, ending)
            kind = ending[1:].upper() + (f"（{volume.part}）" if volume.part else "")
            if not path.is_file() or path.stat().st_size == 0:
                problems.append(f"{kind}：没有生成文件")
                continue
            problems += _verify_text(kind, text_of(path), volume, stage)
            if ending == ".pdf":
                problems += verify_pdf(path, kind)
    return problems


def _verify_stage(stage: Stage) -> list[str]:
    """References without a table or figure, and empty pictures, found where they are written."""
    problems = []
    for chapter in stage.chapters:
        for label in _REFERENCE.findall(_staged(stage, chapter)):
            if label not in stage.labels:
                problems.append(f"“{chapter.title}”提到的图表 {label} 不在书中")
    for picture in sorted((stage.folder / "figures").glob("*")):
        content = picture.read_bytes()
        drawn = picture.suffix != ".svg" or any(mark in content for mark in _DRAWN)
        if len(content) < _LEAST_PICTURE or not drawn:
            problems.append(f"图 {picture.name} 是空的，请重新生成所在的报告")
    return problems


def _staged(stage: Stage, chapter: Chapter) -> str:
    return (stage.folder / chapter.file).read_text(encoding="utf-8")


def _verify_html(stage: Stage, folder: Path) -> list[str]:
    problems: list[str] = []
    pages: dict[str, _Page] = {}
    for chapter in stage.chapters:
        path = folder / f"{chapter.name}.html"
        if not path.is_file():
            problems.append(f"HTML：缺少章节“{chapter.title}”（{path.name}）")
            continue
        page, text = _Page(), path.read_text(encoding="utf-8")
        page.feed(text)
        pages[path.name] = page
        problems += verify_figures(path.name, text)
        if _squeezed(chapter.title) not in _squeezed("".join(page.text)):
            problems.append(f"HTML：{path.name} 中找不到标题“{chapter.title}”")
        problems += _left_over(f"HTML：{path.name}", "".join(page.text), stage)
    for name, page in pages.items():
        problems += _verify_links(folder, name, page, pages)
    return problems


def _verify_links(folder: Path, name: str, page: _Page, pages: dict[str, _Page]) -> list[str]:
    problems = []
    for link in [*page.links, *page.files]:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            if link in page.files and parts.scheme != "data":
                problems.append(f"HTML：{name} 引用了网络上的文件 {link}")
            continue
        target = unquote(parts.path).removeprefix("./") or name
        if target in pages:
            anchor = unquote(parts.fragment)
            if anchor and anchor not in pages[target].anchors:
                problems.append(f"HTML：{name} 中的链接 {link} 没有去处")
        elif not (folder / target).is_file():
            problems.append(f"HTML：{name} 引用的文件 {link} 不存在")
    return problems


def _verify_text(kind: str, text: str, volume: Volume, stage: Stage) -> list[str]:
    squeezed = _squeezed(text)
    wanted = [c.title for c in volume.chapters if c.number]
    missing = [title for title in wanted if _squeezed(title) not in squeezed]
    problems = [f"{kind}：缺少章节“{title}”" for title in missing]
    return problems + _left_over(kind, text, stage)


def _left_over(where: str, text: str, stage: Stage) -> list[str]:
    """Marks of what was not resolved, unless somebody typed just these characters into a form."""
    found = [mark for mark in _LEFT_OVER if mark in text]
    if not found:
        return []
    staged = "".join(_staged(stage, chapter) for chapter in stage.chapters)
    return [
        f"{where} 中有未解析的引用“{mark}”"
        for mark in found
        if not any(typed in staged for typed in _LEFT_OVER[mark])
    ]


def _squeezed(text: str) -> str:
    """Without white space: line ends and spacing differ between formats."""
    return re.sub(r"\s+", "", text)


def _docx_text(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("word/document.xml").decode("utf-8")
    lines = ("".join(_WORD_TEXT.findall(p)) for p in _PARAGRAPH.findall(xml))
    return html.unescape("\n".join(lines))


def _pdf_text(path: Path) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(path).pages)
