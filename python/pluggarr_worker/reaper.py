"""Sits between zygote and worker, and ends only when the worker and every descendant of it are gone.

Plugins start children with sessions of their own, so a process group does not hold them all. The reaper is
a subreaper: whoever loses its parent becomes its child. Once the worker is dead it kills its children, and
those who become its children by that, until none is left.
"""

import os
import signal

from gevent.monkey import get_original

from pluggarr_worker import frames, linux

# gevent's own waits in its loop, and the reaper has none.
_waitpid = get_original("os", "waitpid")
_signal = get_original("signal", "signal")


class Reaper:
    """Waits for one worker and for what it leaves behind."""

    def __init__(self, status_fd: int):
        self._status_fd = status_fd
        self._worker = 0

    def prepare(self, parent: int) -> None:
        """Before the worker is forked: become the one who inherits its orphans."""
        linux.name_process("pluggarr-reaper")
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
        # Without a zygote there is no host either: end the worker and go.
        _signal(signal.SIGTERM, lambda *_: self._kill_all())
        linux.die_with_parent(signal.SIGTERM, parent)

    def watch(self, worker: int) -> None:
        """Report the start, wait for the end of everything, and report that."""
        self._worker = worker
        self._report({"type": "started", "pid": worker})
        ended = None
        while True:
            try:
                pid, status = _waitpid(-1, 0)
            except ChildProcessError:
                break
            if pid == worker:
                ended = status
                self._worker = 0
            if ended is not None:
                # Again after every death: its children are ours now.
                self._kill_children()
        self._report(_describe(ended))

    def _kill_all(self) -> None:
        if self._worker:
            _kill(self._worker)
        self._kill_children()

    def _kill_children(self) -> None:
        for pid in children_of(os.getpid()):
            _kill(pid)

    def _report(self, message: dict) -> None:
        try:
            os.write(self._status_fd, frames.encode(message))
        except OSError:
            pass  # The host is gone; the work remains.


def children_of(parent: int) -> list[int]:
    """Return the direct children of a process, zombies included."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit() and _parent_of(entry) == parent:
            found.append(int(entry))
    return found


def _parent_of(pid: str) -> int | None:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            # The name in parentheses may hold spaces and parentheses itself.
            return int(file.read().rpartition(b")")[2].split()[1])
    except (OSError, IndexError, ValueError):
        return None


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def _describe(status: int | None) -> dict:
    if status is None:
        return {"type": "ended"}
    code = os.waitstatus_to_exitcode(status)
    return {"type": "ended", "signal": -code} if code < 0 else {"type": "ended", "code": code}
