import pytest


def ids(reports, fields="[]", actions="[]", rest="def stop(self, context): ..."):
    return reports(
        "ids", f"class Plugin:\n    fields = {fields}\n    actions = {actions}\n    {rest}\n"
    )


def test_ids_of_a_field_and_an_action_may_be_the_same(reports):
    assert ids(reports, "[{'id': 'go'}, {'id': 5}]", "[{'id': 'go'}]") == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ("[{'label': 'A'}]", "error 2: the field has no id"),
        ("[{'id': ' '}]", "error 2: the field's id is blank or no text"),
        ("[{'id': True}]", "error 2: the field's id is blank or no text"),
        ("[{'id': 'a'},\n {'id': 'a'}]", "error 3: the id `a` is taken by the field in line 2"),
        ("[{'id': 'a '}]", "warning 2: the id `a ` begins or ends with a space"),
        (
            "[{'id': 'confirm', 'type': 'string'}]",
            "warning 2: a field `confirm` decides whether actions ask first, so it should be a boolean",
        ),
    ],
)
def test_what_is_wrong_with_ids(reports, fields, message):
    assert ids(reports, fields) == [message]


def test_what_only_running_could_tell_is_left_alone(reports):
    assert ids(reports, "[{'id': make_id()}, {**COMMON}]", "make_actions()") == []


def test_an_action_stop_without_a_method_is_pointed_out(reports):
    message = "hint 3: the action `stop` also runs when the plugin is disabled, reloaded or deleted"
    assert ids(reports, actions="[{'id': 'stop'}]", rest="") == [message]
    assert ids(reports, actions="[{'id': 'stop'}]") == []


def test_a_boolean_confirm_is_what_it_is_for(reports):
    assert ids(reports, "[{'id': 'confirm', 'type': 'boolean'}]") == []
    manifest = '{"fields": [{"id": "confirm", "type": "text"}]}'
    assert len(reports("ids", "class Plugin: ...", **{"plugin.json": manifest})) == 1
