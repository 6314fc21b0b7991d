"""How far a run is, as its plugin reports it: made presentable, and not sent more often than anybody can see."""

import math
import time

from pluggarr_worker import errors, host

MAX_MESSAGE = 1000
_SECONDS_BETWEEN = 0.05


class Progress:
    """What one run has reported."""

    def __init__(self, run_id: str | None):
        self._run_id = run_id
        self._sent_at = -math.inf
        self._unsent: dict | None = None

    def report(self, percent=None, message="") -> None:
        """Tell the host, unless it was told a moment ago: then only if nothing newer comes before the end.

        Whatever is wrong with the values, the plugin does not hear of it.
        """
        self._unsent = {"percent": _percent(percent), "message": _text(message)}
        now = time.monotonic()
        if now - self._sent_at >= _SECONDS_BETWEEN or self._unsent["percent"] == 100:
            self._sent_at = now
            self.flush()

    def flush(self) -> None:
        """Send what was held back."""
        fields, self._unsent = self._unsent, None
        if fields is not None and self._run_id is not None:
            # Said explicitly: a thread that has only kept the context belongs to no run.
            host.notify_for(self._run_id, "progress", **fields)


def _percent(value) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return None if math.isnan(number) else min(100.0, max(0.0, number))


def _text(value) -> str:
    if value is None:
        return ""
    try:
        return errors.shorten(str(value), MAX_MESSAGE)
    except Exception as error:
        return f"({errors.typed_message(error)})"
