"""Stands in for ``apps.epg``."""
