# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Stands in for upstream's ``core`` package: settings, profiles, events and small helpers."""
