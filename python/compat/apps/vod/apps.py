"""Tells Django the upstream app label, from which the table names follow."""

from django.apps import AppConfig


class VodConfig(AppConfig):
    """``apps.vod`` under the label that upstream's tables carry."""

    name = "apps.vod"
    label = "vod"
    default_auto_field = "django.db.models.BigAutoField"
