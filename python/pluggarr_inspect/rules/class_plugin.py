"""The class `Plugin`: that there is one, and that it is a class."""

import ast

from pluggarr_inspect.bindings import bound_names
from pluggarr_inspect.declared import Place
from pluggarr_inspect.report import ERROR, Report

_HINT = "the host calls Plugin() and then its run(action, params, context)"


def check(plugin):
    """Report a file without `Plugin`, and a `Plugin` that is plain data."""
    entry = plugin.entry
    if entry is None or entry.source.tree is None or plugin.cls is not None:
        return
    if not entry.has_plugin:
        place = Place(entry.source.path, 1)
        yield Report(ERROR, place, "there is no class `Plugin`", _HINT)
        return
    binder = bound_names(entry.source.tree.body)["Plugin"][-1]
    value = getattr(binder, "value", None)
    # A call may well return a class.
    if isinstance(value, ast.Constant | ast.Dict | ast.List | ast.Tuple | ast.Set | ast.JoinedStr):
        place = Place(entry.source.path, binder.lineno)
        yield Report(ERROR, place, "`Plugin` is not a class", _HINT)
