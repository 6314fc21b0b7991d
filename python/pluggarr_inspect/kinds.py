"""The kinds of things that are looked for, and by which names each is known."""

import ast
from collections.abc import Callable
from dataclasses import dataclass

from pluggarr_inspect.folder import Source
from pluggarr_inspect.names import Names, is_below, words

_NETWORK = words(
    "requests urllib.request urllib3 http.client http.server httpx aiohttp socket socketserver ssl websocket "
    "websockets smtplib ftplib imaplib poplib telnetlib xmlrpc paramiko pycurl redis wsgiref gevent.socket "
    "gevent.pywsgi gevent.server asyncio.open_connection asyncio.start_server cloudscraper curl_cffi flask"
)
_SUBPROCESS = words(
    "subprocess gevent.subprocess pty pexpect multiprocessing os.system os.popen os.fork os.forkpty "
    "asyncio.create_subprocess_exec asyncio.create_subprocess_shell os.startfile"
)
_FILES = words(
    "os.remove os.unlink os.rename os.replace os.renames os.mkdir os.makedirs os.rmdir os.removedirs os.link "
    "os.symlink os.chmod os.chown os.truncate os.mkfifo shutil.copy shutil.copy2 shutil.copyfile "
    "shutil.copytree shutil.move shutil.rmtree shutil.make_archive shutil.unpack_archive tempfile"
)
_PATH_METHODS = words(
    "write_text write_bytes unlink rmdir mkdir touch symlink_to hardlink_to extractall"
)
_OPENING = words(
    "open io.open os.fdopen codecs.open gzip.open bz2.open lzma.open tarfile.open zipfile.ZipFile"
)
_CODE = words(
    "pickle.load pickle.loads pickle.Unpickler marshal.load marshal.loads ctypes cffi runpy code "
    "importlib.util.spec_from_file_location importlib.machinery dill shelve.open"
)
_ENVIRONMENT = words("os.environ os.environb os.getenv os.getenvb os.putenv os.unsetenv")
_CURSOR_METHODS = words("execute executemany executescript")


@dataclass(frozen=True)
class Kind:
    """One kind: whether a piece of code does it, and whether an import is only good for it."""

    name: str
    is_use: Callable[[ast.AST, Names], bool]
    is_import: Callable[[str], bool]

    def candidates(self, source: Source) -> list[ast.AST]:
        """The nodes of a file that are worth a look."""
        return source.nodes if self.name == "environment" else source.call_nodes


def _calls(prefixes) -> Callable[[ast.AST, Names], bool]:
    def is_use(node, names):
        path = names.imported(node.func)
        return path is not None and is_below(path, prefixes)

    return is_use


def _starts_process(node, names):
    path = names.imported(node.func) or ""
    return is_below(path, _SUBPROCESS) or path.startswith(("os.exec", "os.spawn", "os.posix_spawn"))


def _writes_file(node, names):
    path = names.path(node.func)
    if path in _OPENING:
        return _may_write(node, position=1)
    if path is not None:
        return is_below(path, _FILES)
    if not isinstance(node.func, ast.Attribute):
        return False
    # On something that is not known: `Path(x).write_text()`, `path.open("w")`.
    return node.func.attr in _PATH_METHODS or (
        node.func.attr == "open" and _may_write(node, position=0)
    )


def _may_write(node: ast.Call, position: int) -> bool:
    mode = node.args[position] if len(node.args) > position else None
    mode = next((keyword.value for keyword in node.keywords if keyword.arg == "mode"), mode)
    if mode is None:
        return False
    if isinstance(mode, ast.Constant):
        return isinstance(mode.value, str) and any(letter in mode.value for letter in "wax+")
    return True  # Only running it could tell.


def _sends_sql(node, names):
    if names.imported(node.func) == "django.db.models.expressions.RawSQL":
        return True
    if not isinstance(node.func, ast.Attribute) or not node.args:
        return False
    if node.func.attr in _CURSOR_METHODS:
        return True
    first = node.args[0]
    return node.func.attr in ("raw", "extra") and (
        isinstance(first, ast.JoinedStr | ast.BinOp)
        or (isinstance(first, ast.Constant) and isinstance(first.value, str))
    )


def _runs_data(node, names):
    if names.builtin(node.func) in ("eval", "exec", "compile", "__import__"):
        return True
    path = names.imported(node.func)
    if path == "importlib.import_module":
        return not (node.args and isinstance(node.args[0], ast.Constant))
    return path is not None and is_below(path, _CODE)


def _reads_environment(node, names):
    return isinstance(node, ast.Attribute | ast.Name) and names.imported(node) in _ENVIRONMENT


def _below(prefixes) -> Callable[[str], bool]:
    return lambda path: is_below(path, prefixes)


def _no_import(_path: str) -> bool:
    return False


KINDS = (
    Kind("network", _calls(_NETWORK), _below(_NETWORK)),
    Kind("subprocess", _starts_process, _below(words("subprocess pty pexpect multiprocessing"))),
    Kind("file_write", _writes_file, _no_import),
    Kind("raw_sql", _sends_sql, _below(words("sqlite3 psycopg psycopg2"))),
    Kind("dynamic_code", _runs_data, _below(words("ctypes cffi pickle marshal"))),
    Kind("environment", _reads_environment, _no_import),
)
