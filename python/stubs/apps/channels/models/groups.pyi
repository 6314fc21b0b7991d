# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Channel groups, and what each M3U account does with them."""

from datetime import datetime
from typing import Any
from _pluggarr_orm import Manager, Model, RelatedManager
from apps.channels.models.channels import Channel
from apps.channels.models.streams import Stream
from apps.m3u.models import M3UAccount

class ChannelGroup(Model):
    """A named group; streams and channels belong to at most one."""

    objects: Manager[ChannelGroup]
    m3u_accounts: RelatedManager[ChannelGroupM3UAccount]
    streams: RelatedManager[Stream]
    channels: RelatedManager[Channel]
    id: int
    name: str
    def related_channels(self) -> Any:
        """Return the channels of this group."""
    @classmethod
    def bulk_create_and_fetch(cls, objs: Any) -> Any:
        """Create `objs` and return them read back by name, so that each has its id."""

class ChannelGroupM3UAccount(Model):
    """Whether and how an M3U account's group is imported and synced to channels."""

    objects: Manager[ChannelGroupM3UAccount]
    id: int
    channel_group: ChannelGroup
    channel_group_id: int
    m3u_account: M3UAccount
    m3u_account_id: int
    custom_properties: Any
    enabled: bool
    auto_channel_sync: bool
    auto_sync_channel_start: float | None
    auto_sync_channel_end: float | None
    last_seen: datetime
    is_stale: bool
