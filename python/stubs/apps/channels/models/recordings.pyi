# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Recordings and the rules that repeat them."""

from datetime import date, datetime, time
from typing import Any
from _pluggarr_orm import Manager, Model
from apps.channels.models.channels import Channel

class Recording(Model):
    """One recording, planned or made."""

    objects: Manager[Recording]
    id: int
    channel: Channel
    channel_id: int
    start_time: datetime
    end_time: datetime
    task_id: str | None
    custom_properties: Any

class RecurringRecordingRule(Model):
    """Weekdays and times at which a channel is recorded."""

    objects: Manager[RecurringRecordingRule]
    id: int
    channel: Channel
    channel_id: int
    days_of_week: Any
    start_time: time
    end_time: time
    enabled: bool
    name: str
    start_date: date | None
    end_date: date | None
    created_at: datetime
    updated_at: datetime
    def cleaned_days(self) -> list[int]:
        """Return the weekdays, Monday 0 to Sunday 6, each once and in order."""
