"""Tells Django the upstream app label, from which the table names follow."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """``apps.channels`` under the label that upstream's tables carry."""

    name = "apps.channels"
    label = "dispatcharr_channels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import signals  # noqa: F401  (importing it connects the handlers)
