"""Stands in for ``apps.plugins.models``: what the host remembers of plugins and their origins."""

from django.db import models
from django.db.models.lookups import Exact


class PluginRepo(models.Model):
    """A place from which plugins can be installed."""

    name = models.CharField(max_length=255)
    url = models.URLField(unique=True)
    is_official = models.BooleanField(default=False)
    enabled = models.BooleanField(default=True)
    cached_manifest = models.JSONField(default=dict, blank=True)
    public_key = models.TextField(blank=True, default="")
    signature_verified = models.BooleanField(null=True, default=None)
    last_fetched = models.DateTimeField(null=True, blank=True)
    last_fetch_status = models.CharField(max_length=255, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        managed = False
        db_table = "plugins_pluginrepo"
        ordering = ["-is_official", "name"]

    def __str__(self):
        return self.name


class PluginKeyField(models.CharField):
    """A plugin key, found with ``-`` for ``_`` and the reverse when the exact key is missing.

    The folder decides the key: copied by hand it keeps its dashes, imported from a zip it has
    underscores. Plugins that look themselves up under one fixed spelling must find their row either
    way.
    """


@PluginKeyField.register_lookup
class KeyExact(Exact):
    """``key = 'a-b'`` or, without such a row, the row whose key differs in ``-`` and ``_`` only."""

    def as_sql(self, compiler, connection):
        if not self.rhs_is_direct_value() or self.rhs is None:
            return super().as_sql(compiler, connection)
        column, column_params = self.process_lhs(compiler, connection)
        value, value_params = self.process_rhs(compiler, connection)
        table = connection.ops.quote_name(PluginConfig._meta.db_table)
        key = connection.ops.quote_name("key")
        sql = (
            f"({column} = {value} OR (REPLACE({column}, '-', '_') = REPLACE({value}, '-', '_') "
            f"AND NOT EXISTS (SELECT 1 FROM {table} exact_key WHERE exact_key.{key} = {value})))"
        )
        params = (*column_params, *value_params, *column_params, *value_params, *value_params)
        return sql, params


class PluginConfig(models.Model):
    """A plugin the host has seen: whether it is enabled, and its settings."""

    key = PluginKeyField(max_length=128, unique=True)
    name = models.CharField(max_length=255)
    version = models.CharField(max_length=64, blank=True, default="")
    description = models.TextField(blank=True, default="")
    enabled = models.BooleanField(default=False)
    ever_enabled = models.BooleanField(default=False)
    settings = models.JSONField(default=dict, blank=True)
    source_repo = models.ForeignKey(
        PluginRepo,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="installed_plugins",
    )
    slug = models.CharField(max_length=128, blank=True, default="")
    installed_version_is_prerelease = models.BooleanField(default=False)
    deprecated = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        managed = False
        db_table = "plugins_pluginconfig"

    def __str__(self):
        return f"{self.name} ({self.key})"

    @property
    def is_managed(self) -> bool:
        """Whether the plugin was installed from a repository, which then offers its updates."""
        return self.source_repo_id is not None
