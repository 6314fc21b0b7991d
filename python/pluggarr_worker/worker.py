"""The worker process: from the fork to its end. Receives messages and hands them out."""

import faulthandler
import gc
import os
import signal

import gevent
from gevent.event import Event
from gevent.monkey import get_original

from pluggarr_worker import FEATURES, PROTOCOL, capture, current, host, limits, linux, marking
from pluggarr_worker.activity import Activity
from pluggarr_worker.calls import Calls
from pluggarr_worker.channel import Channel

# The exit status of a worker that cannot talk to its host any more: its plugin has closed the socket.
LOST_HOST = 70

_signal = get_original("signal", "signal")


def main(socket_fd: int, key: str, memory_bytes: int) -> None:
    """Serve one plugin until the host closes the socket. Never returns."""
    linux.name_process(key)
    # A hub that the zygote's warm-up has used knows the zygote's epoll descriptor.
    gevent.reinit()
    gc.enable()
    limits.apply(memory_bytes)
    # A crash in C code says where the plugin was.
    faulthandler.enable(2)
    Worker(Channel(socket_fd)).serve()


class Worker:
    """Hands the host's messages to those who deal with them."""

    def __init__(self, channel: Channel):
        self._channel = channel
        self._capture = capture.Capture(channel)
        activity = Activity()
        self._calls = Calls(channel, self._capture, activity)
        host.connect(channel)
        current.install()
        activity.install()
        marking.install()

    def serve(self) -> None:
        """Answer until the host closes the socket."""
        _signal(signal.SIGUSR1, self._calls.interrupt)
        wakeup = gevent.get_hub().loop.async_()
        wakeup.start(self._receive)
        urgent = {"ask": self._calls.note_asked, "cancel": self._calls.note_cancelled}
        self._channel.start(wakeup.send, urgent, _leave)
        self._channel.send(
            {"type": "hello", "protocol": PROTOCOL, "features": FEATURES, "pid": os.getpid()}
        )
        Event().wait()

    def _receive(self) -> None:
        """Runs in the hub, so nothing here may wait."""
        for message in self._channel.received():
            match message["type"]:
                case "hello":
                    self._greeted(message)
                case "call":
                    self._calls.start(message)
                case "ask":
                    self._calls.ask(message["id"], message.get("patient", False))
                case "cancel":
                    self._calls.cancel(message["id"])
                case "answer":
                    host.answered(message)

    def _greeted(self, message: dict) -> None:
        if message["protocol"] != PROTOCOL:
            older = "host" if message["protocol"] < PROTOCOL else "worker"
            print(f"protocol {message['protocol']} is not {PROTOCOL}: the {older} is too old")
            _leave(False)
        self._capture.set_level(message.get("log_level", "info"))


def _leave(is_well: bool) -> None:
    """End now: threads that the plugin has left running are not waited for."""
    os._exit(0 if is_well else LOST_HOST)
