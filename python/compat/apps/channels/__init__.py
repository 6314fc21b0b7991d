"""Stands in for ``apps.channels``."""
