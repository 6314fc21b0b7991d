"""Stands in for upstream's ``core`` package: settings, profiles, events and small helpers."""
