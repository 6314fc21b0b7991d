# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Stands in for ``apps.epg.tasks``. The host does the work: a call waits, ``.delay()`` queues."""

from typing import Any
from _pluggarr_orm import task

@task
def refresh_all_epg_data() -> str:
    """Refresh every active EPG source and return what was done."""

@task
def refresh_epg_data(source_id: Any, force: Any = ...) -> str:
    """Refresh one EPG source: its guide channels, and the programmes of mapped channels."""

@task
def parse_programs_for_tvg_id(epg_id: Any, force: Any = ...) -> str:
    """Read the programmes of one guide channel from the stored guide file."""

@task
def build_programme_index_task(source_id: Any) -> str:
    """Index where in its guide file each channel's programmes stand."""

refresh_epg_source = refresh_epg_data
