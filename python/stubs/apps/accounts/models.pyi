# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Stands in for ``apps.accounts.models``: the row the host keeps of each person who signs in."""

from datetime import datetime
from typing import Any
from _pluggarr_orm import Manager, Model, RelatedManager
from apps.channels.models.profiles import ChannelProfile
from core.models.events import NotificationDismissal

class CustomUserManager(Manager[User]):
    """Makes superusers administrators in the field's own sense too."""
    def create_superuser(
        self, username: Any, email: Any = ..., password: Any = ..., **extra_fields: Any
    ) -> Any: ...

class User(Model):
    """A person who may sign in, watch, or both."""

    objects: CustomUserManager
    dismissed_notifications: RelatedManager[NotificationDismissal]
    id: int
    password: str
    last_login: datetime | None
    is_superuser: bool
    username: str
    first_name: str
    last_name: str
    email: str
    is_staff: bool
    is_active: bool
    date_joined: datetime
    avatar_config: Any
    user_level: int
    custom_properties: Any
    api_key: str | None
    stream_limit: int
    groups: RelatedManager[Any]
    user_permissions: RelatedManager[Any]
    channel_profiles: RelatedManager[ChannelProfile]
    class UserLevel(int):
        STREAMER: int
        STANDARD: int
        ADMIN: int
