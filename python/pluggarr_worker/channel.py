"""The worker's socket: one native thread reads it, anybody writes to it.

The thread is native, not a greenlet, so that pings are answered while the plugin blocks the loop. It
touches nothing of gevent's but ``wake``, which is made for other threads. Writing never blocks: what the
socket does not take at once is kept and written by the thread.

Does not know what the messages mean, except ``ping``.
"""

import math
import os
import select
import time
from collections import deque

from gevent.monkey import get_original

from pluggarr_worker import frames, native

_READ_BYTES = 256 * 1024
_poll = get_original("select", "poll") if hasattr(select, "poll") else None


class Channel:
    """Messages over one inherited socket."""

    def __init__(self, fd: int):
        os.set_blocking(fd, False)
        self._fd = fd
        self._pid = os.getpid()
        self._lock = native.lock()
        self._unsent: deque[memoryview] = deque()
        self._backlog = 0
        self._inbox: deque[dict] = deque()
        self._later: dict[str, tuple[float, dict]] = {}
        self._wake_reader, self._wake_writer = os.pipe()
        os.set_blocking(self._wake_reader, False)
        os.set_blocking(self._wake_writer, False)
        # A child forked by the plugin has a copy of the socket, but no business with the host.
        os.register_at_fork(after_in_child=self._forget)

    def start(self, wake, urgent: dict, closed) -> None:
        """Begin to read, and call these in the native thread:

        ``wake()`` when ``received()`` has something; of ``urgent`` what stands for the message's type, at once
        and with its id, for the loop may be blocked by the very call that is to end; ``closed(well)`` at the
        end, with whether it was the host that closed its side.
        """
        native.start_thread("socket", self._serve, wake, urgent, closed)

    @property
    def is_ours(self) -> bool:
        """False in a child that the plugin forked."""
        return os.getpid() == self._pid

    @property
    def backlog(self) -> int:
        """Bytes that the host has not taken yet."""
        return self._backlog

    def received(self):
        """Yield the messages that have come in, oldest first."""
        while self._inbox:
            yield self._inbox.popleft()

    def send(self, message: dict) -> None:
        """Send a message, from any thread or greenlet. Raises FrameTooLarge and sends nothing."""
        if not self.is_ours:
            return
        frame = memoryview(frames.encode(message))
        with self._lock:
            if not self._unsent:
                frame = frame[self._write(frame) :]
            if not frame:
                return
            self._unsent.append(frame)
            self._backlog += len(frame)
        self._wake_thread()

    def send_later(self, topic: str, message: dict, seconds: float) -> None:
        """Send a message in a moment, unless a newer one of the same topic takes its place."""
        with self._lock:
            planned = self._later.get(topic)
            moment = planned[0] if planned else time.monotonic() + seconds
            self._later[topic] = (moment, message)
        if planned is None:
            self._wake_thread()

    def take_planned(self, topic: str) -> dict | None:
        """Return what would be sent in a moment, and do not send it."""
        with self._lock:
            return self._later.pop(topic, (0.0, None))[1]

    def _send_planned(self) -> None:
        now = time.monotonic()
        due = [topic for topic, (moment, _) in list(self._later.items()) if moment <= now]
        for topic in due:
            message = self.take_planned(topic)
            if message is not None:
                self.send(message)

    def _patience(self) -> int | None:
        """Return how many milliseconds to wait at most."""
        moment = min((moment for moment, _ in list(self._later.values())), default=None)
        return None if moment is None else max(0, math.ceil((moment - time.monotonic()) * 1000))

    def _write(self, data: memoryview) -> int:
        try:
            return os.write(self._fd, data)
        except BlockingIOError:
            return 0
        except OSError:
            # The host is gone. The thread notices and ends this process; until then nobody listens.
            return len(data)

    def _write_unsent(self) -> None:
        with self._lock:
            while self._unsent:
                frame = self._unsent.popleft()
                written = self._write(frame)
                self._backlog -= written
                if written < len(frame):
                    self._unsent.appendleft(frame[written:])
                    return

    def _wake_thread(self) -> None:
        try:
            os.write(self._wake_writer, b"!")
        except BlockingIOError:
            pass  # It has been woken often enough.

    def _serve(self, wake, urgent, closed) -> None:
        is_well = False
        try:
            is_well = self._read_to_end(wake, urgent)
        finally:
            closed(is_well)

    def _read_to_end(self, wake, urgent) -> bool:
        reader = frames.FrameReader()
        poller = _poll()
        poller.register(self._wake_reader, select.POLLIN)
        while True:
            wanted = select.POLLIN | (select.POLLOUT if self._unsent else 0)
            poller.register(self._fd, wanted)
            events_of = poller.poll(self._patience())
            self._send_planned()
            for fd, events in events_of:
                if fd == self._wake_reader:
                    os.read(fd, 4096)
                    continue
                if events & select.POLLOUT:
                    self._write_unsent()
                if events & ~select.POLLOUT and not self._read(reader, wake, urgent):
                    return True

    def _read(self, reader: frames.FrameReader, wake, urgent) -> bool:
        try:
            data = os.read(self._fd, _READ_BYTES)
        except BlockingIOError:
            return True
        if not data:
            return False
        for message in reader.feed(data):
            if message["type"] == "ping":
                self.send({"type": "pong", "id": message["id"]})
                continue
            if message["type"] in urgent:
                urgent[message["type"]](message["id"])
            self._inbox.append(message)
        if self._inbox:
            wake()
        return True

    def _forget(self) -> None:
        for fd in (self._fd, self._wake_reader, self._wake_writer):
            try:
                os.close(fd)
            except OSError:
                pass  # The plugin closed it, its own loss.
