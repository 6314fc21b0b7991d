"""Imports from `apps`, `core`, `dispatcharr` and `version` that Pluggarr does not have."""

import ast

from pluggarr_inspect import compat
from pluggarr_inspect.guards import guarded
from pluggarr_inspect.report import WARNING, Report, at
from pluggarr_inspect.worker_packages import HOST

_HINT = "docs/COMPATIBILITY.md lists what there is; guard it with `except ImportError`"


def check(plugin):
    """Report modules and names that are not there. The import would fail when it is reached."""
    for source in plugin.code:
        guarded_here = guarded(source)
        for node in source.nodes:
            if id(node) in guarded_here:
                continue
            if isinstance(node, ast.Import):
                modules = [(alias.name, []) for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                modules = [(node.module or "", [alias.name for alias in node.names])]
            else:
                continue
            for module, names in modules:
                if module.partition(".")[0] in HOST:
                    yield from _missing(source, node, module, names)


def _missing(source, node, module, names):
    if not compat.has_module(module):
        yield Report(WARNING, at(source, node), f"there is no `{module}` in Pluggarr", _HINT)
        return
    for name in names:
        if not compat.has_name(module, name):
            message = f"`{module}` has no `{name}` in Pluggarr"
            yield Report(WARNING, at(source, node), message, _HINT)
