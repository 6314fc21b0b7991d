# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Stands in for ``apps.epg.models``: the same classes on the same tables, which the host owns."""

from datetime import date, datetime
from typing import Any
from _pluggarr_orm import Manager, Model, RelatedManager
from apps.channels.models.channels import Channel

class EPGSource(Model):
    """Where guide data comes from."""

    objects: Manager[EPGSource]
    epgs: RelatedManager[EPGData]
    index_record: EPGSourceIndex
    sd_schedule_md5s: RelatedManager[SDScheduleMD5]
    sd_program_md5s: RelatedManager[SDProgramMD5]
    id: int
    name: str
    source_type: str
    def get_source_type_display(self) -> str: ...
    url: str | None
    username: str | None
    password: str | None
    is_active: bool
    file_path: str | None
    extracted_file_path: str | None
    refresh_interval: int
    refresh_task: Any | None
    refresh_task_id: int | None
    custom_properties: Any
    priority: int
    status: str
    def get_status_display(self) -> str: ...
    last_message: str | None
    created_at: datetime
    updated_at: datetime | None
    STATUS_IDLE: str
    STATUS_FETCHING: str
    STATUS_PARSING: str
    STATUS_ERROR: str
    STATUS_SUCCESS: str
    STATUS_DISABLED: str
    def get_cache_file(self) -> str:
        """Return where the downloaded guide is kept, with the ending of the file it replaces."""
    @property
    def programme_index(self) -> Any:
        """The stored index of the guide file, or ``None``."""

class EPGData(Model):
    """A guide channel of a source, to which channels are mapped."""

    objects: Manager[EPGData]
    channels: RelatedManager[Channel]
    programs: RelatedManager[ProgramData]
    id: int
    tvg_id: str | None
    name: str
    icon_url: str | None
    epg_source: EPGSource | None
    epg_source_id: int | None

class ProgramData(Model):
    """A programme of a guide channel."""

    objects: Manager[ProgramData]
    id: int
    epg: EPGData
    epg_id: int
    start_time: datetime
    end_time: datetime
    title: str
    sub_title: str | None
    description: str | None
    tvg_id: str | None
    program_id: str | None
    custom_properties: Any

EPGProgram = ProgramData

class EPGSourceIndex(Model):
    """Where in its guide file each channel's programmes stand."""

    objects: Manager[EPGSourceIndex]
    source: EPGSource
    source_id: int
    data: Any
    updated_at: datetime

class SDScheduleMD5(Model):
    """Schedules Direct's checksum of one station's day."""

    objects: Manager[SDScheduleMD5]
    id: int
    epg_source: EPGSource
    epg_source_id: int
    station_id: str
    date: date
    md5: str
    last_modified: datetime

class SDProgramMD5(Model):
    """Schedules Direct's checksum of one programme."""

    objects: Manager[SDProgramMD5]
    id: int
    epg_source: EPGSource
    epg_source_id: int
    program_id: str
    md5: str
