"""Whether a template's reports look at nothing but their own project, told from its code.

Such reports need not be made again when another project changes. What is not plainly so is taken to
look at the whole year: it is made again more often, and never too seldom.
"""

from __future__ import annotations

import ast

# Where a template may import from, and what of the package: nothing there reads a year, but ``load``.
_IMPORTED, _OFFERED = ("jxanalytics", "jxanalytics.charts"), ("load", "charts")
# A project's figures, by what a project and a report call them.
_FACTS = ("facts", "project")
_LOAD, _DATA, _PROJECT = "load", "data", "project"
# What is built in and reads nothing.
_HARMLESS = {"len", "list", "max", "min", "print", "range", "sorted", "str", "sum", "zip"}


def alone(code: str) -> bool:
    """Whether ``code`` takes ``load(data).project(…)`` of the year, and nothing else."""
    try:
        return _Code(ast.parse(code)).fits()
    except SyntaxError:
        return False


class _Code:
    """The syntax tree of a template, with the parent of every node and what its names stand for."""

    def __init__(self, tree: ast.Module):
        self._nodes = list(ast.walk(tree))
        self._parents = {c: node for node in self._nodes for c in ast.iter_child_nodes(node)}
        imports = [node for node in self._nodes if isinstance(node, ast.Import)]
        self._modules = {a.asname or a.name.partition(".")[0] for i in imports for a in i.names}
        self._years = {name for node in self._nodes if _is_load(node) for name in self._given(node)}
        self._known = {*_HARMLESS, *self._modules, _DATA, _PROJECT}
        for node in self._nodes:
            if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                self._known.add(node.id)
            elif isinstance(node, ast.arg):
                self._known.add(node.arg)
            elif isinstance(node, ast.ImportFrom):
                self._known |= {alias.name for alias in node.names}

    def fits(self) -> bool:
        """Whether every part of the code is plainly harmless."""
        return all(self._fits(node) for node in self._nodes)

    def _fits(self, node: ast.AST) -> bool:
        parent = self._parents.get(node)
        if isinstance(node, ast.Import):
            return all(alias.name in _IMPORTED for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            names = [alias.name for alias in node.names if alias.asname is None]
            package = node.module == _IMPORTED[0]
            named = len(names) == len(node.names) and "*" not in names
            return named and node.module in _IMPORTED and not (package and set(names) - {*_OFFERED})
        if _is_load(node):
            return bool(self._given(node)) or _is_attribute(parent, _PROJECT)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            return node.id in self._known and self._is_used_well(node.id, node, parent)
        if isinstance(node, ast.Attribute):
            return self._is_read_well(node, parent)
        return True

    def _given(self, load: ast.AST) -> list[str]:
        """The name that a loaded year is given."""
        parent = self._parents[load]
        targets = parent.targets if isinstance(parent, ast.Assign) else []
        return [t.id for t in targets if isinstance(t, ast.Name)] if len(targets) == 1 else []

    def _is_used_well(self, name: str, node: ast.AST, parent: ast.AST | None) -> bool:
        if name == _DATA:
            return parent is not None and _is_load(parent)
        if name == _LOAD:
            return _is_called(node, parent)
        if name in self._modules:
            return _is_attribute(parent, *_OFFERED)
        return name not in self._years or _is_attribute(parent, _PROJECT)

    def _is_read_well(self, node: ast.Attribute, parent: ast.AST | None) -> bool:
        if node.attr == _LOAD:
            return _is_called(node, parent)
        # The year of a project's facts is a number; a project's own year holds all projects, and so
        # do the findings of its facts, which are therefore given no other name.
        of_facts = _is_attribute(node.value, *_FACTS)
        if (
            node.attr in _FACTS
            and not _is_called(node, parent)
            and not isinstance(parent, ast.Attribute)
        ):
            return False
        if node.attr in ("year", "findings"):
            return of_facts is (node.attr == "year")
        return node.attr != "of" and node.attr[0] != "_"


def _is_load(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _name(node.func) == _LOAD


def _is_called(node: ast.AST, parent: ast.AST | None) -> bool:
    return isinstance(parent, ast.Call) and parent.func is node


def _is_attribute(node: ast.AST | None, *names: str) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in names


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
