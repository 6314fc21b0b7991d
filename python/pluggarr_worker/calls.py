"""The calls that a worker is answering, each in a greenlet of its own, and how they are ended early."""

import logging
import os

import gevent

from pluggarr_worker import (
    current,
    errors,
    frames,
    interruption,
    loader,
    metadata,
    native,
    run_state,
    runner,
)
from pluggarr_worker.activity import Activity
from pluggarr_worker.jsonable import NotJsonable
from pluggarr_worker.run_state import RunState
from pluggarr_worker.usage import Meter

# While this code runs, an exception out of nowhere would leave half a frame in the socket or a lock held.
_NOT_INTERRUPTIBLE = ("channel.py", "frames.py", "calls.py", "capture.py")
_HERE = os.path.dirname(os.path.abspath(__file__))
_MEASURED = ("run", "task")

logger = logging.getLogger(__name__)


class Calls:
    """Answers the host's calls."""

    def __init__(self, channel, capture, activity: Activity):
        self._channel = channel
        self._capture = capture
        self._activity = activity
        self._meter = Meter()
        self._plugin: loader.Plugin | None = None
        self._running: dict[int, gevent.Greenlet] = {}
        self._states: dict[int, RunState] = {}
        self._cancelled: set[int] = set()

    def start(self, message: dict) -> None:
        """Answer a call; returns at once."""
        call_id, call = message["id"], message["call"]
        self._states[call_id] = RunState(call.get("run_id"), call.get("trigger"))
        self._running[call_id] = gevent.spawn(self._answer, call_id, call)

    def note_asked(self, call_id: int) -> None:
        """From now on the call can see that it should end. Called in the native thread."""
        state = self._states.get(call_id)
        if state is not None:
            state.is_asked_to_end = True

    def note_cancelled(self, call_id: int) -> None:
        """From now on SIGUSR1 may end this call. Called in the native thread."""
        self._cancelled.add(call_id)

    def ask(self, call_id: int, patient: bool) -> None:
        """Let a call end by itself, if there is any hope that it does."""
        state = self._states.get(call_id)
        if state is None:
            return
        state.is_asked_to_end = True
        if not patient and not state.has_looked:
            self.cancel(call_id)

    def cancel(self, call_id: int) -> None:
        """Raise Cancelled in a running call the next time that it waits for something."""
        greenlet, state = self._running.get(call_id), self._states.get(call_id)
        if greenlet is None or state is None:
            self._cancelled.discard(call_id)
        elif not state.has_begun:
            # A greenlet that is killed before its first step never takes it, and nobody would answer.
            state.must_not_begin = True
        else:
            greenlet.kill(errors.Cancelled, block=False)

    def interrupt(self, _signal, frame) -> None:
        """SIGUSR1: a cancelled call does not give way, so raise where the process is just now.

        The host sends the signal several times, so one that comes at a bad moment may be ignored.
        """
        cancelled = list(self._cancelled)
        if not cancelled:
            return
        running = gevent.getcurrent()
        if not isinstance(running, gevent.Greenlet):
            # The hub: nobody blocks it, but the call has survived the first attempt.
            for call_id in cancelled:
                self.cancel(call_id)
        elif self._belongs_to(running, cancelled):
            if not _is_inside(frame, _NOT_INTERRUPTIBLE):
                raise errors.Cancelled
            interruption.postpone()

    def _belongs_to(self, greenlet: gevent.Greenlet, calls: list[int]) -> bool:
        """Another run that keeps the processor is not to blame for one that does not end."""
        states = [self._states.get(call_id) for call_id in calls]
        return current.run_of(greenlet) in [state.run_id for state in states if state is not None]

    def _answer(self, call_id: int, call: dict) -> None:
        process, state = os.getpid(), self._states[call_id]
        state.has_begun = True
        current.enter(state.run_id)
        is_measured = call["type"] in _MEASURED
        began = self._meter.begin() if is_measured else 0.0
        try:
            outcome = {"ok": self._execute(call, state)}
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
        self._states.pop(call_id, None)
        # From here on nothing may be raised any more.
        interruption.forget()
        was_cut_off = state.is_asked_to_end or call_id in self._cancelled
        self._cancelled.discard(call_id)
        if was_cut_off:
            self._end_what_it_started(state.run_id)
        runner.release_database()
        state.progress.flush()
        self._capture.finish(state.run_id)
        if is_measured:
            outcome["usage"] = self._meter.end(began)
        self._send({"type": "answer", "id": call_id, **outcome})
        self._activity.check()

    def _execute(self, call: dict, state: RunState):
        if state.must_not_begin:
            raise errors.Cancelled
        match call["type"]:
            case "load":
                self._plugin = loader.load(call["folder"], call["key"])
                return metadata.read(self._plugin.instance)
            case "run":
                return runner.run(self._loaded(), call, state)
            case "task":
                self._loaded()
                return runner.task(call)
            case "describe":
                return metadata.read(self._loaded().instance)
            case "lead":
                return runner.lead(self._loaded(), call)
            case "stop":
                run_state.plugin_is_ending()
                return runner.stop(self._loaded(), call)
            case unknown:
                raise runner.CallFailed("no_such_call", f"this worker does not know `{unknown}`")

    def _loaded(self) -> loader.Plugin:
        if self._plugin is None:
            raise runner.CallFailed("not_loaded", "no plugin is loaded in this worker")
        return self._plugin

    def _end_what_it_started(self, run_id: str | None) -> None:
        if run_id is None:
            return
        self._activity.end_what_was_started_by(run_id)
        left = native.foreign_threads() - gevent.get_hub().threadpool.size
        if left > 0:
            logger.warning("Native threads, which nobody can end, are left alone: %s", left)

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
