"""Ids of fields and actions: there, used once, and none that mean something else to the host.

A field and an action may share an id. What is wrong with plugin.json the host's own reader says.
"""

from pluggarr_inspect.report import ERROR, HINT, WARNING, Report


def check(plugin):
    """Report ids of the class that are missing or repeated, and those that have a meaning of their own."""
    yield from _each(plugin.class_fields.items, "field")
    yield from _each(plugin.class_actions.items, "action")
    for items in (plugin.class_actions, plugin.manifest_actions):
        yield from _stop(plugin, items.items)
    for items in (plugin.class_fields, plugin.manifest_fields):
        yield from _confirm(items.items)


def _each(items, what):
    seen = {}
    for item in items:
        if "id" in item.dynamic:
            continue
        place, path = item.place_of("id"), f"{item.path}.id"
        if "id" not in item.value:
            yield Report(ERROR, place, f"the {what} has no id", "without one it is left out", path)
        elif item.id is None:
            hint = "without one it is left out"
            yield Report(ERROR, place, f"the {what}'s id is blank or no text", hint, path)
        elif item.id in seen:
            message = f"the id `{item.id}` is taken by the {what} in line {seen[item.id]}"
            yield Report(ERROR, place, message, "one value can be stored under an id", path)
        else:
            seen[item.id] = place.line
            if item.id != item.id.strip():
                message = f"the id `{item.id}` begins or ends with a space"
                yield Report(WARNING, place, message, "it must be spelled so everywhere", path)


def _stop(plugin, actions):
    has_stop = plugin.cls is None or plugin.cls.is_open or plugin.cls.member("stop")
    for action in actions:
        if action.id == "stop" and not has_stop:
            message = "the action `stop` also runs when the plugin is disabled, reloaded or deleted"
            hint = "add a method stop(self, context) if that is not what it is for"
            yield Report(HINT, action.place_of("id"), message, hint, f"{action.path}.id")


def _confirm(fields):
    for item in fields:
        if item.id == "confirm" and item.value.get("type") != "boolean":
            message = (
                "a field `confirm` decides whether actions ask first, so it should be a boolean"
            )
            place = item.place_of("id")
            yield Report(WARNING, place, message, "call it something else", f"{item.path}.id")
