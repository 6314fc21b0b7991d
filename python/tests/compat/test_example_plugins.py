"""The plugins of `examples/plugins`, run over real tables as the worker runs them."""

import json
import logging
import runpy
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.channels.models import Channel, ChannelGroup, ChannelStream, Logo, Stream
from apps.epg.models import EPGData, EPGSource, ProgramData

EXAMPLES = Path(__file__).resolve().parents[3] / "examples" / "plugins"
KEYS = sorted(path.parent.name for path in EXAMPLES.glob("*/plugin.py"))


def load(key):
    return runpy.run_path(str(EXAMPLES / key / "plugin.py"))["Plugin"]()


def run(key, action, **settings):
    plugin = load(key)
    declared = {field["id"]: field["default"] for field in plugin.fields}
    context = {
        "settings": {**declared, **settings},
        "logger": logging.getLogger("apps.plugins.loader"),
        "actions": {action["id"]: action for action in plugin.actions},
    }
    return plugin.run(action, {}, context)


@pytest.fixture
def lineup(host):
    """Three channels: one with a full guide, one mapped to an empty one, one hidden and bare."""
    sports = ChannelGroup.objects.create(name="Sports")
    news = ChannelGroup.objects.create(name='News "24"')
    source = EPGSource.objects.create(name="Guide", source_type="xmltv")
    full, empty = (
        EPGData.objects.create(tvg_id=name, name=name.title(), epg_source=source)
        for name in ("full", "empty")
    )
    now = timezone.now()
    for days in (-40, -31, -29, 0, 3):
        ProgramData.objects.create(
            epg=full,
            title=f"{days}",
            start_time=now + timedelta(days=days, minutes=-10),
            end_time=now + timedelta(days=days, minutes=50),
        )
    logo = Logo.objects.create(name="One", url="http://example.com/1.png")
    one = Channel.objects.create(
        name='One "HD"', number=1, group=sports, epg_data=full, logo=logo, tvg_id="one.uk"
    )
    Channel.objects.create(name="Two\nlines", number=2.5, group=news, epg_data=empty)
    Channel.objects.create(name="Hidden", group=sports, enabled=False)
    ChannelStream.objects.create(
        channel=one, stream=Stream.objects.create(name="S", url="http://example.com/s")
    )
    host.calls.clear()


@pytest.mark.parametrize("key", KEYS)
def test_manifest_says_what_the_class_says(key):
    manifest = json.loads((EXAMPLES / key / "plugin.json").read_text())
    plugin = load(key)
    for name in ("name", "version", "description", "author"):
        assert manifest[name] == getattr(plugin, name)
    assert (EXAMPLES / key / "README.md").read_text().startswith(f"# {plugin.name}\n")
    assert f"| `{key}` | {plugin.name} |" in (EXAMPLES / "README.md").read_text()


def test_hello_world():
    assert run("hello_world", "say_hello", greeting="Good evening") == {
        "status": "success",
        "message": "Good evening, World!",
    }
    refused = run("hello_world", "say_hello", enabled=False)
    assert refused == {"status": "error", "message": "Greeting is disabled in settings"}


def test_channel_report(lineup):
    report = run("channel_report", "summary")
    assert report["message"] == "3 channels in 2 groups, 1 streams"
    assert report["data"]["groups"] == [
        {"group": 'News "24"', "channels": 1, "enabled": 1, "with_guide": 1},
        {"group": "Sports", "channels": 2, "enabled": 1, "with_guide": 1},
    ]
    silent = run("channel_report", "silent", limit=1)
    assert silent["message"] == "2 channels have no stream"
    assert silent["data"] == {"channels": [{"number": None, "name": "Hidden"}], "total": 2}


def test_guide_gaps(lineup, host):
    with CaptureQueriesContext(connection) as queries:
        found = run("guide_gaps", "find")
    assert len(queries) == 2
    assert found["message"] == "1 of 2 channels have nothing in the next 24 hours"
    assert [channel["reason"] for channel in found["data"]["channels"]] == [
        "no programmes for Empty"
    ]
    ProgramData.objects.all().delete()
    assert len(run("guide_gaps", "find", hours=1)["data"]["channels"]) == 2
    assert run("guide_gaps", "refresh")["status"] == "success"
    assert host.queued() == [("apps.epg.tasks.refresh_all_epg_data", [])]


def test_channel_exporter(lineup, tmp_path):
    path = tmp_path / "new" / "channels.m3u"
    result = run("m3u_exporter", "export", output_path=str(path))
    assert result == {"status": "success", "message": "Exported 2 channels", "file": str(path)}
    one = Channel.objects.get(number=1)
    lines = path.read_text().splitlines()
    assert lines[0] == "#EXTM3U" and len(lines) == 5
    assert lines[1] == (
        '#EXTINF:-1 tvg-id="one.uk" tvg-chno="1" tvg-name="One \'HD\'" '
        'tvg-logo="http://example.com/1.png" group-title="Sports",One "HD"'
    )
    assert lines[2] == one.url
    assert lines[3].endswith("group-title=\"News '24'\",Two lines")
    assert [entry.name for entry in path.parent.iterdir()] == ["channels.m3u"]


def test_channel_exporter_filters(lineup, tmp_path):
    path = str(tmp_path / "channels.m3u")
    everything = run("m3u_exporter", "export", output_path=path, include_disabled=True)
    assert everything["message"] == "Exported 3 channels"
    sports = run("m3u_exporter", "export", output_path=path, group_filter=" Sports ")
    assert sports["message"] == "Exported 1 channels"
    missing = run("m3u_exporter", "export", output_path=path, group_filter="Spots")
    assert missing == {"status": "error", "message": "There is no group “Spots”"}


def test_channel_exporter_says_where_it_could_not_write(lineup, tmp_path):
    (tmp_path / "file").write_text("")
    path = str(tmp_path / "file" / "channels.m3u")
    result = run("m3u_exporter", "export", output_path=path)
    assert result["status"] == "error" and path in result["message"]


def test_database_maintenance(lineup):
    result = run("programme_cleanup", "cleanup_old_programs")
    assert result["message"] == "Deleted 2 old programmes"
    left = ProgramData.objects.order_by("start_time").values_list("title", flat=True)
    assert list(left) == ["-29", "0", "3"]
    for nonsense in ("many", None, -1, 10**12):
        assert (
            run("programme_cleanup", "cleanup_old_programs", days_to_keep=nonsense)["status"]
            == "error"
        )
    assert ProgramData.objects.count() == 3
    assert run("programme_cleanup", "vacuum_database")["status"] == "success"


def test_live_ticker(lineup, host):
    result = run("live_ticker", "start", pause="0")
    assert result["message"] == "3 channels in 2 groups"
    sent = [fields["data"] for _, fields in host.notes]
    assert [(data["message"], data["progress"]) for data in sent] == [
        ('News "24": 1 channels', 50),
        ("Sports: 2 channels", 100),
    ]
    assert {data["type"] for data in sent} == {"plugin"}
