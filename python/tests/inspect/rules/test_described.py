FULL = "class Plugin:\n    name = 'A'\n    version = '1'\n    description = 'B'\n"
README = {"README.md": "# A\n"}


def test_what_is_missing_is_asked_for(reports):
    assert reports("described", "x = 1\nclass Plugin: ...") == [
        "hint 0: there is no README.md",
        "hint 2: the plugin has no name",
        "hint 2: the plugin has no version",
        "hint 2: the plugin has no description",
    ]


def test_class_or_manifest_will_do(reports):
    assert reports("described", FULL, **README) == []
    manifest = {"plugin.json": '{"name": "A", "version": 2, "description": "B"}'}
    assert reports("described", "class Plugin: ...", **README, **manifest) == []
    assert (
        reports(
            "described",
            "class Plugin:\n    name = f()\n    version = f()\n    description = f()",
            **README,
        )
        == []
    )
