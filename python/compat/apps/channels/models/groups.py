"""Channel groups, and what each M3U account does with them."""

from django.db import models
from django.utils import timezone


class ChannelGroup(models.Model):
    """A named group; streams and channels belong to at most one."""

    name = models.TextField(unique=True)

    class Meta:
        managed = False
        db_table = "dispatcharr_channels_channelgroup"

    def __str__(self):
        return self.name

    def related_channels(self):
        """Return the channels of this group."""
        return self.channels.all()

    @classmethod
    def bulk_create_and_fetch(cls, objs):
        """Create `objs` and return them read back by name, so that each has its id."""
        names = [group.name for group in objs]
        cls.objects.bulk_create(objs, ignore_conflicts=True)
        return cls.objects.filter(name__in=names)


class ChannelGroupM3UAccount(models.Model):
    """Whether and how an M3U account's group is imported and synced to channels."""

    channel_group = models.ForeignKey(
        ChannelGroup, on_delete=models.CASCADE, related_name="m3u_accounts"
    )
    m3u_account = models.ForeignKey(
        "m3u.M3UAccount", on_delete=models.CASCADE, related_name="channel_group"
    )
    custom_properties = models.JSONField(default=dict, blank=True, null=True)
    enabled = models.BooleanField(default=True)
    auto_channel_sync = models.BooleanField(default=False)
    auto_sync_channel_start = models.FloatField(null=True, blank=True)
    auto_sync_channel_end = models.FloatField(null=True, blank=True)
    last_seen = models.DateTimeField(default=timezone.now, db_index=True)
    is_stale = models.BooleanField(default=False, db_index=True)

    class Meta:
        managed = False
        db_table = "dispatcharr_channels_channelgroupm3uaccount"
        unique_together = (("channel_group", "m3u_account"),)

    def __str__(self):
        return f"{self.channel_group.name} - {self.m3u_account.name}"
