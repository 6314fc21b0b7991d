import pytest


def options(reports, text, **files):
    code = f"class Plugin:\n    fields = [{{'id': 'mode', 'type': 'select', {text}}}]\n"
    return reports("option-values", code, **files)


GOOD = "'options': [{'value': 'a', 'label': 'A'}, {'value': 1, 'label': 'One'}]"


@pytest.mark.parametrize(
    "default",
    ["", "'default': 'a'", "'default': 1", "'default': '1'", "'default': ''", "'default': f()"],
)
def test_a_default_among_the_options_is_fine(reports, default):
    assert options(reports, f"{GOOD}, {default}") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("'options': []", "`mode` offers no options"),
        ("'default': 'a'", "`mode` offers no options"),
        ("'options': ['a']", "option 1 of `mode` is plain text; the field is left out"),
        (
            "'options': [{'value': '', 'label': 'A'}]",
            "the value of option 1 of `mode` is missing or blank",
        ),
        (
            "'options': [{'value': True, 'label': 'A'}]",
            "the value of option 1 of `mode` is missing or blank",
        ),
        ("'options': [{'value': 'a'}]", "the label of option 1 of `mode` is missing or blank"),
    ],
)
def test_what_is_wrong_with_options(reports, text, message):
    assert options(reports, text) == [f"error 2: {message}"]


def test_a_repeated_value(reports):
    text = "'options': [{'value': 'a', 'label': 'A'}, {'value': 'a', 'label': 'B'}]"
    assert options(reports, text) == ["warning 2: `mode` has two options with the value `a`"]


def test_options_that_are_worked_out_are_left_alone(reports):
    assert options(reports, "'options': choices(), 'default': 'x'") == []


def test_every_choice_of_a_multiselect_counts(reports):
    text = f"{GOOD}, 'default': ['a', 'z']"
    code = f"class Plugin:\n    fields = [{{'id': 'mode', 'type': 'multiselect', {text}}}]\n"
    assert len(reports("option-values", code)) == 1


def test_a_default_that_nobody_can_choose(reports):
    message = "the default of `mode` is `b`, which is not among its options"
    assert options(reports, f"{GOOD}, 'default': 'b'") == [f"warning 2: {message}"]
