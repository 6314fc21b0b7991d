# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Stands in for ``apps.channels.models``: the same classes on the same tables, which the host owns."""

from .channels import (
    Channel as Channel,
    ChannelManager as ChannelManager,
    ChannelStream as ChannelStream,
)
from .groups import ChannelGroup as ChannelGroup, ChannelGroupM3UAccount as ChannelGroupM3UAccount
from .logos import Logo as Logo
from .overrides import ChannelOverride as ChannelOverride
from .profiles import (
    ChannelProfile as ChannelProfile,
    ChannelProfileMembership as ChannelProfileMembership,
)
from .recordings import Recording as Recording, RecurringRecordingRule as RecurringRecordingRule
from .streams import Stream as Stream

__all__ = [
    "Channel",
    "ChannelGroup",
    "ChannelGroupM3UAccount",
    "ChannelManager",
    "ChannelOverride",
    "ChannelProfile",
    "ChannelProfileMembership",
    "ChannelStream",
    "Logo",
    "Recording",
    "RecurringRecordingRule",
    "Stream",
]
