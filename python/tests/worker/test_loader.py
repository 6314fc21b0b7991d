"""Module names, precedence of files, and what a failed import says."""

import os
import sys

import pytest

from pluggarr_worker import loader, metadata

PLUGIN = "class Plugin:\n    name = __name__\n"


def write(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return str(folder)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("hello", "_dispatcharr_plugin_hello"),
        ("dash-name", "_dispatcharr_plugin_dash_name"),
        ("3d", "_dispatcharr_plugin_p_3d"),
        ("prüfer", "_dispatcharr_plugin_pr_fer"),
    ],
)
def test_package_names_are_the_incumbents(key, name):
    assert loader.package_name(key) == name


def test_plugin_py_comes_before_the_package(tmp_path):
    folder = write(tmp_path / "both", {"plugin.py": PLUGIN, "__init__.py": "raise RuntimeError"})
    assert loader.load(folder, "both").instance.name == "_dispatcharr_plugin_both.plugin"


def test_a_package_alone_is_a_plugin(tmp_path):
    files = {
        "__init__.py": "from .inner import NAME\nclass Plugin:\n    name = NAME\n",
        "inner.py": "NAME = 7\n",
    }
    assert loader.load(write(tmp_path / "package", files), "package").instance.name == 7


@pytest.mark.parametrize("broken", ["import nowhere_at_all", "VALUE = 1", "def broken(:"])
def test_the_package_steps_in_for_a_plugin_py_that_fails(tmp_path, broken):
    folder = write(tmp_path / "fallback", {"plugin.py": broken, "__init__.py": PLUGIN})
    assert loader.load(folder, "fallback").instance.name == "_dispatcharr_plugin_fallback"


def test_if_both_fail_the_first_error_is_told(tmp_path):
    folder = write(tmp_path / "bad", {"plugin.py": "import first", "__init__.py": "import second"})
    with pytest.raises(loader.LoadError, match="'first'"):
        loader.load(folder, "bad")


def test_a_package_is_the_same_under_its_folders_name(tmp_path):
    code = "import sys, twice\nclass Plugin:\n    same = twice is sys.modules[__package__]\n"
    folder = write(tmp_path / "twice", {"__init__.py": "", "plugin.py": code})
    assert loader.load(folder, "twice").instance.same


def test_a_folder_called_like_a_module_does_not_replace_it(tmp_path):
    files = {
        "__init__.py": "",
        "plugin.py": "import json\nclass Plugin:\n    text = json.dumps([])\n",
    }
    assert loader.load(write(tmp_path / "json", files), "json").instance.text == "[]"


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("x = (", r"cannot be imported: SyntaxError: .* \(plugin.py, line 1\)"),
        ("\n\nimport helper", r"cannot be imported: ValueError: deep \(helper.py, line 2\)"),
        ("raise SystemExit(3)", r"cannot be imported: SystemExit: 3 \(plugin.py, line 1\)"),
        (
            "class Plugin:\n    def __init__(self, x): pass",
            r"Plugin\(\): TypeError: .*missing 1 required",
        ),
    ],
)
def test_a_failure_says_what_and_where(tmp_path, code, wanted):
    folder = write(
        tmp_path / "fails", {"plugin.py": code, "helper.py": "\nraise ValueError('deep')"}
    )
    with pytest.raises(loader.LoadError, match=wanted):
        loader.load(folder, "fails")


def test_code_that_is_not_utf8_says_so(tmp_path):
    folder = write(tmp_path / "latin", {"plugin.py": ""})
    (tmp_path / "latin" / "plugin.py").write_bytes(b"X = '\xe9'\n")
    with pytest.raises(loader.LoadError, match="cannot be imported: SyntaxError"):
        loader.load(folder, "latin")


def test_an_empty_folder_is_no_plugin(tmp_path):
    with pytest.raises(loader.LoadError, match=r"neither plugin\.py nor __init__"):
        loader.load(str(tmp_path), "nothing")


def test_the_plugins_folder_is_importable(tmp_path):
    write(tmp_path / "other", {"shared.py": "VALUE = 5\n"})
    code = "from other.shared import VALUE\nclass Plugin:\n    value = VALUE\n"
    assert loader.load(write(tmp_path / "one", {"plugin.py": code}), "one").instance.value == 5
    assert str(tmp_path) in sys.path


class Odd:
    name = "Odd"
    version = 1.5
    fields = ({"id": 1, "options": ({"value": 2},)},)
    actions = float("nan")

    @property
    def description(self):
        raise RuntimeError("no description")

    @property
    def author(self):
        return self.nobody


def test_metadata_is_read_attribute_by_attribute():
    answer = metadata.read(Odd())
    assert answer == {
        "manifest": {
            "name": "Odd",
            "version": 1.5,
            "fields": [{"id": 1, "options": [{"value": 2}]}],
        },
        "has_stop": False,
        "problems": [
            {"path": "description", "message": "cannot be read: RuntimeError: no description"},
            {"path": "author", "message": "cannot be read: its property raised AttributeError"},
            {
                "path": "actions",
                "message": "cannot be read: NotJsonable: actions is nan, which JSON has not",
            },
        ],
        "tasks": [],
    }


def test_an_edit_within_the_same_second_and_of_the_same_size_is_seen(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    second = 1_700_000_000 * 10**9
    files = {"plugin.py": "from .inner import NAME\nclass Plugin:\n    name = (NAME, 1)\n"}
    folder = write(tmp_path / "edited", {**files, "inner.py": "NAME = 1\n"})
    for name in ("plugin.py", "inner.py"):
        os.utime(tmp_path / "edited" / name, ns=(second, second))
    assert loader.load(folder, "edited").instance.name == (1, 1)
    for module in [name for name in sys.modules if "edited" in name]:
        del sys.modules[module]
    edited = {name: text.replace("1", "2") for name, text in files.items()}
    write(tmp_path / "edited", {**edited, "inner.py": "NAME = 2\n"})
    for name in ("plugin.py", "inner.py"):
        os.utime(tmp_path / "edited" / name, ns=(second, second + 1_000_000))
    assert loader.load(folder, "edited").instance.name == (2, 2)
    assert (tmp_path / "edited" / "__pycache__").is_dir(), "compiled files are kept all the same"
