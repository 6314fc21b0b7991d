"""`enabled`, `number`, `group` and `url`, which the guide has and upstream has not."""

import copy
import pickle

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import connection
from django.db.models import Case, Count, F, Q, Value, When
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from apps.channels.models import Channel, ChannelGroup, ChannelStream, Stream


@pytest.fixture
def sports():
    return ChannelGroup.objects.create(name="Sports")


@pytest.fixture
def news():
    return ChannelGroup.objects.create(name="News")


@pytest.fixture
def channels(sports, news):
    return [
        Channel.objects.create(name="One", channel_number=1, channel_group=sports),
        Channel.objects.create(
            name="Two", channel_number=2, channel_group=sports, hidden_from_output=True
        ),
        Channel.objects.create(name="Three", channel_number=3, channel_group=news),
        Channel.objects.create(name="Four"),
    ]


def names(queryset):
    return sorted(queryset.values_list("name", flat=True))


def stored(channel, column):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM dispatcharr_channels_channel WHERE id = %s", [channel.pk]
        )
        return cursor.fetchone()[0]


class TestEnabled:
    def test_new_channels_are_enabled(self):
        channel = Channel.objects.create(name="New")
        assert channel.enabled is True
        assert stored(channel, "hidden_from_output") == 0

    def test_filter_and_exclude(self, channels):
        assert names(Channel.objects.filter(enabled=True)) == ["Four", "One", "Three"]
        assert names(Channel.objects.filter(enabled=False)) == ["Two"]
        assert names(Channel.objects.exclude(enabled=True)) == ["Two"]
        assert names(Channel.objects.exclude(enabled=False)) == ["Four", "One", "Three"]
        assert names(Channel.objects.filter(Q(enabled=False) | Q(name="One"))) == ["One", "Two"]
        assert names(Channel.objects.filter(~Q(enabled=True))) == ["Two"]
        assert names(Channel.objects.filter(enabled__in=[False])) == ["Two"]
        assert Channel.objects.filter(enabled__isnull=True).count() == 0

    def test_filter_through_relations(self, channels, sports):
        stream = Stream.objects.create(name="S", url="http://example.com/1")
        ChannelStream.objects.create(channel=channels[1], stream=stream)
        assert ChannelGroup.objects.filter(channels__enabled=False).get() == sports
        assert Stream.objects.filter(channels__enabled=False).get() == stream
        assert not Stream.objects.filter(channels__enabled=True).exists()
        assert not Stream.objects.exclude(channels__enabled=False).exists()

    def test_order_values_and_aggregate(self, channels):
        ordered = Channel.objects.order_by("enabled", "name").values_list("name", "enabled")
        assert list(ordered) == [("Two", False), ("Four", True), ("One", True), ("Three", True)]
        assert Channel.objects.order_by("-enabled", "name").first().name == "Four"
        assert Channel.objects.filter(name="Two").values("enabled").get() == {"enabled": False}
        counted = Channel.objects.values("enabled").annotate(n=Count("id")).order_by("enabled")
        assert list(counted) == [{"enabled": False, "n": 1}, {"enabled": True, "n": 3}]
        counted = Channel.objects.aggregate(on=Count("id", filter=Q(enabled=True)))
        assert counted == {"on": 3}
        assert set(Channel.objects.values_list("enabled", flat=True).distinct()) == {True, False}

    def test_in_expressions(self, channels):
        annotated = Channel.objects.annotate(
            state=Case(When(enabled=True, then=Value("on")), default=Value("off")),
            same=F("enabled"),
        )
        assert annotated.get(name="Two").state == "off"
        assert annotated.get(name="Two").same is False
        assert names(Channel.objects.filter(enabled=F("hidden_from_output"))) == []

    def test_assignment_and_save(self, channels):
        channel = channels[0]
        channel.enabled = False
        assert channel.hidden_from_output is True
        channel.save()
        assert stored(channel, "hidden_from_output") == 1
        assert Channel.objects.get(pk=channel.pk).enabled is False

    def test_neither_name_goes_stale(self, channels):
        channel = channels[0]
        channel.hidden_from_output = True
        assert channel.enabled is False
        Channel.objects.filter(pk=channel.pk).update(hidden_from_output=False)
        channel.refresh_from_db()
        assert channel.enabled is True
        channel.hidden_from_output = True
        channel.save(update_fields=["hidden_from_output"])
        assert Channel.objects.get(pk=channel.pk).enabled is False

    def test_save_with_update_fields(self, channels):
        channel = channels[0]
        channel.enabled = False
        channel.name = "not saved"
        channel.save(update_fields=["enabled"])
        fresh = Channel.objects.get(pk=channel.pk)
        assert (fresh.enabled, fresh.name) == (False, "One")
        channel.enabled = True
        channel.save(update_fields=["enabled", "hidden_from_output", "updated_at"])
        assert Channel.objects.get(pk=channel.pk).enabled is True

    def test_saving_another_field_leaves_it_alone(self, channels):
        mine = Channel.objects.only("name").get(pk=channels[0].pk)
        Channel.objects.filter(pk=mine.pk).update(enabled=False)
        mine.name = "Uno"
        mine.save()
        assert Channel.objects.get(pk=mine.pk).enabled is False

    def test_refreshing_another_field_leaves_it_alone(self, channels):
        channel = channels[0]
        channel.enabled = False
        channel.refresh_from_db(fields=["name"])
        assert channel.enabled is False
        channel.refresh_from_db(fields=["enabled"])
        assert channel.enabled is True

    def test_create_and_get_or_create(self):
        assert stored(Channel.objects.create(name="a", enabled=False), "hidden_from_output") == 1
        channel, created = Channel.objects.get_or_create(name="b", defaults={"enabled": False})
        assert created and stored(channel, "hidden_from_output") == 1
        again, created = Channel.objects.get_or_create(name="b", enabled=False)
        assert (again, created) == (channel, False)
        changed, created = Channel.objects.update_or_create(name="b", defaults={"enabled": True})
        assert not created and changed.pk == channel.pk
        assert stored(channel, "hidden_from_output") == 0

    def test_update(self, channels, sports):
        assert Channel.objects.filter(group=sports).update(enabled=False) == 2
        assert names(Channel.objects.filter(enabled=False)) == ["One", "Two"]
        assert sports.channels.update(enabled=True) == 2
        assert Channel.objects.filter(enabled=False).count() == 0
        Channel.objects.update(enabled=Q(name="One"))
        assert names(Channel.objects.filter(enabled=True)) == ["One"]
        Channel.objects.update(enabled=~F("enabled"))
        assert names(Channel.objects.filter(enabled=False)) == ["One"]
        Channel.objects.update(
            enabled=Case(When(name="Two", then=Value(False)), default=Value(True))
        )
        assert names(Channel.objects.filter(enabled=False)) == ["Two"]

    def test_update_of_both_names_is_refused(self, channels):
        with pytest.raises(TypeError, match="same column"):
            Channel.objects.update(enabled=True, hidden_from_output=False)

    def test_bulk_create(self):
        made = Channel.objects.bulk_create(
            [Channel(name=f"c{n}", enabled=n % 2 == 0, number=n) for n in range(6)]
        )
        assert all(channel.pk for channel in made)
        assert names(Channel.objects.filter(enabled=True)) == ["c0", "c2", "c4"]
        assert Channel.objects.get(name="c3").channel_number == 3

    def test_bulk_create_that_updates(self, channels):
        channels[0].enabled = False
        channels[0].name = "not written"
        Channel.objects.bulk_create(
            channels[:1],
            update_conflicts=True,
            unique_fields=["uuid"],
            update_fields=["enabled"],
        )
        fresh = Channel.objects.get(uuid=channels[0].uuid)
        assert (fresh.enabled, fresh.name) == (False, "One")

    def test_bulk_update(self, channels):
        for channel in channels:
            channel.enabled = channel.name == "One"
            channel.name = "not written"
        assert Channel.objects.bulk_update(channels, ["enabled"]) == 4
        assert names(Channel.objects.filter(enabled=True)) == ["One"]
        assert Channel.objects.bulk_update(channels, ["enabled", "hidden_from_output"]) == 4

    def test_only_and_defer_load_the_column(self, channels):
        with CaptureQueriesContext(connection) as queries:
            assert [c.enabled for c in Channel.objects.only("enabled").order_by("id")] == [
                True,
                False,
                True,
                True,
            ]
        assert len(queries) == 1
        channel = Channel.objects.defer("enabled").get(name="Two")
        assert channel.get_deferred_fields() == {"hidden_from_output"}
        assert channel.enabled is False
        assert Channel.objects.only("enabled").defer(None).get(name="Two").enabled is False

    def test_loading_one_deferred_field_asks_once(self, channels):
        channel = Channel.objects.only("id").get(name="Two")
        with CaptureQueriesContext(connection) as queries:
            assert channel.name == "Two"
        assert len(queries) == 1

    def test_text_counts_as_django_counts_it(self):
        assert Channel(name="a", enabled="False").hidden_from_output is True
        assert Channel(name="a", enabled="1").hidden_from_output is False
        with pytest.raises(ValidationError):
            Channel(name="a", enabled="perhaps")


