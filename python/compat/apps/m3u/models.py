"""Stands in for ``apps.m3u.models``: the same classes on the same tables, which the host owns.

``M3UStream`` is the guide's name for ``apps.channels.models.Stream``.
"""

import json
from datetime import UTC, datetime

from django.db import models
from django.utils.dateparse import parse_datetime
from django_celery_beat.models import PeriodicTask

from core.models import CoreSettings, StreamProfile, UserAgent


class ServerGroup(models.Model):
    """Accounts that share one provider login."""

    name = models.CharField(max_length=100, unique=True)

    class Meta:
        managed = False
        db_table = "m3u_servergroup"

    def __str__(self):
        return self.name


class M3UAccount(models.Model):
    """Where streams come from: a playlist URL, a file or an Xtream login."""

    class Types(models.TextChoices):
        """Kinds of account. The misspelling is upstream's and part of its interface."""

        STADNARD = "STD", "Standard"
        XC = "XC", "Xtream Codes"

    class Status(models.TextChoices):
        """What the last refresh did, or is doing."""

        IDLE = "idle", "Idle"
        FETCHING = "fetching", "Fetching"
        PARSING = "parsing", "Parsing"
        ERROR = "error", "Error"
        SUCCESS = "success", "Success"
        PENDING_SETUP = "pending_setup", "Pending Setup"
        DISABLED = "disabled", "Disabled"

    name = models.CharField(max_length=255, unique=True)
    server_url = models.URLField(max_length=1000, blank=True, null=True)
    file_path = models.CharField(max_length=255, blank=True, null=True)
    server_group = models.ForeignKey(
        ServerGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="m3u_accounts"
    )
    max_streams = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Set after a successful refresh, and by nothing else.
    updated_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.IDLE)
    last_message = models.TextField(null=True, blank=True)
    user_agent = models.ForeignKey(
        UserAgent, on_delete=models.SET_NULL, null=True, blank=True, related_name="m3u_accounts"
    )
    locked = models.BooleanField(default=False)
    stream_profile = models.ForeignKey(
        StreamProfile, on_delete=models.SET_NULL, null=True, blank=True, related_name="m3u_accounts"
    )
    account_type = models.CharField(choices=Types.choices, default=Types.STADNARD)
    username = models.CharField(max_length=255, null=True, blank=True)
    password = models.CharField(max_length=255, null=True, blank=True)
    custom_properties = models.JSONField(default=dict, blank=True, null=True)
    refresh_interval = models.IntegerField(default=0)
    refresh_task = models.ForeignKey(PeriodicTask, on_delete=models.SET_NULL, null=True, blank=True)
    stale_stream_days = models.PositiveIntegerField(default=7)
    priority = models.PositiveIntegerField(default=0)

    class Meta:
        managed = False
        db_table = "m3u_m3uaccount"

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """Save; ``custom_properties`` given as JSON text is stored as the object it means."""
        if isinstance(self.custom_properties, str):
            try:
                self.custom_properties = json.loads(self.custom_properties)
            except ValueError:
                self.custom_properties = {}
        super().save(*args, **kwargs)

    @classmethod
    def get_custom_account(cls) -> "M3UAccount":
        """Return the locked account ``custom``, to which streams without an account belong."""
        return cls.objects.get(name="custom", locked=True)

    def get_user_agent(self):
        """Return the account's own user agent, or ``None``."""
        return self.user_agent

    def get_user_agent_string(self) -> str:
        """Return the text sent as User-Agent: the account's own, or the default one."""
        return (
            self.user_agent.user_agent if self.user_agent else CoreSettings.get_default_user_agent()
        )

    def playable_profile(self):
        """Return the active profile to play through, or ``None``. Not in upstream."""
        return self.profiles.filter(is_active=True).order_by("-is_default", "id").first()


class M3UAccountProfile(models.Model):
    """A login or URL variant of an account, by rewriting its stream URLs."""

    m3u_account = models.ForeignKey(M3UAccount, on_delete=models.CASCADE, related_name="profiles")
    name = models.CharField(max_length=255)
    is_default = models.BooleanField(default=False)
    max_streams = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    search_pattern = models.CharField(max_length=255)
    replace_pattern = models.CharField(max_length=255)
    current_viewers = models.PositiveIntegerField(default=0)
    custom_properties = models.JSONField(default=dict, blank=True, null=True)
    exp_date = models.DateTimeField(null=True, blank=True)

    class Meta:
        managed = False
        db_table = "m3u_m3uaccountprofile"
        constraints = [
            models.UniqueConstraint(fields=["m3u_account", "name"], name="unique_account_name")
        ]

    def __str__(self):
        return f"{self.name} ({self.m3u_account.name})"

    def save(self, *args, **kwargs):
        """Save; for Xtream accounts the expiry the provider reported is copied to ``exp_date``."""
        reported = self.get_account_expiration()
        if reported is not None and self.m3u_account.account_type == M3UAccount.Types.XC:
            self.exp_date = reported
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "exp_date"}
        super().save(*args, **kwargs)

    def _reported(self, name):
        properties = self.custom_properties if isinstance(self.custom_properties, dict) else {}
        user_info = properties.get("user_info")
        return user_info.get(name) if isinstance(user_info, dict) else None

    def get_account_expiration(self) -> datetime | None:
        """Return when the provider says the login ends, or ``None``."""
        return _moment(self._reported("exp_date"))

    def get_account_status(self):
        """Return the provider's word for the state of the login, or ``None``."""
        return self._reported("status")

    def get_max_connections(self):
        """Return how many connections the provider allows, or ``None``."""
        return self._reported("max_connections")

    def get_active_connections(self):
        """Return how many connections the provider counted, or ``None``."""
        return self._reported("active_cons")

    def get_last_refresh(self) -> datetime | None:
        """Return when the provider was last asked, or ``None``."""
        properties = self.custom_properties if isinstance(self.custom_properties, dict) else {}
        return _moment(properties.get("last_refresh"))


def _moment(value) -> datetime | None:
    """Read a Unix time or ISO text; providers send both, and nonsense."""
    try:
        return datetime.fromtimestamp(float(value), tz=UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        pass
    try:
        moment = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


class M3UFilter(models.Model):
    """A pattern by which an import takes or leaves streams of an account."""

    FILTER_TYPE_CHOICES = [("group", "Group"), ("name", "Stream Name"), ("url", "Stream URL")]

    m3u_account = models.ForeignKey(M3UAccount, on_delete=models.CASCADE, related_name="filters")
    filter_type = models.CharField(max_length=50, choices=FILTER_TYPE_CHOICES, default="group")
    regex_pattern = models.CharField(max_length=200)
    exclude = models.BooleanField(default=True)
    order = models.PositiveIntegerField(default=0)
    custom_properties = models.JSONField(default=dict, blank=True, null=True)

    class Meta:
        managed = False
        db_table = "m3u_m3ufilter"


# Only now: apps.channels.models refers to the accounts above by name, and imports nothing from
# here.
from apps.channels.models import Stream as M3UStream  # noqa: E402, F401
