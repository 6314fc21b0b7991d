"""What happened, and what people should know."""

from django.conf import settings
from django.db import models


class SystemEvent(models.Model):
    """Something that happened. Written by the host; ``core.utils.log_system_event`` asks it to."""

    EVENT_TYPES = [
        (name, name.replace("_", " ").capitalize())
        for name in (
            "channel_start",
            "channel_stop",
            "channel_buffering",
            "channel_failover",
            "channel_reconnect",
            "channel_error",
            "client_connect",
            "client_disconnect",
            "recording_start",
            "recording_end",
            "stream_switch",
            "m3u_refresh",
            "m3u_download",
            "epg_refresh",
            "epg_download",
            "login_success",
            "login_failed",
            "logout",
            "m3u_blocked",
            "epg_blocked",
            "vod_start",
            "vod_stop",
        )
    ]

    event_type = models.CharField(max_length=50, choices=EVENT_TYPES, db_index=True)
    timestamp = models.DateTimeField(auto_now_add=True, db_index=True)
    channel_id = models.UUIDField(null=True, blank=True, db_index=True)
    channel_name = models.CharField(max_length=255, null=True, blank=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        managed = False
        db_table = "core_systemevent"
        ordering = ["-timestamp"]
        indexes = [
            models.Index(fields=["-timestamp"], name="core_system_timesta_c6c3d1_idx"),
            models.Index(
                fields=["event_type", "-timestamp"], name="core_system_event_t_4267d9_idx"
            ),
        ]

    def __str__(self):
        return f"{self.event_type} - {self.channel_name or 'N/A'} @ {self.timestamp}"


class SystemNotification(models.Model):
    """A message shown to people until they dismiss it."""

    class NotificationType(models.TextChoices):
        """What a notification is about."""

        VERSION_UPDATE = "version_update", "Version Update"
        SETTING_RECOMMENDATION = "setting_recommendation", "Setting Recommendation"
        ANNOUNCEMENT = "announcement", "Announcement"
        WARNING = "warning", "Warning"
        INFO = "info", "Information"

    class Priority(models.TextChoices):
        """How much a notification presses."""

        LOW = "low", "Low"
        NORMAL = "normal", "Normal"
        HIGH = "high", "High"
        CRITICAL = "critical", "Critical"

    class Source(models.TextChoices):
        """Who wrote a notification."""

        SYSTEM = "system", "System"
        DEVELOPER = "developer", "Developer"

    notification_key = models.CharField(max_length=255, unique=True)
    notification_type = models.CharField(
        max_length=50,
        choices=NotificationType.choices,
        default=NotificationType.INFO,
        db_index=True,
    )
    priority = models.CharField(max_length=20, choices=Priority.choices, default=Priority.NORMAL)
    source = models.CharField(
        max_length=20, choices=Source.choices, default=Source.SYSTEM, db_index=True
    )
    title = models.CharField(max_length=255)
    message = models.TextField()
    action_data = models.JSONField(default=dict, blank=True)
    is_active = models.BooleanField(default=True, db_index=True)
    admin_only = models.BooleanField(default=False)
    expires_at = models.DateTimeField(null=True, blank=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        managed = False
        db_table = "core_systemnotification"
        ordering = ["-priority", "-created_at"]
        indexes = [
            models.Index(
                fields=["is_active", "-created_at"], name="core_system_is_acti_afab03_idx"
            ),
            models.Index(
                fields=["notification_type", "is_active"], name="core_system_notific_2179e3_idx"
            ),
            models.Index(fields=["source", "is_active"], name="core_system_source_a35829_idx"),
        ]

    def __str__(self):
        return self.title


class NotificationDismissal(models.Model):
    """That a person has dismissed a notification."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="dismissed_notifications"
    )
    notification = models.ForeignKey(
        SystemNotification, on_delete=models.CASCADE, related_name="dismissals"
    )
    dismissed_at = models.DateTimeField(auto_now_add=True)
    action_taken = models.CharField(max_length=50, null=True, blank=True)

    class Meta:
        managed = False
        db_table = "core_notificationdismissal"
        unique_together = (("user", "notification"),)
        indexes = [
            models.Index(fields=["user", "notification"], name="core_notifi_user_id_93e02e_idx")
        ]
