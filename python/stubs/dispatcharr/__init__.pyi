# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Stands in for upstream's project package: settings, the Celery application, the database backend."""

from .celery import app as celery_app

__all__ = ("celery_app",)
