"""Stands in for ``apps.epg.models``: the same classes on the same tables, which the host owns.

``EPGProgram`` is the guide's name for upstream's ``ProgramData``.
"""

import os

from django.conf import settings
from django.db import models
from django_celery_beat.models import PeriodicTask


class EPGSource(models.Model):
    """Where guide data comes from."""

    STATUS_IDLE = "idle"
    STATUS_FETCHING = "fetching"
    STATUS_PARSING = "parsing"
    STATUS_ERROR = "error"
    STATUS_SUCCESS = "success"
    STATUS_DISABLED = "disabled"
    STATUS_CHOICES = [
        (STATUS_IDLE, "Idle"),
        (STATUS_FETCHING, "Fetching"),
        (STATUS_PARSING, "Parsing"),
        (STATUS_ERROR, "Error"),
        (STATUS_SUCCESS, "Success"),
        (STATUS_DISABLED, "Disabled"),
    ]
    SOURCE_TYPE_CHOICES = [
        ("xmltv", "XMLTV"),
        ("schedules_direct", "Schedules Direct"),
        ("dummy", "Dummy"),
    ]

    name = models.CharField(max_length=255, unique=True)
    source_type = models.CharField(max_length=20, choices=SOURCE_TYPE_CHOICES)
    url = models.URLField(max_length=1000, blank=True, null=True)
    username = models.CharField(max_length=255, blank=True, null=True)
    password = models.CharField(max_length=255, blank=True, null=True)
    is_active = models.BooleanField(default=True)
    file_path = models.CharField(max_length=1024, blank=True, null=True)
    extracted_file_path = models.CharField(max_length=1024, blank=True, null=True)
    refresh_interval = models.IntegerField(default=0)
    refresh_task = models.ForeignKey(PeriodicTask, on_delete=models.SET_NULL, null=True, blank=True)
    custom_properties = models.JSONField(default=dict, blank=True, null=True)
    priority = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=20, choices=STATUS_CHOICES, default=STATUS_IDLE)
    last_message = models.TextField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Set after a successful refresh, and by nothing else.
    updated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        managed = False
        db_table = "epg_epgsource"

    def __str__(self):
        return self.name

    def get_cache_file(self) -> str:
        """Return where the downloaded guide is kept, with the ending of the file it replaces."""
        ending = os.path.splitext(self.file_path or "")[1] or ".tmp"
        folder = os.path.join(settings.MEDIA_ROOT, "cached_epg")
        os.makedirs(folder, exist_ok=True)
        return os.path.join(folder, f"{self.id}{ending}")

    @property
    def programme_index(self):
        """The stored index of the guide file, or ``None``."""
        return (
            EPGSourceIndex.objects.filter(source_id=self.pk).values_list("data", flat=True).first()
        )


class EPGData(models.Model):
    """A guide channel of a source, to which channels are mapped."""

    tvg_id = models.CharField(max_length=255, null=True, blank=True, db_index=True)
    name = models.CharField(max_length=512)
    icon_url = models.URLField(max_length=500, null=True, blank=True)
    epg_source = models.ForeignKey(
        EPGSource, on_delete=models.CASCADE, null=True, blank=True, related_name="epgs"
    )

    class Meta:
        managed = False
        db_table = "epg_epgdata"
        unique_together = (("tvg_id", "epg_source"),)

    def __str__(self):
        return f"EPG Data for {self.name}"


class ProgramData(models.Model):
    """A programme of a guide channel."""

    epg = models.ForeignKey(EPGData, on_delete=models.CASCADE, related_name="programs")
    start_time = models.DateTimeField()
    end_time = models.DateTimeField()
    title = models.CharField(max_length=255)
    sub_title = models.TextField(blank=True, null=True)
    description = models.TextField(blank=True, null=True)
    tvg_id = models.CharField(max_length=255, null=True, blank=True)
    program_id = models.CharField(max_length=64, null=True, blank=True)
    custom_properties = models.JSONField(default=dict, blank=True, null=True)

    class Meta:
        managed = False
        db_table = "epg_programdata"
        indexes = [models.Index(fields=["epg", "id"], name="epg_prog_epg_id_idx")]

    def __str__(self):
        return f"{self.title} ({self.start_time} - {self.end_time})"


EPGProgram = ProgramData


class EPGSourceIndex(models.Model):
    """Where in its guide file each channel's programmes stand."""

    source = models.OneToOneField(
        EPGSource, on_delete=models.CASCADE, primary_key=True, related_name="index_record"
    )
    data = models.JSONField(null=True, blank=True, default=None)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        managed = False
        db_table = "epg_epgsourceindex"


class SDScheduleMD5(models.Model):
    """Schedules Direct's checksum of one station's day."""

    epg_source = models.ForeignKey(
        EPGSource, on_delete=models.CASCADE, related_name="sd_schedule_md5s"
    )
    station_id = models.CharField(max_length=20)
    date = models.DateField()
    md5 = models.CharField(max_length=22)
    last_modified = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "epg_sdschedulemd5"
        unique_together = (("epg_source", "station_id", "date"),)
        indexes = [
            models.Index(fields=["epg_source", "station_id"], name="epg_sdsched_epg_sou_0d700e_idx")
        ]


class SDProgramMD5(models.Model):
    """Schedules Direct's checksum of one programme."""

    epg_source = models.ForeignKey(
        EPGSource, on_delete=models.CASCADE, related_name="sd_program_md5s"
    )
    program_id = models.CharField(max_length=64)
    md5 = models.CharField(max_length=22)

    class Meta:
        managed = False
        db_table = "epg_sdprogrammd5"
        unique_together = (("epg_source", "program_id"),)
