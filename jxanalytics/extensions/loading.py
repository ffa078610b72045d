"""The files of ``extensions/`` run and collected, every fault at once with file, line and remedy."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from jxanalytics.errors import ExtensionError, JxaError
from jxanalytics.extensions.kinds import Extension, Kind

FOLDER = "extensions"
_REMEDY = "请改正，或把文件移出 extensions/ 后再运行"
_Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Extensions:
    """What the files of one workspace add, in the order of the files."""

    root: Path | None
    list: tuple[Extension, ...] = ()

    def of(self, kind: Kind) -> dict[str, Any]:
        """The content of everything of a kind by name."""
        return {one.name: one.content for one in self.list if one.kind is kind}


NONE = Extensions(None)


class _Collecting:
    """What the file that is being run has offered so far."""

    def __init__(self, path: Path, known: list[Extension]):
        self.path = path
        self.found: list[Extension] = []
        self._known = known

    def add(self, kind: Kind, name: str, title: str, content: Any) -> None:
        for other in (*self._known, *self.found):
            if (other.kind, other.name) == (kind, name):
                where = f"{other.file} 第{other.line}行"
                raise ExtensionError(f"{kind}「{name}」已由 {where} 给出，请改用另一个名称")
        stack = traceback.extract_stack()
        line = _line(stack, self.path) or 1
        self.found.append(Extension(kind, name, title, content, _named(self.path), line))


_current: _Collecting | None = None
_loaded: dict[Path, tuple[_Stamp, Extensions]] = {}


def offering() -> bool:
    """Whether a file of a workspace's ``extensions/`` is being run just now."""
    return _current is not None


def offer(kind: Kind, name: str, title: str, content: Any) -> None:
    """Keep something with the extensions that are being loaded.

    Raises ExtensionError for a name that is taken, and where no file of ``extensions/`` is run.
    """
    if _current is None:
        raise ExtensionError(
            f"{kind}「{name}」应写在工作目录 {FOLDER}/ 的 .py 文件中，由程序读入，不能在别处给出"
        )
    _current.add(kind, name, title, content)


def files_of(root: Path) -> list[Path]:
    """The files that are run, in order; names that begin with a dot or an underscore are left out."""
    return _files(root, "*.py")


def _files(root: Path, names: str) -> list[Path]:
    return sorted(p for p in (root / FOLDER).glob(names) if not p.name.startswith((".", "_")))


def beside(folder: Path | None) -> Extensions:
    """The extensions of the workspace in which a year's folder (``data/<year>``) lies."""
    return NONE if folder is None else load(folder.resolve().parent.parent)


def load(root: Path) -> Extensions:
    """The extensions of a workspace; files are run anew when one of them has changed.

    Raises ExtensionError naming every fault of every file.
    """
    root = root.resolve()
    for other in _files(root, "*.py.txt"):
        # Notepad adds the ending and Windows hides it: passed over, it would seem to do nothing.
        right = other.name.removesuffix(".txt")
        raise ExtensionError(f"扩展 {_named(other)}：文件名多出 .txt，不会读入，请改名为 {right}")
    files = files_of(root)
    stamp = tuple((p.name, p.stat().st_size, p.stat().st_mtime_ns) for p in files)
    kept, extensions = _loaded.get(root, ((), NONE))
    if not files or kept == stamp:
        return extensions if files else NONE
    found: list[Extension] = []
    faults: list[str] = []
    for path in files:
        collecting = _Collecting(path, found)
        try:
            _run(collecting)
            found += collecting.found
        except ExtensionError as error:
            faults.append(str(error))
    if faults:
        raise ExtensionError("\n".join(faults))
    extensions = Extensions(root, tuple(found))
    _loaded[root] = stamp, extensions
    return extensions


def _run(collecting: _Collecting) -> None:
    """Run one file as a module of its own; no byte code is kept, for that could outlive an edit."""
    path = collecting.path
    module = ModuleType(f"jxanalytics_extension_{path.stem}")
    module.__file__ = str(path)
    # Data classes look their module up.
    sys.modules[module.__name__] = module
    with guarded(path), _collected_by(collecting):
        exec(compile(path.read_bytes(), str(path), "exec"), vars(module))


@contextmanager
def _collected_by(collecting: _Collecting) -> Iterator[None]:
    global _current
    before, _current = _current, collecting
    try:
        yield
    finally:
        _current = before


@contextmanager
def guarded(path: Path, what: str = "") -> Iterator[None]:
    """Run code of an extension; whatever it raises becomes an ExtensionError with file and line.

    ``what`` is put before it, such as 核对 BD101 出错：.
    """
    where = f"扩展 {_named(path)}"
    try:
        yield
    except SyntaxError as error:
        if error.filename == str(path) and error.lineno:
            said = "不是 UTF-8 编码，请用记事本另存为 UTF-8" if _encoding(error) else error.msg
            raise ExtensionError(
                f"{where} 第{error.lineno}行有语法错误：{said}；{_REMEDY}"
            ) from error
        raise ExtensionError(f"{where} 不能读取：{error}；{_REMEDY}") from error
    except Exception as error:
        line = _line(traceback.extract_tb(error.__traceback__), path)
        at = f" 第{line}行" if line else ""
        said = str(error) if isinstance(error, JxaError) else f"{type(error).__name__}：{error}"
        raise ExtensionError(f"{where}{at}：{what}{said}；{_REMEDY}") from error


def _named(path: Path) -> str:
    return f"{FOLDER}/{path.name}"


def _encoding(error: SyntaxError) -> bool:
    return "utf-8" in str(error.msg).lower() or "Non-UTF-8" in str(error.msg)


def _line(frames: traceback.StackSummary, path: Path) -> int | None:
    """The innermost line of a file among frames."""
    return next((f.lineno for f in reversed(frames) if f.filename == str(path)), None)
