"""Code that lets data become code, or takes the locks off a connection."""

import ast

from pluggarr_inspect.names import words
from pluggarr_inspect.parsed import argument
from pluggarr_inspect.report import WARNING, Report, at

_UNPICKLING = words(
    "pickle.load pickle.loads pickle.Unpickler marshal.load marshal.loads dill.loads"
)
_SHELLS = words("os.system os.popen subprocess.getoutput subprocess.getstatusoutput")
_SAFE_LOADERS = ("SafeLoader", "CSafeLoader", "BaseLoader")


def check(plugin):
    """Report each."""
    for source in plugin.code:
        for call, path in source.calls:
            yield from _call(source, call, path)
        for node in source.nodes:
            if isinstance(node, ast.Call):
                yield from _keywords(source, node)


def _call(source, call, path):
    place = at(source, call)
    if path in ("eval", "exec") and not (call.args and isinstance(call.args[0], ast.Constant)):
        hint = "ast.literal_eval() reads literals; a dict of functions chooses among them"
        yield Report(WARNING, place, f"{path}() runs whatever text it is given", hint)
    elif path in _UNPICKLING:
        message = f"{path}() runs code that is hidden in what it reads"
        yield Report(WARNING, place, message, "store JSON instead")
    elif path in _SHELLS and not _is_fixed(call.args[0] if call.args else None):
        message = f"{path}() gives a text that is put together to a shell"
        yield Report(WARNING, place, message, 'subprocess.run(["program", argument], timeout=…)')
    elif path in ("yaml.load", "yaml.load_all", "yaml.unsafe_load", "yaml.full_load"):
        loader = argument(call, "Loader", 1)
        if loader is None or not ast.unparse(loader).endswith(_SAFE_LOADERS):
            yield Report(WARNING, place, f"{path}() can build any object", "use yaml.safe_load()")
    elif path == "tempfile.mktemp":
        message = "tempfile.mktemp() gives a name that somebody else may take first"
        yield Report(WARNING, place, message, "use tempfile.mkstemp()")
    elif path in ("ssl._create_unverified_context", "urllib3.disable_warnings"):
        message = f"{path}(): whoever is in between can read and change everything"
        yield Report(WARNING, place, message, "let certificates be checked, or make it a setting")


def _keywords(source, call):
    for keyword in call.keywords:
        value = keyword.value
        if not (isinstance(value, ast.Constant) and isinstance(value.value, bool)):
            continue
        if keyword.arg == "verify" and not value.value:
            message = "verify=False: whoever is in between can read and change everything"
            hint = "let certificates be checked, or make it a setting"
            yield Report(WARNING, at(source, value), message, hint)
        if keyword.arg == "shell" and value.value and not _is_fixed(argument(call, "args", 0)):
            message = "shell=True with a text that is put together: its parts become commands"
            hint = 'a list instead: subprocess.run(["program", argument], timeout=…)'
            yield Report(WARNING, at(source, value), message, hint)


def _is_fixed(command) -> bool:
    return isinstance(command, ast.Constant)
