"""The files of one plugin, read with care: sizes are limited, links that leave the folder are not followed.

Knows files and encodings. What a syntax tree means is other modules' business.
"""

import ast
import json
import os
import re
import stat
import tokenize
from dataclasses import dataclass, field
from functools import cached_property

from pluggarr_inspect import bindings
from pluggarr_inspect.literals import Scope
from pluggarr_inspect.names import Names

MAX_BYTES = 1 << 20
MAX_FILES = 400
_SKIPPED = {"__pycache__", "node_modules", "venv"}


class Unreadable(Exception):
    """A file that cannot be read; says why."""


@dataclass
class SyntaxProblem:
    """Why a file is no Python, and where."""

    file: str
    message: str
    line: int

    def as_dict(self) -> dict:
        """Return it as the answer has it."""
        return {"file": self.file, "message": self.message, "line": self.line}


@dataclass
class Source:
    """One Python file. Without a tree it says in `problem` why there is none."""

    path: str
    text: str
    tree: ast.Module | None = None
    problem: SyntaxProblem | None = None

    @cached_property
    def lines(self) -> list[str]:
        """The lines as Python counts them, which is not how `splitlines` does."""
        return re.split(r"\r\n|\r|\n", self.text)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node of the tree. Kept: going through the tree is what takes the time."""
        return list(ast.walk(self.tree))

    @cached_property
    def names(self) -> Names:
        """What its imported names stand for."""
        return Names(self.nodes)

    @cached_property
    def call_nodes(self) -> list[ast.Call]:
        """Every call."""
        return [node for node in self.nodes if isinstance(node, ast.Call)]

    @cached_property
    def scope(self) -> Scope:
        """The names that its top level binds, and to what."""
        return bindings.module_scope(self.tree, self.nodes)

    @cached_property
    def calls(self) -> list[tuple[ast.Call, str]]:
        """Every call whose function is imported or built in, with that function's full name."""
        return [
            (node, path)
            for node in self.call_nodes
            if (path := self.names.path(node.func)) is not None
        ]

    def line(self, number: int) -> str:
        """Return a line by its number, blank where there is none."""
        return self.lines[number - 1].strip() if 0 < number <= len(self.lines) else ""


@dataclass
class Folder:
    """A plugin's folder. Files are read when somebody asks for them, once."""

    path: str
    # What could not be read, for people: the answer must not look complete when it is not.
    unread: list[str] = field(default_factory=list)
    _sources: dict[str, Source | None] = field(default_factory=dict)

    @cached_property
    def _root(self) -> str:
        return os.path.realpath(self.path)

    @property
    def name(self) -> str:
        """The folder's own name."""
        return os.path.basename(os.path.normpath(self.path))

    def source(self, path: str) -> Source | None:
        """Return the Python file at `path`, or None where there is none that may be read."""
        if path not in self._sources:
            try:
                content = self.read(path)
                self._sources[path] = None if content is None else _parse(path, content)
            except Unreadable as error:
                self.unread.append(f"{path}: {error}")
                self._sources[path] = None
        return self._sources[path]

    @cached_property
    def sources(self) -> list[Source]:
        """All Python files, by path; `plugin.py` and `__init__.py` first."""
        found = [source for path in self._python_files() if (source := self.source(path))]
        first = {"plugin.py": 0, "__init__.py": 1}
        return sorted(found, key=lambda source: (first.get(source.path, 2), source.path))

    @cached_property
    def manifest(self) -> dict | None:
        """`plugin.json`, where it is an object; what is wrong with it the host says."""
        try:
            content = self.read("plugin.json")
            manifest = json.loads(content.decode("utf-8")) if content else None
        except (Unreadable, ValueError, RecursionError):
            return None
        return manifest if isinstance(manifest, dict) else None

    def has(self, path: str) -> bool:
        """Whether there is such a file or folder."""
        return os.path.exists(os.path.join(self.path, path))

    def read(self, path: str) -> bytes | None:
        """Return a file's content, or None where there is no file. Raises Unreadable."""
        full = os.path.join(self.path, path)
        real = os.path.realpath(full)
        if not os.path.lexists(full):
            return None
        if os.path.commonpath([real, self._root]) != self._root:
            raise Unreadable("it is a link that leaves the plugin's folder")
        try:
            # Not blocking: a pipe that is called plugin.py would be waited for without end.
            descriptor = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            raise Unreadable(error.strerror) from None
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Unreadable("it is not a file")
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise Unreadable(f"it is larger than {MAX_BYTES >> 20} MiB")
        return content

    def _python_files(self) -> list[str]:
        paths = []
        for folder, folders, files in os.walk(self.path, followlinks=False):
            folders[:] = sorted(
                name for name in folders if name not in _SKIPPED and not name.startswith(".")
            )
            for name in sorted(files):
                if not name.endswith(".py"):
                    continue
                if len(paths) == MAX_FILES:
                    self.unread.append(f"only the first {MAX_FILES} Python files were read")
                    return paths
                paths.append(os.path.relpath(os.path.join(folder, name), self.path))
        return paths


def _parse(path: str, content: bytes) -> Source:
    try:
        text = _decode(content)
        tree = ast.parse(text)
    except SyntaxError as error:
        text = content.decode("utf-8", "replace")
        return Source(path, text, None, SyntaxProblem(path, error.msg, error.lineno or 1))
    except (RecursionError, MemoryError):
        problem = SyntaxProblem(path, "it is nested too deeply to be read", 1)
        return Source(path, "", None, problem)
    except ValueError as error:
        return Source(path, "", None, SyntaxProblem(path, str(error), 1))
    return Source(path, text, tree)


def _decode(content: bytes) -> str:
    lines = iter(content.splitlines(keepends=True)[:2])
    try:
        encoding, _ = tokenize.detect_encoding(lambda: next(lines, b""))
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"byte {error.object[error.start]:#04x} is not {encoding}, and no other encoding is declared"
        raise SyntaxError(message, ("", line, 0, "")) from None
    except LookupError as error:
        raise SyntaxError(str(error), ("", 1, 0, "")) from None
