"""``_quarto.yml`` read as written, what is wrong with its writing said with the line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from jxanalytics.errors import DataError
from jxanalytics.model.yaml_slips import slip

_REMEDY = "改乱了的，可从新建的工作目录（jxa new）中取一份原来的"


def read_config(path: Path) -> dict[str, Any]:
    """The top mapping of a YAML file. Raises DataError for one that cannot be read as that, and for a
    key that is written twice: of two, the first would be passed over in silence."""
    text = read_text(path)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        if node is not None:
            _once(node, path.name)
        loaded = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise DataError(_fault(path.name, text, mark.line if mark else 0)) from error
    except yaml.YAMLError as error:
        raise DataError(f"{path.name} 中有不能识别的字符，请用记事本另存为 UTF-8") from error
    if not isinstance(loaded, dict):
        raise DataError(f"{path.name} 应由“键: 值”组成；{_REMEDY}")
    return loaded


def read_text(path: Path) -> str:
    """A text that people edit. Raises DataError where it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name} 不是 UTF-8 编码，请用记事本另存为 UTF-8") from error


def _fault(name: str, text: str, number: int) -> str:
    """What is wrong near a line, as far as it can be told from the line itself."""
    if found := slip(text, number):
        line, problem, remedy = found
        return f"{name} 第{line}行{problem}，{remedy}"
    lines = text.splitlines() or [""]
    shown = lines[min(number, len(lines) - 1)].strip()
    return (
        f"{name} 第{number + 1}行写法有误，现为「{shown[:40]}」，请检查该行和上一行的缩进、"
        f"冒号后的空格、引号和括号；{_REMEDY}"
    )


def _once(node: yaml.Node, name: str) -> None:
    if isinstance(node, yaml.SequenceNode):
        for part in node.value:
            _once(part, name)
    if isinstance(node, yaml.MappingNode):
        lines: dict[str, int] = {}
        for key, value in node.value:
            at = key.start_mark.line + 1
            if str(key.value) in lines:
                raise DataError(
                    f"{name} 中「{key.value}」写了两次（第{lines[key.value]}行和第{at}行），请合并为一处"
                )
            lines[str(key.value)] = at
            _once(value, name)
