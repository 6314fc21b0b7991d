import pytest


def signature(reports, method):
    return reports("run-signature", f"class Plugin:\n    {method}\n")


@pytest.mark.parametrize(
    "method",
    [
        "def run(self, action, params, context): ...",
        "def run(self, action: str, params: dict = None, context=None, *args, **kwargs): ...",
        "def run(self, *args, **kwargs): ...",
        "def run(self, action, params, context, *, dry=False): ...",
        "run = make_run()",
        "@staticmethod\n    def run(action, params, context): ...",
        "@classmethod\n    def run(cls, action, params, context): ...",
        "def run(self, act, settings, ctx): ...",
    ],
)
def test_what_can_be_called_is_fine(reports, method):
    assert signature(reports, method) == []


@pytest.mark.parametrize(
    ("method", "message"),
    [
        (
            "def run(self, action): ...",
            "run() takes 1 argument besides self; it is called with three arguments",
        ),
        (
            "def run(self, a, b, c, d): ...",
            "run() needs 4 arguments besides self; it is called with three arguments",
        ),
        (
            "def run(self, a, b, c, *, d): ...",
            "run() needs `d` by name; it is called with three arguments",
        ),
        ("def run(): ...", "run() does not even take `self`; it is called with three arguments"),
        (
            "async def run(self, a, b, c): ...",
            "run() is `async`: what it returns is a coroutine that nobody awaits",
        ),
        ("run = 'text'", "`run` is not a function"),
        (
            "def run(self, context, action, params): ...",
            "run() takes context, action, params in this order; it is called with action, params, context",
        ),
    ],
)
def test_what_cannot_be_called_says_why(reports, method, message):
    assert signature(reports, method) == [f"error 2: {message}"]


def test_a_class_without_run(reports):
    assert reports("run-signature", "class Plugin: ...") == [
        "error 1: the class has no run(), so no action can run"
    ]
    assert reports("run-signature", "from sdk import Base\nclass Plugin(Base): ...") == []
    base = "class Base:\n    def run(self, a, b, c): ...\nclass Plugin(Base): ..."
    assert reports("run-signature", base) == []


def test_a_generator_is_only_a_warning(reports):
    (report,) = signature(reports, "def run(self, a, b, c):\n        yield 1")
    assert report.startswith("warning 2: run() is a generator")


RUN = "def run(self, a, b, c): ...\n    "


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("def stop(self, context): ...", []),
        ("def stop(self, context=None): ...", []),
        (
            "def stop(self): ...",
            ["hint 3: stop() does not take the context, which says why it is called"],
        ),
        ("async def stop(self, context): ...", ["error 3: stop() is `async`: nobody awaits it"]),
        (
            "def stop(self, context, more): ...",
            [
                "error 3: stop() is called with the context, or else with nothing; it can take neither"
            ],
        ),
    ],
)
def test_stop(reports, method, expected):
    assert signature(reports, RUN + method) == expected
