"""Frames: four bytes of length, big-endian, then that many bytes of msgpack. Knows bytes, not sockets."""

import struct

import msgpack

MAX_FRAME_BYTES = 64 * 1024 * 1024
HEADER = struct.Struct(">I")


class FrameTooLarge(ValueError):
    """The message does not fit into a frame; nothing was sent."""

    def __init__(self, size: int):
        super().__init__(
            f"{size} bytes are more than the {MAX_FRAME_BYTES} bytes that a message may have"
        )


class ProtocolError(Exception):
    """What came in is not this protocol: the connection cannot go on."""


def encode(message: dict) -> bytes:
    """Return the bytes of a frame. Lone surrogates, which UTF-8 has not, become ``?``."""
    body = msgpack.packb(message, use_bin_type=True, unicode_errors="replace")
    if len(body) > MAX_FRAME_BYTES:
        raise FrameTooLarge(len(body))
    return HEADER.pack(len(body)) + body


class FrameReader:
    """Collects bytes as they come and hands out the messages that are complete."""

    def __init__(self):
        self._bytes = bytearray()

    def feed(self, data: bytes) -> list[dict]:
        """Add what was read; return the messages it completes."""
        self._bytes += data
        messages = []
        start = 0
        while len(self._bytes) - start >= HEADER.size:
            (length,) = HEADER.unpack_from(self._bytes, start)
            if length > MAX_FRAME_BYTES:
                raise ProtocolError(f"a frame of {length} bytes was announced")
            end = start + HEADER.size + length
            if len(self._bytes) < end:
                break
            messages.append(_decode(memoryview(self._bytes)[start + HEADER.size : end]))
            start = end
        if start:
            del self._bytes[:start]
        return messages


def _decode(body: memoryview) -> dict:
    try:
        message = msgpack.unpackb(body, strict_map_key=True)
    except ValueError as error:
        raise ProtocolError(f"a frame of {len(body)} bytes is not msgpack: {error}") from error
    finally:
        body.release()
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        raise ProtocolError("a frame is not a map with `type`")
    return message
