"""Stands in for ``apps.channels.tasks``.

The host does the work of the tasks it offers: a direct call waits, ``.delay()`` queues; setting
channels from their guide data is plain ORM work, done here. Recording is not in Pluggarr yet: those
names exist, so that a plugin that imports them loads, and say so when they are called or queued.
"""

from celery import shared_task

from dispatcharr.celery import MissingTask, host_task


@host_task
def match_epg_channels() -> str:
    """Map channels without guide data to guide channels, and return how many were mapped."""


@host_task
def match_selected_channels_epg(channel_ids) -> str:
    """Map these channels to guide channels."""


@host_task
def match_single_channel_epg(channel_id) -> dict:
    """Map one channel to a guide channel."""


@host_task
def bulk_create_channels_from_streams(
    stream_ids, channel_profile_ids=None, starting_channel_number=None
) -> str:
    """Make a channel from each stream, and return what was made."""


def _from_epg(channel_ids, change):
    """Apply `change` to each channel that has guide data, and return upstream's summary."""
    from .models import Channel

    channels = Channel.objects.filter(id__in=channel_ids, epg_data__isnull=False)
    updated = 0
    for channel in channels.select_related("epg_data"):
        if change(channel, channel.epg_data):
            updated += 1
    return {"updated_count": updated, "total": len(channel_ids)}


def _set_if_different(channel, name, value) -> bool:
    if not value or getattr(channel, name) == value:
        return False
    setattr(channel, name, value)
    channel.save(update_fields=[name, "updated_at"])
    return True


@shared_task
def set_channels_names_from_epg(channel_ids):
    """Give each channel the name of its guide channel."""
    return _from_epg(channel_ids, lambda channel, epg: _set_if_different(channel, "name", epg.name))


@shared_task
def set_channels_tvg_ids_from_epg(channel_ids):
    """Give each channel the tvg-id of its guide channel."""
    return _from_epg(
        channel_ids, lambda channel, epg: _set_if_different(channel, "tvg_id", epg.tvg_id)
    )


@shared_task
def set_channels_logos_from_epg(channel_ids, epg_source_id=None):
    """Give each channel, or each mapped to `epg_source_id`, the logo of its guide channel."""
    from .models import Logo

    def change(channel, epg):
        if not epg.icon_url or (epg_source_id is not None and epg.epg_source_id != epg_source_id):
            return False
        logo, _created = Logo.objects.get_or_create(
            url=epg.icon_url, defaults={"name": epg.name or channel.name}
        )
        return _set_if_different(channel, "logo_id", logo.id)

    return _from_epg(channel_ids, change)


class NoRecorderError(NotImplementedError):
    """Asked to record, or to plan a recording."""


def _needs_recorder(name):
    @shared_task(name=f"{__name__}.{name}", base=MissingTask)
    def task(*args, **kwargs):
        raise NoRecorderError(f"{name}: Pluggarr has no DVR yet")

    return task


evaluate_series_rules = _needs_recorder("evaluate_series_rules")
reschedule_upcoming_recordings_for_offset_change = _needs_recorder(
    "reschedule_upcoming_recordings_for_offset_change"
)
rebuild_recurring_rule = _needs_recorder("rebuild_recurring_rule")
maintain_recurring_recordings = _needs_recorder("maintain_recurring_recordings")
purge_recurring_rule = _needs_recorder("purge_recurring_rule")
run_recording = _needs_recorder("run_recording")
recover_recordings_on_startup = _needs_recorder("recover_recordings_on_startup")
comskip_process_recording = _needs_recorder("comskip_process_recording")
prefetch_recording_artwork = _needs_recorder("prefetch_recording_artwork")
