"""What a name in a file stands for: `r.get` is `requests.get` after `import requests as r`.

Counts for the whole file, not scope by scope: a name that is imported anywhere is that import everywhere.
"""

import ast
import builtins


class Names:
    """The imported names of one file, and which built-in ones it has replaced."""

    def __init__(self, nodes: list[ast.AST]):
        self.imports: list[tuple[ast.stmt, str]] = []
        self._imported: dict[str, str] = {}
        self._replaced: set[str] = set()
        methods: set[int] = set()
        for node in nodes:
            if isinstance(node, ast.ClassDef):
                # A method called `open` does not replace the built-in one.
                methods.update(id(statement) for statement in node.body)
            if isinstance(node, ast.Import):
                for alias in node.names:
                    top = alias.name.partition(".")[0]
                    self._imported[alias.asname or top] = alias.name if alias.asname else top
                    self.imports.append((node, alias.name))
            elif isinstance(node, ast.ImportFrom):
                # A relative import keeps its dots, so that it is never taken for a package of that name.
                module = "." * node.level + (node.module or "")
                for alias in node.names:
                    path = f"{module}.{alias.name}" if node.module else f"{module}{alias.name}"
                    self._imported[alias.asname or alias.name] = path
                    self.imports.append((node, path))
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                if id(node) not in methods:
                    self._replaced.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                self._replaced.add(node.id)

    def imported(self, node: ast.expr) -> str | None:
        """Return the dotted path of an expression that begins with an imported name, or None."""
        base, rest = _chain(node)
        path = self._imported.get(base) if base else None
        return None if path is None else ".".join([path, *rest])

    def builtin(self, node: ast.expr) -> str | None:
        """Return the name of a built-in function or class that the file has not replaced, or None."""
        if not isinstance(node, ast.Name) or node.id in self._imported or node.id in self._replaced:
            return None
        return node.id if hasattr(builtins, node.id) else None

    def path(self, node: ast.expr) -> str | None:
        """Return either: `open`, `subprocess.run`."""
        return self.imported(node) or self.builtin(node)


def _chain(node: ast.expr) -> tuple[str | None, list[str]]:
    rest = []
    while isinstance(node, ast.Attribute):
        rest.append(node.attr)
        node = node.value
    return (node.id if isinstance(node, ast.Name) else None), rest[::-1]


def is_below(path: str, names: frozenset[str]) -> bool:
    """Whether `path` is one of `names` or something inside it: `requests.get` is below `requests`."""
    while path:
        if path in names:
            return True
        path = path.rpartition(".")[0]
    return False


def words(text: str) -> frozenset[str]:
    """Return the words of a text, as a table that reads well."""
    return frozenset(text.split())
