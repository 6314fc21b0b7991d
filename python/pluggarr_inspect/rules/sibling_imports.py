"""`from helpers import x` for a file beside plugin.py: works here, and not on Dispatcharr."""

import sys

from pluggarr_inspect.guards import changes_path, guarded
from pluggarr_inspect.report import HINT, Report, at
from pluggarr_inspect.worker_packages import HOST, PACKAGES


def check(plugin):
    """Report imports that should begin with a dot."""
    siblings = {
        source.path.removesuffix(".py").partition("/")[0] for source in plugin.folder.sources
    }
    siblings -= set(sys.stdlib_module_names) | PACKAGES | HOST | {"plugin", "__init__"}
    for source in plugin.code:
        if changes_path(source):
            continue
        guarded_here, seen = guarded(source), set()
        for node, path in source.names.imports:
            top = path.partition(".")[0]
            if (top, node.lineno) in seen:
                continue
            if top in siblings and top != plugin.folder.name and id(node) not in guarded_here:
                seen.add((top, node.lineno))
                message = f"`{top}` is a file of the plugin, imported as if it were installed"
                dots = "." * (source.path.count("/") + 1)
                hint = f"`from {dots}{top} import …` or `from {dots} import {top}` works on Dispatcharr, too"
                yield Report(HINT, at(source, node), message, hint)
