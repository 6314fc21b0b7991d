"""What a user reads before installing: name, version, description, README.md."""

from pluggarr_inspect.declared import Place
from pluggarr_inspect.report import HINT, Report, at


def check(plugin):
    """Report what is missing in the class and in plugin.json."""
    if plugin.cls is not None:
        place = at(plugin.cls.source, plugin.cls.node)
        for attribute, why in (
            ("name", "it is listed by its folder's name"),
            ("version", "nobody can tell which one is installed"),
            ("description", "nobody can tell what it is for"),
        ):
            if not plugin.says(attribute):
                hint = f"add it to the class or to plugin.json: {why}"
                yield Report(HINT, place, f"the plugin has no {attribute}", hint)
    if plugin.entry is not None and not plugin.folder.has("README.md"):
        hint = "it is shown on the plugin's page"
        yield Report(HINT, Place("README.md", 0), "there is no README.md", hint)
