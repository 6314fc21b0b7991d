"""What a plugin's class says about itself, as far as that is written down in it.

What the values must look like is decided by the host. What only running the code could tell is listed as
dynamic; of a list of which some items are known, those are given and the list counts as partial.
"""

from pluggarr_inspect import declared, plugin_class
from pluggarr_inspect.folder import Folder
from pluggarr_inspect.literals import Dynamic, Values
from pluggarr_inspect.plugin_class import Entry, Member, PluginClass

ATTRIBUTES = (
    "name",
    "version",
    "description",
    "author",
    "help_url",
    "navigation",
    "fields",
    "actions",
    "manifest_version",
    "capabilities",
)
_LISTS = ("fields", "actions")


def read(folder: Folder) -> dict:
    """Return this part of the answer."""
    entry = plugin_class.find(folder)
    if entry is None:
        return _answer(None)
    if entry.plugin is None:
        problem = entry.source.problem
        return _answer(entry, syntax_error=problem.as_dict() if problem else None)
    about, dynamic, partial = values(entry.plugin)
    places = {
        path: place.line
        for path, place in declared.places(entry.plugin, about).items()
        if place.file == entry.source.path
    }
    run, stop = entry.plugin.member("run"), entry.plugin.member("stop")
    return _answer(
        entry,
        about=about,
        dynamic=dynamic,
        partial=partial,
        places=places,
        # A base that is not in the folder may have it.
        has_run=run is not None or entry.plugin.is_open,
        run_signature=_signature(run),
        has_stop=stop is not None,
    )


def values(plugin: PluginClass) -> tuple[dict, list[str], list[str]]:
    """Return the attributes that can be known, the names of those that cannot, and of those known in part."""
    about, dynamic, partial = {}, [], []
    set_by_code = plugin.set_by_code
    work = Values()
    for name in ATTRIBUTES:
        member = plugin.member(name)
        if name in set_by_code:
            dynamic.append(name)
        elif member is not None:
            try:
                about[name], is_whole = _value(work, name, member)
            except Dynamic:
                dynamic.append(name)
            else:
                if not is_whole:
                    partial.append(name)
    return about, dynamic, partial


def _value(work: Values, name: str, member: Member):
    node = member.value
    if node is None:
        raise Dynamic
    try:
        return work.value(node, member.scope), True
    except Dynamic:
        if name not in _LISTS:
            raise
        return work.items(node, member.scope)


def _signature(run: Member | None) -> list[str] | None:
    """The parameters of `run` as they are written, `*` and `**` included."""
    if run is None or run.function is None:
        return None
    arguments = run.function.args
    names = [argument.arg for argument in arguments.posonlyargs + arguments.args]
    if arguments.vararg:
        names.append(f"*{arguments.vararg.arg}")
    names += [argument.arg for argument in arguments.kwonlyargs]
    if arguments.kwarg:
        names.append(f"**{arguments.kwarg.arg}")
    return names


def _answer(entry: Entry | None, **known) -> dict:
    return {
        "about": None,
        "dynamic": [],
        "partial": [],
        "places": {},
        "file": entry.source.path if entry else None,
        "has_plugin_class": bool(entry and entry.has_plugin),
        "has_run": False,
        "run_signature": None,
        "has_stop": False,
        "syntax_error": None,
        **known,
    }
