# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Streams: one playable URL of an account each."""

from datetime import datetime
from typing import Any
from _pluggarr_orm import Manager, Model, RelatedManager
from apps.channels.models.channels import Channel, ChannelStream
from apps.channels.models.groups import ChannelGroup
from apps.m3u.models import M3UAccount
from core.models.profiles import StreamProfile

class Stream(Model):
    """A stream of an M3U account, or one a person or a plugin made (``is_custom``)."""

    objects: Manager[Stream]
    channels: RelatedManager[Channel]
    channelstream_set: RelatedManager[ChannelStream]
    id: int
    name: str
    url: str | None
    m3u_account: M3UAccount | None
    m3u_account_id: int | None
    logo_url: str | None
    tvg_id: str | None
    local_file: Any
    current_viewers: int
    updated_at: datetime
    channel_group: ChannelGroup | None
    channel_group_id: int | None
    stream_profile: StreamProfile | None
    stream_profile_id: int | None
    is_custom: bool
    stream_hash: str | None
    last_seen: datetime
    is_stale: bool
    is_adult: bool
    custom_properties: Any
    stream_id: int | None
    stream_chno: float | None
    stream_stats: Any
    stream_stats_updated_at: datetime | None
    is_catchup: bool
    catchup_days: int
    group: ChannelGroup | None
    group_id: int | None
    @classmethod
    def generate_hash_key(
        cls,
        name: Any,
        url: Any,
        tvg_id: Any,
        keys: Any = ...,
        m3u_id: Any = ...,
        group: Any = ...,
        account_type: Any = ...,
        stream_id: Any = ...,
    ) -> str:
        """Return the hash by which an import recognises a stream it has seen before."""
    @classmethod
    def update_or_create_by_hash(cls, hash_value: Any, **fields: Any) -> Any:
        """Update the stream with `hash_value`, or create it; return it and whether it is new."""
    def get_stream_profile(self) -> Any:
        """Return the stream's own profile, or the default one."""
    def get_stream(self) -> Any:
        """Choose how to play this stream: ``(stream id, M3U profile id, error, slot reserved)``."""
    def release_stream(self) -> bool:
        """Give back the provider slot; false, because `get_stream` reserves none."""
