# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Stands in for upstream's ``apps`` package: the models and tasks that plugins import."""
