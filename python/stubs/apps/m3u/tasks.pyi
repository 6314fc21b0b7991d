# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Stands in for ``apps.m3u.tasks``. The host does the work: a call waits, ``.delay()`` queues."""

from typing import Any
from _pluggarr_orm import task

@task
def refresh_m3u_accounts() -> str:
    """Refresh every active M3U account and return what was done."""

@task
def refresh_single_m3u_account(account_id: Any) -> str:
    """Refresh one M3U account and return the message shown in the UI."""

@task
def refresh_m3u_groups(
    account_id: Any, use_cache: Any = ..., full_refresh: Any = ..., scan_start_time: Any = ...
) -> str:
    """Read the groups of one M3U account, without its streams."""

@task
def refresh_account_info(profile_id: Any) -> str:
    """Ask an Xtream provider about the login of one profile."""

@task
def refresh_account_profiles(account_id: Any) -> str:
    """Ask an Xtream provider about the logins of one account."""

@task
def sync_auto_channels(account_id: Any, scan_start_time: Any = ...) -> str:
    """Bring the channels that follow the account's groups up to date."""

@task
def check_account_expirations() -> str:
    """Notify people of logins that are about to end."""
