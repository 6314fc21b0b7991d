"""Frames, against the same fixtures that the Rust tests read."""

import json
import pathlib

import pytest

from pluggarr_worker import frames

FIXTURES = sorted((pathlib.Path(__file__).parents[3] / "fixtures/protocol").glob("*.json"))


def message_of(path):
    return json.loads(path.read_text(encoding="utf-8"))["message"]


def test_there_are_fixtures():
    assert len(FIXTURES) >= 39


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_every_message_survives(path):
    message = message_of(path)
    assert frames.FrameReader().feed(frames.encode(message)) == [message]


def test_messages_are_put_together_from_any_pieces():
    messages = [message_of(path) for path in FIXTURES]
    stream = b"".join(map(frames.encode, messages))
    reader = frames.FrameReader()
    received = []
    for start in range(0, len(stream), 7):
        received += reader.feed(stream[start : start + 7])
    assert received == messages


def test_lone_surrogates_become_question_marks():
    (message,) = frames.FrameReader().feed(frames.encode({"type": "x", "name": "a\ud800b"}))
    assert message["name"] == "a?b"


def test_a_message_that_is_too_large_is_refused():
    with pytest.raises(frames.FrameTooLarge, match="more than the 67108864 bytes"):
        frames.encode({"type": "x", "data": "x" * frames.MAX_FRAME_BYTES})


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xff\xff\xff\xff", "4294967295 bytes was announced"),
        (b"\x00\x00\x00\x01\xc1", "not msgpack"),
        (b"\x00\x00\x00\x01\x05", "not a map with `type`"),
    ],
)
def test_what_is_no_frame_is_refused_with_the_reason(data, why):
    with pytest.raises(frames.ProtocolError, match=why):
        frames.FrameReader().feed(data)
