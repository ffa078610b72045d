"""Markdown pages as a site in the dress of the HTML book: it opens from a folder, with its search."""

from __future__ import annotations

import html
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from jxanalytics.book import RESOURCES
from jxanalytics.book.html.search import write_index
from jxanalytics.book.stage.staged import Chapter
from jxanalytics.errors import BuildError, DataError

FILES = "files"
_STYLES = ("page.css", "book.css")
_CODE = Path(__file__).parent / "resources" / "code.css"
_SCRIPTS = ("page.js", "tables.js", "search.js")
_LIBRARY = "vendor/minisearch.js"
_LINK = re.compile(r"(\]\(|<(?:a href|img src)=\")([^)\s\"]+)")
_FENCE = re.compile(r"^( *)(`{3,})([^\n`]*)$", re.M)
_TITLE = re.compile(r"^# +(.+)$", re.M)


@dataclass(frozen=True)
class Frame:
    """What stands around the pages of one language.

    ``page`` and ``scripts`` are words of the book's page and scripts with what they are here; a
    phrase that is no longer there stops the writing, so that no page is left half in other words.
    ``suffix`` goes into the names of its scripts; ``foot`` is a list item below the contents.
    """

    lang: str
    title: str
    turns: tuple[str, str]
    page: Mapping[str, str] = field(default_factory=dict)
    scripts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    suffix: str = ""
    foot: str = ""

    def script(self, name: str) -> str:
        """The name under which a script of the book lies beside the pages."""
        return name.replace(".js", f"{self.suffix}.js")

    @property
    def file(self) -> str:
        """The template of its pages, beside them while they are being written."""
        return f".page{self.suffix}.html"

    @property
    def template(self) -> str:
        names = {f'src="{name}"': f'src="{self.script(name)}"' for name in _SCRIPTS}
        page = (RESOURCES / "page.html").read_text(encoding="utf-8")
        return _reworded(page, {**self.page, **names})


# A guide has pages, not chapters, and one looks up other things in it than in a year book.
CHINESE = Frame(
    lang="zh-CN",
    title="绩效分析使用说明",
    turns=("上一页", "下一页"),
    page={
        "显示或隐藏全书目录": "显示或隐藏目录",
        'aria-label="全书目录"': 'aria-label="目录"',
        "本章内容": "本页内容",
        "前后章": "前后页",
        "搜索全书": "搜索说明",
        "项目、单位、指标、数字": "词语、命令、报错信息",
    },
    scripts={
        "search.js": {
            "输入项目、单位、指标名称或数字，空格隔开": "输入要查的词，空格隔开",
        }
    },
)


@dataclass(frozen=True)
class Page:
    """A page: its name on the site, its part, its Markdown, and the file that links to it name.

    Links of the page start from that file's folder; the file itself need not be there.
    """

    name: str
    part: str
    text: str
    file: Path
    frame: Frame = CHINESE
    opened: bool = True

    @property
    def title(self) -> str:
        found = _TITLE.search(self.text)
        return found[1].strip().strip("`") if found else self.name


def write_site(pages: Sequence[Page], folder: Path, root: Path) -> None:
    """Write the pages, what they link to, and the search into ``folder``, which is made.

    Files that are linked to lie below ``root`` and are copied. Raises DataError for a link that leads
    nowhere, BuildError where pandoc does not run.
    """
    folder.mkdir(parents=True)
    names = {page.file.resolve(): page.name for page in pages}
    _write_styles(folder)
    frames = {page.frame.suffix: page.frame for page in pages}
    for frame in frames.values():
        _write_frame(frame, folder)
    with ThreadPoolExecutor(max(2, os.cpu_count() or 1)) as pool:
        list(pool.map(lambda page: _Setting(pages, page, names, root, folder).write(), pages))
    for frame in frames.values():
        (folder / frame.file).unlink()
    write_index([Chapter(page.name, page.title, page.part, None) for page in pages], folder)


def _write_styles(folder: Path) -> None:
    for name in (*_STYLES, _LIBRARY):
        shutil.copyfile(RESOURCES / name, folder / Path(name).name)
    with (folder / _STYLES[-1]).open("a", encoding="utf-8", newline="\n") as styles:
        styles.write(_CODE.read_text(encoding="utf-8"))


