"""Functions, classes and constants as a stub has them: names, parameters, the first line of the docstring."""

import ast
import builtins
import inspect

from make_stubs.imports import Imports


def function(node: ast.FunctionDef, imports: Imports, indent: str = "") -> str:
    """Return a function; one that the host does as a task, which can be queued as well."""
    decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
    lines = [
        f"{indent}@{name}"
        for name in decorators
        if name in ("classmethod", "staticmethod", "property")
    ]
    is_task = any(
        name.endswith(("host_task", "missing_task", "shared_task")) for name in decorators
    )
    if is_task:
        lines.append(f"{indent}@{imports.orm('task')}")
    returns = " -> None" if node.name == "__init__" else f" -> {_annotation(node.returns, imports)}"
    signature = f"{indent}def {node.name}({_parameters(node.args, imports)}){returns}:"
    documentation = _documentation(node, indent + "    ")
    return "\n".join([*lines, f"{signature}{documentation or ' ...'}"])


def plain_class(node: ast.ClassDef, real: type, imports: Imports) -> str:
    """Return a class that is no model: its bases, attributes and public methods."""
    bases = [ast.unparse(base) for base in node.bases]
    kept = [base for base in bases if hasattr(builtins, base)]
    # Made from Django's: it has the usual methods, and the rows of the model that uses it.
    if any("Manager" in base or "QuerySet" in base for base in bases):
        kept = [f"{imports.orm('Manager')}[{_managed(real) or imports.standard('Any')}]"]
    text = f"class {node.name}({', '.join(kept)}):" if kept else f"class {node.name}:"
    body = members(node, imports)
    documentation = _documentation(node, "    ")
    if not body:
        return text + (documentation or " ...")
    return "\n".join([text + documentation, *body])


def _managed(manager: type) -> str | None:
    for name, model in vars(inspect.getmodule(manager)).items():
        managers = getattr(getattr(model, "_meta", None), "managers", ())
        if any(type(used) is manager for used in managers):
            return name
    return None


def members(node: ast.ClassDef, imports: Imports) -> list[str]:
    """Return the public methods and constants of a class."""
    found = []
    for part in node.body:
        if isinstance(part, ast.FunctionDef):
            if not part.name.startswith("_") or part.name in ("__init__", "__call__"):
                found.append(function(part, imports, "    "))
        elif isinstance(part, ast.Assign) and isinstance(part.targets[0], ast.Name):
            name = part.targets[0].id
            if not name.startswith("_") and isinstance(part.value, ast.Constant):
                found.append(f"    {name}: {type(part.value.value).__name__}")
    return found


def constant_type(value, imports: Imports) -> str:
    """Return the type of a constant; of what is no plain data, anything."""
    if isinstance(value, bool | int | float | str | bytes):
        return type(value).__name__
    if isinstance(value, tuple | list | dict | set | frozenset):
        wanted = imports.standard("Any")
        inside = {dict: f"str, {wanted}", tuple: f"{wanted}, ..."}.get(type(value), wanted)
        return f"{type(value).__name__}[{inside}]"
    return imports.standard("Any")


def _parameters(arguments: ast.arguments, imports: Imports) -> str:
    parts = []
    positional = arguments.posonlyargs + arguments.args
    defaults = [None] * (len(positional) - len(arguments.defaults)) + list(arguments.defaults)
    for argument, default in zip(positional, defaults, strict=True):
        parts.append(_parameter(argument, default, imports))
    if arguments.vararg:
        parts.append(f"*{arguments.vararg.arg}: {imports.standard('Any')}")
    elif arguments.kwonlyargs:
        parts.append("*")
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        parts.append(_parameter(argument, default, imports))
    if arguments.kwarg:
        parts.append(f"**{arguments.kwarg.arg}: {imports.standard('Any')}")
    return ", ".join(parts)


def _parameter(argument: ast.arg, default, imports: Imports) -> str:
    if argument.arg in ("self", "cls"):
        return argument.arg
    kind = (
        imports.standard("Any")
        if argument.annotation is None
        else _annotation(argument.annotation, imports)
    )
    return f"{argument.arg}: {kind}" + ("" if default is None else " = ...")


def _annotation(node: ast.expr | None, imports: Imports) -> str:
    """An annotation as it is written, where all names in it can be had; else anything."""
    if node is None:
        return imports.standard("Any")
    if isinstance(node, ast.Name) and node.id in ("list", "dict", "set", "tuple"):
        return constant_type(getattr(builtins, node.id)(), imports)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        # In quotes: a class of the same file.
        return node.value
    names = [part.id for part in ast.walk(node) if isinstance(part, ast.Name)]
    attributes = any(isinstance(part, ast.Attribute) for part in ast.walk(node))
    if attributes or not all(hasattr(builtins, name) or imports.is_known(name) for name in names):
        return imports.standard("Any")
    for name in names:
        if not hasattr(builtins, name):
            imports.standard(name)
    return ast.unparse(node)


def _documentation(node, indent: str) -> str:
    documentation = ast.get_docstring(node)
    if not documentation:
        return ""
    first = documentation.splitlines()[0].replace("\\", "\\\\")
    return f'\n{indent}"""{first}"""'
