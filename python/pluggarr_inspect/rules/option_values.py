"""Options of `select` and `multiselect`: {value, label} each, none blank or repeated, the default among them."""

from pluggarr_inspect.declared import Item
from pluggarr_inspect.report import ERROR, WARNING, Report

_TYPES = ("select", "multiselect")
_SHAPE = 'write {"value": "fast", "label": "Fast"}'


def check(plugin):
    """Report options that the host refuses, and defaults that nobody can choose. Of plugin.json the host does."""
    for field in plugin.class_fields.items:
        if field.value.get("type") in _TYPES and "options" not in field.dynamic:
            yield from _options(field)
            yield from _default(field)


def _options(field: Item):
    place, path = field.place_of("options"), f"{field.path}.options"
    options = field.value.get("options")
    if not isinstance(options, list) or not options:
        yield Report(ERROR, place, f"`{_name(field)}` offers no options", _SHAPE, path)
        return
    seen = set()
    for index, option in enumerate(options):
        at = f"{path}[{index}]"
        if not isinstance(option, dict):
            message = f"option {index + 1} of `{_name(field)}` is plain text; the field is left out"
            yield Report(ERROR, place, message, _SHAPE, at)
            continue
        for key in ("value", "label"):
            given = option.get(key)
            if isinstance(given, bool) or given is None or not str(given).strip():
                message = f"the {key} of option {index + 1} of `{_name(field)}` is missing or blank"
                hint = 'the whole field is left out; for "none" use a value such as "none"'
                yield Report(ERROR, place, message, hint, f"{at}.{key}")
        value = str(option.get("value"))
        if value in seen:
            message = f"`{_name(field)}` has two options with the value `{value}`"
            yield Report(WARNING, place, message, "only one of them can be told apart", at)
        seen.add(value)


def _default(field: Item):
    options = field.value.get("options")
    if "default" not in field.value or not isinstance(options, list):
        return
    values = {str(option.get("value")) for option in options if isinstance(option, dict)}
    default = field.value["default"]
    chosen = default if isinstance(default, list) else [default]
    for value in chosen:
        # Nothing chosen is a fair default.
        if value not in (None, "") and values and str(value) not in values:
            message = (
                f"the default of `{_name(field)}` is `{value}`, which is not among its options"
            )
            hint = f"one of: {', '.join(sorted(values))}"
            place = field.place_of("default")
            yield Report(WARNING, place, message, hint, f"{field.path}.default")


def _name(field: Item) -> str:
    return field.id or field.path
