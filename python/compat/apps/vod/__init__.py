"""Stands in for ``apps.vod``."""
