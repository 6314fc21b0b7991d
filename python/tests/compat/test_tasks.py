"""Host tasks and plugins' own tasks, without a broker."""

import importlib
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from celery import Task, chain, current_app, group, shared_task
from django.db import transaction

from apps.channels.models import Channel, Logo
from apps.channels.tasks import (
    NoRecorderError,
    bulk_create_channels_from_streams,
    match_epg_channels,
    run_recording,
    set_channels_logos_from_epg,
    set_channels_names_from_epg,
    set_channels_tvg_ids_from_epg,
)
from apps.epg.models import EPGData, EPGSource
from apps.epg.tasks import (
    parse_programs_for_tvg_id,
    refresh_all_epg_data,
    refresh_epg_data,
    refresh_epg_source,
)
from apps.m3u.tasks import (
    refresh_m3u_accounts,
    refresh_m3u_groups,
    refresh_single_m3u_account,
    sync_auto_channels,
)
from dispatcharr.celery import NoBrokerError, app
from pluggarr_worker.host import HostError, NoSuchCall, NotAWorker

HOST_TASKS = {
    "apps.channels.tasks.bulk_create_channels_from_streams": bulk_create_channels_from_streams,
    "apps.channels.tasks.match_epg_channels": match_epg_channels,
    "apps.epg.tasks.parse_programs_for_tvg_id": parse_programs_for_tvg_id,
    "apps.epg.tasks.refresh_all_epg_data": refresh_all_epg_data,
    "apps.epg.tasks.refresh_epg_data": refresh_epg_data,
    "apps.m3u.tasks.refresh_m3u_accounts": refresh_m3u_accounts,
    "apps.m3u.tasks.refresh_m3u_groups": refresh_m3u_groups,
    "apps.m3u.tasks.refresh_single_m3u_account": refresh_single_m3u_account,
}


class TestHostTasks:
    @pytest.mark.parametrize("name", HOST_TASKS)
    def test_are_celery_tasks_under_upstream_names(self, name):
        task = HOST_TASKS[name]
        assert isinstance(task, Task)
        assert task.name == name
        assert app.tasks[name] is task
        module, _, attribute = name.rpartition(".")
        assert getattr(importlib.import_module(module), attribute) is task
        assert task.__doc__

    def test_a_call_waits_for_the_host(self, host):
        host.answer = "3 accounts refreshed"
        assert refresh_m3u_accounts() == "3 accounts refreshed"
        assert host.calls == [
            (
                "run_task",
                {"name": "apps.m3u.tasks.refresh_m3u_accounts", "args": [], "kwargs": {}},
            )
        ]
        assert refresh_m3u_accounts.run() == "3 accounts refreshed"

    def test_delay_queues_and_returns_a_receipt(self, host):
        receipt = refresh_epg_data.delay(7)
        assert receipt.id == "job-1"
        assert host.calls == [
            (
                "delay_task",
                {"name": "apps.epg.tasks.refresh_epg_data", "args": [7], "kwargs": {}},
            )
        ]
        with pytest.raises(NoBrokerError, match="not kept"):
            receipt.get()
        with pytest.raises(NoBrokerError, match="job-1"):
            _ = receipt.status

    def test_the_guides_name(self, host):
        assert refresh_epg_source is refresh_epg_data
        refresh_epg_source.delay(7)
        assert host.queued() == [("apps.epg.tasks.refresh_epg_data", [7])]

    def test_keywords_arrive_as_the_host_expects_them(self, host):
        refresh_epg_data.delay(source_id=7)
        refresh_epg_data(force=True, source_id=7)
        bulk_create_channels_from_streams.delay([1, 2], starting_channel_number=100)
        assert [fields["args"] for _, fields in host.calls] == [[7], [7, True], [[1, 2]]]
        assert host.calls[2][1]["kwargs"] == {"starting_channel_number": 100}

    def test_wrong_arguments_fail_where_they_were_given(self, host):
        with pytest.raises(TypeError, match="source_id"):
            refresh_epg_data.delay()
        with pytest.raises(TypeError, match="sauce"):
            refresh_epg_data(1, sauce=2)
        assert host.calls == []

    def test_every_way_of_queueing(self, host):
        refresh_epg_data.apply_async((1,), countdown=30)
        refresh_epg_data.apply_async([1], eta=datetime.now(UTC) + timedelta(minutes=1))
        refresh_epg_data.si(1).delay()
        refresh_epg_data.s(1).apply_async()
        app.send_task("apps.epg.tasks.refresh_epg_data", args=[1])
        current_app.send_task("apps.vod.tasks.refresh_vod_content", [1])
        assert [name for name, _ in host.queued()] == [
            *["apps.epg.tasks.refresh_epg_data"] * 5,
            "apps.vod.tasks.refresh_vod_content",
        ]
        countdowns = [fields.get("countdown") for _, fields in host.calls]
        assert countdowns[0] == 30
        assert 55 < countdowns[1] <= 60
        assert countdowns[2:] == [None] * 4

    def test_the_hosts_error_reaches_the_caller(self, host):
        host.answer = HostError("no M3U account has id 9")
        with pytest.raises(HostError, match="no M3U account has id 9"):
            refresh_single_m3u_account(9)

    def test_a_call_inside_a_transaction_is_refused(self, host):
        # The host would wait for the lock this transaction holds, and this transaction for the
        # host.
        with transaction.atomic():
            with pytest.raises(transaction.TransactionManagementError, match=r"\.delay\(\)"):
                refresh_epg_data(1)
            refresh_epg_data.delay(1)
        assert len(host.queued()) == 1

    def test_what_the_host_does_not_have_is_said_by_the_host(self, host):
        host.answer = NoSuchCall("there is no task `apps.m3u.tasks.sync_auto_channels`")
        with pytest.raises(HostError, match="there is no task"):
            sync_auto_channels(1)

    def test_without_a_host_both_say_so(self):
        with pytest.raises(NotAWorker):
            refresh_m3u_accounts()
        with pytest.raises(NotAWorker):
            refresh_m3u_accounts.delay()

    def test_what_needs_a_broker_is_refused(self, host):
        one = refresh_epg_data.si(1)
        with pytest.raises(NoBrokerError, match="chain"):
            chain(one, refresh_single_m3u_account.si(2)).delay()
        with pytest.raises(NoBrokerError):
            group(one, refresh_single_m3u_account.si(2)).delay()
        with pytest.raises(NoBrokerError, match="link"):
            refresh_epg_data.apply_async((1,), link=one)
        assert host.calls == []

    def test_inspecting_workers_finds_none_and_no_network(self):
        started = time.monotonic()
        assert not app.control.inspect(timeout=0.1).registered()
        assert time.monotonic() - started < 5


