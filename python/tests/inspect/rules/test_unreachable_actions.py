import pytest

ACTIONS = "    actions = [{'id': 'a', 'label': 'A'},\n        {'id': 'b', 'label': 'B'}]\n"


def actions(reports, body, more="", **files):
    lines = "".join(f"        {line}\n" for line in body.splitlines())
    code = f"class Plugin:\n{ACTIONS}    def run(self, action, params, context):\n{lines}{more}"
    return reports("unreachable-actions", code, **files)


@pytest.mark.parametrize(
    "body",
    [
        "if action == 'a':\n    return 1\nelif action == 'b':\n    return 2\nraise ValueError(action)",
        "if action in ('a', 'b'):\n    return 1",
        "match action:\n    case 'a' | 'b':\n        return 1\n    case _:\n        raise ValueError",
        "return {'a': self.a, 'b': self.b}[action]()",
        # What is not handled goes to a last resort that is no refusal.
        "if action == 'a':\n    return 1\nreturn self.b()",
        "if action == 'a':\n    return 1\nelse:\n    return {'status': 'ok'}",
        # The same for all.
        "return {'status': 'ok'}",
        # Looked up by name.
        "return getattr(self, f'do_{action}')()",
        "if action == 'a':\n    pass\nelif action.startswith('b'):\n    pass",
    ],
)
def test_actions_that_are_handled_or_may_be(reports, body):
    assert actions(reports, body) == []


@pytest.mark.parametrize(
    "body",
    [
        "if action == 'a':\n    return 1\nraise ValueError(action)",
        "if action == 'a':\n    return 1",
        "if action == 'a':\n    return 1\nreturn {'status': 'error', 'message': action}",
        "if action == 'a':\n    return 1\nelse:\n    return None",
        "match action:\n    case 'a':\n        return 1",
        "if action == 'a':\n    return 1\nreturn self.fail('Unknown action')",
        "try:\n    if action == 'a':\n        return 1\n    raise ValueError\nexcept KeyError:\n    pass",
    ],
)
def test_an_action_that_nothing_handles(reports, body):
    assert actions(reports, body) == [
        "warning 3: the action `b` is declared, and nothing in the code handles it"
    ]


def test_another_file_may_handle_it(reports):
    body = "if action == 'a':\n    return 1\nreturn None"
    assert actions(reports, body, **{"handlers.py": "HANDLERS = {'b': None}"}) == []


def test_actions_of_the_manifest_count(reports):
    manifest = '{"actions": [\n{"id": "a", "label": "A"},\n{"id": "z", "label": "Z"}]}'
    code = "class Plugin:\n    def run(self, action, p, c):\n        if action == 'a':\n            return 1\n"
    assert reports("unreachable-actions", code, **{"plugin.json": manifest}) == [
        "warning 3: the action `z` is declared, and nothing in the code handles it"
    ]


def test_a_property_that_lists_actions_does_not_handle_them(reports):
    code = """
    class Plugin:
        @property
        def actions(self):
            return [{"id": "z", "label": "Z"}]
        def run(self, action, params, context):
            if action == "a":
                return 1
    """
    manifest = '{"actions": [{"id": "z", "label": "Z"}, {"id": "a", "label": "A"}]}'
    assert len(reports("unreachable-actions", code, **{"plugin.json": manifest})) == 1


def test_the_reverse_is_a_hint(reports):
    body = "if action in ('a', 'b', 'c'):\n    return 1\nif action == 'stop':\n    return 2"
    assert actions(reports, body) == ["hint 5: run() handles the action `c`, which is not declared"]
