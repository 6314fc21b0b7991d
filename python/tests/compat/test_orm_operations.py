"""The ORM operations that community plugins use, over the host's tables."""

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, close_old_connections, connection, connections, transaction
from django.db.models import Count, Max, Q
from django.utils import timezone

from apps.accounts.models import User
from apps.channels.models import (
    Channel,
    ChannelGroup,
    ChannelOverride,
    ChannelProfile,
    ChannelProfileMembership,
    ChannelStream,
    Logo,
    Recording,
    Stream,
)
from apps.epg.models import EPGData, EPGProgram, EPGSource, ProgramData
from apps.m3u.models import M3UAccount, M3UStream
from core.models import CoreSettings, StreamProfile


@pytest.fixture
def lineup(host):
    """Two groups, three channels, four streams of one account, a guide with programmes."""
    account = M3UAccount.objects.create(name="Provider")
    sports, news = (ChannelGroup.objects.create(name=name) for name in ("Sports", "News"))
    source = EPGSource.objects.create(name="Guide", source_type="xmltv")
    now = timezone.now()
    for number, group in ((1, sports), (2, sports), (3, news)):
        epg = EPGData.objects.create(tvg_id=f"{number}.uk", name=f"E{number}", epg_source=source)
        channel = Channel.objects.create(
            name=f"C{number}", channel_number=number, channel_group=group, epg_data=epg
        )
        for order in range(2):
            stream = Stream.objects.create(
                name=f"S{number}{order}",
                url=f"http://example.com/{number}/{order}",
                m3u_account=account,
                stream_id=number * 10 + order,
                custom_properties={"owner": "me", "n": order},
            )
            ChannelStream.objects.create(channel=channel, stream=stream, order=1 - order)
        for hours in range(-2, 2):
            ProgramData.objects.create(
                epg=epg,
                title=f"P{hours}",
                start_time=now + timedelta(hours=hours),
                end_time=now + timedelta(hours=hours + 1),
                custom_properties={"owner": "me"} if hours else None,
            )
    host.calls.clear()
    return account


def test_guide_names_of_models():
    assert M3UStream is Stream
    assert EPGProgram is ProgramData


def test_seeded_rows_read_back():
    account = M3UAccount.objects.get(name="custom")
    assert account == M3UAccount.get_custom_account()
    assert account.account_type == M3UAccount.Types.STADNARD == "STD"
    assert account.custom_properties is None or isinstance(account.custom_properties, dict)
    assert account.created_at.tzinfo is not None
    assert account.profiles.get().is_default
    assert not M3UAccount.objects.exclude(name__iexact="custom").exists()
    assert CoreSettings.get_system_time_zone() == "UTC"
    assert account.get_user_agent() is None
    assert account.get_user_agent_string() == "TiviMate/5.1.6 (Android 12)"


def test_filters_over_relations(lineup):
    channels = Channel.objects.select_related("channel_group", "epg_data__epg_source", "logo")
    found = channels.filter(
        epg_data__isnull=False,
        channel_group__name__in=["Sports"],
        streams__m3u_account=lineup,
        streams__custom_properties__owner="me",
        user_level__lte=0,
    ).distinct()
    assert [channel.name for channel in found.order_by("channel_number")] == ["C1", "C2"]
    assert found.values_list("epg_data__epg_source__name", flat=True)[0] == "Guide"
    assert Channel.objects.filter(channelstream__isnull=True).count() == 0
    assert EPGData.objects.filter(channels__isnull=True).count() == 0
    tvg_ids = EPGSource.objects.values("id", "epgs__tvg_id").order_by("epgs__tvg_id")
    assert [row["epgs__tvg_id"] for row in tvg_ids] == ["1.uk", "2.uk", "3.uk"]
    assert EPGData.objects.values("epg_source").distinct().count() == 1