seen = []
happened = threading.Event()


@shared_task
def own_task(value, fail=False):
    seen.append((value, threading.current_thread().name, Channel.objects.count()))
    happened.set()
    if fail:
        raise ValueError("on purpose")
    return value * 2


@shared_task(bind=True, name="custom.name", queue="dvr")
def bound_task(self):
    seen.append((self.name, self.request.id))
    happened.set()


class TestPluginTasks:
    @pytest.fixture(autouse=True)
    def nothing_seen(self):
        seen.clear()
        happened.clear()

    def test_a_call_is_a_call(self):
        assert own_task(21) == 42

    def test_delay_runs_it_in_this_worker(self, host):
        receipt = own_task.delay(1)
        assert happened.wait(5)
        assert receipt.id
        [(value, thread, _count)] = seen
        assert value == 1 and thread == f"task {__name__}.own_task"
        assert host.calls == []

    def test_bound_tasks_know_their_request(self):
        receipt = bound_task.apply_async()
        assert happened.wait(5)
        assert seen == [("custom.name", receipt.id)]

    def test_countdown_is_kept(self):
        own_task.apply_async((1,), countdown=0.3)
        assert not happened.wait(0.1)
        assert happened.wait(5)

    def test_failure_is_logged(self, caplog):
        own_task.delay(1, fail=True)
        assert happened.wait(5)
        deadline = time.monotonic() + 5
        while "on purpose" not in caplog.text and time.monotonic() < deadline:
            time.sleep(0.01)
        assert "ValueError: on purpose" in caplog.text


class TestChannelsFromGuide:
    @pytest.fixture
    def channel(self, host):
        source = EPGSource.objects.create(name="Guide", source_type="xmltv")
        epg = EPGData.objects.create(
            tvg_id="one.uk", name="BBC One", icon_url="http://example.com/1.png", epg_source=source
        )
        Channel.objects.create(name="unmapped", tvg_id="x")
        return Channel.objects.create(name="bbc1 hd", epg_data=epg)

    def test_names_tvg_ids_and_logos(self, channel):
        ids = list(Channel.objects.values_list("id", flat=True))
        assert set_channels_names_from_epg(ids) == {"updated_count": 1, "total": 2}
        assert set_channels_tvg_ids_from_epg(ids)["updated_count"] == 1
        assert set_channels_logos_from_epg(ids)["updated_count"] == 1
        channel.refresh_from_db()
        assert (channel.name, channel.tvg_id) == ("BBC One", "one.uk")
        assert channel.logo == Logo.objects.get(url="http://example.com/1.png")
        assert set_channels_names_from_epg(ids)["updated_count"] == 0
        assert Channel.objects.get(name="unmapped").tvg_id == "x"

    def test_logos_of_one_source_only(self, channel):
        assert set_channels_logos_from_epg([channel.id], epg_source_id=999)["updated_count"] == 0


def test_recording_is_refused_in_words():
    with pytest.raises(NoRecorderError, match="run_recording: Pluggarr has no DVR yet"):
        run_recording(1, 2, "a", "b")
    with pytest.raises(NoRecorderError):
        run_recording.delay(1, 2, "a", "b")
    with pytest.raises(NoRecorderError):
        app.send_task("apps.channels.tasks.run_recording", [1])
