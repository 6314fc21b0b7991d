FILES = {"helpers.py": "", "lib/__init__.py": "", "json.py": ""}


def test_a_dot_is_missing(reports):
    message = "is a file of the plugin, imported as if it were installed"
    code = "from helpers import a, b\nimport lib.deep\n"
    assert reports("sibling-imports", code, **FILES) == [
        f"hint 1: `helpers` {message}",
        f"hint 2: `lib` {message}",
    ]


def test_dots_guards_and_own_paths_are_fine(reports):
    code = "from .helpers import a\nfrom . import lib\nimport json\nimport my_plugin.helpers\n"
    assert reports("sibling-imports", code, **FILES) == []
    guarded = "try:\n    from .helpers import a\nexcept ImportError:\n    from helpers import a\n"
    assert reports("sibling-imports", guarded, **FILES) == []
    own_path = "import sys\nsys.path.insert(0, 'x')\nimport helpers\n"
    assert reports("sibling-imports", own_path, **FILES) == []