def _write_frame(frame: Frame, folder: Path) -> None:
    """The template of a frame's pages, and its scripts."""
    (folder / frame.file).write_text(frame.template, encoding="utf-8", newline="\n")
    for name in _SCRIPTS:
        script = (RESOURCES / name).read_text(encoding="utf-8")
        said = _reworded(script, frame.scripts.get(name, {}))
        (folder / frame.script(name)).write_text(said, encoding="utf-8", newline="\n")


@dataclass(frozen=True)
class _Setting:
    """One page of a site being set."""

    pages: Sequence[Page]
    page: Page
    names: Mapping[Path, str]
    root: Path
    folder: Path

    def write(self) -> None:
        page = self.page
        text = _FENCE.sub(lambda m: f"{m[1]}{m[2]}{(m[3].split() or [''])[0]}", page.text)
        text = _LINK.sub(lambda m: m[1] + self._target(m[2]), text)
        variables = {
            "lang": page.frame.lang,
            "booktitle": html.escape(page.frame.title),
            "pagetitle": html.escape(page.title),
            "sidebar": self._sidebar(),
            "previous": self._turn(-1),
            "next": self._turn(1),
        }
        arguments = [
            "--standalone", "--section-divs", "--toc", "--toc-depth=2", "--wrap=none",
            f"--template={self.folder / page.frame.file}", "--syntax-highlighting=none",
            *(f"--variable={name}={value}" for name, value in variables.items()),
        ]  # fmt: skip
        (self.folder / f"{page.name}.html").write_text(
            _html(text, arguments), encoding="utf-8", newline="\n"
        )

    def _target(self, link: str) -> str:
        """Where a link leads on the site: a page, a picture or file copied beside, or as it is."""
        path, hash_, anchor = link.partition("#")
        if not path or "://" in link or link.startswith("mailto:"):
            return link
        target = (self.page.file.parent / path).resolve()
        if target.is_dir():
            target /= "README.md"
        if target in self.names:
            return f"{self.names[target]}.html{hash_}{anchor}"
        if not target.is_file():
            raise DataError(f"“{self.page.file}”中的链接“{link}”没有所指的文件")
        name = target.relative_to(self.root.resolve()).as_posix()
        copied = self.folder / FILES / name
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(target, copied)
        return f"{FILES}/{name}"

    def _sidebar(self) -> str:
        """The pages in the language of this one, by part."""
        mine = [page for page in self.pages if page.frame == self.page.frame]
        groups = []
        for part in dict.fromkeys(page.part for page in mine):
            inside = [page for page in mine if page.part == part]
            entries = "".join(self._entry(page) for page in inside)
            if not part:
                groups.append(f"<ul>{entries}</ul>")
                continue
            opened = " open" if self.page.part == part or inside[0].opened else ""
            groups.append(
                f"<details{opened}><summary>{html.escape(part)}</summary><ul>{entries}</ul></details>"
            )
        if self.page.frame.foot:
            groups.append(f"<ul>{self.page.frame.foot}</ul>")
        return "\n".join(groups)

    def _entry(self, page: Page) -> str:
        here = ' aria-current="page"' if page is self.page else ""
        return f'<li><a href="{page.name}.html"{here}>{html.escape(page.title)}</a></li>'

    def _turn(self, step: int) -> str:
        """The link to the page before or behind, where there is one in the same language."""
        at = self.pages.index(self.page) + step
        if not 0 <= at < len(self.pages) or self.pages[at].frame != self.page.frame:
            return ""
        title = html.escape(self.pages[at].title)
        words = self.page.frame.turns[step > 0]
        return f'<a href="{self.pages[at].name}.html"><small>{words}</small>{title}</a>'


def _html(text: str, arguments: Sequence[str]) -> str:
    import pypandoc

    try:
        made = pypandoc.convert_text(
            text, "html5", format="gfm+east_asian_line_breaks", extra_args=list(arguments)
        )
    except (OSError, RuntimeError) as error:
        raise BuildError(f"pandoc 未能生成使用说明，请运行 jxa doctor 检查：{error}") from error
    return str(made)


def _reworded(text: str, phrases: Mapping[str, str]) -> str:
    """A text with each phrase replaced. Raises LookupError for one that is not in it."""
    for before, after in phrases.items():
        if before not in text:
            raise LookupError(
                f"“{before}” is no longer in the book's dress: bring the frame up to date"
            )
        text = text.replace(before, after)
    return text
