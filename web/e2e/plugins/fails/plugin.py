"""A plugin that misbehaves on command, for the browser test."""

import os
import time


class Plugin:
    name = "Fails"
    version = "1.0.0"
    description = "Raises, sleeps past its limit, and ends its own process."
    author = "Pluggarr"
    actions = [
        {"id": "raises", "label": "Raise", "button_color": "red"},
        {"id": "sleeps", "label": "Sleep"},
        {"id": "exits", "label": "Exit"},
    ]

    def run(self, action, params, context):
        if action == "raises":
            return {"status": "success", "message": 1 / 0}
        if action == "sleeps":
            time.sleep(3600)
        if action == "exits":
            os._exit(3)
        return {"status": "error", "message": f"Unknown action: {action}"}
