import pytest


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("class plugin: ...", ["error 1: there is no class `Plugin`"]),
        ("x = 1\nPlugin = {'name': 'a dict'}", ["error 2: `Plugin` is not a class"]),
        ("Plugin = 'text'", ["error 1: `Plugin` is not a class"]),
        ("class Plugin: ...", []),
        ("Plugin = make_plugin()", []),
        ("from elsewhere import Plugin", []),
        ("try:\n    from .a import Plugin\nexcept ImportError:\n    Plugin = None", []),
    ],
)
def test_there_must_be_a_class_plugin(reports, code, expected):
    got = reports("class-plugin", code)
    if "ImportError" in code:
        expected = ["error 4: `Plugin` is not a class"]
    assert got == expected


def test_a_package_may_have_it(reports):
    assert reports("class-plugin", "x = 1", **{"__init__.py": "class Plugin: ..."}) == []