class TestNumber:
    def test_reads_and_writes_the_channel_number(self, channels):
        assert [c.number for c in channels] == [1, 2, 3, None]
        channels[3].number = 7.5
        channels[3].save(update_fields=["number"])
        assert stored(channels[3], "channel_number") == 7.5
        assert names(Channel.objects.filter(number__gte=3)) == ["Four", "Three"]
        Channel.objects.filter(number=7.5).update(number=None)
        assert names(Channel.objects.filter(number__isnull=True)) == ["Four"]
        Channel.objects.filter(number__gt=1).update(number=F("number") + 10)
        assert list(Channel.objects.order_by("-number").values_list("number", flat=True)) == [
            13,
            12,
            1,
            None,
        ]

    def test_exclude_keeps_channels_without_number(self, channels):
        assert names(Channel.objects.exclude(number=1)) == ["Four", "Three", "Two"]


class TestGroup:
    def test_lookups(self, channels, sports, news):
        assert names(Channel.objects.filter(group__name="Sports")) == ["One", "Two"]
        assert names(Channel.objects.filter(group=sports)) == ["One", "Two"]
        assert names(Channel.objects.filter(group=sports.id)) == ["One", "Two"]
        assert names(Channel.objects.filter(group_id=sports.id)) == ["One", "Two"]
        assert names(Channel.objects.filter(group__in=[sports, news])) == ["One", "Three", "Two"]
        assert names(Channel.objects.filter(group__isnull=True)) == ["Four"]
        assert names(Channel.objects.exclude(group__name="Sports")) == ["Four", "Three"]
        assert names(Channel.objects.filter(group__name__icontains="NEW")) == ["Three"]

    def test_order_and_values(self, channels, sports):
        ordered = Channel.objects.exclude(group=None).order_by("group__name", "name")
        assert list(ordered.values_list("name", flat=True)) == ["Three", "One", "Two"]
        assert Channel.objects.values("group", "group_id", "group__name").get(name="One") == {
            "group": sports.id,
            "group_id": sports.id,
            "group__name": "Sports",
        }
        counted = Channel.objects.values("group__name").annotate(n=Count("id")).order_by("n")
        assert {"group__name": "Sports", "n": 2} in list(counted)

    def test_both_names_share_one_join(self):
        query = Channel.objects.filter(group__name="a", channel_group__name__gt="")
        assert str(query.query).count("JOIN") == 1

    def test_select_related_fills_the_shared_cache(self, channels, sports):
        with CaptureQueriesContext(connection) as queries:
            channel = Channel.objects.select_related("group").get(name="One")
            assert channel.group == sports
            assert channel.channel_group is channel.group
        assert len(queries) == 1
        with CaptureQueriesContext(connection) as queries:
            channel = Channel.objects.select_related("channel_group").get(name="One")
            assert channel.group == sports
        assert len(queries) == 1
        assert Channel.objects.select_related("group").get(name="Four").group is None

    def test_select_related_from_another_model(self, channels, sports):
        stream = Stream.objects.create(name="S", url="http://example.com/1")
        ChannelStream.objects.create(channel=channels[0], stream=stream)
        with CaptureQueriesContext(connection) as queries:
            link = ChannelStream.objects.select_related("channel__group").get()
            assert link.channel.channel_group == sports
        assert len(queries) == 1

    def test_select_related_with_only(self, channels, sports):
        with CaptureQueriesContext(connection) as queries:
            channel = (
                Channel.objects.select_related("group").only("name", "group__name").get(name="One")
            )
            assert channel.group.name == "Sports"
            assert channel.group_id == sports.id
        assert len(queries) == 1

    def test_prefetch_related(self, channels, sports):
        with CaptureQueriesContext(connection) as queries:
            found = list(Channel.objects.prefetch_related("group").order_by("id"))
            assert [c.group and c.group.name for c in found] == ["Sports", "Sports", "News", None]
            assert found[0].channel_group is found[0].group
        assert len(queries) == 2

    def test_assignment(self, channels, sports, news):
        channel = channels[0]
        channel.group = news
        assert (channel.channel_group, channel.channel_group_id) == (news, news.id)
        channel.save(update_fields=["group"])
        assert stored(channel, "channel_group_id") == news.id
        channel.group_id = sports.id
        assert channel.channel_group == sports
        channel.channel_group = None
        assert channel.group is None and channel.group_id is None
        assert Channel.objects.create(name="a", group=news).channel_group == news
        assert Channel.objects.create(name="b", group_id=news.id).channel_group == news
        with pytest.raises(ValueError, match="must be a"):
            channel.group = "Sports"

    def test_update_and_bulk_update(self, channels, sports, news):
        Channel.objects.filter(group=sports).update(group=news)
        assert Channel.objects.filter(channel_group=news).count() == 3
        Channel.objects.filter(group=news).update(group_id=sports.id)
        assert Channel.objects.filter(channel_group=sports).count() == 3
        channels[0].group = None
        Channel.objects.bulk_update(channels[:1], ["group"])
        assert stored(channels[0], "channel_group_id") is None

    def test_refresh_drops_the_shared_cache(self, channels, sports, news):
        channel = Channel.objects.select_related("group").get(name="One")
        Channel.objects.filter(pk=channel.pk).update(channel_group=news)
        channel.refresh_from_db()
        assert channel.group == channel.channel_group == news
        Channel.objects.filter(pk=channel.pk).update(channel_group=sports)
        channel.refresh_from_db(fields=["group"])
        assert channel.group == channel.channel_group == sports

    def test_deleting_a_group_empties_the_key_once(self, channels, sports):
        deleted, per_model = sports.delete()
        assert (deleted, per_model) == (1, {"dispatcharr_channels.ChannelGroup": 1})
        channels[0].refresh_from_db()
        assert channels[0].group is None

    def test_streams_have_it_too(self, sports):
        stream = Stream.objects.create(name="S", url="http://example.com/1", group=sports)
        assert Stream.objects.select_related("group").filter(group__name="Sports").get() == stream
        Stream.objects.filter(group=sports).update(group=None)
        stream.refresh_from_db()
        assert stream.channel_group is None and stream.group is None
        assert stream.url == "http://example.com/1"


