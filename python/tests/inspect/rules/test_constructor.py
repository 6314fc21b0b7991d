import pytest


@pytest.mark.parametrize(
    ("init", "expected"),
    [
        ("def __init__(self): ...", []),
        ("def __init__(self, a=1, *args, b=2, **more): ...", []),
        ("def __init__(self, host, a=1): ...", "host"),
        ("def __init__(self, *, host): ...", "host"),
    ],
)
def test_the_constructor_needs_no_arguments(reports, init, expected):
    got = reports("constructor", f"class Plugin:\n    {init}\n")
    message = f"error 2: __init__ needs `{expected}`, and the host calls Plugin() without arguments"
    assert got == ([message] if expected else [])
