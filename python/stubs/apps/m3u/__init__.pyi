# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Stands in for ``apps.m3u``."""
