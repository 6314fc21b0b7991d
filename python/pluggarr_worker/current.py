"""Which run the code that is just executing belongs to.

A run's greenlet carries the run's id, and so does every greenlet (under monkey patching also every
thread) that it starts, for as long as that one lives: what a background thread logs belongs to the run
that started it. Context variables would not do: greenlets do not inherit them.
"""

from gevent import Greenlet, getcurrent

_ATTRIBUTE = "pluggarr_run_id"


def run_id() -> str | None:
    """Return the id of the current run, or None outside of any."""
    return run_of(getcurrent())


def run_of(greenlet) -> str | None:
    """Return the id of the run that a greenlet works for."""
    return getattr(greenlet, _ATTRIBUTE, None)


def enter(run: str | None) -> None:
    """Say that the current greenlet works for ``run``."""
    setattr(getcurrent(), _ATTRIBUTE, run)


def _inherit(greenlet: Greenlet) -> None:
    run = run_id()
    if run is not None:
        setattr(greenlet, _ATTRIBUTE, run)


def install() -> None:
    """Let new greenlets inherit the run. Once per worker."""
    Greenlet.add_spawn_callback(_inherit)
