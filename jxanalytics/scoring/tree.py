"""A YAML file as text with line numbers, so that every fault can say where it stands."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from jxanalytics.errors import JxaError
from jxanalytics.model.yaml_slips import slip


@dataclass(frozen=True)
class SchemeFault:
    """One thing wrong in a scheme file: where, what is there, and what to write instead."""

    file: str
    line: int | None
    key: str
    value: str
    problem: str
    suggestion: str

    def __str__(self) -> str:
        line = f"第{self.line}行" if self.line else ""
        key = f"“{self.key}”" if self.key else ""
        value = f"，现为“{self.value}”" if self.value else ""
        return f"{self.file}{line}{key}：{self.problem}{value}；{self.suggestion}"


class SchemeError(JxaError, ValueError):
    """A scheme file that cannot be used; carries every fault at once."""

    exit_code = 3

    def __init__(self, faults: Iterable[SchemeFault]):
        self.faults = tuple(faults)
        super().__init__(
            f"评分办法有{len(self.faults)}处不能使用：\n" + "\n".join(map(str, self.faults))
        )

    def __reduce__(self) -> tuple[type[SchemeError], tuple[tuple[SchemeFault, ...]]]:
        return type(self), (self.faults,)


@dataclass(frozen=True)
class Entry:
    """A value of the file with its place: text, a mapping or a list of entries."""

    value: str | dict[str, Entry] | list[Entry]
    file: str
    line: int

    @property
    def shown(self) -> str:
        return self.value if isinstance(self.value, str) else ""


def read_tree(path: Path, faults: list[SchemeFault]) -> Entry | None:
    """The file's top mapping, or None after adding what is wrong to ``faults``."""
    text = ""
    try:
        text = _decoded(path.read_bytes())
        node = _composed(text)
    except UnicodeDecodeError:
        faults.append(
            SchemeFault(path.name, None, "", "", "不是 UTF-8 编码", "请用记事本另存为 UTF-8")
        )
        return None
    except yaml.YAMLError as error:
        faults.append(_unreadable(path.name, text, error))
        return None
    if not isinstance(node, yaml.MappingNode):
        faults.append(
            SchemeFault(path.name, 1, "", "", "不是“键: 值”写法", "请参照已有的评分办法文件")
        )
        return None
    return _entry(node, path.name, faults, 0)


def _unreadable(file: str, text: str, error: yaml.YAMLError) -> SchemeFault:
    """What keeps a text from being YAML, by the line where reading stopped."""
    # A character that YAML does not allow has no mark.
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else None
    found = slip(text, mark.line) if mark else None
    at, problem, remedy = found or (line, "YAML 写法有误", "请检查该行的缩进、冒号后的空格和引号")
    return SchemeFault(file, at, "", "", problem, remedy)


def _decoded(content: bytes) -> str:
    """UTF-8, or UTF-16 with its mark, as the redirection of some shells writes it."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    return content.decode("utf-8-sig")


@lru_cache(maxsize=32)
def _composed(text: str) -> yaml.Node | None:
    """The nodes of a YAML text; parsing is what takes time, and nodes are only read."""
    node: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    return node


def _entry(node: yaml.Node, file: str, faults: list[SchemeFault], depth: int) -> Entry:
    line = node.start_mark.line + 1
    if depth > 20:
        faults.append(SchemeFault(file, line, "", "", "层次过深", "请参照已有的评分办法文件"))
        return Entry("", file, line)
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Entry] = {}
        for key, value in node.value:
            name, at = str(key.value), key.start_mark.line + 1
            if "：" in name or "，" in name:
                faults.append(
                    SchemeFault(
                        file, at, "", name, "用了全角的冒号或逗号", "请改为半角，后面空一格"
                    )
                )
                continue
            if name in mapping:
                faults.append(SchemeFault(file, at, name, "", "同一项写了两次", "请删去一个"))
            mapping[name] = _entry(value, file, faults, depth + 1)
        return Entry(mapping, file, line)
    if isinstance(node, yaml.SequenceNode):
        return Entry([_entry(item, file, faults, depth + 1) for item in node.value], file, line)
    return Entry(str(node.value), file, line)


def overlaid(base: Entry, changes: Entry) -> Entry:
    """``base`` with ``changes`` laid over it, mappings key by key, all else replaced.

    分值 and 等级 are lists in mapping's clothing: a change replaces them whole. What is changed
    keeps nothing of where the old came from: 依据 and 已核对 must be said anew.
    """
    if not isinstance(base.value, dict) or not isinstance(changes.value, dict):
        return changes
    merged = {key: entry for key, entry in base.value.items() if not _unfounded(key, changes.value)}
    for key, entry in changes.value.items():
        whole = key in ("分值", "等级", "年度") or key not in merged
        merged[key] = entry if whole else overlaid(merged[key], entry)
    return Entry(merged, changes.file, changes.line)


def _unfounded(key: str, changed: dict[str, Entry]) -> bool:
    """Whether an origin went with what it was the origin of."""
    if key in ("依据", "已核对"):
        return not changed.keys().isdisjoint(("规则", "方式"))
    return key.endswith("出处") and key.removesuffix("出处") in changed


def nearest(word: str, words: Iterable[str]) -> str:
    """A suggestion for a word that is none of ``words``."""
    listed = list(words)
    close = difflib.get_close_matches(word, listed, n=1, cutoff=0.5)
    return f"是否应为“{close[0]}”" if close else "应为下列之一：" + "、".join(listed)
