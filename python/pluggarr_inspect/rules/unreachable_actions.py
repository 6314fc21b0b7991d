"""Actions that are declared and that `run` has no code for, and the reverse.

Code that looks an action up (`getattr(self, action)`), or that has a last resort which is not a refusal,
could do anything: nothing is said about it.
"""

import ast
import re

from pluggarr_inspect.report import HINT, WARNING, Report, at

_REFUSAL = re.compile(
    r"unknown|unsupported|unrecogni|not (supported|implemented)|(invalid|no such) action", re.I
)
# `run("stop")` is the host's; plugins of the wild expect the others.
_CALLED_BY_NAME = {"stop", "start", "enable", "disable", "reload"}


def check(plugin):
    """Report both."""
    if plugin.run is None:
        return
    source, run = plugin.run
    name = _action_parameter(run)
    if name is None or not _looks_at(run, name):
        return
    declared = plugin.class_actions.items + plugin.manifest_actions.items
    if not _looks_up(plugin, name):
        yield from _unreachable(plugin, source, run, declared)
    if plugin.class_actions.is_whole and all(item.id for item in declared):
        yield from _undeclared(source, run, name, {item.id for item in declared})


def _unreachable(plugin, source, run, declared):
    mentioned = _mentioned(plugin)
    if not (_refuses(run.body) or _says_unknown(source)):
        return
    prefixes = tuple(_prefixes(plugin))
    reported = set()
    for item in declared:
        if item.id is None or item.id in mentioned or item.id in reported:
            continue
        if prefixes and item.id.startswith(prefixes):
            continue
        reported.add(item.id)
        message = f"the action `{item.id}` is declared, and nothing in the code handles it"
        hint = f'add `if action == "{item.id}":` to run(), or take the action out'
        yield Report(WARNING, item.place, message, hint, f"{item.path}.id")


def _undeclared(source, run, name, ids):
    seen = set()
    for node in ast.walk(run):
        for constant in _compared_with(node, name):
            value = constant.value
            if not value or value in ids or value in seen or value in _CALLED_BY_NAME:
                continue
            seen.add(value)
            message = f"run() handles the action `{value}`, which is not declared"
            yield Report(HINT, at(source, constant), message, "add it to actions, or take it out")


def _action_parameter(run) -> str | None:
    arguments = (run.args.posonlyargs + run.args.args)[1:]
    return arguments[0].arg if arguments else None


def _looks_at(run, name) -> bool:
    """Whether `run` uses the action's id at all; if not, it does the same for all."""
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(run))


def _looks_up(plugin, name) -> bool:
    for source in plugin.code:
        for node, path in source.calls:
            if path in ("getattr", "operator.methodcaller", "globals", "locals", "vars"):
                names = (part.id for part in ast.walk(node) if isinstance(part, ast.Name))
                if path not in ("getattr", "operator.methodcaller") or name in names:
                    return True
    return False


def _mentioned(plugin) -> set[str]:
    """Every text of the code, except where actions and fields are declared."""
    declaring: set[int] = set()
    for name in ("actions", "fields"):
        member = plugin.cls.member(name)
        for binder in member.binders if member else ():
            # A property that builds the list declares them as well.
            declaring.update(id(node) for node in ast.walk(binder))
    declaring |= _lists_of_actions(plugin)
    return {
        node.value
        for source in plugin.code
        for node in source.nodes
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in declaring
    }


def _lists_of_actions(plugin) -> set[int]:
    """Dicts with an id and a label, wherever the list of them is written."""
    found = set()
    for source in plugin.code:
        for node in source.nodes:
            if isinstance(node, ast.Dict):
                keys = {key.value for key in node.keys if isinstance(key, ast.Constant)}
                if {"id", "label"} <= keys:
                    found.update(id(part) for part in ast.walk(node))
    return found


def _prefixes(plugin):
    for source in plugin.code:
        for node in source.nodes:
            match node:
                case ast.Call(func=ast.Attribute(attr="startswith" | "removeprefix"), args=[first]):
                    yield from (text.value for text in _texts(first))


def _compared_with(node, name):
    """The texts that `action` is compared with: `action == "x"`, `action in ("x", "y")`, `case "x"`."""
    match node:
        case ast.Compare(left=left, comparators=others):
            sides = [left, *others]
            if any(isinstance(side, ast.Name) and side.id == name for side in sides):
                for side in sides:
                    yield from _texts(side)
        case ast.Match(subject=ast.Name(id=subject), cases=cases) if subject == name:
            for case in cases:
                yield from _texts(case.pattern)


def _texts(node):
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part


def _says_unknown(source) -> bool:
    return any(
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and "action" in node.value.lower()
        and _REFUSAL.search(node.value)
        for node in source.nodes
    )


def _refuses(body: list[ast.stmt]) -> bool:
    """Whether what comes last is a refusal, or nothing: then what no branch handles is not handled."""
    last = body[-1]
    if isinstance(last, ast.Raise):
        return True
    if isinstance(last, ast.If):
        return _refuses(last.orelse) if last.orelse else True
    if isinstance(last, ast.Match):
        wild = [case for case in last.cases if _is_wild(case)]
        return _refuses(wild[-1].body) if wild else True
    if isinstance(last, ast.With | ast.Try):
        return _refuses(last.body)
    if isinstance(last, ast.Return):
        if last.value is None or isinstance(last.value, ast.Constant):
            return True
        return isinstance(last.value, ast.Dict) and _is_failure(last.value)
    return False


def _is_wild(case) -> bool:
    return isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None


def _is_failure(result: ast.Dict) -> bool:
    for key, value in zip(result.keys, result.values, strict=True):
        if isinstance(key, ast.Constant) and key.value == "status":
            return isinstance(value, ast.Constant) and value.value in ("error", "failed", False)
    return False
