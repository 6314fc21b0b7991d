"""Absolute paths in the code: where a plugin may keep files, here and on Dispatcharr.

`/data` is the data folder on both. `/app/data` is what the plugin guide calls it; there it exists only if
somebody has linked it.
"""

import ast
import re

from pluggarr_inspect.report import HINT, Report, at

_ELSEWHERE = re.compile(
    r"(/app|/home|/root|/Users|/mnt|/config)(/[\w.{} -]+)+/?|[A-Za-z]:\\[\w.\\ -]+"
)
_GUIDE = re.compile(r"/app/data(/[\w.{} -]+)*/?")
# In the guide's own examples, and so in many plugins.
_DOCUMENTED = re.compile(r"/app/data/(plugins|exports)(/.*)?")


def check(plugin):
    """Report paths that are not there on one of the two."""
    for source in plugin.code:
        for node in source.nodes:
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            text = node.value
            if _DOCUMENTED.fullmatch(text):
                continue
            if _GUIDE.fullmatch(text):
                message = f"`{text}` may be missing on Dispatcharr, where the folder is /data"
                yield Report(HINT, at(source, node), message, f"use {text.replace('/app', '', 1)}")
            elif _ELSEWHERE.fullmatch(text):
                message = f"`{text}` is a path of one machine"
                hint = "use a folder of your own below /data, or make it a setting"
                yield Report(HINT, at(source, node), message, hint)
