"""Tells Django the upstream app label, from which the table names follow."""

from django.apps import AppConfig


class PluginsConfig(AppConfig):
    """``apps.plugins`` under the label that upstream's tables carry."""

    name = "apps.plugins"
    label = "plugins"
    default_auto_field = "django.db.models.BigAutoField"
