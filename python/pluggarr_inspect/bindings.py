"""Which names a block binds exactly once, and to what: only those can be taken for their value.

A name that is bound twice, in a branch, by `global` elsewhere, or to a list that somebody appends to is left out.
"""

import ast

from pluggarr_inspect.literals import Scope

_MUTATING = {"append", "extend", "insert", "update", "remove", "pop", "clear", "setdefault", "sort"}


def module_scope(tree: ast.Module, nodes: list[ast.AST]) -> Scope:
    """Return the scope of a file's top level, with the classes in it."""
    touched = _touched_from_afar(nodes)
    scope = Scope(_bindings(tree.body, touched))
    for statement in tree.body:
        if isinstance(statement, ast.ClassDef):
            scope.classes[statement.name] = class_scope(statement, scope)
    return scope


def class_scope(node: ast.ClassDef, module: Scope) -> Scope:
    """Return the scope of a class body."""
    touched = {name for statement in node.body for name in _changed_by(statement)}
    return Scope(_bindings(node.body, touched), module, module.classes)


def bound_names(body: list[ast.stmt]) -> dict[str, list[ast.stmt]]:
    """Return every name that a block binds, branches included, and the statements that do it."""
    found: dict[str, list[ast.stmt]] = {}
    for statement in statements(body):
        for name in _names_of(statement):
            found.setdefault(name, []).append(statement)
    return found


def statements(body: list[ast.stmt]):
    """Yield the statements of a block and of its branches, not those of functions and classes in it."""
    waiting = list(reversed(body))
    while waiting:
        statement = waiting.pop()
        yield statement
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        inner: list[ast.stmt] = []
        for name in ("body", "orelse", "finalbody"):
            inner += getattr(statement, name, [])
        for handler in getattr(statement, "handlers", []) + getattr(statement, "cases", []):
            inner += handler.body
        waiting += reversed(inner)


def _bindings(body: list[ast.stmt], touched: set[str]) -> dict[str, ast.expr]:
    top = {id(statement) for statement in body}
    found = {}
    for name, binders in bound_names(body).items():
        (binder, *more) = binders
        if more or name in touched or id(binder) not in top:
            continue
        is_plain = isinstance(binder, ast.Assign) and isinstance(binder.targets[0], ast.Name)
        if is_plain or isinstance(binder, ast.AnnAssign):
            found[name] = binder.value
    return found


def _names_of(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [statement.name]
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return [alias.asname or alias.name.partition(".")[0] for alias in statement.names]
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        # `name: str` alone binds nothing.
        targets = [statement.target] if statement.value is not None else []
    elif isinstance(statement, ast.AugAssign | ast.For | ast.AsyncFor):
        targets = [statement.target]
    elif isinstance(statement, ast.With | ast.AsyncWith):
        targets = [item.optional_vars for item in statement.items if item.optional_vars]
    elif isinstance(statement, ast.Delete):
        targets = statement.targets
    else:
        targets = []
    # Once per name, whatever the statement looks like: `a, a = ...` binds it for good all the same.
    return list(
        dict.fromkeys(
            node.id
            for target in targets
            for node in ast.walk(target)
            if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
        )
    )


def _touched_from_afar(nodes: list[ast.AST]) -> set[str]:
    """Names that functions rebind with `global`, and names of lists and dicts that somebody changes."""
    touched = set()
    for node in nodes:
        if isinstance(node, ast.Global):
            touched.update(node.names)
        else:
            touched.update(_changed_by_node(node))
    return touched


def _changed_by(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return set()
    return {name for node in ast.walk(statement) for name in _changed_by_node(node)}


def _changed_by_node(node: ast.AST) -> list[str]:
    """`NAME.append(...)`, `NAME[...] = ...`: the name is bound to something else than its literal."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        changed = node.func.value if node.func.attr in _MUTATING else None
    elif isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
        changed = node.value
    else:
        changed = None
    return [changed.id] if isinstance(changed, ast.Name) else []
