def test_files_that_are_no_python_are_reported(reports):
    good = "class Plugin: ...\n"
    assert reports("syntax", "class Plugin:\n") == [
        "error 1: not Python: expected an indented block after class definition on line 1"
    ]
    assert reports("syntax", good, **{"lib/a.py": "\nif"}) == [
        "warning 2: not Python: invalid syntax"
    ]
    assert reports("syntax", good, **{"lib/a.py": "pass"}) == []
