"""What plugins return, as data; or the reason why it is none, with the place."""

import collections
import dataclasses
import datetime
import decimal
import enum
import pathlib
import types
import uuid

import pytest

from pluggarr_worker.jsonable import NotJsonable, jsonable


class Colour(enum.StrEnum):
    RED = "red"


class Level(enum.IntEnum):
    HIGH = 3


Point = collections.namedtuple("Point", "x y")
UTC = datetime.UTC
BERLIN = datetime.timezone(datetime.timedelta(hours=2))


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ({"a": [1, 2.5, None, True, "ü"]}, {"a": [1, 2.5, None, True, "ü"]}),
        ((1, (2,)), [1, [2]]),
        (datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "2026-01-02T03:04:05Z"),
        (datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=BERLIN), "2026-01-02T03:04:05+02:00"),
        (datetime.date(2026, 1, 2), "2026-01-02"),
        (datetime.time(3, 4), "03:04:00"),
        (datetime.timedelta(minutes=1.5), "90.0"),
        (decimal.Decimal("2"), 2),
        (decimal.Decimal("2.5"), 2.5),
        (b"caf\xc3\xa9 \xff", "café \ufffd"),
        (bytearray(b"x"), "x"),
        (uuid.UUID(int=0), "00000000-0000-0000-0000-000000000000"),
        (pathlib.PurePosixPath("/data/x"), "/data/x"),
        ({3}, [3]),
        (range(2), [0, 1]),
        ({"a": 1}.keys(), ["a"]),
        (Point(1, 2), [1, 2]),
        (collections.OrderedDict(a=1), {"a": 1}),
        (types.MappingProxyType({"a": 1}), {"a": 1}),
        (Colour.RED, "red"),
        (Level.HIGH, 3),
        ({1: "a", None: "b", Colour.RED: "c"}, {"1": "a", "null": "b", "red": "c"}),
        ({True: "a"}, {"true": "a"}),
        (2**64 - 1, 2**64 - 1),
        (-(2**63), -(2**63)),
    ],
    ids=repr,
)
def test_becomes(value, wanted):
    result = jsonable(value)
    assert result == wanted
    assert type(result) is type(wanted)


@dataclasses.dataclass
class Thing:
    x: int = 1


def cycle():
    items = [1]
    items.append({"again": items})
    return items


def nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({"rows": [{"ratio": float("nan")}]}, "result.rows[0].ratio is nan, which JSON has not"),
        ([float("-inf")], "result[0] is -inf, which JSON has not"),
        (decimal.Decimal("NaN"), "result is NaN, which JSON has not"),
        ({"n": 2**64}, "result.n is an integer of 65 bits; 64 are the most"),
        (decimal.Decimal("1e400"), "result is inf, which JSON has not"),
        (cycle(), "result[1].again contains itself"),
        (Thing(), "result is a Thing, which cannot be sent"),
        ({"kind": Thing}, "result.kind is the class Thing, which cannot be sent"),
        ([len], "result[0] is a builtin_function_or_method, which cannot be sent"),
        ([ValueError("x")], "result[0] is a ValueError, which cannot be sent"),
        ({(1, 2): 3}, "result[(1, 2)] is under a key of type tuple; keys are text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_is_refused(value, why):
    with pytest.raises(NotJsonable) as refusal:
        jsonable(value)
    assert str(refusal.value) == why


def test_the_same_object_twice_is_no_cycle():
    shared = {"a": 1}
    assert jsonable([shared, shared]) == [shared, shared]


def test_depth_is_bounded_and_the_place_stays_readable():
    assert jsonable(nested(90)) == nested(90)
    with pytest.raises(NotJsonable, match="nested more than 100 deep") as refusal:
        jsonable(nested(5000))
    assert len(str(refusal.value)) < 150


def test_what_an_iterator_raises_comes_through():
    def broken():
        yield 1
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        jsonable({"rows": broken()})
