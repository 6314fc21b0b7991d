"""Recordings and the rules that repeat them.

Rows only: Pluggarr has no recorder yet, so unlike upstream saving one schedules nothing.
"""

from django.db import models

from .channels import Channel


class Recording(models.Model):
    """One recording, planned or made."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="recordings")
    start_time = models.DateTimeField()
    end_time = models.DateTimeField()
    task_id = models.CharField(max_length=255, null=True, blank=True)
    custom_properties = models.JSONField(default=dict, blank=True, null=True)

    class Meta:
        managed = False
        db_table = "dispatcharr_channels_recording"

    def __str__(self):
        return f"{self.channel.name} - {self.start_time} to {self.end_time}"


class RecurringRecordingRule(models.Model):
    """Weekdays and times at which a channel is recorded."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="recurring_rules")
    days_of_week = models.JSONField(default=list)
    start_time = models.TimeField()
    end_time = models.TimeField()
    enabled = models.BooleanField(default=True)
    name = models.CharField(max_length=255, blank=True)
    start_date = models.DateField(null=True, blank=True)
    end_date = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        managed = False
        db_table = "dispatcharr_channels_recurringrecordingrule"
        ordering = ["channel", "start_time"]

    def cleaned_days(self) -> list[int]:
        """Return the weekdays, Monday 0 to Sunday 6, each once and in order."""
        days = set()
        for day in self.days_of_week or []:
            try:
                number = int(day)
            except (TypeError, ValueError):
                continue
            if 0 <= number <= 6:
                days.add(number)
        return sorted(days)
