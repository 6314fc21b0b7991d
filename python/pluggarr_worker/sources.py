"""Loads a plugin's source files so that an edit is never missed.

Python keeps compiled files by the source's size and its time in whole seconds: an edit within the same
second that leaves the size alone, such as a changed digit, would run the old code after a reload. Here
the time counts in nanoseconds. Files compiled by others look old and are compiled again.
"""

import os
import sys
from importlib import machinery


class PluginSource(machinery.SourceFileLoader):
    """A source file whose compiled form is valid for exactly this version of it."""

    def path_stats(self, path):
        """Return time and size; the compiled file keeps the lower 32 bits of both."""
        stats = os.stat(path)
        return {"mtime": stats.st_mtime_ns, "size": stats.st_size}


def watch_over(folder: str) -> None:
    """Have everything imported from below ``folder`` loaded that way."""
    root = os.path.join(os.path.realpath(folder), "")
    finder = machinery.FileFinder.path_hook(
        (machinery.ExtensionFileLoader, machinery.EXTENSION_SUFFIXES),
        (PluginSource, machinery.SOURCE_SUFFIXES),
        (machinery.SourcelessFileLoader, machinery.BYTECODE_SUFFIXES),
    )

    def hook(path):
        if not os.path.join(os.path.realpath(path), "").startswith(root):
            raise ImportError(path=path)
        return finder(path)

    sys.path_hooks.insert(0, hook)
    sys.path_importer_cache.clear()
