"""Stands in for ``apps.m3u.tasks``. The host does the work: a call waits, ``.delay()`` queues.

Unlike upstream, no signal fires in the worker for the rows it writes. Names that the host does not
have yet are here all the same, so that plugins that import them load; the host says so when it is
asked.
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


@host_task
def refresh_account_info(profile_id) -> str:
    """Ask an Xtream provider about the login of one profile."""


@host_task
def refresh_account_profiles(account_id) -> str:
    """Ask an Xtream provider about the logins of one account."""


@host_task
def sync_auto_channels(account_id, scan_start_time=None) -> str:
    """Bring the channels that follow the account's groups up to date."""


@host_task
def check_account_expirations() -> str:
    """Notify people of logins that are about to end."""
