"""Stands in for ``apps.connect``."""
