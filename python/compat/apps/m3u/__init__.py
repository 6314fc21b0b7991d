"""Stands in for ``apps.m3u``."""
