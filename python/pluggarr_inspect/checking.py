"""Runs every rule over a plugin. What a rule says stands in its own file under `rules`.

A comment `# pluggarr: allow RULE` on the line keeps a rule quiet there.
"""

import re

from pluggarr_inspect.folder import Folder
from pluggarr_inspect.parsed import ParsedPlugin
from pluggarr_inspect.rules import RULES

_MOST = 500
_ALLOWED = re.compile(r"#\s*pluggarr:\s*allow\s+([\w,\s-]+)")


def read(folder: Folder) -> list[dict]:
    """Return what the rules report, file by file and line by line."""
    plugin = ParsedPlugin(folder)
    reports = []
    for rule in RULES:
        name = rule.__name__.rpartition(".")[2].replace("_", "-")
        for report in rule.check(plugin):
            if not _is_allowed(folder, report.place, name):
                reports.append(report.as_dict(name))
    reports.sort(key=lambda report: (report["file"], report["line"], report["rule"]))
    return reports[:_MOST]


def _is_allowed(folder: Folder, place, rule: str) -> bool:
    source = folder.source(place.file) if place.file.endswith(".py") else None
    found = _ALLOWED.search(source.line(place.line)) if source else None
    return found is not None and rule in re.split(r"[,\s]+", found[1])
