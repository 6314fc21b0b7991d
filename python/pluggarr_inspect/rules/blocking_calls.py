"""Calls that may wait for ever, and waits that keep a run from ending.

A run that hangs is ended by the host after its limit, worker and all; on Dispatcharr it takes one of the web
server's few workers with it.
"""

import ast

from pluggarr_inspect.names import words
from pluggarr_inspect.parsed import Function, argument, own_nodes
from pluggarr_inspect.report import ERROR, WARNING, Report, at

_LONG_SECONDS = 10
_REQUESTS = words("get post put patch delete head options request")
# The function, and where its timeout stands if it is given by position.
_WITHOUT_LIMIT = {
    **{f"requests.{name}": None for name in _REQUESTS},
    "urllib.request.urlopen": 2,
    "socket.create_connection": 1,
    "http.client.HTTPConnection": 2,
    "http.client.HTTPSConnection": None,
    "smtplib.SMTP": 3,
    "ftplib.FTP": 4,
    **{f"subprocess.{name}": None for name in ("run", "call", "check_call", "check_output")},
}
_ENDS = (ast.Break, ast.Return, ast.Raise, ast.Yield, ast.YieldFrom, ast.Await)


def check(plugin):
    """Report calls without a time limit, long sleeps in runs, loops without an end."""
    for source in plugin.code:
        yield from _without_limit(source)
    by_run = plugin.called_by_run
    for source, function in by_run:
        yield from _long_sleeps(source, function)
        yield from _endless(source, function)
    in_run = {id(function) for _, function in by_run}
    for source in plugin.code:
        for function in source.nodes:
            if isinstance(function, Function) and id(function) not in in_run:
                yield from _spins(source, function)


def _without_limit(source):
    for call, path in source.calls:
        if path == "input":
            message = "input() waits for a terminal that is not there"
            yield Report(ERROR, at(source, call), message, "use a setting, or an action's params")
        if path in _WITHOUT_LIMIT and argument(call, "timeout", _WITHOUT_LIMIT[path]) is None:
            message = f"{path}() without a timeout may wait for ever"
            yield Report(WARNING, at(source, call), message, "pass timeout=30, or what suits")
    yield from _sessions(source)
    yield from _sockets(source)


def _sessions(source):
    """`session = requests.Session()`, then `session.get(url)`."""
    sessions = set()
    for node in source.nodes:
        pairs = []
        if isinstance(node, ast.Assign):
            pairs = [(target, node.value) for target in node.targets]
        elif isinstance(node, ast.With):
            pairs = [(item.optional_vars, item.context_expr) for item in node.items]
        for target, value in pairs:
            made = source.names.imported(value.func) if isinstance(value, ast.Call) else None
            if target is not None and made in ("requests.Session", "requests.session"):
                sessions.add(ast.unparse(target))
    for node in source.nodes if sessions else ():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            is_request = node.func.attr in _REQUESTS and ast.unparse(node.func.value) in sessions
            if is_request and argument(node, "timeout") is None:
                message = f"{ast.unparse(node.func)}() without a timeout may wait for ever"
                yield Report(WARNING, at(source, node), message, "pass timeout=30, or what suits")


def _sockets(source):
    limits = {"settimeout", "setblocking", "setdefaulttimeout", "bind"}
    if any(isinstance(node, ast.Attribute) and node.attr in limits for node in source.nodes):
        return
    for call, path in source.calls:
        if path == "socket.socket":
            message = "a socket without a timeout may wait for ever"
            yield Report(WARNING, at(source, call), message, "call its settimeout()")


def _long_sleeps(source, function):
    for node in own_nodes(function):
        if isinstance(node, ast.Call) and _is_sleep(source, node) and node.args:
            seconds = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
            if isinstance(seconds, int | float) and seconds >= _LONG_SECONDS:
                message = f"a run sleeps for {seconds} s, and whoever pressed the button waits"
                yield Report(WARNING, at(source, node), message, "wait in a thread, or in a task")


def _endless(source, function):
    for loop in _endless_loops(function):
        if not _has_sleep(source, loop):
            message = "the loop has no end: no break, no return, not even a pause"
            hint = "the run is ended by its time limit, and the worker with it"
            yield Report(ERROR, at(source, loop), message, hint)
        else:
            message = "the loop has no end, so this run has none either"
            hint = "start a thread for it, and end that in stop()"
            yield Report(WARNING, at(source, loop), message, hint)


def _spins(source, function):
    for loop in _endless_loops(function):
        if not any(isinstance(node, ast.Call) for node in ast.walk(loop)):
            message = "the loop has no end and no pause: it takes a processor for itself"
            yield Report(WARNING, at(source, loop), message, "sleep in it, or wait for an event")


def _endless_loops(function):
    """`while True` out of which nothing leads."""
    for node in own_nodes(function):
        is_endless = (
            isinstance(node, ast.While)
            and isinstance(node.test, ast.Constant)
            and node.test.value
            and not any(isinstance(part, _ENDS) for part in _inside(node))
        )
        if is_endless:
            yield node


def _inside(loop):
    waiting = list(loop.body)
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.While | ast.For):
            # A break in there ends the inner loop only; a return ends both.
            waiting += [part for part in ast.walk(node) if isinstance(part, ast.Return | ast.Raise)]
        elif not isinstance(node, Function | ast.Lambda | ast.ClassDef):
            waiting += ast.iter_child_nodes(node)


def _has_sleep(source, loop) -> bool:
    """A pause of any kind: a sleep, or waiting for an event or a queue."""
    for node in ast.walk(loop):
        if isinstance(node, ast.Call):
            if _is_sleep(source, node):
                return True
            if isinstance(node.func, ast.Attribute) and node.func.attr in ("wait", "get", "join"):
                return True
    return False


def _is_sleep(source, call) -> bool:
    return source.names.imported(call.func) in ("time.sleep", "gevent.sleep")
