"""The calls that a worker is answering, each in a greenlet of its own, and how they are cancelled."""

import os

import gevent

from pluggarr_worker import current, errors, frames, loader, metadata, runner
from pluggarr_worker.jsonable import NotJsonable

# While this code runs, an exception out of nowhere would leave half a frame in the socket or a lock held.
_NOT_INTERRUPTIBLE = ("channel.py", "frames.py", "calls.py", "capture.py")
_HERE = os.path.dirname(os.path.abspath(__file__))


class Calls:
    """Answers the host's calls."""

    def __init__(self, channel, capture):
        self._channel = channel
        self._capture = capture
        self._plugin: loader.Plugin | None = None
        self._running: dict[int, gevent.Greenlet] = {}
        self._cancelled: set[int] = set()

    def start(self, message: dict) -> None:
        """Answer a call; returns at once."""
        self._running[message["id"]] = gevent.spawn(self._answer, message["id"], message["call"])

    def note_cancelled(self, call_id: int) -> None:
        """From now on SIGUSR1 may end this call. Called in the native thread."""
        self._cancelled.add(call_id)

    def cancel(self, call_id: int) -> None:
        """Raise Cancelled in a running call the next time that it waits for something."""
        greenlet = self._running.get(call_id)
        if greenlet is None:
            self._cancelled.discard(call_id)
        else:
            greenlet.kill(errors.Cancelled, block=False)

    def interrupt(self, _signal, frame) -> None:
        """SIGUSR1: a cancelled call does not give way, so raise where the process is just now.

        The host sends the signal several times, so one that comes at a bad moment may be ignored.
        """
        if not self._cancelled:
            return
        running = gevent.getcurrent()
        if not isinstance(running, gevent.Greenlet):
            # The hub: nobody blocks it, but the call has survived the first attempt.
            for call_id in list(self._cancelled):
                self.cancel(call_id)
        elif not _is_inside(frame, _NOT_INTERRUPTIBLE):
            raise errors.Cancelled

    def _answer(self, call_id: int, call: dict) -> None:
        process = os.getpid()
        run_id = call.get("run_id")
        current.enter(run_id)
        try:
            outcome = {"ok": self._execute(call)}
        except errors.Cancelled:
            outcome = _error("cancelled", "the call was cancelled")
        except runner.CallFailed as failure:
            outcome = _error(failure.kind, str(failure), failure.traceback)
        except loader.LoadError as failure:
            outcome = _error("not_loaded", str(failure), failure.traceback)
        if os.getpid() != process:
            # The plugin has forked, and its child comes back here as well. Only one of them may answer.
            os._exit(0)
        self._running.pop(call_id, None)
        self._cancelled.discard(call_id)
        runner.release_database()
        self._capture.finish(run_id)
        self._send({"type": "answer", "id": call_id, **outcome})

    def _execute(self, call: dict):
        match call["type"]:
            case "load":
                self._plugin = loader.load(call["folder"], call["key"])
                return metadata.read(self._plugin.instance)
            case "run":
                return runner.run(self._loaded(), call)
            case "describe":
                return metadata.read(self._loaded().instance)
            case "lead":
                return runner.lead(self._loaded(), call)
            case "stop":
                return runner.stop(self._loaded(), call)
            case unknown:
                raise runner.CallFailed("no_such_call", f"this worker does not know `{unknown}`")

    def _loaded(self) -> loader.Plugin:
        if self._plugin is None:
            raise runner.CallFailed("not_loaded", "no plugin is loaded in this worker")
        return self._plugin

    def _send(self, answer: dict) -> None:
        try:
            self._channel.send(answer)
        except (frames.FrameTooLarge, NotJsonable, ValueError) as error:
            outcome = _error("bad_result", f"the result cannot be sent: {error}")
            self._channel.send({"type": "answer", "id": answer["id"], **outcome})


def _error(kind: str, message: str, traceback: str | None = None) -> dict:
    error = {"kind": kind, "message": message}
    if traceback is not None:
        error["traceback"] = traceback
    return {"error": error}


def _is_inside(frame, files: tuple[str, ...]) -> bool:
    """Whether the innermost code of ours that is running belongs to one of these files."""
    while frame is not None:
        folder, name = os.path.split(frame.f_code.co_filename)
        if folder == _HERE:
            # `_execute` is where the plugin is called from: below it, everything may be interrupted.
            return name in files and frame.f_code.co_name != "_execute"
        frame = frame.f_back
    return False
