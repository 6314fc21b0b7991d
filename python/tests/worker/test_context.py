"""What a plugin finds in its context, in a run, after it, and where there is no host."""

import threading

import pytest

from pluggarr_worker import context, host, progress
from pluggarr_worker.loader import Plugin
from pluggarr_worker.run_state import RunState

CALL = {"settings": {}, "actions": []}
PLUGIN = Plugin("hello", "/nowhere", object())


class Kept(dict):
    """A host that keeps values, and what it was told."""

    def __init__(self):
        super().__init__()
        self.notes = []
        self.dispatched = []
        self.planned = None

    def call(self, kind, **fields):
        match kind:
            case "storage_get":
                return {"found": fields["name"] in self, "value": self.get(fields["name"])}
            case "storage_set":
                self[fields["name"]] = fields["value"]
            case "storage_delete":
                return self.pop(fields["name"], self) is not self
            case "storage_list":
                return sorted(self)
            case "dispatch":
                self.dispatched.append(fields)
                return {"task_id": "0c70"}

    def notify_for(self, run_id, kind, **fields):
        self.notes.append((run_id, kind, fields))

    def notify_later(self, run_id, kind, seconds, **fields):
        self.planned = (run_id, kind, fields)

    def notify_now(self, run_id, kind):
        if self.planned:
            self.notes.append(self.planned)
            self.planned = None

    def forget_planned(self, run_id, kind):
        self.planned = None


@pytest.fixture
def kept(monkeypatch):
    fake = Kept()
    for name in ("call", "notify_for", "notify_later", "notify_now", "forget_planned"):
        monkeypatch.setattr(host, name, getattr(fake, name))
    return fake


def of_run(state=None):
    return context.of_run(PLUGIN, CALL, state or RunState("0c6f", "user"))


def test_the_storage_is_a_mapping_that_the_host_keeps(kept):
    storage = of_run()["storage"]
    storage["seen"] = [1, 2]
    storage.setdefault("seen", [])
    storage.update(other=None)
    assert dict(storage) == {"seen": [1, 2], "other": None}
    assert "other" in storage and "missing" not in storage and 7 not in storage
    assert storage.get("missing", 3) == 3
    assert storage.pop("seen") == [1, 2]
    assert len(storage) == 1
    with pytest.raises(KeyError):
        del storage["missing"]
    with pytest.raises(TypeError, match="names in the storage are texts, not int"):
        storage[7] = 1


def test_progress_is_made_presentable_and_the_last_word_is_sent(kept):
    state = RunState("0c6f")
    report = of_run(state)["report_progress"]
    report(150, "more than all")
    for percent in range(1000):
        report(percent / 10, f"step {percent}")
    assert len(kept.notes) < 100
    report(None)
    state.progress.flush()
    state.progress.flush()
    assert kept.notes[0] == ("0c6f", "progress", {"percent": 100.0, "message": "more than all"})
    assert kept.notes[-1] == ("0c6f", "progress", {"percent": None, "message": ""})


@pytest.mark.parametrize(
    "percent, wanted",
    [("12.5", 12.5), (-1, 0.0), (float("nan"), None), ("half", None), ([], None), (10**400, None)],
)
def test_odd_percentages_do_not_disturb_the_plugin(percent, wanted):
    assert progress._percent(percent) == wanted


def test_a_run_sees_that_it_should_end_and_so_do_its_threads():
    state = RunState("0c6f")
    cancelled = of_run(state)["cancelled"]
    assert not state.has_looked
    assert not cancelled() and state.has_looked
    state.is_asked_to_end = True
    seen = []
    thread = threading.Thread(target=lambda: seen.append(cancelled()))
    thread.start()
    thread.join()
    assert seen == [True]


def test_another_action_is_dispatched(kept):
    assert of_run()["dispatch_task"]("refresh", {"count": 3}) == "0c70"
    assert of_run()["dispatch_task"]("refresh") == "0c70"
    assert kept.dispatched == [
        {"action": "refresh", "params": {"count": 3}},
        {"action": "refresh", "params": {}},
    ]


def test_without_a_host_progress_is_lost_and_the_storage_says_why():
    about = of_run()
    about["report_progress"](5, "nobody hears")
    assert about["cancelled"]() is False
    with pytest.raises(host.NotAWorker):
        about["storage"]["seen"]


def test_stop_has_the_storage_and_no_run(kept):
    about = context.of_stop(PLUGIN, {**CALL, "reason": "disable"})
    assert set(about) == {
        *("settings", "logger", "actions", "reason"),
        *("plugin_key", "data_dir", "storage"),
    }
