"""Runs every rule over a plugin. What a rule says stands in its own file under `rules`."""

from pluggarr_inspect.folder import Folder

_MOST = 500


def read(folder: Folder) -> list[dict]:
    """Return what the rules report."""
    return []
