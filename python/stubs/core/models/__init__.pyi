# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Stands in for ``core.models``: settings, profiles, user agents, events and notifications."""

from .events import (
    NotificationDismissal as NotificationDismissal,
    SystemEvent as SystemEvent,
    SystemNotification as SystemNotification,
)
from .profiles import (
    OutputProfile as OutputProfile,
    StreamProfile as StreamProfile,
    UserAgent as UserAgent,
)
from .settings import CoreSettings as CoreSettings

__all__ = [
    "CoreSettings",
    "NotificationDismissal",
    "OutputProfile",
    "StreamProfile",
    "SystemEvent",
    "SystemNotification",
    "UserAgent",
]
