"""A plugin as the rules see it: its class, what it declares, its code. Worked out once for all of them."""

import ast
from collections.abc import Iterator
from functools import cached_property

from pluggarr_inspect import about, declared, plugin_class
from pluggarr_inspect.declared import Items
from pluggarr_inspect.folder import Folder, Source
from pluggarr_inspect.plugin_class import Entry, PluginClass

Function = ast.FunctionDef | ast.AsyncFunctionDef


class ParsedPlugin:
    """One plugin."""

    def __init__(self, folder: Folder):
        self.folder = folder
        self.entry: Entry | None = plugin_class.find(folder)
        self.cls: PluginClass | None = self.entry.plugin if self.entry else None
        self.about, self.dynamic = {}, []
        if self.cls:
            self.about, self.dynamic, _ = about.values(self.cls)

    @cached_property
    def code(self) -> list[Source]:
        """The files that run as part of the plugin: readable, and no tests."""
        return [
            source for source in self.folder.sources if source.tree and not _is_test(source.path)
        ]

    @cached_property
    def class_fields(self) -> Items:
        """The fields of the class."""
        return declared.of_class(self.cls, "fields") if self.cls else Items([], False)

    @cached_property
    def class_actions(self) -> Items:
        """The actions of the class."""
        return declared.of_class(self.cls, "actions") if self.cls else Items([], False)

    @cached_property
    def manifest_fields(self) -> Items:
        """The fields of plugin.json."""
        return declared.of_manifest(self.folder, "fields")

    @cached_property
    def manifest_actions(self) -> Items:
        """The actions of plugin.json."""
        return declared.of_manifest(self.folder, "actions")

    @cached_property
    def run(self) -> tuple[Source, Function] | None:
        """The function `run` of the class, if it is one."""
        member = self.cls.member("run") if self.cls else None
        return (member.source, member.function) if member and member.function else None

    def says(self, attribute: str) -> bool:
        """Whether the class or the manifest has this text, or may have it."""
        if self.cls is None or self.cls.is_open or attribute in self.dynamic:
            return True
        texts = (self.about.get(attribute), (self.folder.manifest or {}).get(attribute))
        return any(str(text).strip() for text in texts if text is not None)

    @cached_property
    def called_by_run(self) -> list[tuple[Source, Function]]:
        """`run`, and the functions of the plugin that it calls by name, directly or not. Not threads' targets."""
        if self.run is None:
            return []
        functions: dict[str, list[tuple[Source, Function]]] = {}
        for source in self.code:
            for node in source.nodes:
                if isinstance(node, Function):
                    functions.setdefault(node.name, []).append((source, node))
        found, waiting = {id(self.run[1]): self.run}, [self.run]
        while waiting:
            _, function = waiting.pop()
            for name in _called(function):
                for place in functions.get(name, ()):
                    if id(place[1]) not in found:
                        found[id(place[1])] = place
                        waiting.append(place)
        return list(found.values())


def own_nodes(function: Function) -> Iterator[ast.AST]:
    """Yield the nodes of a function, without those of functions defined in it."""
    waiting: list[ast.AST] = list(reversed(function.body))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, Function | ast.Lambda | ast.ClassDef):
            waiting += reversed(list(ast.iter_child_nodes(node)))


def argument(call: ast.Call, name: str, position: int | None = None) -> ast.expr | None:
    """Return an argument by name or position. `**more` counts as any: then it is returned itself."""
    for keyword in call.keywords:
        if keyword.arg in (name, None):
            return keyword.value
    if position is not None and len(call.args) > position:
        return call.args[position]
    return None


def _called(function: Function) -> Iterator[str]:
    for node in own_nodes(function):
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
                yield name


def _is_test(path: str) -> bool:
    *folders, name = path.split("/")
    return "tests" in folders or name.startswith("test_") or name == "conftest.py"
