"""The fields and actions that a class or a manifest declares, each with the line it stands on.

An item keeps the keys whose values can be known; which ones it has besides, it knows as well.
"""

import ast
import re
from dataclasses import dataclass, field

from pluggarr_inspect.folder import Folder
from pluggarr_inspect.literals import Dynamic, Scope, Values
from pluggarr_inspect.plugin_class import Member, PluginClass

_MOST_PLACES = 2000


@dataclass(frozen=True)
class Place:
    """A line of a file."""

    file: str
    line: int


@dataclass
class Item:
    """One field or action."""

    path: str
    place: Place
    value: dict = field(default_factory=dict)
    # Keys that are there with values that only running the code could tell.
    dynamic: set[str] = field(default_factory=set)
    places: dict[str, Place] = field(default_factory=dict)

    def place_of(self, key: str) -> Place:
        """Where a key stands, or else the item."""
        return self.places.get(key, self.place)

    @property
    def id(self) -> str | None:
        """Its id as the host reads it: a number is text."""
        given = self.value.get("id")
        is_id = isinstance(given, str | int | float) and not isinstance(given, bool)
        return str(given) if is_id and str(given).strip() else None


@dataclass
class Items:
    """A list of fields or actions. Not whole: there may be more of them."""

    items: list[Item] = field(default_factory=list)
    is_whole: bool = True


def of_class(plugin: PluginClass, name: str) -> Items:
    """Return what the class declares under `fields` or `actions`."""
    if name in plugin.set_by_code:
        return Items([], False)
    member = plugin.member(name)
    if member is None:
        return Items([], not plugin.is_open)
    if member.value is None:
        return Items([], False)
    try:
        elements, is_whole = Values().elements(member.value, member.scope)
    except (Dynamic, RecursionError):
        return Items([], False)
    items = [
        item
        for index, (element, scope) in enumerate(elements)
        if (item := _item(f"{name}[{index}]", member, element, scope)) is not None
    ]
    return Items(items, is_whole and len(items) == len(elements))


def of_manifest(folder: Folder, name: str) -> Items:
    """Return what `plugin.json` declares under `fields` or `actions`."""
    listed = (folder.manifest or {}).get(name)
    if not isinstance(listed, list):
        return Items()
    text = (folder.read("plugin.json") or b"").decode("utf-8", "replace")
    items = [
        Item(f"{name}[{index}]", Place("plugin.json", _line_of(text, value)), value)
        for index, value in enumerate(listed)
        if isinstance(value, dict)
    ]
    return Items(items)


def places(plugin: PluginClass, about: dict) -> dict[str, Place]:
    """Return where each attribute stands, each item of its lists and each key of these: `fields[0].type`.

    Counted as in `about`: of a list that is known in part, by the items that are known.
    """
    found: dict[str, Place] = {}
    for name in about:
        member = plugin.member(name)
        found[name] = Place(member.source.path, member.binders[0].lineno)
        if name not in ("fields", "actions"):
            continue
        for index, (element, scope) in enumerate(_known(member)):
            found[f"{name}[{index}]"] = Place(member.source.path, element.lineno)
            item = _item(name, member, element, scope)
            for key, place in item.places.items() if item else ():
                found[f"{name}[{index}].{key}"] = place
            if len(found) > _MOST_PLACES:
                return found
    return found


def _known(member: Member) -> list[tuple[ast.expr, Scope]]:
    """The items of a list whose values can be known: those that `about` has."""
    work = Values()
    known = []
    try:
        for element, scope in work.elements(member.value, member.scope)[0]:
            try:
                work.value(element, scope)
            except Dynamic:
                continue
            known.append((element, scope))
    except (Dynamic, RecursionError):
        return []
    return known


def _item(path: str, member: Member, node: ast.expr, scope: Scope) -> Item | None:
    try:
        node, scope = Values().resolved(node, scope)
    except Dynamic:
        return None
    if not isinstance(node, ast.Dict):
        # Not one that could be looked into; whether it is one at all, the host says.
        return None
    item = Item(path, Place(member.source.path, node.lineno))
    work = Values()
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            if not _add_unpacked(item, work, value, scope):
                return None
            continue
        try:
            name = work.value(key, scope)
        except Dynamic:
            return None
        if not isinstance(name, str):
            continue
        item.places[name] = Place(member.source.path, key.lineno)
        try:
            item.value[name] = work.value(value, scope)
        except Dynamic:
            item.dynamic.add(name)
    return item


def _add_unpacked(item: Item, work: Values, node: ast.expr, scope: Scope) -> bool:
    """Add what `**more` holds; false where that could be any key."""
    try:
        more = work.value(node, scope)
    except Dynamic:
        return False
    if isinstance(more, dict):
        item.value.update(more)
        item.places.update(dict.fromkeys(more, Place(item.place.file, node.lineno)))
    return isinstance(more, dict)


def _line_of(text: str, value: dict) -> int:
    """The line of an item in a manifest, by its id; 0 where it has none."""
    given = value.get("id")
    if not isinstance(given, str):
        return 0
    found = re.search(rf'"id"\s*:\s*"{re.escape(given)}"', text)
    return text.count("\n", 0, found.start()) + 1 if found else 0
