"""Passwords, tokens and keys that are written into the code: everybody who has the plugin has them."""

import ast
import re

from pluggarr_inspect.report import WARNING, Report, at

_NAME = re.compile(r"(^|_)(password|passwd|token|secret|api_?key|apikey)$", re.I)
_HINT = 'declare a field with "input_type": "password" and read it from context["settings"]'
# What the host takes for a secret among the settings.
_SECRET_IDS = ("key", "token", "password", "secret")
_LOGIN_IN_URL = re.compile(r"^[a-z][a-z0-9+.-]*://[^\s/:@{}]+:[^\s/@{}]+@", re.I)
_PLACEHOLDER = re.compile(
    r"your|change|example|placeholder|dummy|xxx|\*\*\*|<|\{|\$|^test|none", re.I
)
# `api_key = "api_key"`, `"token": "access_token"`: a name of a setting or of a key.
_IS_NAME = re.compile(r"[a-z]+([_.-][a-z]+)*|[A-Z]+(_[A-Z]+)*")
_SHORTEST = 6


def check(plugin):
    """Report literals under such names, URLs with a login, and defaults of secret fields."""
    for source in plugin.code:
        for node in source.nodes:
            for name, value in _named(node):
                if _NAME.search(name) and _is_secret(value):
                    message = f"`{name}` holds a secret that is written into the code"
                    yield Report(WARNING, at(source, value), message, _HINT)
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                login = _LOGIN_IN_URL.match(node.value)
                if login and not _PLACEHOLDER.search(login[0]):
                    yield Report(WARNING, at(source, node), "the URL holds a login", _HINT)
    for field in plugin.class_fields.items + plugin.manifest_fields.items:
        default = field.value.get("default")
        is_secret = field.value.get("type") in ("string", "text") and (
            field.value.get("input_type") == "password"
            or (field.id or "").lower().endswith(_SECRET_IDS)
        )
        if is_secret and isinstance(default, str) and default.strip():
            message = f"the secret field `{field.id}` comes with a value"
            hint = "leave the default out: a secret of everybody's is none"
            place = field.place_of("default")
            yield Report(WARNING, place, message, hint, f"{field.path}.default")


def _named(node):
    """Literals and the names they are given under."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Name | ast.Attribute):
                yield getattr(target, "id", None) or target.attr, node.value
            elif isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
                yield str(target.slice.value), node.value
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
        yield node.target.id, node.value
    elif isinstance(node, ast.keyword) and node.arg:
        yield node.arg, node.value
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant):
                yield str(key.value), value


def _is_secret(value) -> bool:
    if not (isinstance(value, ast.Constant) and isinstance(value.value, str)):
        return False
    text = value.value
    is_word = _IS_NAME.fullmatch(text) and len(text) < 24
    has_blank = any(letter.isspace() for letter in text)
    return (
        len(text) >= _SHORTEST
        and not has_blank
        and not is_word
        and not _PLACEHOLDER.search(text)
        and "://" not in text
    )
