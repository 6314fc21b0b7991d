"""Tests of the plugin. They need no server: `python -m unittest` in the plugin's folder."""

import importlib.util
import logging
import types
import unittest
from pathlib import Path
from unittest import mock

FILE = Path(__file__).resolve().parent.parent / "plugin.py"


def load():
    """Return a Plugin(), as the host makes one."""
    spec = importlib.util.spec_from_file_location("@KEY@_under_test", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Plugin()


def run(action, **settings):
    """Run an action as the host does: settings that are not given have their defaults."""
    plugin = load()
    defaults = {field["id"]: field["default"] for field in plugin.fields if "default" in field}
    context = {
        "settings": {**defaults, **settings},
        "logger": logging.getLogger("test"),
        "actions": {action["id"]: action for action in plugin.actions},
    }
    return plugin.run(action, {}, context)


def channels(total, enabled):
    """Stand in for `apps.channels.models`: as many channels, of which so many are enabled."""
    objects = mock.Mock()
    objects.all.return_value.count.return_value = total
    objects.all.return_value.filter.return_value.count.return_value = enabled
    module = types.ModuleType("apps.channels.models")
    module.Channel = types.SimpleNamespace(objects=objects)
    names = {name: types.ModuleType(name) for name in ("apps", "apps.channels")}
    return mock.patch.dict("sys.modules", {**names, "apps.channels.models": module})


class Greeting(unittest.TestCase):
    def test_it_says_what_is_set_up(self):
        result = run("greet", greeting="Good evening")
        self.assertEqual(result, {"status": "success", "message": "Good evening from @NAME@"})

    def test_an_action_that_is_not_there_is_an_error(self):
        self.assertEqual(run("nonsense")["status"], "error")


class Counting(unittest.TestCase):
    def test_only_enabled_channels_are_counted(self):
        with channels(total=5, enabled=3):
            self.assertEqual(run("count")["data"], {"channels": 3})

    def test_unless_all_are_asked_for(self):
        with channels(total=5, enabled=3):
            self.assertEqual(run("count", only_enabled=False)["data"], {"channels": 5})


if __name__ == "__main__":
    unittest.main()
