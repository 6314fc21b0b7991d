"""Streams: one playable URL of an account each."""

import hashlib
import json

from django.db import models
from django.utils import timezone

from apps.channels.guide_names import StreamGuideNames
from core.aliases import AliasQuerySet
from core.models import CoreSettings, StreamProfile

from .groups import ChannelGroup


class Stream(StreamGuideNames):
    """A stream of an M3U account, or one a person or a plugin made (``is_custom``)."""

    name = models.CharField(max_length=512, default="Default Stream", db_index=True)
    url = models.URLField(max_length=4096, blank=True, null=True)
    m3u_account = models.ForeignKey(
        "m3u.M3UAccount", on_delete=models.CASCADE, null=True, blank=True, related_name="streams"
    )
    logo_url = models.TextField(blank=True, null=True)
    tvg_id = models.CharField(max_length=255, blank=True, null=True)
    local_file = models.FileField(upload_to="uploads/", blank=True, null=True)
    current_viewers = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)
    channel_group = models.ForeignKey(
        ChannelGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="streams"
    )
    stream_profile = models.ForeignKey(
        StreamProfile, on_delete=models.SET_NULL, null=True, blank=True, related_name="streams"
    )
    is_custom = models.BooleanField(default=False)
    stream_hash = models.CharField(max_length=255, null=True, unique=True)
    last_seen = models.DateTimeField(db_index=True, default=timezone.now)
    is_stale = models.BooleanField(default=False, db_index=True)
    is_adult = models.BooleanField(default=False, db_index=True)
    custom_properties = models.JSONField(default=dict, blank=True, null=True)
    stream_id = models.IntegerField(null=True, blank=True, db_index=True)
    stream_chno = models.FloatField(null=True, blank=True, db_index=True)
    stream_stats = models.JSONField(null=True, blank=True)
    stream_stats_updated_at = models.DateTimeField(null=True, blank=True, db_index=True)
    is_catchup = models.BooleanField(default=False, db_index=True)
    catchup_days = models.PositiveIntegerField(default=0)

    objects = AliasQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "dispatcharr_channels_stream"
        ordering = ["-updated_at"]

    def __str__(self):
        return self.name or self.url or f"Stream {self.id}"

    @classmethod
    def generate_hash_key(
        cls,
        name,
        url,
        tvg_id,
        keys=None,
        m3u_id=None,
        group=None,
        account_type=None,
        stream_id=None,
    ) -> str:
        """Return the hash by which an import recognises a stream it has seen before.

        `keys` says which properties count; by default those of the stream settings.
        """
        if keys is None:
            keys = CoreSettings.get_m3u_hash_key().split(",")
        keys = [key.strip() for key in keys if key.strip()]
        parts = {"name": name, "url": url, "tvg_id": tvg_id, "m3u_id": m3u_id, "group": group}
        if account_type == "XC" and "url" in keys:
            # An Xtream URL carries the login; the provider's own number survives a changed
            # password. The number is only unique within its account.
            parts["url"] = stream_id or url
            keys.append("m3u_id")
        chosen = {key: parts[key] for key in keys if key in parts}
        return hashlib.sha256(json.dumps(chosen, sort_keys=True).encode()).hexdigest()

    @classmethod
    def update_or_create_by_hash(cls, hash_value, **fields):
        """Update the stream with `hash_value`, or create it; return it and whether it is new."""
        return cls.objects.update_or_create(stream_hash=hash_value, defaults=fields)

    def get_stream_profile(self):
        """Return the stream's own profile, or the default one."""
        return self.stream_profile or StreamProfile.objects.get(
            id=CoreSettings.get_default_stream_profile_id()
        )

    def get_stream(self):
        """Choose how to play this stream: ``(stream id, M3U profile id, error, slot reserved)``.

        Unlike upstream, no provider slot is counted or reserved, so the last value is always false.
        """
        profile = self.m3u_account.playable_profile() if self.m3u_account else None
        if profile is None:
            return None, None, "No active M3U profile for this stream", False
        return self.id, profile.id, None, False

    def release_stream(self) -> bool:
        """Give back the provider slot; false, because `get_stream` reserves none."""
        return False
