# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Stands in for ``apps.plugins.loader``, as far as one worker knows it. The host loads plugins."""

from typing import Any

class PluginManager:
    """Upstream's registry of plugins: where they are, and how to run this worker's own."""
    def __init__(self) -> None: ...
    @classmethod
    def get(cls) -> PluginManager:
        """Return the one manager of this process."""
    def register(self, key: Any, run: Any) -> Any:
        """Tell how to run an action of this worker's plugin; upstream has no such method."""
    def run_action(self, key: Any, action_id: Any, params: Any = ...) -> Any:
        """Run an action of this worker's own plugin and return its result."""

def folded(key: str) -> str:
    """Return `key` as the two spellings of a plugin's folder share it."""
