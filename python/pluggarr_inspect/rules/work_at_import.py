"""Work that is done as soon as the plugin is imported, before anybody has asked for anything."""

import ast

from pluggarr_inspect.guards import has_main
from pluggarr_inspect.names import is_below, words
from pluggarr_inspect.parsed import Function, own_nodes
from pluggarr_inspect.report import HINT, WARNING, Report, at
from pluggarr_inspect.worker_packages import HOST

_STARTS = words("gevent.spawn gevent.spawn_later threading.Timer subprocess os.system os.popen")
_WAITS = words("time.sleep gevent.sleep requests urllib.request.urlopen httpx input")


def check(plugin):
    """Report threads, processes, queries and requests at import; in __init__ as a hint."""
    for source in plugin.code:
        if not has_main(source):
            for node in _run_at_import(source.tree):
                what = _work(source, node)
                if what:
                    message = f"{what} while the plugin is imported"
                    hint = "do it in run(), or in a thread that an action starts"
                    yield Report(WARNING, at(source, node), message, hint)
    init = plugin.cls.member("__init__") if plugin.cls else None
    if init is not None and init.function is not None:
        for node in own_nodes(init.function):
            what = _work(init.source, node)
            if what:
                message = f"{what} in __init__, which runs on every load"
                hint = "a load that takes long or fails leaves the plugin without its actions"
                yield Report(HINT, at(init.source, node), message, hint)


def _run_at_import(tree):
    """The nodes of module and class bodies, without those of functions."""
    waiting = list(reversed(tree.body))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, Function | ast.Lambda):
            waiting += reversed(list(ast.iter_child_nodes(node)))


def _work(source, node) -> str | None:
    if not isinstance(node, ast.Call):
        return None
    path = source.names.path(node.func)
    if path is not None:
        if is_below(path, _STARTS) and path != "threading.Timer":
            return f"`{path}` is called"
        if is_below(path, _WAITS) and not path.startswith(("requests.Session", "httpx.Client")):
            return f"`{path}` is called"
        if ".objects." in path and path.partition(".")[0] in HOST:
            return "the database is asked"
    if isinstance(node.func, ast.Attribute):
        if node.func.attr == "start" and _is_thread(source, node.func.value):
            return "a thread is started"
        # `Channel.objects.filter(...).count()`: the inner call has been looked at, or will be.
        if (
            node.func.attr == "cursor"
            and source.names.imported(node.func) == "django.db.connection.cursor"
        ):
            return "the database is asked"
    return None


def _is_thread(source, node) -> bool:
    if isinstance(node, ast.Call):
        return source.names.imported(node.func) in ("threading.Thread", "threading.Timer")
    return isinstance(node, ast.Name | ast.Attribute) and "thread" in ast.unparse(node).lower()
