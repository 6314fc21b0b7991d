"""What a class says about itself, read without running it."""

import os
import re
from pathlib import Path

import pytest

from pluggarr_inspect import about

HELLO = """
class Plugin:
    name = "Hello World"
    version = "1.0.0"
    description = "Says hello"
    navigation = False
    fields = [
        {"id": "greeting", "label": "Greeting", "type": "string", "default": "Hello"},
        {"id": "enabled", "label": "Enable", "type": "boolean", "default": True},
    ]
    actions = [{"id": "say_hello", "label": "Say Hello", "description": "Greets"}]

    def run(self, action: str, params: dict, context: dict):
        return {"status": "success"}
"""


def attribute(plugin, expression, before=""):
    """Return what a class says whose `name` is this expression, or "dynamic"."""
    answer = about.read(plugin(f"{before}\nclass Plugin:\n    name = {expression}\n"))
    return "dynamic" if answer["dynamic"] else answer["about"]["name"]


def test_a_plain_class_is_read_in_full(plugin):
    answer = about.read(plugin(HELLO))
    said = answer["about"]
    assert (said["name"], said["version"], said["navigation"]) == ("Hello World", "1.0.0", False)
    assert [field["id"] for field in said["fields"]] == ["greeting", "enabled"]
    assert said["actions"] == [{"id": "say_hello", "label": "Say Hello", "description": "Greets"}]
    assert answer["run_signature"] == ["self", "action", "params", "context"]
    assert (answer["has_run"], answer["has_stop"], answer["dynamic"]) == (True, False, [])


def test_the_guides_hello_world_is_read_in_full(plugin):
    shared = os.environ.get("PLUGGARR_SHARED", Path(__file__).resolve().parents[4] / "shared")
    guide = Path(shared, "guide", "basic-plugin-development-guide.md")
    if not guide.exists():
        pytest.skip(f"there is no {guide}")
    blocks = re.findall(r"```python\n(.*?)```", guide.read_text(encoding="utf-8"), re.S)
    code = next(block for block in blocks if 'name = "Hello World"' in block)
    answer = about.read(plugin(code))
    said = answer["about"]
    assert (said["name"], said["version"]) == ("Hello World", "1.0.0")
    assert said["description"] == "A simple example plugin"
    assert [field["id"] for field in said["fields"]] == ["greeting", "enabled"]
    assert [action["id"] for action in said["actions"]] == ["say_hello"]
    assert answer["dynamic"] == answer["partial"] == [] and answer["has_run"]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ('"a" "b"', "ab"),
        ('"a" + "b"', "ab"),
        ("f'{NAME} {VERSION}'", "Name 3"),
        ("NAME", "Name"),
        ("Config.TITLE", "Title Name"),
        ("[1, *PAIR, -2]", [1, 1, 2, -2]),
        ("(1, 2) + PAIR", [1, 2, 1, 2]),
        ("{**BASE, 'b': None, 3: 60 * 60}", {"a": True, "b": None, "3": 3600}),
        ("not True", False),
        (r"'\ud800'", "?"),
    ],
)
def test_what_is_written_down_is_known(plugin, expression, value):
    before = (
        "NAME: str = 'Name'\nVERSION = 3\nPAIR = (1, 2)\nBASE = {'a': True}\n"
        "class Config:\n    TITLE = 'Title ' + NAME"
    )
    assert attribute(plugin, expression, before) == value


@pytest.mark.parametrize(
    "expression",
    [
        "f()",
        "__name__",
        "unknown",
        "b'bytes'",
        "1e999",
        "2 ** 64",
        "0x" + "f" * 40,
        "1 // 0",
        "'a' * 1000000000",
        "TWICE",
        "CHANGED",
        "APPENDED",
        "LOOP",
        "[x for x in (1, 2)]",
        "'a' if True else 'b'",
        "{**'ab'}",
    ],
)
def test_what_only_running_could_tell_is_dynamic(plugin, expression):
    before = (
        "import os\nTWICE = 1\nTWICE = 2\nCHANGED = 1\ndef f():\n    global CHANGED\n    CHANGED = 2\n"
        "APPENDED = []\nAPPENDED.append(1)\nLOOP = LOOP2\nLOOP2 = LOOP"
    )
    assert attribute(plugin, expression, before) == "dynamic"


def test_a_few_lines_of_doubling_end_soon(plugin):
    doubling = "\n".join(f"a{n + 1} = a{n} + a{n}" for n in range(60))
    assert attribute(plugin, "a60", f"a0 = 'x'\n{doubling}") == "dynamic"
    lists = "\n".join(f"a{n + 1} = [a{n}, a{n}]" for n in range(60))
    assert attribute(plugin, "a60", f"a0 = 'x'\n{lists}") == "dynamic"


def test_of_a_list_the_items_that_are_known_are_kept(plugin):
    answer = about.read(
        plugin("""
        COMMON = [{"id": "a"}]
        class Plugin:
            fields = COMMON + [{"id": "b"}, {"id": "c", "options": choices()}, *MORE]
            actions = make_actions()
        """)
    )
    assert answer["about"] == {"fields": [{"id": "a"}, {"id": "b"}]}
    assert (answer["partial"], answer["dynamic"]) == (["fields"], ["actions"])


