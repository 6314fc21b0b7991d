# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Stands in for ``apps.m3u.models``: the same classes on the same tables, which the host owns."""

from datetime import datetime
from typing import Any
from _pluggarr_orm import Manager, Model, RelatedManager
from apps.channels.models.channels import Channel
from apps.channels.models.groups import ChannelGroupM3UAccount
from apps.channels.models.streams import Stream
from apps.vod.models.relations import (
    M3UEpisodeRelation,
    M3UMovieRelation,
    M3USeriesRelation,
    M3UVODCategoryRelation,
)
from core.models.profiles import StreamProfile, UserAgent

class ServerGroup(Model):
    """Accounts that share one provider login."""

    objects: Manager[ServerGroup]
    m3u_accounts: RelatedManager[M3UAccount]
    id: int
    name: str

class M3UAccount(Model):
    """Where streams come from: a playlist URL, a file or an Xtream login."""

    objects: Manager[M3UAccount]
    channel_group: RelatedManager[ChannelGroupM3UAccount]
    streams: RelatedManager[Stream]
    auto_created_channels: RelatedManager[Channel]
    profiles: RelatedManager[M3UAccountProfile]
    filters: RelatedManager[M3UFilter]
    series_relations: RelatedManager[M3USeriesRelation]
    movie_relations: RelatedManager[M3UMovieRelation]
    episode_relations: RelatedManager[M3UEpisodeRelation]
    category_relations: RelatedManager[M3UVODCategoryRelation]
    id: int
    name: str
    server_url: str | None
    file_path: str | None
    server_group: ServerGroup | None
    server_group_id: int | None
    max_streams: int
    is_active: bool
    created_at: datetime
    updated_at: datetime | None
    status: str
    def get_status_display(self) -> str: ...
    last_message: str | None
    user_agent: UserAgent | None
    user_agent_id: int | None
    locked: bool
    stream_profile: StreamProfile | None
    stream_profile_id: int | None
    account_type: str
    def get_account_type_display(self) -> str: ...
    username: str | None
    password: str | None
    custom_properties: Any
    refresh_interval: int
    refresh_task: Any | None
    refresh_task_id: int | None
    stale_stream_days: int
    priority: int
    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save; ``custom_properties`` given as JSON text is stored as the object it means."""
    @classmethod
    def get_custom_account(cls) -> M3UAccount:
        """Return the locked account ``custom``, to which streams without an account belong."""
    def get_user_agent(self) -> Any:
        """Return the account's own user agent, or ``None``."""
    def get_user_agent_string(self) -> str:
        """Return the text sent as User-Agent: the account's own, or the default one."""
    def playable_profile(self) -> Any:
        """Return the active profile to play through, or ``None``. Not in upstream."""
    class Types(str):
        STADNARD: str
        XC: str

    class Status(str):
        IDLE: str
        FETCHING: str
        PARSING: str
        ERROR: str
        SUCCESS: str
        PENDING_SETUP: str
        DISABLED: str

class M3UAccountProfile(Model):
    """A login or URL variant of an account, by rewriting its stream URLs."""

    objects: Manager[M3UAccountProfile]
    id: int
    m3u_account: M3UAccount
    m3u_account_id: int
    name: str
    is_default: bool
    max_streams: int
    is_active: bool
    search_pattern: str
    replace_pattern: str
    current_viewers: int
    custom_properties: Any
    exp_date: datetime | None
    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save; for Xtream accounts the expiry the provider reported is copied to ``exp_date``."""
    def get_account_expiration(self) -> datetime | None:
        """Return when the provider says the login ends, or ``None``."""
    def get_account_status(self) -> Any:
        """Return the provider's word for the state of the login, or ``None``."""
    def get_max_connections(self) -> Any:
        """Return how many connections the provider allows, or ``None``."""
    def get_active_connections(self) -> Any:
        """Return how many connections the provider counted, or ``None``."""
    def get_last_refresh(self) -> datetime | None:
        """Return when the provider was last asked, or ``None``."""

class M3UFilter(Model):
    """A pattern by which an import takes or leaves streams of an account."""

    objects: Manager[M3UFilter]
    id: int
    m3u_account: M3UAccount
    m3u_account_id: int
    filter_type: str
    def get_filter_type_display(self) -> str: ...
    regex_pattern: str
    exclude: bool
    order: int
    custom_properties: Any
