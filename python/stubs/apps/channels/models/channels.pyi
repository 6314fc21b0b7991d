# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Channels and the ordered streams behind them."""

from datetime import datetime
from typing import Any
from uuid import UUID
from _pluggarr_orm import Manager, Model, RelatedManager
from apps.channels.models.groups import ChannelGroup
from apps.channels.models.logos import Logo
from apps.channels.models.overrides import ChannelOverride
from apps.channels.models.profiles import ChannelProfileMembership
from apps.channels.models.recordings import Recording, RecurringRecordingRule
from apps.channels.models.streams import Stream
from apps.epg.models import EPGData
from apps.m3u.models import M3UAccount
from core.models.profiles import StreamProfile

class ChannelManager(Manager[Channel]):
    """Upstream's manager of channels."""
    def active(self) -> Any:
        """Return all channels; upstream reserves the name and filters nothing."""
    def with_effective_values(self, select_related_fks: Any = ...) -> Any:
        """Annotate ``effective_*``: the override's value where there is one, else the channel's."""

class Channel(Model):
    """What a viewer tunes to: a number, a name, a guide channel and an ordered list of streams."""

    objects: ChannelManager
    channelstream_set: RelatedManager[ChannelStream]
    override: ChannelOverride
    channelprofilemembership_set: RelatedManager[ChannelProfileMembership]
    recordings: RelatedManager[Recording]
    recurring_rules: RelatedManager[RecurringRecordingRule]
    id: int
    channel_number: float | None
    name: str
    logo: Logo | None
    logo_id: int | None
    channel_group: ChannelGroup | None
    channel_group_id: int | None
    tvg_id: str | None
    tvc_guide_stationid: str | None
    epg_data: EPGData | None
    epg_data_id: int | None
    stream_profile: StreamProfile | None
    stream_profile_id: int | None
    uuid: UUID
    user_level: int
    is_adult: bool
    auto_created: bool
    auto_created_by: M3UAccount | None
    auto_created_by_id: int | None
    is_catchup: bool
    catchup_days: int
    hidden_from_output: bool
    created_at: datetime
    updated_at: datetime
    streams: RelatedManager[Stream]
    enabled: bool
    number: float | None
    group: ChannelGroup | None
    group_id: int | None
    def clean(self) -> Any:
        """Refuse a number that is taken in the same group. ``save()`` does not ask, as upstream."""
    @property
    def effective_logo_obj(self) -> Any:
        """The logo to show: the override's, else the channel's."""
    @property
    def effective_channel_group_obj(self) -> Any:
        """The group to show: the override's, else the channel's."""
    @property
    def effective_epg_data_obj(self) -> Any:
        """The guide channel to use: the override's, else the channel's."""
    @property
    def effective_stream_profile_obj(self) -> Any:
        """The stream profile to use: the override's, else the channel's."""
    def get_stream_profile(self) -> Any:
        """Return the effective stream profile, or the default one."""
    @classmethod
    def get_next_available_channel_number(cls, starting_from: Any = ...) -> Any:
        """Return the first whole step from `starting_from` that no channel has."""
    def get_stream(self, requester: Any = ...) -> Any:
        """Choose what to play: ``(stream id, M3U profile id, error, slot reserved)``."""
    def release_stream(self) -> bool:
        """Give back the provider slot; false, because `get_stream` reserves none."""
    def update_stream_profile(self, new_m3u_profile_id: Any) -> bool:
        """Move the provider slot to another profile; false, because there is none to move."""
    @property
    def url(self) -> str:
        """Where a player finds this channel: the host's stream address, whatever streams it has."""

class ChannelStream(Model):
    """One stream of a channel, and its place among the others."""

    objects: Manager[ChannelStream]
    id: int
    channel: Channel
    channel_id: int
    stream: Stream
    stream_id: int
    order: int
