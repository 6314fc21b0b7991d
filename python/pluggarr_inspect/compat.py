"""What plugins can import from `apps`, `core`, `dispatcharr` and `version`: read from the compat layer's files.

Read, not imported: that would need Django. Its files lie beside this package.
"""

import ast
from functools import cache
from pathlib import Path

from pluggarr_inspect.bindings import bound_names

_ROOT = Path(__file__).resolve().parent.parent / "compat"


def has_module(module: str) -> bool:
    """Whether there is such a module or package."""
    return _file(module) is not None


def has_name(module: str, name: str) -> bool:
    """Whether a module has a name, or a sub-module of that name."""
    if name == "*" or has_module(f"{module}.{name}"):
        return True
    names = _names(module)
    return name in names or "__getattr__" in names


def _file(module: str) -> Path | None:
    parts = module.split(".")
    if not all(part.isidentifier() for part in parts):
        return None
    path = _ROOT.joinpath(*parts)
    for file in (path / "__init__.py", path.with_suffix(".py")):
        if file.is_file():
            return file
    return None


@cache
def _names(module: str) -> frozenset[str]:
    file = _file(module)
    if file is None:
        return frozenset()
    return frozenset(bound_names(ast.parse(file.read_text(encoding="utf-8")).body))
