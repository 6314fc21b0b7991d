"""What a call has used: CPU time and memory of the whole worker, for no kernel counts per greenlet.

Asked for twice per run, so it may cost some microseconds and no more.
"""

import os
import resource
import time

_KIB = 1024
_RESET_PEAK = b"5"


class Meter:
    """Measures calls. Those that run at once are charged for each other."""

    def __init__(self):
        self._running = 0
        try:
            # Kept open: opening it costs more than all the rest.
            self._clear_refs = os.open("/proc/self/clear_refs", os.O_WRONLY | os.O_CLOEXEC)
        except OSError:
            self._clear_refs = None  # Then peaks are those since the worker's start.

    def begin(self) -> float:
        """Return what ``end`` wants to have."""
        if not self._running:
            self._reset_peak()
        self._running += 1
        return _cpu_seconds()

    def end(self, began: float) -> dict:
        """Return the protocol's ``usage``."""
        self._running -= 1
        used = max(0.0, _cpu_seconds() - began)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIB
        return {"cpu_seconds": used, "peak_bytes": peak}

    def _reset_peak(self) -> None:
        if self._clear_refs is None:
            return
        try:
            os.write(self._clear_refs, _RESET_PEAK)
        except OSError:
            self._clear_refs = None  # The plugin closed it, its own loss.


def _cpu_seconds() -> float:
    # Of children to the hundredth of a second, which is one call instead of a record of sixteen numbers.
    _, _, children_user, children_system, _ = os.times()
    return time.process_time() + children_user + children_system
