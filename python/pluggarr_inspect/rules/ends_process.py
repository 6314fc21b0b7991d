"""Code that ends the process it runs in, or changes it for all that share it."""

import ast

from pluggarr_inspect.guards import has_main
from pluggarr_inspect.report import WARNING, Report, at

_ENDS = {
    "sys.exit": "raise an exception, or return a result with status error",
    "exit": "raise an exception, or return a result with status error",
    "quit": "raise an exception, or return a result with status error",
    "os._exit": "raise an exception, or return a result with status error",
    "os.abort": "raise an exception, or return a result with status error",
}
_CHANGES = {
    "os.fork": "use subprocess: the child would share the database's connections",
    "signal.signal": "the host ends workers by signals",
    "os.chdir": "use absolute paths",
    "socket.setdefaulttimeout": "pass a timeout where it is needed",
}


def check(plugin):
    """Report calls that do. A file that is a program of its own may end itself."""
    for source in plugin.code:
        if has_main(source):
            continue
        for call, path in source.calls:
            if path in _ENDS:
                message = (
                    f"{path}() ends the process: here a worker, on Dispatcharr the web server's"
                )
                yield Report(WARNING, at(source, call), message, _ENDS[path])
            elif path in _CHANGES:
                message = f"{path}() changes the whole process"
                yield Report(WARNING, at(source, call), message, _CHANGES[path])
        for node in source.nodes:
            if isinstance(node, ast.Raise) and _is_exit(source, node.exc):
                message = "SystemExit ends what it is raised in without a message"
                yield Report(WARNING, at(source, node), message, _ENDS["exit"])


def _is_exit(source, raised) -> bool:
    raised = raised.func if isinstance(raised, ast.Call) else raised
    return raised is not None and source.names.builtin(raised) == "SystemExit"
