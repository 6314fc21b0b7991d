"""The ``context`` of ``run()``, ``stop()`` and the hooks of services.

Everything in it may be kept by the plugin and used later, from any thread: what makes no sense then does
nothing.
"""

import logging
import os

from pluggarr_worker import host
from pluggarr_worker.loader import Plugin
from pluggarr_worker.run_state import RunState
from pluggarr_worker.storage import Storage

# Shared by all plugins, as upstream: plugins look it up by this name, too.
LOGGER_NAME = "apps.plugins.loader"


def of_run(plugin: Plugin, call: dict, state: RunState) -> dict:
    """Return the context of ``run()``. The last entries are not upstream's."""
    return {
        **_of_plugin(plugin, call),
        "run_id": state.run_id,
        "trigger": state.trigger,
        "report_progress": state.progress.report,
        "cancelled": state.cancelled,
        "dispatch_task": _dispatch_task,
    }


def of_stop(plugin: Plugin, call: dict) -> dict:
    """Return the context of ``stop()``."""
    return {**_of_plugin(plugin, call), "reason": call["reason"]}


def of_service(call: dict) -> dict:
    """Return the context of the leader hooks: two entries, as in the incumbent's draft."""
    return {"settings": call["settings"], "logger": logging.getLogger(LOGGER_NAME)}


def _of_plugin(plugin: Plugin, call: dict) -> dict:
    return {
        "settings": call["settings"],
        "logger": logging.getLogger(LOGGER_NAME),
        "actions": {action["id"]: action for action in call.get("actions", ())},
        # From here on not upstream's.
        "plugin_key": plugin.key,
        "data_dir": data_dir(plugin.key),
        "storage": Storage(),
    }


def data_dir(key: str) -> str:
    """Return the folder that is the plugin's own, and that the host has made."""
    return os.path.join(os.environ.get("PLUGGARR_FILES", "/data"), "plugin-data", key)


def _dispatch_task(action: str, params: dict | None = None) -> str:
    """Start another action of this plugin in the background; return the id of its run."""
    return host.call("dispatch", action=action, params=params or {})["task_id"]
