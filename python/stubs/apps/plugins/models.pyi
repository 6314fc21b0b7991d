# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Stands in for ``apps.plugins.models``: what the host remembers of plugins and their origins."""

from datetime import datetime
from typing import Any
from _pluggarr_orm import Manager, Model, RelatedManager

class PluginRepo(Model):
    """A place from which plugins can be installed."""

    objects: Manager[PluginRepo]
    installed_plugins: RelatedManager[PluginConfig]
    id: int
    name: str
    url: str
    is_official: bool
    enabled: bool
    cached_manifest: Any
    public_key: str
    signature_verified: bool | None
    last_fetched: datetime | None
    last_fetch_status: str
    created_at: datetime
    updated_at: datetime

class PluginKeyField:
    """A plugin key, found with ``-`` for ``_`` and the reverse when the exact key is missing."""

class KeyExact:
    """``key = 'a-b'`` or, without such a row, the row whose key differs in ``-`` and ``_`` only."""
    def as_sql(self, compiler: Any, connection: Any) -> Any: ...

class PluginConfig(Model):
    """A plugin the host has seen: whether it is enabled, and its settings."""

    objects: Manager[PluginConfig]
    id: int
    key: str
    name: str
    version: str
    description: str
    enabled: bool
    ever_enabled: bool
    settings: Any
    source_repo: PluginRepo | None
    source_repo_id: int | None
    slug: str
    installed_version_is_prerelease: bool
    deprecated: bool
    created_at: datetime
    updated_at: datetime
    @property
    def is_managed(self) -> bool:
        """Whether the plugin was installed from a repository, which then offers its updates."""
