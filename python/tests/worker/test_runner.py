"""How run() and stop() are called."""

import pytest

from pluggarr_worker import runner
from pluggarr_worker.loader import Plugin
from pluggarr_worker.run_state import RunState

STATE = RunState("0c6f", "user")
CALL = {
    "action": "go",
    "params": {"n": 1},
    "settings": {"a": 1},
    "actions": [{"id": "go", "label": "Go"}],
    "reason": "disable",
}


def plugin(**members):
    return Plugin("hello", "/nowhere", type("Instance", (), members)())


def test_run_is_called_by_position_with_whatever_signature():
    seen = []
    instance = plugin(run=lambda self, a, p=None, c=None, *rest, **more: seen.append((a, p, c)))
    assert runner.run(instance, CALL, STATE) == {"status": "ok", "result": None}
    ((action, params, context),) = seen
    assert (action, params) == ("go", {"n": 1})
    upstream = {"settings", "logger", "actions"}
    kept = {"plugin_key", "data_dir", "storage", "run_id", "trigger"}
    called = {"report_progress", "cancelled", "dispatch_task"}
    assert set(context) == upstream | kept | called
    assert context["data_dir"] == "/data/plugin-data/hello"
    assert (context["run_id"], context["trigger"]) == ("0c6f", "user")
    assert context["logger"].name == "apps.plugins.loader"
    assert context["actions"] == {"go": {"id": "go", "label": "Go"}}


@pytest.mark.parametrize("value", [{}, {"status": "error"}, {"status": True}])
def test_a_dict_is_returned_as_it_is(value):
    assert runner.run(plugin(run=lambda *_: value), CALL, STATE) == value


def test_a_permission_error_is_a_refusal():
    def run(*_):
        raise PermissionError("no")

    with pytest.raises(runner.CallFailed) as failure:
        runner.run(plugin(run=run), CALL, STATE)
    assert (failure.value.kind, str(failure.value)) == ("permission", "no")


def test_an_error_while_the_result_is_read_is_the_plugins():
    def rows():
        yield 1
        raise KeyError("gone")

    with pytest.raises(runner.CallFailed) as failure:
        runner.run(plugin(run=lambda *_: {"rows": rows()}), CALL, STATE)
    assert (failure.value.kind, str(failure.value)) == ("raised", "KeyError: 'gone'")


def test_stop_gets_the_reason():
    seen = []
    runner.stop(plugin(stop=lambda self, context: seen.append(context["reason"])), CALL)
    assert seen == ["disable"]


def test_stop_may_take_nothing():
    seen = []
    runner.stop(plugin(stop=lambda self: seen.append("stopped")), CALL)
    assert seen == ["stopped"]


def test_an_action_called_stop_stands_in_for_the_method():
    seen = []
    call = {**CALL, "actions": [{"id": "stop", "label": "Stop"}]}
    runner.stop(plugin(run=lambda self, *arguments: seen.append(arguments[:2])), call)
    assert seen == [("stop", {})]


def test_without_either_nothing_is_called():
    runner.stop(plugin(run=lambda self, *_: 1 / 0), CALL)
