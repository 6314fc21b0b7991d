"""What the compat layer uses to reach the host::

    from pluggarr_worker import host

    host.call("run_task", name="apps.epg.tasks.refresh_epg_data", args=[7], kwargs={})
    host.notify("websocket", group="updates", event="update", data={"type": "plugin"})

``call`` blocks only the greenlet it is called in. Both work from any thread. In a process that is no worker
(a script that a plugin started) ``call`` raises NotAWorker and ``notify`` does nothing.
"""

import contextlib
import itertools

import gevent
from gevent.event import AsyncResult

from pluggarr_worker import current, interruption
from pluggarr_worker.jsonable import jsonable

# A plugin that sends faster than the host reads waits from here on.
_MAX_BACKLOG = 16 * 1024 * 1024

_channel = None
_ids = itertools.count(1)
_waiting: dict[int, AsyncResult] = {}


class HostError(Exception):
    """The host could not do what it was asked. ``kind`` is the protocol's."""

    def __init__(self, message: str, kind: str = "other"):
        super().__init__(message)
        self.kind = kind


class NoSuchCall(HostError):
    """The host does not know that call or task."""


class NotAllowed(HostError, PermissionError):
    """The host refuses."""


class NotAWorker(HostError):
    """There is no host to ask: this process is no worker, or a child that the plugin forked."""


def is_connected() -> bool:
    """Whether there is a host to talk to."""
    return _channel is not None and _channel.is_ours


def call(kind: str, **fields):
    """Ask the host and wait for its answer. Raises HostError."""
    if not is_connected():
        raise NotAWorker(f"there is no host to ask for `{kind}` in this process")
    call_id = next(_ids)
    result = _waiting[call_id] = AsyncResult()
    try:
        _send("call", current.run_id(), id=call_id, call={"type": kind, **jsonable(fields, kind)})
        with _loop_kept_running():
            return result.get()
    finally:
        _waiting.pop(call_id, None)


@contextlib.contextmanager
def _loop_kept_running():
    """In another native thread: its loop has nothing else to wait for, and would give up."""
    watcher = gevent.get_hub().loop.async_()
    watcher.start(lambda: None)
    try:
        yield
    finally:
        watcher.stop()
        watcher.close()


def notify(kind: str, **fields) -> None:
    """Tell the host, without waiting."""
    notify_for(current.run_id(), kind, **fields)


def notify_for(run_id: str | None, kind: str, **fields) -> None:
    """Tell the host something about a certain run, or about none."""
    if not is_connected():
        return
    while _channel.backlog > _MAX_BACKLOG:
        gevent.sleep(0.01)
    _send("notify", run_id, note={"type": kind, **jsonable(fields, kind)})
    interruption.catch_up()


def notify_later(run_id: str, kind: str, seconds: float, **fields) -> None:
    """Tell the host about a run in a moment, unless there is something newer of this kind by then."""
    if is_connected():
        message = {"type": "notify", "run_id": run_id, "note": {"type": kind, **fields}}
        _channel.send_later(f"{kind} {run_id}", message, seconds)


def notify_now(run_id: str, kind: str) -> None:
    """Tell the host at once what it would be told in a moment."""
    planned = is_connected() and _channel.take_planned(f"{kind} {run_id}")
    if planned:
        _channel.send(planned)


def forget_planned(run_id: str, kind: str) -> None:
    """There is something newer: do not tell it."""
    if is_connected():
        _channel.take_planned(f"{kind} {run_id}")


def log_for(run_id: str | None, level: str, logger: str, message: str) -> None:
    """Log a line from a native thread, where Python's own logging may wait for the loop."""
    if is_connected():
        _send("log", run_id, level=level, logger=logger, message=message)


def _send(kind: str, run_id: str | None, **message) -> None:
    if run_id is not None:
        message["run_id"] = run_id
    _channel.send({"type": kind, **message})


def connect(channel) -> None:
    """Use this channel. The worker calls it once."""
    global _channel
    _channel = channel


def answered(message: dict) -> None:
    """Hand an answer of the host to whoever waits for it."""
    result = _waiting.get(message["id"])
    if result is None:
        return  # The greenlet that asked was cancelled.
    error = message.get("error")
    if error is None:
        result.set(message.get("ok"))
        return
    kinds = {"no_such_call": NoSuchCall, "permission": NotAllowed}
    exception = kinds.get(error["kind"], HostError)
    result.set_exception(exception(error["message"], error["kind"]))
