# Written by scripts/make-stubs out of python/compat. Do not edit.
"""User agents, stream profiles and output profiles."""

from datetime import datetime
from typing import Any
from _pluggarr_orm import Manager, Model, RelatedManager
from apps.channels.models.channels import Channel
from apps.channels.models.streams import Stream
from apps.m3u.models import M3UAccount

class UserAgent(Model):
    """A User-Agent text that can be chosen by name."""

    objects: Manager[UserAgent]
    streamprofile_set: RelatedManager[StreamProfile]
    m3u_accounts: RelatedManager[M3UAccount]
    id: int
    name: str
    user_agent: str
    description: str
    is_active: bool
    created_at: datetime
    updated_at: datetime

class StreamProfile(Model):
    """How a stream is fetched: by a command, through the proxy as it is, or by redirect."""

    objects: Manager[StreamProfile]
    streams: RelatedManager[Stream]
    channels: RelatedManager[Channel]
    m3u_accounts: RelatedManager[M3UAccount]
    id: int
    name: str
    command: str
    parameters: str
    locked: bool
    is_active: bool
    user_agent: UserAgent | None
    user_agent_id: int | None
    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save; of a locked profile only the user agent may change."""
    @classmethod
    def update(cls, pk: Any, **values: Any) -> Any:
        """Change and return the profile `pk`."""
    def is_proxy(self) -> bool:
        """Whether this is the built-in profile that passes the stream through as it is."""
    def is_redirect(self) -> bool:
        """Whether this is the built-in profile that sends the viewer to the provider."""
    def build_command(self, stream_url: Any, user_agent: Any, channel_id: Any = ...) -> list[str]:
        """Return the command line for `stream_url`; empty for the built-in Proxy profile."""

class OutputProfile(Model):
    """A command between the proxy and a client: MPEG-TS in, what the client gets out."""

    objects: Manager[OutputProfile]
    id: int
    name: str
    command: str
    parameters: str
    locked: bool
    is_active: bool
    def build_command(self) -> list[str]:
        """Return the command line."""
