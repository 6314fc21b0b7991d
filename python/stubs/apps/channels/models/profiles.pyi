# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Channel profiles: which channels a given viewer or output shows."""

from _pluggarr_orm import Manager, Model, RelatedManager
from apps.accounts.models import User
from apps.channels.models.channels import Channel

class ChannelProfile(Model):
    """A named selection of channels. Creating one makes every channel a member."""

    objects: Manager[ChannelProfile]
    users: RelatedManager[User]
    channelprofilemembership_set: RelatedManager[ChannelProfileMembership]
    id: int
    name: str

class ChannelProfileMembership(Model):
    """One channel in one profile; ``enabled=False`` hides it there."""

    objects: Manager[ChannelProfileMembership]
    id: int
    channel_profile: ChannelProfile
    channel_profile_id: int
    channel: Channel
    channel_id: int
    enabled: bool