def test_ordering_through_the_link(lineup):
    channel = Channel.objects.get(name="C1")
    names = [s.name for s in channel.streams.all().order_by("channelstream__order")]
    assert names == ["S11", "S10"]
    assert [link.order for link in channel.channelstream_set.all()] == [0, 1]
    prefetched = Channel.objects.prefetch_related("channelstream_set__stream").get(name="C1")
    assert [link.stream.name for link in prefetched.channelstream_set.all()] == ["S11", "S10"]


def test_streams_can_be_added_set_and_removed(lineup):
    channel = Channel.objects.get(name="C1")
    stream = channel.streams.first()
    channel.streams.remove(stream)
    assert channel.streams.count() == 1
    channel.streams.add(stream)
    channel.streams.set([stream])
    assert channel.streams.get() == stream and stream.channels.get() == channel


def test_json_lookups(lineup):
    assert Stream.objects.filter(custom_properties__owner="me").count() == 6
    assert Stream.objects.filter(custom_properties__n__gt=0).count() == 3
    assert ProgramData.objects.exclude(custom_properties=None).count() == 9
    assert ProgramData.objects.filter(custom_properties__owner="me").count() == 9
    recording = Recording.objects.create(
        channel=Channel.objects.get(name="C1"),
        start_time=timezone.now(),
        end_time=timezone.now(),
        custom_properties={"status": "completed"},
    )
    busy = Recording.objects.exclude(custom_properties__status__in=["completed", "failed"])
    assert not busy.filter(pk=recording.pk).exists()


def test_patterns(lineup):
    assert EPGData.objects.filter(tvg_id__regex=r"^[12]\.uk$").count() == 2
    assert Channel.objects.filter(name__iregex="c[23]").count() == 2
    assert EPGSource.objects.filter(name__iexact="gUIDE", name__startswith="G").exists()


def test_annotate_and_aggregate(lineup):
    counted = Channel.objects.annotate(
        n_streams=Count("streams"), by_me=Count("streams", filter=Q(streams__is_custom=False))
    )
    assert set(counted.filter(n_streams=2).values_list("by_me", flat=True)) == {2}
    assert Channel.objects.aggregate(Max("channel_number"))["channel_number__max"] == 3
    empty = Q()
    empty |= Q(pk__in=[])
    assert Channel.objects.filter(empty).count() == 0
    assert Channel.objects.none().count() == 0
    assert len(Channel.objects.order_by("name")[1:3]) == 2


def test_programmes_that_overlap(lineup):
    now = timezone.now()
    epg = EPGData.objects.get(tvg_id="1.uk")
    on_now = epg.programs.filter(start_time__lte=now, end_time__gt=now)
    assert [programme.title for programme in on_now] == ["P0"]
    window = ProgramData.objects.filter(
        epg__epg_source__name="Guide", start_time__lt=now + timedelta(hours=1), end_time__gt=now
    )
    assert window.count() == 6


def test_bulk_create_ignoring_conflicts(lineup):
    channel, stream = Channel.objects.first(), Stream.objects.first()
    ChannelStream.objects.filter(channel=channel).delete()
    links = [ChannelStream(channel=channel, stream=stream, order=n) for n in range(3)]
    ChannelStream.objects.bulk_create(links, ignore_conflicts=True)
    assert ChannelStream.objects.filter(channel=channel).count() == 1
    with pytest.raises(IntegrityError):
        ChannelStream.objects.create(channel=channel, stream=stream)


def test_bulk_create_in_the_thousands():
    Channel.objects.bulk_create([Channel(name=f"c{n}", channel_number=n) for n in range(3000)])
    assert Channel.objects.values("uuid").distinct().count() == 3000
    channels = list(Channel.objects.all())
    for channel in channels:
        channel.channel_number += 0.5
    Channel.objects.bulk_update(channels, ["channel_number"], batch_size=500)
    assert Channel.objects.filter(channel_number__gte=2000).count() == 1000
    assert sum(1 for _ in Channel.objects.iterator(chunk_size=100)) == 3000
    assert Channel.objects.filter(id__in=[channel.id for channel in channels]).count() == 3000


