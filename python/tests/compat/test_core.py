"""`core.utils`, `core.scheduling`, `core.models`, `version` and the small modules around them."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask, PeriodicTasks

from apps.plugins.loader import PluginManager
from apps.plugins.models import PluginConfig, PluginRepo
from core import scheduling, utils
from core.models import CoreSettings, OutputProfile, StreamProfile, UserAgent
from dispatcharr.db.process_label import get_process_role
from dispatcharr.db.sqlite import version_note

COMPAT = Path(utils.__file__).resolve().parents[1]


class TestMessages:
    def test_websocket_update(self, host):
        utils.send_websocket_update("updates", "update", {"type": "plugin", "message": "hi"})
        utils.send_websocket_event("channels_created", True, {"count": 3})
        assert host.notes == [
            (
                "websocket",
                {
                    "group": "updates",
                    "event": "update",
                    "data": {"type": "plugin", "message": "hi"},
                },
            ),
            (
                "websocket",
                {
                    "group": "updates",
                    "event": "update",
                    "data": {"success": True, "type": "channels_created", "count": 3},
                },
            ),
        ]

    def test_system_event(self, host):
        utils.log_system_event("epg_watchdog_recovered", channel_name="One", fixed=2)
        assert host.notes == [
            (
                "system_event",
                {
                    "event": "epg_watchdog_recovered",
                    "channel_id": None,
                    "channel_name": "One",
                    "details": {"fixed": 2},
                },
            )
        ]

    def test_never_raise(self, monkeypatch, caplog):
        from pluggarr_worker import host

        def broken(*args, **fields):
            raise OSError("gone")

        monkeypatch.setattr(host, "notify", broken)
        utils.send_websocket_update("updates", "update", {})
        utils.log_system_event("x")
        assert caplog.text.count("gone") == 2

    def test_without_a_host_nothing_happens(self):
        utils.send_websocket_update("updates", "update", {"type": "plugin"})


def test_redis_is_not_there_and_says_so_once(caplog, monkeypatch):
    monkeypatch.setattr(utils.RedisClient, "_said", False)
    with caplog.at_level(logging.WARNING):
        assert utils.RedisClient.get_client() is None
        assert utils.RedisClient.get_client(max_retries=1) is None
        assert utils.RedisClient.get_buffer() is None
    assert caplog.text.count("no Redis") == 1


def test_small_helpers():
    assert sorted(["Sport 10", "sport 2", "Arts"], key=utils.natural_sort_key) == [
        "Arts",
        "sport 2",
        "Sport 10",
    ]
    assert utils.custom_properties_as_dict('{"a": 1}') == {"a": 1}
    for nothing in (None, "", "[1]", "nonsense", 5):
        assert utils.custom_properties_as_dict(nothing) == {}
    assert utils.dispatcharr_user_agent() == "Dispatcharr/0.29.0"
    assert utils.is_protected_path("/data/uploads/x.m3u")
    assert not utils.is_protected_path("/data/uploads/../cached/x") and not utils.is_protected_path(
        ""
    )


@pytest.mark.parametrize(
    "url", ["http://host/x", "https://user:pass@host.tv:8080/get.php?a=b", "rtsp://cam/1", "", None]
)
def test_urls_as_providers_write_them(url):
    utils.validate_flexible_url(url)


@pytest.mark.parametrize(
    "url", ["host/x", "javascript:alert(1)", "http://", "http://a:99999/", "http://a b/"]
)
def test_what_is_no_url(url):
    with pytest.raises(ValidationError):
        utils.validate_flexible_url(url)


def test_upload_path(tmp_path):
    assert utils.safe_upload_path("a.m3u", tmp_path) == f"{tmp_path.resolve()}/a.m3u"
    assert utils.safe_upload_path("../../etc/a.m3u", tmp_path) == f"{tmp_path.resolve()}/a.m3u"
    for bad in ("", "..", "x/.."):
        with pytest.raises(ValidationError):
            utils.safe_upload_path(bad, tmp_path)


def test_process_role_and_version():
    import version

    assert get_process_role() == "uwsgi"
    assert version.__version__ == "0.29.0" and version.__timestamp__ is None


def test_trace_is_below_debug(caplog):
    logger = logging.getLogger("apps.plugins.loader")
    with caplog.at_level(logging.DEBUG):
        logger.trace("quiet")
    with caplog.at_level(5):
        logger.trace("loud %s", 1)
    [record] = caplog.records
    assert (record.levelname, record.message) == ("TRACE", "loud 1")
    assert record.funcName == "test_trace_is_below_debug"


class TestScheduling:
    def test_interval(self):
        task = scheduling.create_or_update_periodic_task(
            "mine", "plug.task", kwargs={"a": 1}, interval_hours=6
        )
        assert (task.interval.every, task.interval.period) == (6, IntervalSchedule.HOURS)
        assert task.enabled and json.loads(task.kwargs) == {"a": 1}
        assert PeriodicTasks.objects.exists(), "the scheduler is told that something changed"

    def test_cron_wins_and_uses_the_systems_time_zone(self):
        CoreSettings.set_system_time_zone("Europe/Paris")
        scheduling.create_or_update_periodic_task("mine", "plug.task", interval_hours=6)
        task = scheduling.create_or_update_periodic_task(
            "mine", "plug.task", interval_hours=6, cron_expression="30 4 * * 1-5"
        )
        assert task.interval is None
        assert (task.crontab.minute, task.crontab.hour, task.crontab.day_of_week) == (
            "30",
            "4",
            "1-5",
        )
        assert str(task.crontab.timezone) == "Europe/Paris"
        assert not IntervalSchedule.objects.filter(every=6).exists(), "the orphan is gone"

    def test_neither_means_disabled(self):
        assert not scheduling.create_or_update_periodic_task("mine", "plug.task").enabled
        off = scheduling.create_or_update_periodic_task(
            "mine", "plug.task", interval_hours=1, enabled=False
        )
        assert not off.enabled

    def test_a_shared_schedule_survives(self):
        scheduling.create_or_update_periodic_task("one", "plug.task", cron_expression="0 1 * * *")
        scheduling.create_or_update_periodic_task("two", "plug.task", cron_expression="0 1 * * *")
        assert scheduling.delete_periodic_task("one") is True
        assert PeriodicTask.objects.get(name="two").crontab is not None
        assert scheduling.delete_periodic_task("two") is True
        assert CrontabSchedule.objects.count() == 0
        assert scheduling.delete_periodic_task("two") is False

    @pytest.mark.parametrize("bad", ["", "* * * *", "61 * * * *", "a b c d e", "* * * * * *"])
    def test_bad_cron(self, bad):
        with pytest.raises(ValueError, match=r"cron expression"):
            scheduling.parse_cron_expression(bad)

    def test_bad_cron_changes_nothing(self):
        scheduling.create_or_update_periodic_task("mine", "plug.task", interval_hours=6)
        with pytest.raises(ValueError, match="99"):
            scheduling.create_or_update_periodic_task(
                "mine", "plug.task", cron_expression="99 * * * *"
            )
        assert PeriodicTask.objects.get(name="mine").interval.every == 6


class TestCoreSettings:
    def test_seeded_values(self):
        assert CoreSettings.get_default_user_agent_id() == 1
        assert CoreSettings.get_default_stream_profile_id() == 1
        assert CoreSettings.get_redirect_stream_profile_id() == 4
        assert CoreSettings.is_default_stream_profile_redirect() is False
        assert CoreSettings.get_m3u_hash_key() == "url"
        assert CoreSettings.get_default_output_format() == "mpegts"
        assert CoreSettings.get_preferred_region() == "us"
        assert CoreSettings.get_proxy_settings()["buffering_timeout"] == 15
        assert CoreSettings.get_dvr_series_rules() == []
        assert CoreSettings.get_dvr_comskip_enabled() is False

    def test_a_row_replaces_the_defaults_as_a_whole(self):
        CoreSettings.objects.filter(key="proxy_settings").update(value={"buffering_speed": 2})
        assert CoreSettings.get_proxy_settings() == {"buffering_speed": 2}
        CoreSettings.objects.filter(key="proxy_settings").delete()
        assert CoreSettings.get_proxy_settings()["redis_chunk_ttl"] == 60

    def test_defaults_are_copies(self):
        CoreSettings.get_epg_settings()["epg_match_ignore_prefixes"].append("x")
        assert CoreSettings.get_epg_match_ignore_prefixes() == []

    def test_setting_one_value_keeps_the_others(self):
        assert CoreSettings.set_system_time_zone(" Europe/Paris ") == "Europe/Paris"
        assert CoreSettings.get_system_time_zone() == "Europe/Paris"
        assert CoreSettings.get_preferred_region() == "us"
        CoreSettings.set_dvr_series_rules([{"tvg_id": "a"}])
        CoreSettings.set_dvr_comskip_custom_path("/data/comskip.ini")
        assert CoreSettings.get_dvr_series_rules() == [{"tvg_id": "a"}]
        assert CoreSettings.get_dvr_comskip_custom_path() == "/data/comskip.ini"

    def test_every_getter_answers(self):
        getters = [name for name in dir(CoreSettings) if name.startswith("get_")]
        asked = [name for name in getters if name not in ("get_deferred_fields", "get_constraints")]
        for name in asked:
            getattr(CoreSettings, name)()
        assert len(asked) > 25


class TestStreamProfile:
    def test_command_line(self):
        profile = StreamProfile(
            name="p",
            command="ffmpeg",
            parameters='-user_agent "{userAgent}" -i {streamUrl} -x {channelId}',
        )
        assert profile.build_command("http://x/a b'c", "My Agent", 7) == [
            "ffmpeg",
            "-user_agent",
            "My Agent",
            "-i",
            "http://x/a b'c",
            "-x",
            "7",
        ]
        assert StreamProfile.objects.get(name="Proxy").build_command("u", "a") == []

    def test_kinds(self):
        assert StreamProfile.objects.get(name="Redirect").is_redirect()
        assert not StreamProfile(name="Proxy").is_proxy(), "only the built-in one"

    def test_output_profile(self):
        assert OutputProfile.objects.first().build_command()[0] == "ffmpeg"
        assert UserAgent.objects.count() == 3


class TestPluginConfig:
    @pytest.fixture
    def row(self):
        return PluginConfig.objects.create(key="epg_janitor", name="EPG Janitor", settings={"a": 1})

    def test_is_found_under_either_spelling(self, row):
        assert PluginConfig.objects.get(key="epg_janitor") == row
        assert PluginConfig.objects.get(key="epg-janitor") == row
        assert PluginConfig.objects.filter(key="epg-janitor").first() == row
        assert PluginConfig.objects.get_or_create(key="epg-janitor")[0] == row
        assert not PluginConfig.objects.filter(key="epgjanitor").exists()
        assert PluginConfig.objects.filter(key="epg-janitor").update(enabled=True) == 1

    def test_the_exact_key_wins(self, row):
        dashed = PluginConfig.objects.create(key="epg-janitor", name="Other")
        assert PluginConfig.objects.get(key="epg-janitor") == dashed
        assert PluginConfig.objects.get(key="epg_janitor") == row

    def test_settings_are_written_as_plugins_do(self, row):
        from django.db import transaction

        with transaction.atomic():
            config = PluginConfig.objects.select_for_update().get(key="epg-janitor")
            config.settings = {**config.settings, "job:1": {"done": [1, 2]}}
            config.save(update_fields=["settings", "updated_at"])
        row.refresh_from_db()
        assert row.settings == {"a": 1, "job:1": {"done": [1, 2]}}

    def test_managed(self, row):
        assert row.is_managed is False
        row.source_repo = PluginRepo.objects.get()
        assert row.is_managed is True


class TestPluginManager:
    def test_knows_where_plugins_are(self, monkeypatch):
        monkeypatch.setattr(PluginManager, "_instance", None)
        monkeypatch.setenv("DISPATCHARR_PLUGINS_DIR", "/somewhere/plugins")
        assert PluginManager.get().plugins_dir == "/somewhere/plugins"
        assert PluginManager.get() is PluginManager.get()

    def test_runs_its_own_plugin_only(self):
        PluginConfig.objects.create(key="failoverr", name="Failoverr", enabled=True)
        PluginConfig.objects.create(key="other", name="Other", enabled=True)
        PluginConfig.objects.create(key="off", name="Off")
        manager = PluginManager()
        manager.register("failoverr", lambda action, params: (action, params))
        assert manager.run_action("failoverr", "scan", {"a": 1}) == ("scan", {"a": 1})
        assert manager.run_action("failoverr", "scan") == ("scan", {})
        with pytest.raises(NotImplementedError, match="worker of its own"):
            manager.run_action("other", "scan")
        with pytest.raises(PermissionError, match="disabled"):
            manager.run_action("off", "scan")
        with pytest.raises(ValueError, match="not found"):
            manager.run_action("missing", "scan")


def child(code, **environment):
    """Run `code` as a plugin's child process would: with our sys.path and environment."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_child_process_boots_django_by_itself():
    PluginConfig.objects.create(key="child", name="Seen from the child")
    answer = child(
        "import django; django.setup()\n"
        "from apps.plugins.models import PluginConfig\n"
        "print(PluginConfig.objects.get(key='child').name)\n"
        "from apps.m3u.tasks import refresh_m3u_accounts\n"
        "try: refresh_m3u_accounts.delay()\n"
        "except Exception as error: print(type(error).__name__)\n"
    )
    assert answer.stdout.splitlines() == ["Seen from the child", "NotAWorker"], answer.stderr


