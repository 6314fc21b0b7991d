"""`run(self, action, params, context)` and `stop(self, context)`: whether the host can call them so."""

import ast

from pluggarr_inspect.parsed import own_nodes
from pluggarr_inspect.report import ERROR, HINT, WARNING, Report, at

_NAMES = ["action", "params", "context"]
_RIGHT = "def run(self, action, params, context):"


def check(plugin):
    """Report a `run` that is missing, no function, asynchronous or takes other arguments."""
    if plugin.cls is None:
        return
    run = plugin.cls.member("run")
    if run is None:
        if not plugin.cls.is_open:
            place = at(plugin.cls.source, plugin.cls.node)
            yield Report(
                ERROR, place, "the class has no run(), so no action can run", f"add `{_RIGHT}`"
            )
    elif run.function is None:
        if isinstance(run.value, ast.Constant | ast.Dict | ast.List | ast.JoinedStr):
            yield Report(ERROR, at(run.source, run.binders[0]), "`run` is not a function", _RIGHT)
    else:
        yield from _run(run.source, run.function)
    stop = plugin.cls.member("stop")
    if stop is not None and stop.function is not None:
        yield from _stop(stop.source, stop.function)


def _run(source, function):
    place = at(source, function)
    if isinstance(function, ast.AsyncFunctionDef):
        message = "run() is `async`: what it returns is a coroutine that nobody awaits"
        yield Report(
            ERROR, place, message, "make it a plain `def`; asyncio.run() may be called in it"
        )
    elif any(isinstance(node, ast.Yield | ast.YieldFrom) for node in own_nodes(function)):
        message = "run() is a generator: its result is the list of what it yields, under `result`"
        yield Report(WARNING, place, message, 'return a dict with "status" and "message"')
    problem = _cannot_take(function, 3)
    if problem:
        yield Report(ERROR, place, f"run() {problem}; it is called with three arguments", _RIGHT)
        return
    names = [argument.arg for argument in _positional(function)]
    if sorted(names[:3]) == sorted(_NAMES) and names[:3] != _NAMES:
        message = f"run() takes {', '.join(names[:3])} in this order; it is called with {', '.join(_NAMES)}"
        yield Report(ERROR, place, message, _RIGHT)


def _stop(source, function):
    place = at(source, function)
    if isinstance(function, ast.AsyncFunctionDef):
        yield Report(ERROR, place, "stop() is `async`: nobody awaits it", "make it a plain `def`")
    elif _cannot_take(function, 1) and _cannot_take(function, 0):
        message = "stop() is called with the context, or else with nothing; it can take neither"
        yield Report(ERROR, place, message, "def stop(self, context):")
    elif _cannot_take(function, 1):
        message = "stop() does not take the context, which says why it is called"
        yield Report(HINT, place, message, "def stop(self, context):")


def _positional(function):
    arguments = function.args.posonlyargs + function.args.args
    static = any(
        isinstance(decorator, ast.Name) and decorator.id == "staticmethod"
        for decorator in function.decorator_list
    )
    return arguments if static else arguments[1:]


def _cannot_take(function, count: int) -> str | None:
    """Why a method cannot be called with so many arguments by position."""
    arguments = function.args
    if not arguments.posonlyargs + arguments.args and not arguments.vararg:
        return "does not even take `self`"
    positional = _positional(function)
    required = len(positional) - len(arguments.defaults)
    missing = [
        argument.arg
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        if default is None
    ]
    if missing:
        return f"needs `{missing[0]}` by name"
    if len(positional) < count and not arguments.vararg:
        return f"takes {len(positional)} argument{'s' * (len(positional) != 1)} besides self"
    if required > count:
        return f"needs {required} arguments besides self"
    return None
