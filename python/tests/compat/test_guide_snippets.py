"""Every Python snippet of the plugin guide, executed over real tables.

Skipped where the guide is not beside the repository; `test_guide_names.py` then still covers the
names it uses.
"""

import logging
import os
import re
import textwrap
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from apps.channels.models import Channel, ChannelGroup
from apps.epg.models import EPGData, EPGProgram, EPGSource

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("PLUGGARR_SHARED", ROOT.parent / "shared"))
GUIDE = SHARED / "guide" / "basic-plugin-development-guide.md"


def blocks():
    if not GUIDE.is_file():
        return []
    return re.findall(r"^```python\n(.*?)^```", GUIDE.read_text(), re.MULTILINE | re.DOTALL)


def plugins():
    """Return the guide's plugins by name: whole classes, and ``run`` methods wrapped into one."""
    found = {}
    for block in blocks():
        if "class Plugin:" in block and "def run(" in block:
            found[re.search(r'name = "(.*?)"', block)[1]] = block
        elif block.startswith(("def run(", "actions = [")) and "def run(" in block:
            actions = re.findall(r'action == "(\w+)"', block)
            source = "class Plugin:\n" + textwrap.indent(block, "    ")
            found["/".join(actions) or f"snippet {len(found)}"] = source
    return found


PLUGINS = plugins()

pytestmark = pytest.mark.skipif(not PLUGINS, reason=f"the guide is not at {GUIDE}")


@pytest.fixture
def lineup(host):
    groups = [ChannelGroup.objects.create(name=name) for name in ("Sports", "News")]
    Channel.objects.bulk_create(
        Channel(name=f"C{n}", channel_number=n, channel_group=groups[n % 2], enabled=n != 4)
        for n in range(6)
    )
    source = EPGSource.objects.create(name="Guide", source_type="xmltv")
    epg = EPGData.objects.create(tvg_id="a", name="A", epg_source=source)
    now = timezone.now()
    for days in (-90, -31, -29, 0, 1):
        start = now + timedelta(days=days)
        EPGProgram.objects.create(
            epg=epg, title=f"{days}", start_time=start, end_time=start + timedelta(hours=1)
        )
    host.calls.clear()


def run(name, action, **settings):
    namespace = {}
    exec(compile(PLUGINS[name], f"guide: {name}", "exec"), namespace)
    plugin = namespace["Plugin"]()
    declared = {f["id"]: f["default"] for f in getattr(plugin, "fields", []) if "default" in f}
    context = {
        "settings": {**declared, **settings},
        "logger": logging.getLogger("apps.plugins.loader"),
        "actions": {a["id"]: a for a in getattr(plugin, "actions", [])},
    }
    return plugin.run(action, {}, context)


def test_imports():
    [snippet] = [block for block in blocks() if "M3UStream" in block]
    namespace = {}
    exec(snippet, namespace)
    assert {"M3UAccount", "M3UStream", "EPGSource", "EPGProgram", "Channel"} < set(namespace)


def test_hello_world():
    result = run("Hello World", "say_hello", greeting="Ahoy")
    assert result == {"status": "success", "message": "Ahoy, World!"}


def test_counting_channels(lineup):
    assert run("count_channels", "count_channels")["message"] == "Total: 6, Enabled: 5"


def test_queueing_tasks(host):
    assert run("refresh_all", "refresh_all")["status"] == "success"
    assert host.queued() == [
        ("apps.m3u.tasks.refresh_m3u_accounts", []),
        ("apps.epg.tasks.refresh_all_epg_data", []),
    ]


def test_websocket_messages(host):
    [name] = [name for name, block in PLUGINS.items() if "send_websocket_update(" in block]
    assert run(name, "anything")["status"] == "success"
    assert [fields["data"]["message"] for _, fields in host.notes] == [
        "Processing started",
        "Processing completed",
    ]


def test_bulk_update_in_a_transaction(lineup):
    result = run("bulk_update", "bulk_update")
    assert result == {"status": "success", "message": "Updated 3 channels"}
    assert Channel.objects.filter(group__name="Sports", enabled=False).count() == 0
    assert Channel.objects.get(name="C4").hidden_from_output is False


@pytest.mark.parametrize("include_disabled", [False, True])
@pytest.mark.parametrize("group", ["", "Sports", "Nothing"])
def test_channel_exporter(lineup, tmp_path, include_disabled, group):
    path = tmp_path / "exports" / "channels.m3u"
    result = run(
        "Channel Exporter",
        "export",
        include_disabled=include_disabled,
        group_filter=group,
        output_path=str(path),
    )
    assert result["status"] == "success", result
    channels = [
        channel
        for channel in Channel.objects.select_related("channel_group")
        if (include_disabled or channel.enabled) and group in ("", channel.channel_group.name)
    ]
    assert result["message"] == f"Exported {len(channels)} channels"
    lines = path.read_text().splitlines()
    assert lines[0] == "#EXTM3U"
    assert sorted(lines[1::2]) == sorted(f"#EXTINF:-1,{channel.name}" for channel in channels)
    assert sorted(lines[2::2]) == sorted(channel.url for channel in channels)


def test_database_maintenance(lineup):
    result = run("Database Maintenance", "cleanup_old_programs")
    assert result == {"status": "success", "message": "Deleted 2 old programs"}
    titles = EPGProgram.objects.order_by("start_time").values_list("title", flat=True)
    assert list(titles) == ["-29", "0", "1"]
    vacuumed = run("Database Maintenance", "vacuum_database")
    assert vacuumed["message"] == "Database optimized successfully", vacuumed


@pytest.mark.parametrize("name", PLUGINS)
def test_every_action_of_every_snippet(lineup, name, tmp_path):
    actions = set(re.findall(r'action == "(\w+)"', PLUGINS[name]))
    for action in actions or {"anything"}:
        result = run(name, action, output_path=str(tmp_path / "x.m3u"))
        # Snippets about nothing but the shape of run() have no action, and some return nothing.
        assert result["status"] == "success" if actions else result is None or result["status"]
