"""How far a run is, as its plugin reports it: made presentable, and not sent more often than anybody can see."""

import math
import time

from pluggarr_worker import errors, host

MAX_MESSAGE = 1000
_SECONDS_BETWEEN = 0.05
_KIND = "progress"


class Progress:
    """What one run has reported."""

    def __init__(self, run_id: str | None):
        self._run_id = run_id
        self._sent_at = -math.inf

    def report(self, percent=None, message="") -> None:
        """Tell the host, or replace what it will be told in a moment.

        Whatever is wrong with the values, the plugin does not hear of it.
        """
        if self._run_id is None:
            return
        fields = {"percent": _percent(percent), "message": _text(message)}
        now = time.monotonic()
        if now - self._sent_at < _SECONDS_BETWEEN:
            host.notify_later(self._run_id, _KIND, _SECONDS_BETWEEN, **fields)
            return
        self._sent_at = now
        host.forget_planned(self._run_id, _KIND)
        # Said explicitly: a thread that has only kept the context belongs to no run.
        host.notify_for(self._run_id, _KIND, **fields)

    def flush(self) -> None:
        """The run is over: what was to be told in a moment comes before its answer."""
        if self._run_id is not None:
            host.notify_now(self._run_id, _KIND)


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
