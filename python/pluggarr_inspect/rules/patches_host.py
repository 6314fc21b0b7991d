"""Code that changes the host's or Django's classes and modules while they run."""

import ast

from pluggarr_inspect.names import words
from pluggarr_inspect.report import WARNING, Report, at

_HOST = words("apps core dispatcharr django celery version")
_HINT = "it breaks with the host's next version, and here it reaches this plugin's worker only"


def check(plugin):
    """Report assignments to attributes of imported classes and modules, and `setattr` on them."""
    for source in plugin.code:
        for node in source.nodes:
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
                path = source.names.imported(node)
                if path and path.partition(".")[0] in _HOST:
                    yield Report(WARNING, at(source, node), f"`{path}` is replaced", _HINT)
        for call, path in source.calls:
            if path in ("setattr", "delattr") and call.args:
                target = source.names.imported(call.args[0])
                if target and target.partition(".")[0] in _HOST:
                    message = f"an attribute of `{target}` is replaced"
                    yield Report(WARNING, at(source, call), message, _HINT)
