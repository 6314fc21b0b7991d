"""Stands in for ``apps.plugins``."""
