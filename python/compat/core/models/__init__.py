"""Stands in for ``core.models``: settings, profiles, user agents, events and notifications."""

from .events import NotificationDismissal, SystemEvent, SystemNotification
from .profiles import OutputProfile, StreamProfile, UserAgent
from .settings import CoreSettings

__all__ = [
    "CoreSettings",
    "NotificationDismissal",
    "OutputProfile",
    "StreamProfile",
    "SystemEvent",
    "SystemNotification",
    "UserAgent",
]
