"""Call into a loaded plugin: ``run()``, ``stop()``, the hooks of services, and its own Celery tasks.

Knows the incumbent's calling conventions. Whatever a plugin raises becomes a CallFailed; only Cancelled
passes through.
"""

import logging
import sys

from pluggarr_worker import context, errors, tasks
from pluggarr_worker.jsonable import NotJsonable, jsonable
from pluggarr_worker.loader import Plugin
from pluggarr_worker.run_state import RunState


class CallFailed(Exception):
    """A call has no result; ``kind`` is the protocol's."""

    def __init__(self, kind: str, message: str, traceback: str | None = None):
        super().__init__(message)
        self.kind = kind
        self.traceback = traceback


def run(plugin: Plugin, call: dict, state: RunState) -> dict:
    """Run an action; return what it returned, as plain data."""
    method = _method(plugin, "run")
    if method is None:
        message = f"Plugin '{plugin.key}' has no runnable 'run' method"
        raise CallFailed("raised", message)
    about = context.of_run(plugin, call, state)
    data = _as_data(_guarded(lambda: method(call["action"], call["params"], about)))
    return data if isinstance(data, dict) else {"status": "ok", "result": data}


def task(call: dict):
    """Run one of the plugin's own Celery tasks; return what it returned, as plain data."""
    try:
        result = _guarded(
            lambda: tasks.run(call["name"], call["args"], call["kwargs"], call["run_id"]),
            passes=tasks.NoSuchTask,
        )
    except tasks.NoSuchTask as error:
        raise CallFailed("no_such_call", str(error)) from None
    return _as_data(result)


def _as_data(result):
    try:
        return _guarded(lambda: jsonable(result))
    except NotJsonable as error:
        raise CallFailed("bad_result", str(error)) from None


def stop(plugin: Plugin, call: dict) -> None:
    """Ask the plugin to finish: ``stop(context)``, ``stop()``, or else its action called `stop`."""
    about = context.of_stop(plugin, call)
    method = _method(plugin, "stop")
    if method is not None:
        _guarded(lambda: _stop_with_or_without(method, about))
    elif "stop" in about["actions"]:
        run_method = _method(plugin, "run")
        if run_method is not None:
            _guarded(lambda: run_method("stop", {}, about))


def lead(plugin: Plugin, call: dict) -> None:
    """Call ``on_leader_acquired(context)`` or ``on_leader_lost(context)``, where the plugin has it."""
    method = _method(plugin, "on_leader_acquired" if call["acquired"] else "on_leader_lost")
    if method is not None:
        about = context.of_service(call)
        _guarded(lambda: method(about))


def _stop_with_or_without(method, about) -> None:
    try:
        method(about)
    except TypeError:
        method()


def _method(plugin: Plugin, name: str):
    method = _guarded(lambda: getattr(plugin.instance, name, None))
    return method if callable(method) else None


def _guarded(function, passes: type[Exception] = NotJsonable):
    try:
        return function()
    except (errors.Cancelled, passes):
        raise
    except BaseException as error:
        kind = "permission" if isinstance(error, PermissionError) else "raised"
        raise CallFailed(kind, errors.message(error), errors.format_traceback(error)) from None


def release_database() -> None:
    """Close what a call has left open: a leaked connection per greenlet ends in none left for anybody."""
    database = sys.modules.get("django.db")
    if database is None:
        return
    try:
        database.connections.close_all()
    except Exception:
        logging.getLogger(__name__).warning("A database connection did not close", exc_info=True)
