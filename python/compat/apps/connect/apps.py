"""Tells Django the upstream app label, from which the table names follow."""

from django.apps import AppConfig


class ConnectConfig(AppConfig):
    """``apps.connect`` under the label that upstream's tables carry."""

    name = "apps.connect"
    label = "dispatcharr_connect"
    default_auto_field = "django.db.models.BigAutoField"
