"""`Plugin()` is called without arguments."""

from pluggarr_inspect.report import ERROR, Report, at


def check(plugin):
    """Report an `__init__` that needs some."""
    init = plugin.cls.member("__init__") if plugin.cls else None
    if init is None or init.function is None:
        return
    arguments = init.function.args
    positional = (arguments.posonlyargs + arguments.args)[1:]
    needed = positional[: max(len(positional) - len(arguments.defaults), 0)]
    needed += [
        argument
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        if default is None
    ]
    if needed:
        message = f"__init__ needs `{needed[0].arg}`, and the host calls Plugin() without arguments"
        hint = "give it a default; settings come with each run, in context"
        yield Report(ERROR, at(init.source, init.function), message, hint)