class TestUrl:
    def test_is_where_a_player_finds_the_channel(self, channels):
        expected = f"http://pluggarr.test:9191/proxy/ts/stream/{channels[0].uuid}"
        assert channels[0].url == expected
        assert f"{channels[0].url}" == expected

    def test_never_raises(self, monkeypatch):
        monkeypatch.delenv("PLUGGARR_BASE_URL")
        assert Channel(name="unsaved").url.startswith("http://127.0.0.1:9191/proxy/ts/stream/")


class TestTheModelStaysWhatItIs:
    def test_no_columns_of_their_own(self):
        columns = {field.name for field in Channel._meta.concrete_fields}
        assert not columns & {"enabled", "number", "group", "url"}
        sql = str(Channel.objects.all().query)
        assert sql.count("hidden_from_output") == 1 and "enabled" not in sql

    def test_copies_and_pickles(self, channels, sports):
        channel = Channel.objects.select_related("group").get(name="Two")
        again = pickle.loads(pickle.dumps(channel))
        assert (again.enabled, again.number, again.group) == (False, 2, sports)
        other = copy.copy(channel)
        other.enabled = True
        assert channel.enabled is False
        queryset = pickle.loads(pickle.dumps(Channel.objects.filter(enabled=True).query))
        assert "hidden_from_output" in str(queryset)

    def test_forms_and_dicts_know_only_the_real_names(self, channels):
        data = model_to_dict(channels[0])
        assert "hidden_from_output" in data and "enabled" not in data

    def test_full_clean(self, channels):
        channels[1].full_clean()
        assert channels[1].enabled is False

    def test_unknown_names_are_still_unknown(self, channels):
        with pytest.raises(FieldError):
            Channel.objects.filter(enabledd=True)
        with pytest.raises(TypeError):
            Channel(groop=None)

    def test_django_finds_nothing_wrong_with_the_models(self):
        from django.core.checks import run_checks

        assert run_checks() == []
