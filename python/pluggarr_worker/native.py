"""Threads, locks and sleep behind gevent's back: for what must work while a plugin keeps the loop busy.

Code in such a thread must not touch what is gevent's: no patched lock, no ``time.sleep``, no waiting for
greenlets. Works without monkey patching, too.
"""

import os
from _thread import RLock as _RLock
from _thread import allocate_lock as _allocate_lock
from _thread import start_new_thread as _start_new_thread

from gevent.monkey import get_original

from pluggarr_worker import linux

lock = get_original("_thread", "allocate_lock") or _allocate_lock
recursive_lock = get_original("_thread", "RLock") or _RLock
sleep = get_original("time", "sleep")
_start = get_original("_thread", "start_new_thread") or _start_new_thread

# How those of ours are known, in ps as well.
_PREFIX = "pluggarr-"


def start_thread(name: str, function, *arguments) -> None:
    """Run a function in a native thread called ``pluggarr-NAME``."""

    def named():
        linux.name_process(_PREFIX + name)
        function(*arguments)

    _start(named, ())


def foreign_threads() -> int:
    """Return how many native threads there are that are not ours, nor the process's first one."""
    names = []
    for task in os.listdir("/proc/self/task"):
        if task != str(os.getpid()):
            try:
                with open(f"/proc/self/task/{task}/comm") as file:
                    names.append(file.read())
            except OSError:
                pass  # It has just ended.
    return sum(not name.startswith(_PREFIX) for name in names)
