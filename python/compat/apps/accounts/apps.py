"""Tells Django the upstream app label, from which the table names follow."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """``apps.accounts`` under the label that upstream's tables carry."""

    name = "apps.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
