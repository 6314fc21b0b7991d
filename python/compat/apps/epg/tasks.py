"""Stands in for ``apps.epg.tasks``. The host does the work: a call waits, ``.delay()`` queues.

``refresh_epg_source`` is the guide's name for upstream's ``refresh_epg_data``.
"""

from dispatcharr.celery import host_task


@host_task
def refresh_all_epg_data() -> str:
    """Refresh every active EPG source and return what was done."""


@host_task
def refresh_epg_data(source_id, force=False) -> str:
    """Refresh one EPG source: its guide channels, and the programmes of mapped channels."""


@host_task
def parse_programs_for_tvg_id(epg_id, force=False) -> str:
    """Read the programmes of one guide channel from the stored guide file."""


@host_task
def build_programme_index_task(source_id) -> str:
    """Index where in its guide file each channel's programmes stand."""


refresh_epg_source = refresh_epg_data
