"""Which pieces of a file run only under a condition: imports that may fail, a program's own part."""

import ast

from pluggarr_inspect.folder import Source

_CATCHES = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


def guarded(source: Source) -> set[int]:
    """Return the ids of nodes under a `try` that catches failing imports, or under TYPE_CHECKING."""
    found: set[int] = set()
    for node in source.nodes:
        if isinstance(node, ast.Try) and any(_catches(handler) for handler in node.handlers):
            # What is tried, and what is tried instead.
            bodies = node.body + [part for handler in node.handlers for part in handler.body]
        elif _is_for_types(node) or _suppresses(node):
            bodies = node.body
        else:
            continue
        found.update(id(inner) for part in bodies for inner in ast.walk(part))
    return found


def changes_path(source: Source) -> bool:
    """Whether the file adds to sys.path, so that it finds more modules than others do."""
    return any(path.startswith("sys.path.") for _, path in source.calls)


def has_main(source: Source) -> bool:
    """Whether the file is a program as well: it has an `if __name__ == "__main__"`."""
    return any(
        isinstance(node, ast.If) and "__name__" in ast.unparse(node.test)
        for node in source.tree.body
    )


def _catches(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    return any(
        isinstance(node, ast.Name) and node.id in _CATCHES for node in ast.walk(handler.type)
    )


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def _suppresses(node: ast.AST) -> bool:
    return isinstance(node, ast.With) and any(
        "suppress(" in ast.unparse(item.context_expr) for item in node.items
    )
