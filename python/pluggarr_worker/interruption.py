"""An exception that comes at a bad moment is raised at the next good one.

A plugin that logs or prints without end spends nearly all of its time in code of ours, where no exception out
of nowhere may be raised; on the way out of there it may.
"""

from gevent import getcurrent

from pluggarr_worker import errors

_ATTRIBUTE = "pluggarr_is_interrupted"


def postpone() -> None:
    """Raise Cancelled in this greenlet as soon as it comes by a good place."""
    setattr(getcurrent(), _ATTRIBUTE, True)


def forget() -> None:
    """It has ended without."""
    setattr(getcurrent(), _ATTRIBUTE, False)


def catch_up() -> None:
    """A good place: nothing is half done."""
    greenlet = getcurrent()
    if getattr(greenlet, _ATTRIBUTE, False):
        setattr(greenlet, _ATTRIBUTE, False)
        raise errors.Cancelled
