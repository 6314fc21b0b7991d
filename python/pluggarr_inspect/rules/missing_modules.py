"""Imports of modules that are in no worker: neither Python's own nor installed nor in the plugin."""

import sys

from pluggarr_inspect.guards import guarded
from pluggarr_inspect.report import WARNING, Report, at
from pluggarr_inspect.worker_packages import HOST, PACKAGES


def check(plugin):
    """Report each once per file. Guarded by `except ImportError`, the plugin can do without."""
    own = _own_modules(plugin)
    for source in plugin.code:
        guarded_here = guarded(source)
        seen = set()
        for node, path in source.names.imports:
            top = path.partition(".")[0]
            known = top in sys.stdlib_module_names or top in PACKAGES or top in HOST or top in own
            # A relative import begins with its dots.
            if not top or known or top in seen or id(node) in guarded_here:
                continue
            seen.add(top)
            message = f"the module `{top}` is not part of a plugin's Python"
            hint = "put it into the plugin's folder, or do without it: `except ImportError`"
            yield Report(WARNING, at(source, node), message, hint)


def _own_modules(plugin) -> set[str]:
    """Names that files and folders of the plugin can be imported by, the folder's own name included."""
    own = {plugin.folder.name}
    for source in plugin.folder.sources:
        for part in source.path.removesuffix(".py").split("/"):
            own.add(part)
    return own
