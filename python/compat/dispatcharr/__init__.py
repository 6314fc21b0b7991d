"""Stands in for upstream's project package: settings, the Celery application, the database backend.

Importing it makes our Celery application the current one, so that a plugin's ``@shared_task`` binds
to it and never to Celery's own default, which would look for a broker.
"""

from .celery import app as celery_app

__all__ = ("celery_app",)
