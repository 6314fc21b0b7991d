# Written by scripts/make-stubs out of python/compat. Do not edit.
"""What happened, and what people should know."""

from datetime import datetime
from typing import Any
from uuid import UUID
from _pluggarr_orm import Manager, Model, RelatedManager
from apps.accounts.models import User

class SystemEvent(Model):
    """Something that happened. Written by the host; ``core.utils.log_system_event`` asks it to."""

    objects: Manager[SystemEvent]
    id: int
    event_type: str
    def get_event_type_display(self) -> str: ...
    timestamp: datetime
    channel_id: UUID | None
    channel_name: str | None
    details: Any

class SystemNotification(Model):
    """A message shown to people until they dismiss it."""

    objects: Manager[SystemNotification]
    dismissals: RelatedManager[NotificationDismissal]
    id: int
    notification_key: str
    notification_type: str
    def get_notification_type_display(self) -> str: ...
    priority: str
    def get_priority_display(self) -> str: ...
    source: str
    def get_source_display(self) -> str: ...
    title: str
    message: str
    action_data: Any
    is_active: bool
    admin_only: bool
    expires_at: datetime | None
    created_at: datetime
    updated_at: datetime
    class NotificationType(str):
        VERSION_UPDATE: str
        SETTING_RECOMMENDATION: str
        ANNOUNCEMENT: str
        WARNING: str
        INFO: str

    class Priority(str):
        LOW: str
        NORMAL: str
        HIGH: str
        CRITICAL: str

    class Source(str):
        SYSTEM: str
        DEVELOPER: str

class NotificationDismissal(Model):
    """That a person has dismissed a notification."""

    objects: Manager[NotificationDismissal]
    id: int
    user: User
    user_id: int
    notification: SystemNotification
    notification_id: int
    dismissed_at: datetime
    action_taken: str | None