def test_deleting_cascades(lineup):
    source = EPGSource.objects.get()
    total, per_model = source.delete()
    assert per_model["epg.ProgramData"] == 12 and per_model["epg.EPGData"] == 3
    assert total == 16
    assert Channel.objects.filter(epg_data__isnull=True).count() == 3
    lineup.delete()
    assert Stream.objects.count() == ChannelStream.objects.count() == 0


def test_old_programmes_are_deleted_by_query(lineup):
    deleted, _ = EPGProgram.objects.filter(end_time__lt=timezone.now()).delete()
    assert deleted == 6


def test_get_or_create_and_update_or_create(lineup):
    logo, created = Logo.objects.get_or_create(url="http://x/1.png", defaults={"name": "x"})
    assert created
    assert Logo.objects.get_or_create(url="http://x/1.png", defaults={"name": "y"}) == (logo, False)
    source, created = EPGSource.objects.update_or_create(
        name="Guide", defaults={"url": "http://x/guide.xml"}
    )
    assert not created and source.url == "http://x/guide.xml"


def test_select_for_update_inside_a_transaction(lineup):
    with transaction.atomic():
        channel = Channel.objects.select_for_update().get(name="C1")
        channel.name = "Locked"
        channel.save(update_fields=["name", "updated_at"])
    assert Channel.objects.filter(name="Locked").exists()


def test_does_not_exist():
    with pytest.raises(Channel.DoesNotExist):
        Channel.objects.get(pk=1)


def test_times_and_ids_are_stored_as_the_host_reads_them(host):
    channel = Channel.objects.create(name="c")
    moment = datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)
    Channel.objects.update(created_at=moment)
    with connection.cursor() as cursor:
        cursor.execute("SELECT uuid, CAST(created_at AS text) FROM dispatcharr_channels_channel")
        assert cursor.fetchone() == (channel.uuid.hex, "2026-01-02 03:04:05.678000")
        # Two spellings a careful Rust writer may choose.
        cursor.execute(
            "UPDATE dispatcharr_channels_channel SET updated_at = '2026-01-02 03:04:05', "
            "created_at = '2026-01-02 03:04:05.5'"
        )
    channel = Channel.objects.get()
    assert channel.created_at.microsecond == 500_000
    assert channel.updated_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert isinstance(channel.uuid, uuid.UUID)


def test_model_introspection():
    # What one plugin does to find out how links may be written.
    names = {field.name for field in ChannelStream._meta.get_fields()}
    assert names == {"id", "channel", "stream", "order"}
    assert [c.name for c in ChannelStream._meta.constraints] == ["unique_channel_stream"]
    assert Channel.streams.through is ChannelStream
    assert ChannelStream._meta.unique_together == ()


def test_connections_can_be_closed_anywhere(lineup):
    close_old_connections()
    connection.close()
    connections.close_all()
    assert Channel.objects.count() == 3


