"""Two forks: the reaper, and in it the worker. Which descriptor goes where."""

import os
import signal
import sys
import traceback

from gevent.monkey import get_original

from pluggarr_worker import limits, linux, worker
from pluggarr_worker.reaper import Reaper

# gevent's own fork would look after the child for us; here the reaper does.
_fork = get_original("os", "fork")
# gevent's own close waits for its loop, which runs in workers only: here nothing would ever be closed, and
# the host would never see the end of what a dead worker printed.
_close = get_original("os", "close")
_signal = get_original("signal", "signal")


def fork_worker(message: dict, descriptors: list[int], control_fd: int) -> int:
    """Fork reaper and worker; return the reaper's process id. The descriptors are closed here."""
    zygote = os.getpid()
    try:
        reaper = _fork()
        if reaper == 0:
            _close(control_fd)
            _never_return(lambda: _be_reaper(message, descriptors, zygote))
        return reaper
    finally:
        for fd in descriptors:
            _close(fd)


def _be_reaper(message: dict, descriptors: list[int], zygote: int) -> None:
    socket_fd, stdout_fd, stderr_fd, status_fd = descriptors
    os.setsid()
    _signal(signal.SIGCHLD, signal.SIG_DFL)
    reaper = Reaper(status_fd)
    reaper.prepare(zygote)
    own = os.getpid()
    pid = _fork()
    if pid == 0:
        _close(status_fd)
        _never_return(lambda: _be_worker(message, socket_fd, stdout_fd, stderr_fd, own))
    for fd in (socket_fd, stdout_fd, stderr_fd):
        _close(fd)
    reaper.watch(pid)


def _be_worker(message: dict, socket_fd: int, stdout_fd: int, stderr_fd: int, reaper: int) -> None:
    _signal(signal.SIGTERM, signal.SIG_DFL)
    linux.die_with_parent(signal.SIGKILL, reaper)
    # A session of its own: what the plugin signals to its process group must not reach the reaper.
    os.setsid()
    limits.give_way()
    os.dup2(stdout_fd, 1)
    os.dup2(stderr_fd, 2)
    _close(stdout_fd)
    _close(stderr_fd)
    worker.main(socket_fd, message["key"], message["memory_bytes"])


def _never_return(function) -> None:
    """Run a child's whole life: one that came back into the zygote's loop would answer in its place."""
    status = 1
    try:
        function()
        status = 0
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
        sys.__stderr__.flush()
    finally:
        os._exit(status)
