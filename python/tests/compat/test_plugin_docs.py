"""The Python in docs/PLUGINS.md: each block is run, each action of each plugin in it answers."""

import logging
import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from apps.channels.models import Channel, ChannelGroup, ChannelStream, Stream
from apps.epg.models import EPGData, EPGSource, ProgramData
from pluggarr_inspect import checking
from pluggarr_inspect.folder import Folder

PAGE = Path(__file__).resolve().parents[3] / "docs" / "PLUGINS.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)
PLUGINS = [block for block in BLOCKS if "\nclass Plugin" in "\n" + block]
SNIPPETS = [block for block in BLOCKS if block not in PLUGINS]


def title(block):
    return re.search(r'name = "(.*)"|from (\S+)|import (\S+)', block)[0]


@pytest.fixture
def data(host):
    """A visible channel with a programme, a channel for tests, and a group that nothing is in."""
    group = ChannelGroup.objects.create(name="News")
    ChannelGroup.objects.create(name="Empty")
    guide = EPGData.objects.create(
        tvg_id="one", name="One", epg_source=EPGSource.objects.create(name="G", source_type="xmltv")
    )
    now = timezone.now()
    hour = timedelta(hours=1)
    ProgramData.objects.create(epg=guide, title="Now", start_time=now - hour, end_time=now + hour)
    one = Channel.objects.create(name="One", number=1, group=group, epg_data=guide, tvg_id="")
    Channel.objects.create(name="Test card", number=2, group=group)
    stream = Stream.objects.create(name=" S ", url="http://example.com/s", is_custom=True)
    ChannelStream.objects.create(channel=one, stream=stream)
    host.calls.clear()
    return host


def load(block):
    names = {"__name__": "documented"}
    exec(compile(block, str(PAGE), "exec"), names)
    return names


@pytest.mark.parametrize("block", PLUGINS, ids=title)
def test_a_plugin_loads_and_each_action_answers(data, block):
    plugin = load(block)["Plugin"]()
    fields = getattr(plugin, "fields", [])
    context = {
        "settings": {field["id"]: field["default"] for field in fields if "default" in field},
        "logger": logging.getLogger("apps.plugins.loader"),
        "actions": {action["id"]: action for action in plugin.actions},
        "reason": "disable",
    }
    assert plugin.actions
    for action in plugin.actions:
        result = plugin.run(action["id"], {}, context)
        assert result["status"] == "success" and result["message"], action
    for name in ("on_leader_acquired", "on_leader_lost", "stop"):
        if hasattr(plugin, name):
            getattr(plugin, name)(context)


@pytest.mark.parametrize("block", PLUGINS, ids=title)
def test_a_plugin_passes_its_check(tmp_path, block):
    (tmp_path / "plugin.py").write_text(block)
    (tmp_path / "README.md").write_text("# It\n")
    assert checking.read(Folder(str(tmp_path))) == []


@pytest.mark.parametrize("block", SNIPPETS, ids=title)
def test_a_snippet_runs(data, block):
    names = load(block)
    if "visible" in names:
        # Read before the test card was hidden.
        assert names["names"] == [(1, "One", "News"), (2, "Test card", "News")]
        assert names["on_air"] == 1
        assert list(Channel.objects.filter(enabled=True).values_list("tvg_id", flat=True)) == [None]
        assert Stream.objects.get().name == "S"


def test_the_page_has_what_these_tests_are_for():
    assert (len(PLUGINS), len(SNIPPETS)) == (4, 3)


def test_the_removing_action_removes_the_empty_group_only(data):
    plugin = load(next(block for block in PLUGINS if "Group Tidy" in block))["Plugin"]()
    context = {"logger": logging.getLogger("test"), "settings": {}}
    assert plugin.run("find", {"prefix": "E"}, context)["data"] == ["Empty"]
    plugin.run("remove", {}, context)
    names = ChannelGroup.objects.values_list("name", flat=True)
    assert "Empty" not in names and "News" in names


def test_the_long_run_reports_and_can_be_cancelled(data):
    plugin = load(next(block for block in PLUGINS if "Letter Count" in block))["Plugin"]()
    reported = []
    context = {"report_progress": lambda *said: reported.append(said)}
    assert plugin.run("count", {}, context)["message"] == "12 letters"
    assert reported == [(0.0, "One"), (50.0, "Test card")]
    stopped = plugin.run("count", {}, {"cancelled": lambda: True})
    assert stopped["message"] == "Stopped after 0 names, 0 letters"


def test_the_service_counts_while_it_leads():
    plugin = load(next(block for block in PLUGINS if "Clock" in block))["Plugin"]()
    plugin.on_leader_acquired({})
    end = time.monotonic() + 10
    while plugin.seconds == 0 and time.monotonic() < end:
        time.sleep(0.05)
    plugin.on_leader_lost({})
    assert plugin.run("show", {}, {})["message"] != "0 seconds"


def test_the_testing_helper_runs_a_plugin(tmp_path):
    run = load(next(block for block in SNIPPETS if "def run(path" in block))["run"]
    path = tmp_path / "plugin.py"
    path.write_text(
        "class Plugin:\n    def run(self, a, p, c):\n        return [a, c['settings']]\n"
    )
    assert run(path, "go", x=1) == ["go", {"x": 1}]
