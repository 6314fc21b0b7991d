"""Finds the class `Plugin` of a plugin: where it is written and what it is made of.

Follows an alias, base classes and relative imports within the folder; knows no values.
"""

import ast
from dataclasses import dataclass
from functools import cached_property

from pluggarr_inspect import bindings
from pluggarr_inspect.folder import Folder, Source
from pluggarr_inspect.literals import Scope

ENTRY_FILES = ("plugin.py", "__init__.py")
_MAX_HOPS = 8


@dataclass
class Member:
    """What a class has under a name: the statements that put it there, and where they stand."""

    name: str
    binders: list[ast.stmt]
    scope: Scope
    source: Source

    @property
    def function(self) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """The function, if it is one without doubt."""
        (binder, *more) = self.binders
        is_function = isinstance(binder, ast.FunctionDef | ast.AsyncFunctionDef)
        return binder if is_function and not more else None

    @property
    def value(self) -> ast.expr | None:
        """The expression that it is bound to, if it is bound once."""
        return self.scope.bindings.get(self.name)


@dataclass
class Part:
    """A class as it is written, without its bases."""

    source: Source
    node: ast.ClassDef
    scope: Scope

    @cached_property
    def names(self) -> dict[str, list[ast.stmt]]:
        """What its body binds."""
        return bindings.bound_names(self.node.body)


@dataclass
class PluginClass:
    """A class and its bases, nearest first. `is_open`: some base is not in the folder, so it may have more."""

    source: Source
    node: ast.ClassDef
    parts: list[Part]
    is_open: bool

    def member(self, name: str) -> Member | None:
        """Return what the class, or else its nearest base, has under `name`."""
        for part in self.parts:
            binders = part.names.get(name)
            if binders:
                return Member(name, binders, part.scope, part.source)
        return None

    @cached_property
    def set_by_code(self) -> dict[str, int]:
        """Names that methods set on `self`, or the file on the class: known only once it runs. With lines."""
        found: dict[str, int] = {}
        for part in self.parts:
            for target in ast.walk(part.node):
                if _is_set_on(target, ("self", "cls")):
                    found.setdefault(target.attr, target.lineno)
            for statement in bindings.statements(part.source.tree.body):
                for name, line in _set_on(statement, part.node.name):
                    found.setdefault(name, line)
        return found


@dataclass
class Entry:
    """Where the host would look for `Plugin`, and what it finds there."""

    source: Source
    # The name is bound, whatever to.
    has_plugin: bool
    plugin: PluginClass | None


def find(folder: Folder) -> Entry | None:
    """Return the file that the host would take the plugin from: the first that has a `Plugin`."""
    entries = [
        _entry(folder, source)
        for path in ENTRY_FILES
        if (source := folder.source(path)) is not None
    ]
    return next((entry for entry in entries if entry.has_plugin), entries[0] if entries else None)


def _entry(folder: Folder, source: Source) -> Entry:
    if source.tree is None:
        return Entry(source, False, None)
    binders = bindings.bound_names(source.tree.body).get("Plugin", [])
    return Entry(source, bool(binders), _class(folder, source, "Plugin", _MAX_HOPS))


def _class(folder: Folder, source: Source | None, name: str, hops: int) -> PluginClass | None:
    if source is None or source.tree is None or hops == 0:
        return None
    binders = bindings.bound_names(source.tree.body).get(name, [])
    # Of several, the last: `try: from .a import Plugin` / `except ImportError: from a import Plugin`.
    for binder in reversed(binders):
        if isinstance(binder, ast.ClassDef):
            return _with_bases(folder, source, binder, hops)
        if isinstance(binder, ast.Assign) and isinstance(binder.value, ast.Name):
            return _class(folder, source, binder.value.id, hops - 1)
        if isinstance(binder, ast.ImportFrom):
            wanted = next(a.name for a in binder.names if (a.asname or a.name) == name)
            found = _class(folder, _imported(folder, source, binder), wanted, hops - 1)
            if found is not None:
                return found
    return None


def _imported(folder: Folder, source: Source, statement: ast.ImportFrom) -> Source | None:
    """The file of this folder that `from .module import ...` means; without dots, a file beside plugin.py."""
    if statement.module is None:
        return None
    place = source.path.split("/")[: -max(statement.level, 1)] if statement.level else []
    path = "/".join([*place, *statement.module.split(".")])
    return folder.source(f"{path}.py") or folder.source(f"{path}/__init__.py")


def _with_bases(folder: Folder, source: Source, node: ast.ClassDef, hops: int) -> PluginClass:
    parts = [Part(source, node, bindings.class_scope(node, source.scope))]
    is_open = bool(node.keywords)
    for base in node.bases:
        if isinstance(base, ast.Name) and base.id in ("object", "Protocol"):
            continue
        found = _class(folder, source, base.id, hops - 1) if isinstance(base, ast.Name) else None
        if found is None:
            is_open = True
        else:
            parts += found.parts
            is_open = is_open or found.is_open
    return PluginClass(source, node, parts, is_open)


def _set_on(statement: ast.stmt, name: str):
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    if isinstance(statement, ast.AnnAssign | ast.AugAssign):
        targets = [statement.target]
    for target in targets:
        if _is_set_on(target, (name,)):
            yield target.attr, statement.lineno


def _is_set_on(node: ast.AST, owners: tuple[str, ...]) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id in owners
    )