def test_warm_leaves_no_connection_and_no_thread():
    answer = child(
        "import os, threading\n"
        "from dispatcharr.warmup import warm\n"
        "warm()\n"
        "from django.db import connections\n"
        "print([c.connection for c in connections.all()], threading.active_count())\n"
        "fds = [f'/proc/self/fd/{fd}' for fd in os.listdir('/proc/self/fd')]\n"
        "print([fd for fd in fds if os.path.exists(fd) and 'sqlite' in os.readlink(fd)])\n"
    )
    assert answer.stdout.splitlines() == ["[None] 1", "[]"], answer.stderr
    # An old SQLite of Python's is said, and nothing else.
    note = version_note()
    assert answer.stderr == (f"{note}\n" if note else "")


def test_warm_without_a_database_still_warms(tmp_path):
    answer = child(
        "from dispatcharr.warmup import warm; warm(); print('warm')",
        PLUGGARR_DB_PATH=str(tmp_path / "missing" / "no.sqlite3"),
    )
    assert answer.stdout == "warm\n", answer.stderr
    assert "Warm-up query failed" in answer.stderr


def test_django_finds_its_settings_on_disk():
    import dispatcharr

    assert (Path(dispatcharr.__file__).parent / "settings.py").is_file()
    assert COMPAT.joinpath("dispatcharr", "settings.py").is_file()
