"""Tells Django the upstream app label, from which the table names follow."""

from django.apps import AppConfig


class M3UConfig(AppConfig):
    """``apps.m3u`` under the label that upstream's tables carry."""

    name = "apps.m3u"
    label = "m3u"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import signals  # noqa: F401  (importing it connects the handlers)
