"""The API reference as Markdown, a page a room, from the docstrings of its public names.

Public is what a room lists in ``__all__``; in a room without it, what its modules define and do not
mark with an underscore.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from enum import Enum
from types import ModuleType
from typing import Any

import papermill  # noqa: F401 - it loads our engine; the other way round it would find half a module

import jxanalytics

ROOT = jxanalytics.__name__
_CODE = re.compile(r"(`+[^`]*`+)")


def pages() -> dict[str, str]:
    """Markdown by the dotted name of the package or room."""
    rooms = [info.name for info in pkgutil.iter_modules(jxanalytics.__path__) if info.ispkg]
    return {name: _page(name) for name in (ROOT, *(f"{ROOT}.{room}" for room in rooms))}


def public(name: str) -> dict[str, Any]:
    """The public names of a package or room with what they stand for, in alphabetical order."""
    room = importlib.import_module(name)
    if hasattr(room, "__all__"):
        return {key: getattr(room, key) for key in sorted(room.__all__) if key[0] != "_"}
    found = {}
    for module in _modules(room):
        short = module.__name__.removeprefix(f"{name}.")
        for key, value in vars(module).items():
            if not key.startswith("_") and getattr(value, "__module__", "") == module.__name__:
                found[f"{short}.{key}"] = value
    return dict(sorted(found.items()))


def _modules(room: ModuleType) -> Iterator[ModuleType]:
    prefix = f"{room.__name__}."
    for info in pkgutil.walk_packages(room.__path__, prefix):
        if not info.name.rsplit(".", 1)[-1].startswith("_"):
            yield importlib.import_module(info.name)


def _page(name: str) -> str:
    room = importlib.import_module(name)
    parts = [f"# {name}", _text(inspect.getdoc(room) or "")]
    for key, value in public(name).items():
        parts += _entry(key, value, 2)
        if inspect.isclass(value):
            for member, found in _members(value):
                parts += _entry(f"{key}.{member}", found, 3)
    return "\n\n".join(part for part in parts if part) + "\n"


def _members(owner: type) -> Iterator[tuple[str, Any]]:
    """What a class and those of ours above it define under public names, with a docstring."""
    seen: set[str] = set()
    for above in owner.__mro__:
        if not above.__module__.startswith(ROOT):
            continue
        for name, value in vars(above).items():
            value = value.__func__ if isinstance(value, classmethod | staticmethod) else value
            value = getattr(value, "func", value)  # cached_property
            said = callable(value) or isinstance(value, property)
            if said and name[0] != "_" and name not in seen and inspect.getdoc(value):
                seen.add(name)
                yield name, value


def _entry(name: str, value: Any, level: int) -> list[str]:
    said = inspect.getdoc(value) if callable(value) or isinstance(value, property) else ""
    shown = _signature(name, value)
    code = f"```python\n{shown}\n```" if shown else ""
    return [f"{'#' * level} {name}", code, _text(said or "")]


def _signature(name: str, value: Any) -> str:
    short = name.rsplit(".", 1)[-1]
    if inspect.isclass(value) and issubclass(value, Enum):
        return "\n".join(f"{one.name} = {one.value!r}" for one in value)
    if isinstance(value, property):
        returned = inspect.signature(value.fget).return_annotation if value.fget else ""
        return f"{short}: {_named(returned)}"
    if not callable(value):
        return f"{short}: {type(value).__name__}"
    try:
        signature = inspect.signature(value)
    except ValueError:
        return short
    parameters = [_parameter(p) for p in signature.parameters.values() if p.name != "self"]
    marked = _with_marks(parameters, list(signature.parameters.values()))
    line = f"{short}({', '.join(marked)})"
    returned = "" if inspect.isclass(value) else _named(signature.return_annotation)
    behind = f" -> {returned}" if returned else ""
    if len(line + behind) > 88:
        line = f"{short}(\n" + "".join(f"    {part},\n" for part in marked) + ")"
    return line + behind


def _with_marks(parameters: list[str], given: list[inspect.Parameter]) -> list[str]:
    """The parameters with the star before those that are given by name only."""
    rest = [p for p in given if p.name != "self"]
    kinds = [p.kind for p in rest]
    if inspect.Parameter.KEYWORD_ONLY not in kinds or inspect.Parameter.VAR_POSITIONAL in kinds:
        return parameters
    first = kinds.index(inspect.Parameter.KEYWORD_ONLY)
    return [*parameters[:first], "*", *parameters[first:]]


def _parameter(parameter: inspect.Parameter) -> str:
    stars = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
    said = f"{stars}{parameter.name}"
    annotation = _named(parameter.annotation)
    said += f": {annotation}" if annotation else ""
    if parameter.default is inspect.Parameter.empty:
        return said
    default = parameter.default
    shown = default.__name__ if inspect.isclass(default) else repr(default)
    shown = str(default) if isinstance(default, Enum) else shown
    shown = "…" if " at 0x" in shown or len(shown) > 40 else shown
    return f"{said} = {shown}" if annotation else f"{said}={shown}"


def _named(annotation: Any) -> str:
    if annotation is inspect.Parameter.empty or annotation == "":
        return ""
    return annotation if isinstance(annotation, str) else getattr(annotation, "__name__", "")


def _text(said: str) -> str:
    """A docstring as Markdown: double backquotes made single, examples set as code."""
    blocks = []
    for block in re.split(r"\n\s*\n", said):
        if block.lstrip().startswith(">>>"):
            code = re.sub(r" *# doctest:.*", "", block)
            blocks.append(f"```python\n{re.sub(r'^>>> |^[.]{3} ', '', code, flags=re.M)}\n```")
        else:
            blocks.append(_literal(block.replace("``", "`")))
    return "\n\n".join(blocks)


def _literal(text: str) -> str:
    """Angle brackets outside of code are text, not tags."""
    parts = _CODE.split(text)
    return "".join(
        part if part.startswith("`") else part.replace("<", "&lt;").replace("*", "\\*")
        for part in parts
    )
