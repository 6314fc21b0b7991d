"""What a person changed on a channel that an account keeps in step with its provider."""

from django.db import models

from .channels import Channel

OVERRIDABLE = (
    "name",
    "channel_number",
    "channel_group_id",
    "logo_id",
    "tvg_id",
    "tvc_guide_stationid",
    "epg_data_id",
    "stream_profile_id",
)


class ChannelOverride(models.Model):
    """Per-channel values that win over the channel's own; null means "as the channel"."""

    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, related_name="override")
    name = models.CharField(max_length=512, null=True, blank=True)
    channel_number = models.FloatField(null=True, blank=True)
    channel_group = models.ForeignKey(
        "dispatcharr_channels.ChannelGroup",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    logo = models.ForeignKey(
        "dispatcharr_channels.Logo",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    tvg_id = models.CharField(max_length=255, null=True, blank=True)
    tvc_guide_stationid = models.CharField(max_length=255, null=True, blank=True)
    epg_data = models.ForeignKey(
        "epg.EPGData", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    stream_profile = models.ForeignKey(
        "core.StreamProfile", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        managed = False
        db_table = "dispatcharr_channels_channeloverride"

    def has_any_override(self) -> bool:
        """Whether any value differs from "as the channel"."""
        return any(getattr(self, name) is not None for name in OVERRIDABLE)
