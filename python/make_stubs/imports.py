"""What a stub has to import for the types in it."""

_ORM = "_pluggarr_orm"
_STANDARD = {
    "Any": "typing",
    "Callable": "collections.abc",
    "Iterable": "collections.abc",
    "datetime": "datetime",
    "date": "datetime",
    "time": "datetime",
    "timedelta": "datetime",
    "Decimal": "decimal",
    "UUID": "uuid",
}


class Imports:
    """Gathers names while a stub is put together."""

    def __init__(self, module: str):
        self._module = module
        self._names: dict[str, set[str]] = {}

    def standard(self, name: str) -> str:
        """Return a name of the standard library."""
        return self._add(_STANDARD[name], name)

    def orm(self, name: str) -> str:
        """Return a name of the stub that stands for Django's ORM."""
        return self._add(_ORM, name)

    def model(self, model: type) -> str:
        """Return a model's name. Models of packages that have no stub are anything."""
        top = model.__module__.partition(".")[0]
        if top not in ("apps", "core"):
            return self.standard("Any")
        if model.__module__ == self._module:
            return model.__name__
        return self._add(model.__module__, model.__name__)

    def is_known(self, name: str) -> bool:
        """Whether a name of an annotation can be imported."""
        return name in _STANDARD

    def text(self) -> str:
        """Return the import statements."""
        ours = ("apps", "core", "dispatcharr", _ORM)
        order = sorted(self._names, key=lambda module: (module.startswith(ours), module))
        return "".join(
            f"from {module} import {', '.join(sorted(self._names[module]))}\n" for module in order
        )

    def _add(self, module: str, name: str) -> str:
        self._names.setdefault(module, set()).add(name)
        return name
