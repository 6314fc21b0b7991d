"""Stands in for ``apps.accounts.models``: the row the host keeps of each person who signs in."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models


class CustomUserManager(UserManager):
    """Makes superusers administrators in the field's own sense too."""

    def create_superuser(self, username, email=None, password=None, **extra_fields):
        extra_fields.setdefault("user_level", User.UserLevel.ADMIN)
        return super().create_superuser(username, email, password, **extra_fields)


class User(AbstractUser):
    """A person who may sign in, watch, or both."""

    class UserLevel(models.IntegerChoices):
        """What a person may do; more includes less."""

        STREAMER = 0, "Streamer"
        STANDARD = 1, "Standard User"
        ADMIN = 10, "Admin"

    avatar_config = models.JSONField(default=dict, blank=True, null=True)
    channel_profiles = models.ManyToManyField(
        "dispatcharr_channels.ChannelProfile", blank=True, related_name="users"
    )
    user_level = models.IntegerField(default=UserLevel.STREAMER)
    custom_properties = models.JSONField(default=dict, blank=True, null=True)
    api_key = models.CharField(max_length=200, blank=True, null=True, db_index=True)
    stream_limit = models.IntegerField(default=0)

    objects = CustomUserManager()

    class Meta:
        managed = False
        db_table = "accounts_user"
