"""Which modules get a stub, and what stands in one."""

import ast
import importlib
from pathlib import Path

from django.db.models.base import ModelBase

from make_stubs.imports import Imports
from make_stubs.models import model_class
from make_stubs.sources import constant_type, function, plain_class

COMPAT = Path(__file__).resolve().parent.parent / "compat"
PACKAGES = ("apps", "core", "dispatcharr")
# The host's own business, which plugins have no reason to import.
_SKIPPED = ("dispatcharr/db", "dispatcharr/warmup.py", "dispatcharr/settings.py", "core/aliases.py")
_SKIPPED_NAMES = ("apps.py", "signals.py", "after_commit.py", "guide_names.py")
_HEAD = "# Written by scripts/make-stubs out of python/compat. Do not edit.\n"


def stubs() -> dict[str, str]:
    """Return every stub's path and text."""
    found = {"version.pyi": _stub(COMPAT / "version.py")}
    for package in PACKAGES:
        for file in sorted((COMPAT / package).rglob("*.py")):
            path = file.relative_to(COMPAT).as_posix()
            if not path.startswith(_SKIPPED) and file.name not in _SKIPPED_NAMES:
                found[path + "i"] = _stub(file)
    return found


def _stub(file: Path) -> str:
    name = ".".join(file.relative_to(COMPAT).with_suffix("").parts).removesuffix(".__init__")
    module = importlib.import_module(name)
    tree = ast.parse(file.read_text(encoding="utf-8"))
    imports = Imports(name)
    blocks = [
        block
        for node in tree.body
        if (block := _block(node, module, imports, file.name)) is not None
    ]
    text = _HEAD
    documentation = ast.get_docstring(tree)
    if documentation:
        text += f'"""{documentation.splitlines()[0]}"""\n'
    head = imports.text()
    return (
        text + (f"\n{head}" if head else "") + ("\n" + "\n".join(blocks) + "\n" if blocks else "")
    )


def _block(node: ast.stmt, module, imports: Imports, file: str) -> str | None:
    if isinstance(node, ast.ImportFrom):
        # A package's `from .channels import Channel` is how its names get there.
        return _passed_on(node) if file == "__init__.py" and node.level else None
    name = getattr(node, "name", None)
    if name is not None and name.startswith("_"):
        return None
    if isinstance(node, ast.FunctionDef):
        return function(node, imports)
    if isinstance(node, ast.ClassDef):
        real = getattr(module, node.name)
        if isinstance(real, ModelBase):
            return None if real._meta.abstract else model_class(real, imports)
        return plain_class(node, real, imports)
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        target = node.targets[0].id
        if target == "__all__":
            return f"__all__ = {ast.unparse(node.value)}"
        if target == "logger" or (target.startswith("_") and target != "__version__"):
            return None
        if isinstance(node.value, ast.Name):
            return f"{target} = {node.value.id}"
        return f"{target}: {constant_type(getattr(module, target), imports)}"
    return None


def _passed_on(node: ast.ImportFrom) -> str:
    names = ", ".join(f"{alias.name} as {alias.asname or alias.name}" for alias in node.names)
    return f"from {'.' * node.level}{node.module or ''} import {names}"
