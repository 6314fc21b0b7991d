"""Side effects of saving that plugins lean on (what upstream's signal handlers do)."""

import hashlib
import logging

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from apps.channels.models import (
    Channel,
    ChannelOverride,
    ChannelProfile,
    ChannelProfileMembership,
    ChannelStream,
    Stream,
)
from apps.epg.models import EPGData, EPGSource
from apps.m3u.models import M3UAccount, M3UAccountProfile
from core.models import StreamProfile, UserAgent
from pluggarr_worker.host import HostError

PARSE = "apps.epg.tasks.parse_programs_for_tvg_id"
REFRESH = "apps.epg.tasks.refresh_epg_data"
GROUPS = "apps.m3u.tasks.refresh_m3u_groups"


@pytest.fixture
def guide(host):
    source = EPGSource.objects.create(name="Guide", source_type="xmltv")
    epg = EPGData.objects.create(tvg_id="one", name="One", epg_source=source)
    host.calls.clear()
    return epg


class TestStream:
    def test_without_account_becomes_custom(self):
        stream = Stream.objects.create(name="Mine", url="http://example.com/1")
        assert stream.is_custom and stream.m3u_account == M3UAccount.get_custom_account()
        expected = hashlib.sha256(f"custom_stream_{stream.id}".encode()).hexdigest()
        assert stream.stream_hash == expected
        assert Stream.objects.get(pk=stream.pk).stream_hash == expected

    def test_with_account_is_left_alone(self, host):
        account = M3UAccount.objects.create(name="Provider")
        stream = Stream.objects.create(name="Theirs", m3u_account=account)
        assert (stream.is_custom, stream.stream_hash) == (False, None)

    def test_given_hash_is_kept(self):
        assert Stream.objects.create(name="a", stream_hash="mine").stream_hash == "mine"


class TestChannelStreams:
    def test_adding_copies_the_first_tvg_id(self):
        channel = Channel.objects.create(name="c")
        without = Stream.objects.create(name="a")
        one = Stream.objects.create(name="b", tvg_id="b.uk")
        two = Stream.objects.create(name="c", tvg_id="c.uk")
        channel.streams.add(two, without, one)
        assert channel.tvg_id == "b.uk"
        assert Channel.objects.get().tvg_id == "b.uk"

    def test_a_tvg_id_that_is_there_stays(self):
        channel = Channel.objects.create(name="c", tvg_id="mine")
        channel.streams.add(Stream.objects.create(name="b", tvg_id="b.uk"))
        assert Channel.objects.get().tvg_id == "mine"

    def test_catchup_is_rolled_up(self):
        channel = Channel.objects.create(name="c")
        for days in (3, 7, 0):
            stream = Stream.objects.create(name=f"{days}", is_catchup=days > 0, catchup_days=days)
            ChannelStream.objects.create(channel=channel, stream=stream)
        channel.refresh_from_db()
        assert (channel.is_catchup, channel.catchup_days) == (True, 7)
        ChannelStream.objects.filter(stream__name="7").delete()
        channel.refresh_from_db()
        assert (channel.is_catchup, channel.catchup_days) == (True, 3)
        channel.streams.clear()
        ChannelStream.objects.create(channel=channel, stream=Stream.objects.get(name="0"))
        channel.refresh_from_db()
        assert (channel.is_catchup, channel.catchup_days) == (False, 0)


def test_a_new_profile_shows_every_channel():
    Channel.objects.bulk_create([Channel(name="a"), Channel(name="b")])
    profile = ChannelProfile.objects.create(name="TV")
    assert (
        ChannelProfileMembership.objects.filter(channel_profile=profile, enabled=True).count() == 2
    )
    Channel.objects.create(name="later")
    profile.save()
    assert ChannelProfileMembership.objects.count() == 2


class TestProgrammesOfMappedChannels:
    def test_created_with_guide_data(self, host, guide):
        Channel.objects.create(name="c", epg_data=guide)
        assert host.queued() == [(PARSE, [guide.id])]

    @pytest.mark.parametrize("name", ["epg_data", "epg_data_id"])
    def test_saved_with_update_fields(self, host, guide, name):
        channel = Channel.objects.create(name="c")
        channel.epg_data = guide
        channel.save(update_fields=[name])
        assert host.queued() == [(PARSE, [guide.id])]

    def test_not_for_other_saves(self, host, guide):
        channel = Channel.objects.create(name="c")
        Channel.objects.update(epg_data=guide)
        channel.refresh_from_db()
        channel.save(update_fields=["name"])
        channel.save()
        assert host.calls == []

    def test_not_for_dummy_sources(self, host):
        EPGSource.objects.create(name="Plain Text", source_type="dummy")
        Channel.objects.create(name="c", epg_data=EPGData.objects.get())
        assert host.calls == []

    def test_override(self, host, guide):
        channel = Channel.objects.create(name="c")
        ChannelOverride.objects.create(channel=channel, epg_data=guide)
        assert host.queued() == [(PARSE, [guide.id])]

    def test_after_the_transaction(self, host, guide):
        with transaction.atomic():
            Channel.objects.create(name="c", epg_data=guide)
            assert host.calls == []
        assert host.queued() == [(PARSE, [guide.id])]

    def test_not_after_a_rollback(self, host, guide):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            Channel.objects.create(name="c", epg_data=guide)
            raise ZeroDivisionError
        assert host.calls == []

    def test_without_a_host_the_row_is_saved_and_a_warning_said(self, caplog):
        with caplog.at_level(logging.WARNING):
            source = EPGSource.objects.create(name="Guide", source_type="xmltv")
        assert EPGSource.objects.get() == source
        assert f"`{REFRESH}({source.id},)` was not queued: there is no host" in caplog.text

    def test_where_the_host_refuses_too(self, host, caplog):
        host.answer = HostError("too many jobs")
        source = EPGSource.objects.create(name="Guide", source_type="xmltv")
        assert EPGSource.objects.get() == source
        assert "was not queued: too many jobs" in caplog.text


