"""The threads and greenlets that the plugin's code has started and that live on.

Knows them from their start: whatever is started by code that itself runs in a greenlet of the plugin's.
Under monkey patching that includes threads, except those started behind gevent's back.
"""

import threading
import time
import weakref

import gevent
from gevent import Greenlet

from pluggarr_worker import current, errors, host

_SINCE = "pluggarr_since"
# More do not help anybody who looks at the list.
_MOST = 100
# After a call; apart from that it is looked at every second.
_SECONDS_BETWEEN_CHECKS, _SECONDS_BETWEEN_TICKS = 0.2, 1.0


class Activity:
    """Keeps the list and tells the host when it has changed."""

    def __init__(self):
        self._started: weakref.WeakSet[Greenlet] = weakref.WeakSet()
        self._told: list[dict] = []
        self._checked_at = 0.0
        self._is_ticking = False

    def install(self) -> None:
        """Begin to watch. Once per worker."""
        Greenlet.add_spawn_callback(self._note_started)

    def _note_started(self, greenlet: Greenlet) -> None:
        starter = gevent.getcurrent()
        # What the hub and the main greenlet start is ours: the calls.
        if isinstance(starter, Greenlet):
            setattr(greenlet, _SINCE, time.time())
            self._started.add(greenlet)

    def check(self) -> None:
        """Tell the host if something has changed; at once only if that was not asked a moment ago."""
        if not self._started and not self._told:
            return
        now = time.monotonic()
        if now - self._checked_at >= _SECONDS_BETWEEN_CHECKS:
            self._checked_at = now
            self._tell()
        if not self._is_ticking and (self._started or self._told):
            self._is_ticking = True
            # Not by the plugin's greenlet: it would count as the plugin's.
            gevent.get_hub().loop.run_callback(lambda: gevent.spawn(self._tick))

    def _tick(self) -> None:
        try:
            while self._started or self._told:
                gevent.sleep(_SECONDS_BETWEEN_TICKS)
                self._tell()
        finally:
            self._is_ticking = False

    def _tell(self) -> None:
        threads = [_described(greenlet) for greenlet in self._living()[:_MOST]]
        if threads != self._told:
            self._told = threads
            host.notify_for(None, "activity", threads=threads)

    def _living(self) -> list[Greenlet]:
        for greenlet in list(self._started):
            if greenlet.dead:
                self._started.discard(greenlet)
        shown = (greenlet for greenlet in self._started if not _is_gevents(greenlet))
        return sorted(shown, key=lambda greenlet: getattr(greenlet, _SINCE))

    def end_what_was_started_by(self, run_id: str) -> None:
        """Kill the greenlets of a run that was ended before its time."""
        for greenlet in list(self._started):
            if current.run_of(greenlet) == run_id and not greenlet.dead:
                greenlet.kill(errors.Cancelled, block=False)


def _described(greenlet: Greenlet) -> dict:
    return {
        "name": _name(greenlet),
        "run_id": current.run_of(greenlet),
        "since": getattr(greenlet, _SINCE),
    }


def _name(greenlet: Greenlet) -> str:
    function = getattr(greenlet, "_run", None)
    owner = getattr(function, "__self__", None)
    if isinstance(owner, threading.Thread):
        name = owner.name
    else:
        function = getattr(function, "func", function)
        name = getattr(function, "__qualname__", None) or type(greenlet).__qualname__
    return errors.shorten(str(name), 200)


def _is_gevents(greenlet: Greenlet) -> bool:
    """Helpers of gevent's own, such as those that read the pipes of a child."""
    module = getattr(getattr(greenlet, "_run", None), "__module__", None) or ""
    return module.startswith("gevent.") or module == "subprocess"
