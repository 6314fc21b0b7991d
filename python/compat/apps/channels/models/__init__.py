"""Stands in for ``apps.channels.models``: the same classes on the same tables, which the host owns.

The tables are created and migrated by the host (``managed = False``). Django fills in defaults and
cascades, as upstream; the host does both itself for the rows it writes, and no signal fires for
those.
"""

from .channels import Channel, ChannelManager, ChannelStream
from .groups import ChannelGroup, ChannelGroupM3UAccount
from .logos import Logo
from .overrides import ChannelOverride
from .profiles import ChannelProfile, ChannelProfileMembership
from .recordings import Recording, RecurringRecordingRule
from .streams import Stream

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
