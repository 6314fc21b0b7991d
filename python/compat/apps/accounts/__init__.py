"""Stands in for ``apps.accounts``."""
