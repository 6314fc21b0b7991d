"""Turn what plugins return into null, booleans, 64-bit integers, finite floats, strings, lists and maps.

The rules are those of the incumbent's JSON renderer: dates are ISO 8601, UUIDs and paths text, sets
lists, Decimals numbers, bytes text. What it would turn into nonsense or an anonymous error 500
(NaN, model instances, cycles, functions) is refused with a message that names where it was.
"""

import collections.abc
import datetime
import decimal
import enum
import math
import os
import sys
import uuid

MAX_DEPTH = 100
_MIN_INT, _MAX_INT = -(2**63), 2**64 - 1


class NotJsonable(ValueError):
    """A value that cannot be sent. Its place is put together while the call stack unwinds, so that values
    that can be sent pay nothing for it.
    """

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why
        self.place: list[str] = []

    def __str__(self):
        place = "".join(reversed(self.place))
        if len(place) > 80:
            place = place[:60] + "..."
        return f"{place} {self.why}"


def jsonable(value, where: str = "result"):
    """Return ``value`` as plain data, or raise NotJsonable, which says where in it the trouble is."""
    try:
        return _convert(value, set(), 0)
    except NotJsonable as error:
        error.place.append(where)
        raise


def _convert(value, parents, depth):
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return value
    if kind is int:
        return _integer(value)
    if kind is float:
        return _float(value)
    if kind is dict:
        return _map(value, parents, depth)
    if kind is list or kind is tuple:
        return _list(value, parents, depth)
    return _other(value, parents, depth)


def _integer(value):
    if not _MIN_INT <= value <= _MAX_INT:
        raise NotJsonable(f"is an integer of {value.bit_length()} bits; 64 are the most")
    return int(value)


def _float(value):
    if not math.isfinite(value):
        raise NotJsonable(f"is {value}, which JSON has not")
    return float(value)


def _enter(value, parents, depth):
    if id(value) in parents:
        raise NotJsonable("contains itself")
    if depth >= MAX_DEPTH:
        raise NotJsonable(f"is nested more than {MAX_DEPTH} deep")
    parents.add(id(value))


def _map(value, parents, depth):
    _enter(value, parents, depth)
    result = {}
    key = None
    try:
        for key, item in value.items():
            result[key if type(key) is str else _key(key)] = _convert(item, parents, depth + 1)
    except NotJsonable as error:
        error.place.append(f".{key}" if isinstance(key, str) else f"[{key!r:.40}]")
        raise
    finally:
        parents.discard(id(value))
    return result


def _list(value, parents, depth):
    _enter(value, parents, depth)
    result = []
    try:
        for item in value:
            result.append(_convert(item, parents, depth + 1))
    except NotJsonable as error:
        error.place.append(f"[{len(result)}]")
        raise
    finally:
        parents.discard(id(value))
    return result


def _key(key):
    if isinstance(key, enum.Enum):
        key = key.value
    if isinstance(key, str):
        return str(key)
    # As json.dumps does it.
    if key is None or isinstance(key, bool):
        return {None: "null", True: "true", False: "false"}[key]
    if isinstance(key, int | float | uuid.UUID | os.PathLike | datetime.date):
        return str(key)
    raise NotJsonable(f"is under a key of type {_type(key)}; keys are text")


def _other(value, parents, depth):
    """Everything that is not plainly JSON already; the rarer it is, the later."""
    if isinstance(value, enum.Enum):
        return _convert(value.value, parents, depth)
    for kinds, convert in _CONVERSIONS:
        if isinstance(value, kinds):
            return convert(value)
    if _is_lazy_text(value):
        return str(value)
    if isinstance(value, collections.abc.Mapping):
        return _map(value, parents, depth)
    if hasattr(type(value), "__iter__") and not _is_model(value):
        # Sets, querysets, generators, views.
        return _list(value, parents, depth)
    raise NotJsonable(f"is {_describe(value)}, which cannot be sent")


def _instant(value):
    text = value.isoformat()
    return text[:-6] + "Z" if text.endswith("+00:00") else text


def _decimal(value):
    if not value.is_finite():
        raise NotJsonable(f"is {value}, which JSON has not")
    # Compared first: int(Decimal("1e999999")) would compute all its digits.
    if abs(value) <= _MAX_INT and value == value.to_integral_value():
        return _integer(int(value))
    return _float(float(value))


# The first that fits; a datetime is a date as well.
_CONVERSIONS = (
    (str, str),
    (int, _integer),
    (float, _float),
    ((datetime.datetime, datetime.time), _instant),
    (datetime.date, datetime.date.isoformat),
    (datetime.timedelta, lambda value: str(value.total_seconds())),
    (decimal.Decimal, _decimal),
    ((bytes, bytearray, memoryview), lambda value: bytes(value).decode("utf-8", "replace")),
    (uuid.UUID, str),
    (os.PathLike, lambda value: os.fsdecode(os.fspath(value))),
)


def _is_lazy_text(value) -> bool:
    functional = sys.modules.get("django.utils.functional")
    return functional is not None and isinstance(value, functional.Promise)


def _is_model(value) -> bool:
    models = sys.modules.get("django.db.models")
    return models is not None and isinstance(value, models.Model)


def _type(value) -> str:
    return type(value).__qualname__


def _describe(value) -> str:
    if _is_model(value):
        return f"a {_type(value)} of the database"
    if isinstance(value, type):
        return f"the class {value.__qualname__}"
    return f"a {_type(value)}"
