"""Files that are not Python."""

from pluggarr_inspect.declared import Place
from pluggarr_inspect.plugin_class import ENTRY_FILES
from pluggarr_inspect.report import ERROR, WARNING, Report


def check(plugin):
    """Report each. Without plugin.py there is no plugin; another file may never be imported."""
    for source in plugin.folder.sources:
        if source.problem:
            severity = ERROR if source.path in ENTRY_FILES else WARNING
            place = Place(source.path, source.problem.line)
            yield Report(severity, place, f"not Python: {source.problem.message}")
