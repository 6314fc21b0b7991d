"""Stands in for ``apps.m3u.tasks``. The host does the work: a call waits, ``.delay()`` queues.

Unlike upstream, no signal fires in the worker for the rows it writes.
"""

from dispatcharr.celery import host_task


@host_task
def refresh_m3u_accounts() -> str:
    """Refresh every active M3U account and return what was done."""


@host_task
def refresh_single_m3u_account(account_id) -> str:
    """Refresh one M3U account and return the message shown in the UI."""


@host_task
def refresh_m3u_groups(
    account_id, use_cache=False, full_refresh=False, scan_start_time=None
) -> str:
    """Read the groups of one M3U account, without its streams."""
