"""A model as a stub has it: columns with their types, related objects under their names, managers, methods."""

import ast
import inspect

from django.db import models

from make_stubs.imports import Imports
from make_stubs.sources import members

_TYPES = (
    (models.BooleanField, "bool"),
    (models.UUIDField, "UUID"),
    (models.DateTimeField, "datetime"),
    (models.DateField, "date"),
    (models.TimeField, "time"),
    (models.DurationField, "timedelta"),
    (models.DecimalField, "Decimal"),
    (models.FloatField, "float"),
    (models.IntegerField, "int"),
    (models.BinaryField, "bytes"),
    (models.FileField, "Any"),
    (models.JSONField, "Any"),
    (models.CharField, "str"),
    (models.TextField, "str"),
)


def model_class(model: type[models.Model], imports: Imports) -> str:
    """Return a model with everything that is in reach on an instance."""
    lines = [f"class {model.__name__}({imports.orm('Model')}):"]
    documentation = (inspect.getdoc(model) or "").splitlines()
    # Django writes one itself where there is none: `Channel(id, name, ...)`.
    if documentation and not documentation[0].startswith(f"{model.__name__}("):
        lines.append(f'    """{documentation[0]}"""')
    lines += _managers(model, imports)
    for field in model._meta.get_fields():
        if not hasattr(field, "real"):
            lines += _field(field, imports)
    for field in model._meta.private_fields:
        lines += _alias(field, imports)
    for part in _classes(model):
        lines += _members(part, imports, lines)
    return "\n".join(lines)


def _managers(model, imports: Imports) -> list[str]:
    lines = []
    for manager in model._meta.managers:
        # One of the model's file has methods of its own, and the model's name in its stub.
        kind = type(manager)
        is_own = kind.__module__ == model.__module__ and hasattr(
            inspect.getmodule(model), kind.__name__
        )
        written = kind.__name__ if is_own else f"{imports.orm('Manager')}[{model.__name__}]"
        class_var = f"    {manager.name}: {written}"
        lines.append(class_var)
    return lines


def _field(field, imports: Imports) -> list[str]:
    if field.is_relation:
        return _relation(field, imports)
    lines = [f"    {field.name}: {_type(field, imports)}"]
    if field.choices:
        lines.append(f"    def get_{field.name}_display(self) -> str: ...")
    return lines


def _relation(field, imports: Imports) -> list[str]:
    if field.related_model is None:
        return []
    other = imports.model(field.related_model)
    if field.auto_created and not field.concrete:
        name = field.get_accessor_name()
        if name is None or name.endswith("+"):
            return []
        if field.one_to_one:
            return [f"    {name}: {other}"]
        return [f"    {name}: {imports.orm('RelatedManager')}[{other}]"]
    if field.many_to_many:
        return [f"    {field.name}: {imports.orm('RelatedManager')}[{other}]"]
    none = " | None" if field.null else ""
    key = _type(field.target_field, imports) + none
    return [f"    {field.name}: {other}{none}", f"    {field.attname}: {key}"]


def _alias(field, imports: Imports) -> list[str]:
    """A second name of `core.aliases`: it has the type of what it stands for."""
    if not hasattr(field, "real"):
        return []
    real = field.real
    return [line.replace(real.name, field.name, 1) for line in _field(real, imports)]


def _type(field, imports: Imports) -> str:
    name = next((name for kind, name in _TYPES if isinstance(field, kind)), "Any")
    if name not in ("bool", "float", "int", "bytes", "str"):
        name = imports.standard(name)
    return f"{name} | None" if field.null and name != "Any" else name


def _classes(model) -> list[type]:
    """The model and its own bases, Django's left out."""
    ours = ("apps.", "core.")
    return [
        part
        for part in model.__mro__
        if part.__module__.startswith(ours) and part.__module__ != "core.aliases"
    ]


def _members(part: type, imports: Imports, so_far: list[str]) -> list[str]:
    tree = ast.parse(inspect.getsource(part))
    (node,) = tree.body
    found = []
    for member in members(node, imports):
        name = member.split("def ")[-1].split("(")[0]
        if not any(f"def {name}(" in line for line in so_far):
            found.append(member)
    for inner in node.body:
        # `class Status(models.TextChoices)`: the names are texts, or numbers.
        if isinstance(inner, ast.ClassDef) and inner.name != "Meta":
            kind = "int" if issubclass(getattr(part, inner.name), int) else "str"
            found.append(f"    class {inner.name}({kind}):")
            found += [
                f"        {name.targets[0].id}: {kind}"
                for name in inner.body
                if isinstance(name, ast.Assign)
            ] or ["        ..."]
    return found
