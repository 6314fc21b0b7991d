"""Tells Django the upstream app label, from which the table names follow."""

from django.apps import AppConfig


class EpgConfig(AppConfig):
    """``apps.epg`` under the label that upstream's tables carry."""

    name = "apps.epg"
    label = "epg"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import signals  # noqa: F401  (importing it connects the handlers)
