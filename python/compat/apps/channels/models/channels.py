"""Channels and the ordered streams behind them."""

import uuid

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.db.models.functions import Coalesce

from apps.channels.guide_names import ChannelGuideNames
from core.aliases import AliasQuerySet
from core.models import CoreSettings, StreamProfile

from .groups import ChannelGroup
from .logos import Logo
from .streams import Stream


class ChannelManager(models.Manager.from_queryset(AliasQuerySet)):
    """Upstream's manager of channels."""

    def active(self):
        """Return all channels; upstream reserves the name and filters nothing."""
        return self.all()

    def with_effective_values(self, select_related_fks=False):
        """Annotate ``effective_*``: the override's value where there is one, else the channel's."""
        relations = ["override"]
        if select_related_fks:
            keys = ("channel_group", "logo", "epg_data", "stream_profile")
            relations += [*keys, *(f"override__{key}" for key in keys)]
        columns = (
            "name",
            "channel_number",
            "channel_group_id",
            "logo_id",
            "tvg_id",
            "tvc_guide_stationid",
            "epg_data_id",
            "stream_profile_id",
        )
        return self.select_related(*relations).annotate(
            **{f"effective_{column}": Coalesce(f"override__{column}", column) for column in columns}
        )


class Channel(ChannelGuideNames):
    """What a viewer tunes to: a number, a name, a guide channel and an ordered list of streams."""

    channel_number = models.FloatField(db_index=True, null=True)
    name = models.CharField(max_length=512)
    logo = models.ForeignKey(
        Logo, on_delete=models.SET_NULL, null=True, blank=True, related_name="channels"
    )
    streams = models.ManyToManyField(
        Stream, blank=True, through="ChannelStream", related_name="channels"
    )
    channel_group = models.ForeignKey(
        ChannelGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="channels"
    )
    tvg_id = models.CharField(max_length=255, blank=True, null=True)
    tvc_guide_stationid = models.CharField(max_length=255, blank=True, null=True)
    epg_data = models.ForeignKey(
        "epg.EPGData", on_delete=models.SET_NULL, null=True, blank=True, related_name="channels"
    )
    stream_profile = models.ForeignKey(
        StreamProfile, on_delete=models.SET_NULL, null=True, blank=True, related_name="channels"
    )
    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    user_level = models.IntegerField(default=0)
    is_adult = models.BooleanField(default=False, db_index=True)
    auto_created = models.BooleanField(default=False)
    auto_created_by = models.ForeignKey(
        "m3u.M3UAccount",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="auto_created_channels",
    )
    is_catchup = models.BooleanField(default=False, db_index=True)
    catchup_days = models.PositiveIntegerField(default=0)
    hidden_from_output = models.BooleanField(default=False, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ChannelManager()

    class Meta:
        managed = False
        db_table = "dispatcharr_channels_channel"

    def __str__(self):
        return f"{self.channel_number} - {self.name}"

    def clean(self):
        """Refuse a number that is taken in the same group. ``save()`` does not ask, as upstream."""
        taken = Channel.objects.filter(
            channel_number=self.channel_number, channel_group=self.channel_group
        )
        if taken.exclude(pk=self.pk).exists():
            raise ValidationError(
                f"Channel number {self.channel_number} is already taken in this group."
            )

    def _effective(self, relation):
        try:
            override = self.override
        except ObjectDoesNotExist:
            return getattr(self, relation)
        return getattr(override, relation) or getattr(self, relation)

    @property
    def effective_logo_obj(self):
        """The logo to show: the override's, else the channel's."""
        return self._effective("logo")

    @property
    def effective_channel_group_obj(self):
        """The group to show: the override's, else the channel's."""
        return self._effective("channel_group")

    @property
    def effective_epg_data_obj(self):
        """The guide channel to use: the override's, else the channel's."""
        return self._effective("epg_data")

    @property
    def effective_stream_profile_obj(self):
        """The stream profile to use: the override's, else the channel's."""
        return self._effective("stream_profile")

    def get_stream_profile(self):
        """Return the effective stream profile, or the default one."""
        return self.effective_stream_profile_obj or StreamProfile.objects.get(
            id=CoreSettings.get_default_stream_profile_id()
        )

    @classmethod
    def get_next_available_channel_number(cls, starting_from=1):
        """Return the first whole step from `starting_from` that no channel has."""
        used = set(
            cls.objects.filter(channel_number__gte=starting_from).values_list(
                "channel_number", flat=True
            )
        )
        number = starting_from
        while number in used:
            number += 1
        return number

    def get_stream(self, requester=None):
        """Choose what to play: ``(stream id, M3U profile id, error, slot reserved)``.

        Takes the first stream, in order, whose account is active and has an active profile. Unlike
        upstream, no provider slot is counted or reserved, so the last value is always false.
        """
        streams = self.streams.select_related("m3u_account").order_by("channelstream__order")
        if not streams:
            return None, None, "No streams assigned to channel", False
        for stream in streams:
            account = stream.m3u_account
            if account is None or not account.is_active:
                continue
            stream_id, profile_id, _error, reserved = stream.get_stream()
            if stream_id is not None:
                return stream_id, profile_id, None, reserved
        return None, None, "No active M3U profile for any stream of this channel", False

    def release_stream(self) -> bool:
        """Give back the provider slot; false, because `get_stream` reserves none."""
        return False

    def update_stream_profile(self, new_m3u_profile_id) -> bool:
        """Move the provider slot to another profile; false, because there is none to move."""
        return False


class ChannelStream(models.Model):
    """One stream of a channel, and its place among the others."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE)
    stream = models.ForeignKey(Stream, on_delete=models.CASCADE)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        managed = False
        db_table = "dispatcharr_channels_channelstream"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["channel", "stream"], name="unique_channel_stream")
        ]
