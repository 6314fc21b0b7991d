"""Import a plugin under the incumbent's module names and build its instance.

Knows folders, modules and how a plugin is spelled; not what its attributes mean. A process loads one
plugin, once: to reload is to fork again.
"""

import importlib.util
import os
import re
import sys
import types
from dataclasses import dataclass

from pluggarr_worker import errors, sources


@dataclass
class Plugin:
    """A plugin that is loaded."""

    key: str
    folder: str
    instance: object


class LoadError(Exception):
    """The plugin cannot be loaded; says why and where in its code."""

    def __init__(self, message: str, traceback: str | None = None):
        super().__init__(message)
        self.traceback = traceback


def package_name(key: str) -> str:
    """Return the name of the package that a plugin is imported as; plugins' Celery tasks depend on it."""
    name = re.sub(r"[^0-9a-zA-Z]", "_", key)
    return f"_dispatcharr_plugin_{'p_' if name[:1].isdigit() else ''}{name}"


def load(folder: str, key: str) -> Plugin:
    """Import the plugin in ``folder`` and call ``Plugin()``. Raises LoadError."""
    sources.watch_over(os.path.dirname(folder))
    _extend_path(folder)
    package = package_name(key)
    # plugin.py first; a package only where that is missing or has no Plugin.
    attempts = (
        (os.path.join(folder, "plugin.py"), f"{package}.plugin"),
        (os.path.join(folder, "__init__.py"), package),
    )
    failure = None
    for path, name in attempts:
        if not os.path.isfile(path):
            continue
        try:
            return Plugin(key, folder, _build(path, name, package, folder))
        except _ConstructorError:
            raise
        except LoadError as error:
            failure = failure or error
    raise failure or LoadError(
        "cannot be loaded: there is neither plugin.py nor __init__.py in its folder"
    )


def _build(path: str, name: str, package: str, folder: str):
    _make_package(package, folder)
    module = _execute(path, name, folder)
    factory = getattr(module, "Plugin", None)
    if factory is None:
        raise LoadError(f"cannot be loaded: {os.path.basename(path)} has no class `Plugin`")
    if not callable(factory):
        kind = type(factory).__name__
        raise _ConstructorError(f"cannot be loaded: `Plugin` is not a class but a {kind}")
    with _Explained(folder, "cannot be started: Plugin()", _ConstructorError):
        return factory()


class _ConstructorError(LoadError):
    """`Plugin()` raised: there is no point in trying another file."""


def _extend_path(folder: str) -> None:
    # For `from helpers import x` and `import other_plugin`. At the end: a plugin's `version.py` or `json.py`
    # must not replace what everything else imports under that name.
    for path in (folder, os.path.dirname(folder)):
        if path not in sys.path:
            sys.path.append(path)


def _make_package(name: str, folder: str) -> None:
    for loaded in [
        module for module in sys.modules if module == name or module.startswith(f"{name}.")
    ]:
        del sys.modules[loaded]
    package = types.ModuleType(name)
    package.__path__ = [folder]
    package.__package__ = name
    package.__spec__ = importlib.util.spec_from_loader(name, loader=None, is_package=True)
    package.__spec__.submodule_search_locations = [folder]
    sys.modules[name] = package
    _alias(os.path.basename(folder), package, folder)


def _alias(name: str, package: types.ModuleType, folder: str) -> None:
    """Let ``import my_plugin.helpers`` find the same modules, where the folder is a package."""
    if not os.path.isfile(os.path.join(folder, "__init__.py")) or not name.isidentifier():
        return
    previous = sys.modules.get(name)
    if previous is None:
        spec = importlib.util.find_spec(name)
        is_free = spec is None or spec.origin == os.path.join(folder, "__init__.py")
    else:
        is_free = getattr(previous, "__path__", None) == [folder]
    if is_free:
        sys.modules[name] = package


def _execute(path: str, name: str, folder: str) -> types.ModuleType:
    is_package = os.path.basename(path) == "__init__.py"
    spec = importlib.util.spec_from_file_location(
        name,
        path,
        loader=sources.PluginSource(name, path),
        submodule_search_locations=[folder] if is_package else None,
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    if is_package:
        _alias(os.path.basename(folder), module, folder)
    else:
        sys.modules[name.rpartition(".")[0]].plugin = module
    with _Explained(folder, "cannot be imported", LoadError):
        spec.loader.exec_module(module)
    return module


class _Explained:
    """Turns whatever a plugin raises, ``SystemExit`` too, into an error with file and line."""

    def __init__(self, folder: str, what: str, error: type[LoadError]):
        self._folder, self._what, self._error = folder, what, error

    def __enter__(self):
        return self

    def __exit__(self, _, error, __):
        if error is None or isinstance(error, errors.Cancelled):
            return False
        text = f"{self._what}: {errors.typed_message(error)}"
        place = errors.place(error, self._folder)
        # A SyntaxError says it itself.
        if place and not text.endswith(f"({place})"):
            text += f" ({place})"
        raise self._error(text, errors.format_traceback(error)) from None
