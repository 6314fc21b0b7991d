# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Stands in for ``core.scheduling``: periodic tasks as rows of django-celery-beat."""

from typing import Any

CRON_FIELDS: tuple[Any, ...]

def parse_cron_expression(cron_expression: Any) -> dict[str, Any]:
    """Return the five fields of `cron_expression` by name, or raise ValueError."""

def create_or_update_periodic_task(
    task_name: Any,
    celery_task_path: Any,
    kwargs: Any = ...,
    interval_hours: Any = ...,
    cron_expression: Any = ...,
    enabled: Any = ...,
) -> Any:
    """Have `celery_task_path` run regularly under the name `task_name`, and return its row."""

def delete_periodic_task(task_name: Any) -> bool:
    """Remove the periodic task `task_name`; whether there was one."""
