"""The pure parts of the reaper."""

import os
import signal
import subprocess
import sys

from pluggarr_worker import reaper


def test_children_are_found_whatever_their_name():
    script = (
        "import ctypes, time; ctypes.CDLL(None).prctl(15, b') 1 (', 0, 0, 0);"
        "print(flush=True); time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    try:
        child.stdout.readline()
        assert child.pid in reaper.children_of(os.getpid())
    finally:
        child.kill()
        child.communicate()


def test_endings_are_described():
    assert reaper._describe(3 << 8) == {"type": "ended", "code": 3}
    assert reaper._describe(signal.SIGKILL) == {"type": "ended", "signal": 9}
