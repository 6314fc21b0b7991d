"""Stands in for ``core.scheduling``: periodic tasks as rows of django-celery-beat."""

import json

from celery.schedules import ParseException, crontab
from django.db import transaction
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask

from .models import CoreSettings

CRON_FIELDS = ("minute", "hour", "day_of_month", "month_of_year", "day_of_week")


def parse_cron_expression(cron_expression) -> dict:
    """Return the five fields of `cron_expression` by name, or raise ValueError."""
    parts = str(cron_expression).split()
    if len(parts) != len(CRON_FIELDS):
        raise ValueError(
            f"`{cron_expression}` has {len(parts)} fields; a cron expression has 5: "
            "minute, hour, day of month, month, day of week"
        )
    fields = dict(zip(CRON_FIELDS, parts, strict=True))
    try:
        crontab(**fields)
    except (ParseException, ValueError) as error:
        raise ValueError(f"`{cron_expression}` is not a cron expression: {error}") from error
    return fields


def create_or_update_periodic_task(
    task_name, celery_task_path, kwargs=None, interval_hours=0, cron_expression="", enabled=True
) -> PeriodicTask:
    """Have `celery_task_path` run regularly under the name `task_name`, and return its row.

    A cron expression, in the system's time zone, wins over the interval. Without either the row is
    kept disabled.
    """
    with transaction.atomic():
        schedule = {"interval": None, "crontab": None}
        if cron_expression:
            schedule["crontab"], _ = CrontabSchedule.objects.get_or_create(
                **parse_cron_expression(cron_expression),
                timezone=CoreSettings.get_system_time_zone(),
            )
        else:
            # A row must have a schedule even while it is off.
            schedule["interval"], _ = IntervalSchedule.objects.get_or_create(
                every=int(interval_hours) or 24, period=IntervalSchedule.HOURS
            )
        before = PeriodicTask.objects.filter(name=task_name).first()
        task, _created = PeriodicTask.objects.update_or_create(
            name=task_name,
            defaults={
                "task": celery_task_path,
                "kwargs": json.dumps(kwargs or {}),
                "enabled": bool(enabled and (cron_expression or interval_hours)),
                **schedule,
            },
        )
        if before is not None:
            _remove_if_unused(before)
    return task


def delete_periodic_task(task_name) -> bool:
    """Remove the periodic task `task_name`; whether there was one."""
    with transaction.atomic():
        task = PeriodicTask.objects.filter(name=task_name).first()
        if task is None:
            return False
        task.delete()
        _remove_if_unused(task)
    return True


def _remove_if_unused(task):
    """Delete the schedules `task` had, unless another task has them too."""
    for schedule in (task.interval, task.crontab):
        if schedule is not None and not schedule.periodictask_set.exists():
            schedule.delete()
