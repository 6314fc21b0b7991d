"""Waiting for another writer without stopping the process.

Knows SQLite's error codes and how long to wait. Does not know Django, nor which statements are safe
to repeat: the caller decides that.
"""

import random
import sqlite3
import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")

FIRST_PAUSE = 0.002
# Shorter than the pauses that the host makes between its bulk transactions (20 to 50 ms, see
# pluggarr-store's pace.rs): SQLite does not queue writers, so a longer sleep would miss most of them.
LONGEST_PAUSE = 0.02
# For a moment it is another writer's commit between our look and our lock; after that it never
# ends.
SNAPSHOT_PATIENCE = 1.0

# The low byte is the primary code; the rest tells BUSY_SNAPSHOT from BUSY_RECOVERY and so on.
PRIMARY_CODE = 0xFF
# As numbers, as in sqlite3.h: other builds of the module (pysqlite3) lack some of the names.
BUSY, LOCKED, BUSY_SNAPSHOT = 5, 6, 517


def is_locked(error: sqlite3.Error) -> bool:
    """Whether `error` means that somebody else holds the lock, so that trying again may work."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & PRIMARY_CODE in (BUSY, LOCKED)


def patiently(attempt: Callable[[], Result], seconds: float) -> Result:
    """Repeat `attempt` until it finds no lock in its way, for at most `seconds`.

    Sleeps through ``time.sleep``, looked up at each call: gevent replaces it, and then a wait lets
    the other greenlets of the worker run.
    """
    started = time.monotonic()
    pause = FIRST_PAUSE
    while True:
        try:
            return attempt()
        except sqlite3.OperationalError as error:
            if not is_locked(error):
                raise
            waited = time.monotonic() - started
            if error.sqlite_errorcode == BUSY_SNAPSHOT and waited >= SNAPSHOT_PATIENCE:
                raise sqlite3.OperationalError(
                    "database is locked: this connection has a SELECT that is not read to its end, and "
                    "another writer has written since; fetch all of its rows before writing"
                ) from error
            if waited >= seconds:
                raise sqlite3.OperationalError(
                    f"database is locked: another writer did not finish within {waited:.1f} s. "
                    "Keep transactions short: every other writer waits for them."
                ) from error
        # Jitter, so that several waiting workers do not come back at the same moment.
        time.sleep(min(pause, max(0.0, seconds - waited)) * random.uniform(0.5, 1.0))
        pause = min(pause * 1.5, LONGEST_PAUSE)