@pytest.mark.parametrize(
    "code",
    [
        "class Plugin:\n    @property\n    def fields(self): return []",
        "class Plugin:\n    fields = []\n    def __init__(self):\n        self.fields = [1]",
        "class Plugin:\n    fields = []\n    fields.append(1)",
        "class Plugin:\n    fields = []\n    if x:\n        fields = [1]",
        "class Plugin:\n    fields = []\nPlugin.fields = [1]",
        "class Plugin:\n    fields = []\n    fields += [1]",
    ],
)
def test_what_code_sets_later_is_dynamic(plugin, code):
    answer = about.read(plugin(code))
    assert (answer["dynamic"], answer["about"]) == (["fields"], {})


def test_places_count_as_the_known_items_do(plugin):
    answer = about.read(
        plugin("""
        COMMON = {"type": "string",
            "label": "L"}
        class Plugin:
            name = "P"
            fields = [
                {"id": choose(), "type": "text"},
                {**COMMON, "id": "a"},
                "no field",
                {"id": "b",
                 "type": "number"},
            ]
        """)
    )
    assert [
        item if isinstance(item, str) else item["id"] for item in answer["about"]["fields"]
    ] == [
        "a",
        "no field",
        "b",
    ]
    places = answer["places"]
    assert (places["name"], places["fields"]) == (5, 6)
    assert (places["fields[0]"], places["fields[0].id"], places["fields[0].label"]) == (8, 8, 8)
    assert (places["fields[1]"], places["fields[2]"], places["fields[2].type"]) == (9, 10, 11)
    assert "fields[3]" not in places


def test_a_name_alone_is_no_attribute(plugin):
    assert about.read(plugin("class Plugin:\n    name: str\n"))["about"] == {}


def test_an_alias_bases_and_relative_imports_are_followed(plugin):
    answer = about.read(
        plugin(
            "from .main import Real as Plugin",
            **{
                "main.py": """
                from .parts.base import Base
                class Real(Base):
                    name = 'Real'
                """,
                "parts/base.py": """
                VERSION = '2'
                class Base:
                    name = 'Base'
                    version = VERSION
                    def run(self, action, params, context, *args, key=None, **more): ...
                    def stop(self): ...
                """,
            },
        )
    )
    assert answer["about"] == {"name": "Real", "version": "2"}
    assert answer["run_signature"][-3:] == ["*args", "key", "**more"]
    assert answer["has_stop"]
    assert about.read(plugin("class A:\n    name = 'A'\nPlugin = A"))["about"] == {"name": "A"}


def test_a_base_from_elsewhere_may_have_run(plugin):
    answer = about.read(plugin("from sdk import Base\nclass Plugin(Base): ..."))
    assert answer["has_run"] and not answer["has_stop"]


def test_circles_end(plugin):
    answer = about.read(plugin("class A(B): ...\nclass B(A): ...\nPlugin = A"))
    assert answer["has_plugin_class"]
    answer = about.read(plugin("from .plugin import Plugin"))
    assert answer["about"] is None and answer["has_plugin_class"]


def test_a_package_is_read_where_plugin_py_has_no_plugin(plugin):
    package = {"__init__.py": "class Plugin:\n    name = 'Package'"}
    assert about.read(plugin(None, **package))["file"] == "__init__.py"
    assert about.read(plugin("helper = 1", **package))["about"] == {"name": "Package"}
    both = about.read(plugin("class Plugin:\n    name = 'File'", **package))
    assert both["about"] == {"name": "File"}


def test_what_is_no_class_is_no_class(plugin):
    answer = about.read(plugin("Plugin = {'name': 'a dict'}"))
    assert answer["about"] is None and answer["has_plugin_class"]
    assert not about.read(plugin("x = 1"))["has_plugin_class"]


@pytest.mark.parametrize(
    ("content", "message", "line"),
    [
        (b"x = 1\nif", "invalid syntax", 2),
        (b"x = 1\n\ny = '\xe9'\n", "byte 0xe9 is not utf-8, and no other encoding is declared", 3),
        (b"# coding: latin-9000\n", "unknown encoding: latin-9000", 1),
        (b"a = 1\0", "source code string cannot contain null bytes", 1),
    ],
)
def test_what_is_no_python_says_why_and_where(plugin, content, message, line):
    problem = about.read(plugin(content))["syntax_error"]
    assert problem == {"file": "plugin.py", "message": message, "line": line}


def test_a_declared_encoding_counts(plugin):
    code = "# coding: latin-1\nclass Plugin:\n    name = 'Grün'\n".encode("latin-1")
    assert about.read(plugin(code))["about"] == {"name": "Grün"}


def test_a_link_out_of_the_folder_is_not_followed(plugin, tmp_path):
    (tmp_path / "secret.py").write_text("class Plugin:\n    name = 'Secret'\n")
    folder = plugin(None, **{"README.md": ""})
    Path(folder.path, "plugin.py").symlink_to(tmp_path / "secret.py")
    assert about.read(folder)["about"] is None
    assert folder.unread == ["plugin.py: it is a link that leaves the plugin's folder"]


def test_a_pipe_and_a_large_file_are_not_read(plugin):
    folder = plugin(None, **{"__init__.py": "#" * (1 << 20) + "\n"})
    os.mkfifo(Path(folder.path, "plugin.py"))
    assert about.read(folder)["about"] is None
    assert folder.unread == ["plugin.py: it is not a file", "__init__.py: it is larger than 1 MiB"]
