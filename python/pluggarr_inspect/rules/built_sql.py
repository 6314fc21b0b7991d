"""SQL that is put together from texts and given to `execute()`."""

import ast

from pluggarr_inspect.bindings import bound_names
from pluggarr_inspect.literals import Dynamic, Values
from pluggarr_inspect.parsed import Function
from pluggarr_inspect.report import WARNING, Report, at

_METHODS = ("execute", "executemany", "executescript", "raw")
_HINT = 'give values apart: cursor.execute("… WHERE name = %s", [name])'
# Names of tables and columns cannot be given apart; these come from the models.
_NAMES_OF_TABLES = ("db_table", "column", "attname")


def check(plugin):
    """Report f-strings, `%`, `+` and `.format()` in it, unless all parts are known."""
    for source in plugin.code:
        for function, node in _calls(source):
            query = _query(node.args[0], function)
            if _is_built(query) and not _is_known(query, source.scope):
                message = f"the SQL for {node.func.attr}() is put together from texts"
                yield Report(WARNING, at(source, node), message, _HINT)


def _calls(source):
    """Every call of such a method, with the function that it stands in."""
    calls = [node for node in source.nodes if _is_query(node)]
    owner = {}
    for function in source.nodes if calls else ():
        if isinstance(function, Function):
            # Inner functions come later and win.
            owner.update((id(node), function) for node in ast.walk(function))
    for node in calls:
        yield owner.get(id(node)), node


def _is_query(node) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr=name), args=[_, *_]):
            return name in _METHODS
    return False


def _query(node, function):
    """The query itself, where a name stands for it that the function binds once."""
    if isinstance(node, ast.Name) and function is not None:
        binders = bound_names(function.body).get(node.id, [])
        if len(binders) == 1 and isinstance(binders[0], ast.Assign):
            return binders[0].value
    return node


def _is_built(node) -> bool:
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        return _has_text(node)
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "format"
        and _has_text(node.func.value)
    )


def _has_text(node) -> bool:
    return any(
        isinstance(part, ast.JoinedStr)
        or (isinstance(part, ast.Constant) and isinstance(part.value, str))
        for part in ast.walk(node)
    )


def _is_known(node, scope) -> bool:
    try:
        Values().value(node, scope)
        return True
    except Dynamic:
        pass
    if not isinstance(node, ast.JoinedStr):
        return False
    return all(
        _is_name_of_table(part.value) or _is_known(part.value, scope)
        for part in node.values
        if isinstance(part, ast.FormattedValue)
    )


def _is_name_of_table(node) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr == "quote_name"
    return isinstance(node, ast.Attribute) and node.attr in _NAMES_OF_TABLES
