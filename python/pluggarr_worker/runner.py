"""Call into a loaded plugin: ``run()``, ``stop()`` and the hooks of services, with the context they expect.

Knows the incumbent's calling conventions. Whatever a plugin raises becomes a CallFailed; only Cancelled
passes through.
"""

import logging
import sys

from pluggarr_worker import errors
from pluggarr_worker.jsonable import NotJsonable, jsonable
from pluggarr_worker.loader import Plugin

# Shared by all plugins, as upstream: plugins look it up by this name, too.
LOGGER_NAME = "apps.plugins.loader"


class CallFailed(Exception):
    """A call has no result; ``kind`` is the protocol's."""

    def __init__(self, kind: str, message: str, traceback: str | None = None):
        super().__init__(message)
        self.kind = kind
        self.traceback = traceback


def run(plugin: Plugin, call: dict) -> dict:
    """Run an action; return what it returned, as plain data."""
    method = _method(plugin, "run")
    if method is None:
        message = f"Plugin '{plugin.key}' has no runnable 'run' method"
        raise CallFailed("raised", message)
    result = _guarded(lambda: method(call["action"], call["params"], _context(plugin, call)))
    try:
        data = _guarded(lambda: jsonable(result))
    except NotJsonable as error:
        raise CallFailed("bad_result", str(error)) from None
    return data if isinstance(data, dict) else {"status": "ok", "result": data}


def stop(plugin: Plugin, call: dict) -> None:
    """Ask the plugin to finish: ``stop(context)``, ``stop()``, or else its action called `stop`."""
    context = {**_context(plugin, call), "reason": call["reason"]}
    method = _method(plugin, "stop")
    if method is not None:
        _guarded(lambda: _stop_with_or_without(method, context))
    elif "stop" in context["actions"]:
        run_method = _method(plugin, "run")
        if run_method is not None:
            _guarded(lambda: run_method("stop", {}, context))


def lead(plugin: Plugin, call: dict) -> None:
    """Call ``on_leader_acquired(context)`` or ``on_leader_lost(context)``, where the plugin has it.

    Their context has the settings and a logger only, as in the incumbent's draft.
    """
    method = _method(plugin, "on_leader_acquired" if call["acquired"] else "on_leader_lost")
    if method is not None:
        context = {"settings": call["settings"], "logger": logging.getLogger(LOGGER_NAME)}
        _guarded(lambda: method(context))


def _stop_with_or_without(method, context) -> None:
    try:
        method(context)
    except TypeError:
        method()


def _method(plugin: Plugin, name: str):
    method = _guarded(lambda: getattr(plugin.instance, name, None))
    return method if callable(method) else None


def _context(plugin: Plugin, call: dict) -> dict:
    return {
        "settings": call["settings"],
        "logger": logging.getLogger(LOGGER_NAME),
        "actions": {action["id"]: action for action in call.get("actions", ())},
        # Not upstream's, but plugins ask for it.
        "plugin_key": plugin.key,
    }


def _guarded(function):
    try:
        return function()
    except (errors.Cancelled, NotJsonable):
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
