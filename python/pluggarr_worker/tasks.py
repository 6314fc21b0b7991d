"""Celery tasks that the plugin itself has registered.

Knows that the compat layer keeps them, not what a task is; without the compat layer there are none.
"""

import logging
import sys

from pluggarr_worker import errors

logger = logging.getLogger(__name__)


class NoSuchTask(LookupError):
    """The plugin has not registered it."""


def names() -> list[str]:
    """Return their names. Whatever is wrong with them, the plugin is loaded."""
    celery = _celery()
    if celery is None:
        return []
    try:
        return celery.own_tasks()
    except errors.Cancelled:
        raise
    except Exception:
        logger.warning("The plugin's Celery tasks are not known", exc_info=True)
        return []


def run(name: str, args: list, kwargs: dict, task_id: str):
    """Run one now and return its result; raises what it raises."""
    celery = _celery()
    if celery is None or name not in celery.own_tasks():
        raise NoSuchTask(f"this plugin has registered no task `{name}`")
    return celery.run_own_task(name, args, kwargs, task_id)


def _celery():
    return sys.modules.get("dispatcharr.celery")
