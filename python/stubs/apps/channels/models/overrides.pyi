# Written by scripts/make-stubs out of python/compat. Do not edit.
"""What a person changed on a channel that an account keeps in step with its provider."""

from datetime import datetime
from typing import Any
from _pluggarr_orm import Manager, Model
from apps.channels.models.channels import Channel
from apps.channels.models.groups import ChannelGroup
from apps.channels.models.logos import Logo
from apps.epg.models import EPGData
from core.models.profiles import StreamProfile

OVERRIDABLE: tuple[Any, ...]

class ChannelOverride(Model):
    """Per-channel values that win over the channel's own; null means "as the channel"."""

    objects: Manager[ChannelOverride]
    id: int
    channel: Channel
    channel_id: int
    name: str | None
    channel_number: float | None
    channel_group: ChannelGroup | None
    channel_group_id: int | None
    logo: Logo | None
    logo_id: int | None
    tvg_id: str | None
    tvc_guide_stationid: str | None
    epg_data: EPGData | None
    epg_data_id: int | None
    stream_profile: StreamProfile | None
    stream_profile_id: int | None
    created_at: datetime
    updated_at: datetime
    def has_any_override(self) -> bool:
        """Whether any value differs from "as the channel"."""
