# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Stands in for ``apps.channels.tasks``."""

from typing import Any
from _pluggarr_orm import task

@task
def match_epg_channels() -> str:
    """Map channels without guide data to guide channels, and return how many were mapped."""

@task
def match_selected_channels_epg(channel_ids: Any) -> str:
    """Map these channels to guide channels."""

@task
def match_single_channel_epg(channel_id: Any) -> dict[str, Any]:
    """Map one channel to a guide channel."""

@task
def bulk_create_channels_from_streams(
    stream_ids: Any, channel_profile_ids: Any = ..., starting_channel_number: Any = ...
) -> str:
    """Make a channel from each stream, and return what was made."""

@task
def set_channels_names_from_epg(channel_ids: Any) -> Any:
    """Give each channel the name of its guide channel."""

@task
def set_channels_tvg_ids_from_epg(channel_ids: Any) -> Any:
    """Give each channel the tvg-id of its guide channel."""

@task
def set_channels_logos_from_epg(channel_ids: Any, epg_source_id: Any = ...) -> Any:
    """Give each channel, or each mapped to `epg_source_id`, the logo of its guide channel."""

class NoRecorderError(NotImplementedError):
    """Asked to record, or to plan a recording."""

evaluate_series_rules: Any
reschedule_upcoming_recordings_for_offset_change: Any
rebuild_recurring_rule: Any
maintain_recurring_recordings: Any
purge_recurring_rule: Any
run_recording: Any
recover_recordings_on_startup: Any
comskip_process_recording: Any
prefetch_recording_artwork: Any
