"""Stands in for ``apps.plugins.loader``, as far as one worker knows it. The host loads plugins."""

import os

from .models import PluginConfig


class PluginManager:
    """Upstream's registry of plugins: where they are, and how to run this worker's own."""

    _instance = None

    def __init__(self):
        self.plugins_dir = os.environ.get("DISPATCHARR_PLUGINS_DIR", "/data/plugins")
        self._run_own = {}

    @classmethod
    def get(cls) -> "PluginManager":
        """Return the one manager of this process."""
        if cls._instance is None:
            cls._instance = cls()
        return cls._instance

    def register(self, key, run):
        """Tell how to run an action of this worker's plugin; upstream has no such method."""
        self._run_own[folded(key)] = run

    def run_action(self, key, action_id, params=None):
        """Run an action of this worker's own plugin and return its result.

        Unlike upstream, not of another plugin: that one lives in a worker of its own.
        """
        row = PluginConfig.objects.filter(key=key).first()
        if row is None:
            raise ValueError(f"Plugin '{key}' not found")
        if not row.enabled:
            raise PermissionError(f"Plugin '{key}' is disabled")
        run = self._run_own.get(folded(key))
        if run is None:
            raise NotImplementedError(
                f"`{key}` runs in a worker of its own; "
                "running another plugin's action is not supported yet"
            )
        return run(action_id, params or {})


def folded(key: str) -> str:
    """Return `key` as the two spellings of a plugin's folder share it."""
    return key.replace("-", "_").lower()