class TestChannelMethods:
    def test_get_stream_takes_the_first_playable(self, lineup):
        channel = Channel.objects.get(name="C1")
        profile = lineup.profiles.get()
        first = Stream.objects.get(name="S11")
        assert channel.get_stream() == (first.id, profile.id, None, False)
        profile.is_active = False
        profile.save()
        stream_id, profile_id, error, reserved = channel.get_stream()
        assert (stream_id, profile_id, reserved) == (None, None, False)
        assert "No active M3U profile" in error
        channel.streams.clear()
        assert channel.get_stream()[2] == "No streams assigned to channel"

    def test_inactive_accounts_are_skipped(self, lineup):
        channel = Channel.objects.get(name="C1")
        custom = Stream.objects.create(name="Mine", url="http://example.com/x")
        ChannelStream.objects.create(channel=channel, stream=custom, order=9)
        M3UAccount.objects.filter(pk=lineup.pk).update(is_active=False)
        assert channel.get_stream()[0] == custom.id

    def test_stream_profile(self, lineup):
        channel = Channel.objects.get(name="C1")
        assert channel.get_stream_profile().name == "ffmpeg"
        channel.stream_profile = StreamProfile.objects.get(name="Proxy")
        assert channel.get_stream_profile().is_proxy()

    def test_effective_values(self, lineup):
        channel = Channel.objects.get(name="C1")
        news = ChannelGroup.objects.get(name="News")
        assert channel.effective_channel_group_obj.name == "Sports"
        ChannelOverride.objects.create(channel=channel, name="Better", channel_group=news)
        channel = Channel.objects.with_effective_values().get(pk=channel.pk)
        assert (channel.effective_name, channel.effective_channel_number) == ("Better", 1)
        assert channel.effective_channel_group_id == news.id
        assert channel.effective_channel_group_obj == news
        assert channel.effective_epg_data_obj == channel.epg_data
        full = Channel.objects.with_effective_values(select_related_fks=True)
        assert full.count() == Channel.objects.active().count() == 3
        assert len(list(full)) == 3

    def test_next_number(self, lineup):
        assert Channel.get_next_available_channel_number() == 4
        assert Channel.get_next_available_channel_number(2) == 4
        assert Channel.get_next_available_channel_number(100) == 100

    def test_text(self, lineup):
        assert str(Channel.objects.get(name="C1")) == "1.0 - C1"


class TestStreamHash:
    def test_default_keys_come_from_the_settings(self):
        by_default = Stream.generate_hash_key("a", "http://x/1", "t")
        assert by_default == Stream.generate_hash_key("other", "http://x/1", None, keys=["url"])
        CoreSettings._update_group("stream_settings", "Stream Settings", {"m3u_hash_key": "name"})
        assert Stream.generate_hash_key("a", "u", "t") == Stream.generate_hash_key("a", "v", "t")

    def test_is_the_sha256_of_sorted_json(self):
        import hashlib

        parts = json.dumps({"name": "a", "url": "http://x/1"}, sort_keys=True)
        expected = hashlib.sha256(parts.encode()).hexdigest()
        assert Stream.generate_hash_key("a", "http://x/1", "t", keys=["url", "name"]) == expected

    def test_xtream_ignores_the_login_in_the_url(self):
        def key(url, account):
            return Stream.generate_hash_key(
                "a", url, "t", ["url"], m3u_id=account, account_type="XC", stream_id=5
            )

        assert key("http://x/old/5", 1) == key("http://x/new/5", 1)
        assert key("http://x/old/5", 1) != key("http://x/old/5", 2)

    def test_update_or_create_by_hash(self):
        stream, created = Stream.update_or_create_by_hash("h", name="a")
        assert created
        again, created = Stream.update_or_create_by_hash("h", name="b")
        assert (again.pk, again.name, created) == (stream.pk, "b", False)


def test_memberships(lineup):
    profile = ChannelProfile.objects.create(name="TV")
    ChannelProfileMembership.objects.filter(
        channel_profile_id=profile.id, channel_id__in=[Channel.objects.first().id]
    ).update(enabled=False)
    visible = Channel.objects.filter(
        channelprofilemembership__channel_profile=profile,
        channelprofilemembership__enabled=True,
    )
    assert visible.count() == 2


def test_users():
    user = User.objects.create_user("ann", password="secret", user_level=User.UserLevel.STANDARD)
    user.custom_properties = {"xc_password": "clear"}
    user.save()
    user.channel_profiles.add(ChannelProfile.objects.create(name="TV"))
    found = User.objects.get(username="ann", is_active=True)
    assert found.check_password("secret") and found.password.startswith("pbkdf2_sha256$")
    assert found.channel_profiles.get().name == "TV"
    admin = User.objects.create_superuser("root", password="x")
    assert admin.user_level == User.UserLevel.ADMIN == 10
