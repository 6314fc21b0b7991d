"""The value of an expression, where it can be known without running anything.

Literals, names that are bound once to such, text and lists put together with `+`, f-strings of known parts,
arithmetic of numbers. Everything else is Dynamic. Every step costs, so that a few lines of doubling
(`b = a + a; c = b + b; ...`) end soon.
"""

import ast
import math
import operator

_MAX_STEPS = 50_000
_MAX_CHARS = 1 << 20
_MIN_INT, _MAX_INT = -(2**63), 2**64 - 1
_ARITHMETIC = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
}


class Dynamic(Exception):
    """Only running the code could tell."""


class Scope:
    """Names that are bound exactly once in a block, and to what; `outer` is asked for the rest."""

    def __init__(self, bindings: dict[str, ast.expr], outer: "Scope | None" = None, classes=None):
        self.bindings = bindings
        self.outer = outer
        # Classes of the file by name, for `Config.VERSION`.
        self.classes: dict[str, Scope] = classes if classes is not None else {}


class Values:
    """Works values out. One for all that is asked of a plugin: what it may cost counts together."""

    def __init__(self):
        self._steps = 0
        self._chars = 0
        self._open: set[int] = set()

    def value(self, node: ast.expr, scope: Scope):
        """Return the value as plain data for JSON. Raises Dynamic."""
        try:
            return self._value(node, scope)
        except RecursionError:
            raise Dynamic from None

    def items(self, node: ast.expr, scope: Scope) -> tuple[list, bool]:
        """Return the items of a list that can be known, and whether these are all. Raises Dynamic."""
        elements, whole = self.elements(node, scope)
        items = []
        for element, inner in elements:
            try:
                items.append(self.value(element, inner))
            except Dynamic:
                whole = False
        return items, whole

    def elements(self, node: ast.expr, scope: Scope) -> tuple[list[tuple[ast.expr, Scope]], bool]:
        """Return the expressions that a list is made of, and whether these are all. Raises Dynamic."""
        self._step()
        node, scope = self.resolved(node, scope)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            left, left_whole = self.elements(node.left, scope)
            right, right_whole = self.elements(node.right, scope)
            return left + right, left_whole and right_whole
        if not isinstance(node, ast.List | ast.Tuple):
            raise Dynamic
        elements, whole = [], True
        for element in node.elts:
            if not isinstance(element, ast.Starred):
                elements.append((element, scope))
                continue
            try:
                inner, inner_whole = self.elements(element.value, scope)
            except Dynamic:
                whole = False
            else:
                elements += inner
                whole = whole and inner_whole
        return elements, whole

    def resolved(self, node: ast.expr, scope: Scope) -> tuple[ast.expr, Scope]:
        """Follow names to the expression that they are bound to. Raises Dynamic."""
        for _ in range(20):
            found = self._lookup(node, scope)
            if found is None:
                return node, scope
            node, scope = found
        raise Dynamic

    def _lookup(self, node, scope):
        if isinstance(node, ast.Name):
            while scope is not None:
                bound = scope.bindings.get(node.id)
                # `fields = fields` in a class means the module's.
                if bound is not None and id(bound) not in self._open:
                    return bound, scope
                scope = scope.outer
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            inner = scope.classes.get(node.value.id)
            bound = inner.bindings.get(node.attr) if inner else None
            if bound is not None and id(bound) not in self._open:
                return bound, inner
        return None

    def _step(self):
        self._steps += 1
        if self._steps > _MAX_STEPS:
            raise Dynamic

    def _value(self, node, scope):
        self._step()
        if id(node) in self._open:
            raise Dynamic
        method = getattr(self, f"_{type(node).__name__}", None)
        if method is None:
            raise Dynamic
        self._open.add(id(node))
        try:
            return method(node, scope)
        finally:
            self._open.discard(id(node))

    def _Constant(self, node, scope):
        value = node.value
        if isinstance(value, str):
            return self._text(value)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int | float):
            return _number(value)
        raise Dynamic

    def _Name(self, node, scope):
        found = self._lookup(node, scope)
        if found is None:
            raise Dynamic
        return self._value(*found)

    _Attribute = _Name

    def _JoinedStr(self, node, scope):
        return self._text("".join(str(self._value(part, scope)) for part in node.values))

    def _FormattedValue(self, node, scope):
        value = self._value(node.value, scope)
        if node.conversion != -1 or node.format_spec or not isinstance(value, str | int):
            raise Dynamic
        return str(value)

    def _List(self, node, scope):
        items = []
        for element in node.elts:
            if isinstance(element, ast.Starred):
                inner = self._value(element.value, scope)
                if not isinstance(inner, list):
                    raise Dynamic
                items += inner
            else:
                items.append(self._value(element, scope))
        return items

    # As they come out of the worker.
    _Tuple = _Set = _List

    def _Dict(self, node, scope):
        result = {}
        for key, item in zip(node.keys, node.values, strict=True):
            value = self._value(item, scope)
            if key is not None:
                result[_key(self._value(key, scope))] = value
            elif isinstance(value, dict):
                result.update(value)
            else:
                raise Dynamic
        return result

    def _UnaryOp(self, node, scope):
        value = self._value(node.operand, scope)
        if isinstance(node.op, ast.Not):
            return not value
        if isinstance(node.op, ast.USub) and _is_number(value):
            return _number(-value)
        raise Dynamic

    def _BinOp(self, node, scope):
        left, right = self._value(node.left, scope), self._value(node.right, scope)
        if _is_number(left) and _is_number(right) and type(node.op) in _ARITHMETIC:
            try:
                return _number(_ARITHMETIC[type(node.op)](left, right))
            except ArithmeticError:
                raise Dynamic from None
        if isinstance(node.op, ast.Add):
            if isinstance(left, str) and isinstance(right, str):
                return self._text(left + right)
            if isinstance(left, list) and isinstance(right, list):
                return left + right
        raise Dynamic

    def _text(self, text: str) -> str:
        self._chars += len(text)
        if self._chars > _MAX_CHARS:
            raise Dynamic
        # Half of a surrogate pair is no text that could be sent.
        return text.encode("utf-8", "replace").decode() if not text.isascii() else text


def _is_number(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(value):
    if isinstance(value, float) and not math.isfinite(value):
        raise Dynamic
    if isinstance(value, int) and not _MIN_INT <= value <= _MAX_INT:
        raise Dynamic
    return value


def _key(key) -> str:
    if isinstance(key, str):
        return key
    # As json.dumps does it.
    if key is None or isinstance(key, bool):
        return {None: "null", True: "true", False: "false"}[key]
    if isinstance(key, int | float):
        return str(key)
    raise Dynamic
