"""The zygote: imports everything once, and does nothing but fork from then on.

Its memory is what all workers share, so it is kept as it is: no collection (``gc.freeze``), no native thread but
one, no database connection. It never touches a plugin.
"""

# Patching comes first of all imports: what was imported before keeps the blocking originals.
# ruff: noqa: E402
import time

_started = time.monotonic()

from pluggarr_worker import root

_root_level, _root_remark = root.enter()

from gevent import monkey

monkey.patch_all()

import array
import gc
import importlib
import os
import platform
import signal
import socket
import sys

from pluggarr_worker import FEATURES, PROTOCOL, capture, fork, frames, linux

_native_socket = monkey.get_original("socket", "socket")
# gevent's own waits for its loop, which does not run here.
_close = monkey.get_original("os", "close")
_signal = monkey.get_original("signal", "signal")

_DESCRIPTORS = 4


def main() -> None:
    """Warm up, say hello, fork until the host hangs up."""
    linux.name_process("pluggarr-zygote")
    linux.die_with_parent(signal.SIGKILL, int(os.environ.pop("PLUGGARR_HOST_PID")))
    control = _take_control_socket()
    _warm_up(os.environ.pop("PLUGGARR_WARMUP", ""))
    _settle()
    # Reapers that end are of no interest here: the host hears from them directly.
    _signal(signal.SIGCHLD, signal.SIG_IGN)
    hello = {
        "type": "hello",
        "protocol": PROTOCOL,
        "features": FEATURES,
        "pid": os.getpid(),
        "root": _root_level,
        "python": platform.python_version(),
        "warm_up_ms": (time.monotonic() - _started) * 1000,
    }
    if _root_remark:
        hello["root_remark"] = _root_remark
    control.sendall(frames.encode(hello))
    _serve(control)


def _take_control_socket():
    """Move the socket away from its inherited number, often 0, and put /dev/null on standard input."""
    inherited = int(os.environ.pop("PLUGGARR_CONTROL_FD"))
    control = _native_socket(fileno=os.dup(inherited))
    control.set_inheritable(False)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    _close(null)
    if inherited != 0:
        _close(inherited)
    return control


def _warm_up(module: str) -> None:
    """Import the worker's program, and what the host wants in every worker."""
    capture.add_trace_level()
    # Not imported above: they are for the children, loaded here so that they need not do it.
    for name in ("calls", "host", "worker"):
        importlib.import_module(f"pluggarr_worker.{name}")
    if module:
        importlib.import_module(module).warm()


def _settle() -> None:
    """Make the heap such that a fork shares it, and that a fork is safe."""
    gc.collect()
    gc.disable()
    gc.freeze()
    threads = len(os.listdir("/proc/self/task"))
    if threads != 1:
        # A lock that another thread holds at the moment of the fork stays locked in the child for ever.
        sys.exit(
            f"the warm-up has left {threads - 1} native threads running; forking would not be safe"
        )
    sys.stdout.flush()
    sys.stderr.flush()


def _serve(control) -> None:
    reader = frames.FrameReader()
    descriptors: list[int] = []
    while True:
        data = _receive(control, descriptors)
        if not data:
            return
        for message in reader.feed(data):
            if message["type"] == "fork":
                taken, descriptors = descriptors, []
                control.sendall(frames.encode(_fork(message, taken, control.fileno())))


def _receive(control, descriptors: list[int]) -> bytes:
    """Read bytes, and add the descriptors that came along."""
    space = socket.CMSG_SPACE(_DESCRIPTORS * array.array("i").itemsize)
    data, ancillary, _, _ = control.recvmsg(64 * 1024, space, socket.MSG_CMSG_CLOEXEC)
    for level, kind, payload in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            numbers = array.array("i")
            numbers.frombytes(payload[: len(payload) - len(payload) % numbers.itemsize])
            descriptors.extend(numbers)
    return data


def _fork(message: dict, descriptors: list[int], control_fd: int) -> dict:
    if len(descriptors) != _DESCRIPTORS:
        problem = f"{_DESCRIPTORS} descriptors were expected, {len(descriptors)} came"
        return {"type": "fork_failed", "id": message["id"], "message": problem}
    try:
        reaper = fork.fork_worker(message, descriptors, control_fd)
    except OSError as error:
        return {"type": "fork_failed", "id": message["id"], "message": f"fork: {error.strerror}"}
    return {"type": "forked", "id": message["id"], "reaper": reaper}