class TestEPGSource:
    def test_new_active_source_is_refreshed(self, host):
        source = EPGSource.objects.create(name="Guide", source_type="xmltv")
        EPGSource.objects.create(name="Off", source_type="xmltv", is_active=False)
        source.save()
        assert host.queued() == [(REFRESH, [source.id])]

    def test_dummy_source_gets_its_guide_channel(self, host):
        source = EPGSource.objects.create(name="Plain Text", source_type="dummy", status="error")
        assert source.status == "idle"
        epg = EPGData.objects.get(epg_source=source)
        assert (epg.tvg_id, epg.name) == ("dummy_plain-text", "Plain Text")
        source.save()
        assert EPGData.objects.count() == 1
        assert host.calls == []

    @pytest.mark.parametrize("update_fields", [None, ["is_active"]])
    def test_switching_off_and_on(self, host, update_fields):
        source = EPGSource.objects.create(name="Guide", source_type="xmltv", status="success")
        for active, status in ((False, "disabled"), (True, "idle")):
            source.is_active = active
            source.save(update_fields=update_fields)
            assert EPGSource.objects.get().status == source.status == status


class TestM3UAccount:
    def test_new_account_gets_a_default_profile_and_its_groups(self, host):
        account = M3UAccount.objects.create(name="Provider", max_streams=3)
        profile = account.profiles.get()
        assert (profile.name, profile.is_default, profile.is_active, profile.max_streams) == (
            "Provider Default",
            True,
            True,
            3,
        )
        assert (profile.search_pattern, profile.replace_pattern) == ("^(.*)$", "$1")
        assert host.queued() == [(GROUPS, [account.id])]

    def test_xtream_account_does_not_read_groups(self, host):
        M3UAccount.objects.create(name="XC", account_type=M3UAccount.Types.XC)
        assert host.calls == []

    def test_changed_limit_reaches_the_default_profile(self, host):
        account = M3UAccount.objects.create(name="Provider")
        M3UAccountProfile.objects.create(
            m3u_account=account, name="Second", search_pattern="a", replace_pattern="b"
        )
        account.max_streams = 5
        account.save(update_fields=["max_streams"])
        limits = account.profiles.order_by("id").values_list("max_streams", flat=True)
        assert list(limits) == [5, 0]

    @pytest.mark.parametrize("update_fields", [None, ["is_active"]])
    def test_switching_off_and_on(self, host, update_fields):
        account = M3UAccount.objects.create(name="Provider", status="success")
        for active, status in ((False, "disabled"), (True, "idle")):
            account.is_active = active
            account.save(update_fields=update_fields)
            assert M3UAccount.objects.get(name="Provider").status == account.status == status

    def test_expiry_is_copied_for_xtream_accounts(self, host):
        account = M3UAccount.objects.create(name="XC", account_type="XC")
        profile = account.profiles.get()
        profile.custom_properties = {"user_info": {"exp_date": "1767225600", "status": "Active"}}
        profile.save(update_fields=["custom_properties"])
        fresh = M3UAccountProfile.objects.get(pk=profile.pk)
        assert fresh.exp_date.isoformat() == "2026-01-01T00:00:00+00:00"
        assert fresh.get_account_status() == "Active"
        for nonsense in ("soon", None, [], "9" * 40, "2026-13-99"):
            profile.custom_properties = {"user_info": {"exp_date": nonsense}}
            assert profile.get_account_expiration() is None


class TestStreamProfile:
    def test_locked_profile_keeps_all_but_its_user_agent(self):
        profile = StreamProfile.objects.get(name="ffmpeg")
        profile.user_agent = UserAgent.objects.get(pk=2)
        profile.save()
        profile.command = "rm"
        with pytest.raises(ValidationError, match="`ffmpeg` is locked: command"):
            profile.save()
        assert StreamProfile.objects.get(name="ffmpeg").command == "ffmpeg"

    def test_locked_profile_cannot_be_deleted(self):
        with pytest.raises(ValidationError, match="`Proxy` is locked"):
            StreamProfile.objects.get(name="Proxy").delete()
        with pytest.raises(ValidationError):
            StreamProfile.objects.filter(name="Proxy").delete()
        assert StreamProfile.objects.filter(name="Proxy").exists()

    def test_own_profile_is_free(self):
        profile = StreamProfile.objects.create(
            name="Mine", command="x", parameters="-i {streamUrl}"
        )
        changed = StreamProfile.update(profile.pk, command="y")
        assert (changed.pk, changed.command) == (profile.pk, "y")
        profile.delete()
        assert not StreamProfile.objects.filter(name="Mine").exists()
