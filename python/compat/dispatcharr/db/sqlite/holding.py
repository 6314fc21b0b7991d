"""Transactions that hold the only write lock for too long are rolled back, whatever the plugin does.

While one plugin sits in ``transaction.atomic()``, neither the host nor any other plugin can write. After
`PLUGGARR_TRANSACTION_SECONDS` a native thread rolls the transaction back, even while the plugin computes,
sleeps or waits in a statement; the plugin hears of it at its next statement or commit. Only C code that
never lets go of Python's own lock cannot be helped.

Knows sqlite3's connections, not Django. They must not check which thread uses them, and SQLite must be
built to be used by several, as it is everywhere.
"""

import contextlib
import os
import re
import sqlite3
import time
import weakref

from pluggarr_worker import current, host, native

DEFAULT_SECONDS = 15.0
# Others wait for 20 s at most, so it must be less.
MOST_SECONDS = 19.0

ROLLBACK = re.compile(r"\s*ROLLBACK(\s+TRANSACTION)?\s*;?\s*", re.IGNORECASE)


def limit_seconds() -> float:
    """Return how long a transaction may hold the lock."""
    try:
        seconds = float(os.environ.get("PLUGGARR_TRANSACTION_SECONDS", ""))
    except ValueError:
        return DEFAULT_SECONDS
    return min(seconds, MOST_SECONDS) if seconds > 0 else DEFAULT_SECONDS


FOR_EVER = float("inf")


class Held:
    """One transaction that holds the lock."""

    def __init__(self):
        self.since = time.monotonic()
        self.seconds = limit_seconds()
        self.run_id = current.run_id()
        # For good: the transaction was rolled back, or will be.
        self.is_over = False
        self.is_committed = False


class Guard:
    """Knows whether its connection holds the lock, and lets go of it when that takes too long.

    The lock of its own is native: it is held while a statement runs, during which no greenlet has a turn.
    """

    def __init__(self, connection: sqlite3.Connection):
        # Weak, so that a connection that is dropped is closed at once.
        self._connection = weakref.ref(connection)
        self._lock = native.recursive_lock()
        self._held: Held | None = None

    @property
    def is_held(self) -> bool:
        """Whether a transaction is open, or was rolled back and the plugin has not heard of it."""
        return self._held is not None

    def check(self) -> None:
        """Raise if the transaction was rolled back."""
        held = self._held
        if held is not None and held.is_over:
            raise sqlite3.OperationalError(
                f"this transaction was rolled back, because it held the write lock for {held.seconds:g} s: "
                "everybody else who writes has to wait for it. Nothing of it is written. Do slow work, such "
                "as requests, before or after transaction.atomic()"
            )

    @contextlib.contextmanager
    def inside(self):
        """Run one statement of an open transaction."""
        with self._lock:
            self.check()
            try:
                yield
            except sqlite3.Error:
                # Was it interrupted for our sake?
                self.check()
                raise
            if self._held is not None and not self._connection().in_transaction:
                # A commit, in whatever words; one that came in time after all.
                self._held.is_committed = True
                self.forget()

    def look(self) -> None:
        """After a statement outside of a transaction: has it begun one?"""
        if self._connection().in_transaction:
            with self._lock:
                self._held = Held()
                _watch(self)

    def forget(self) -> None:
        """The transaction has come to its end, one way or the other."""
        with self._lock:
            self._held = None
            _watched.discard(self)

    def expire_if_due(self, now: float) -> float:
        """Roll the transaction back if it is time. Returns after how many seconds to look again."""
        held, connection = self._held, self._connection()
        if connection is None:
            _watched.discard(self)
            return FOR_EVER
        if held is None:
            return FOR_EVER
        left = held.since + held.seconds - now
        if left > 0:
            return left
        if not self._lock.acquire(blocking=False):
            # A statement is running: end it. Whoever waits for it hears why.
            held.is_over = True
            connection.interrupt()
            if not self._lock.acquire(timeout=1):
                return 0.0
        try:
            if self._held is held:
                held.is_over = True
                sqlite3.Connection.rollback(connection)
                _watched.discard(self)
        finally:
            self._lock.release()
        if held.is_over and not held.is_committed:
            _report(held)
        return FOR_EVER


def _report(held: Held) -> None:
    host.log_for(
        held.run_id,
        "error",
        __name__,
        "A transaction was rolled back: it had held the database's write lock for "
        f"{held.seconds:g} s, and everybody else who writes had to wait",
    )


_watched: set[Guard] = set()
_is_watching = False
# Taken while there is nothing to watch.
_sleeping = native.lock()


def _watch(guard: Guard) -> None:
    global _is_watching
    _watched.add(guard)
    if not _is_watching:
        _is_watching = True
        native.start_thread("lock-guard", _serve)
    elif _sleeping.locked():
        with contextlib.suppress(RuntimeError):
            _sleeping.release()


def _serve() -> None:
    while True:
        pause = FOR_EVER
        for guard in list(_watched):
            try:
                pause = min(pause, guard.expire_if_due(time.monotonic()))
            except sqlite3.Error:
                pause = 0.0  # A cursor is read just then, or the connection is being closed.
        if _watched:
            # Not longer: the next transaction may be given less time.
            native.sleep(min(max(pause, 0.01), 0.5))
        else:
            _sleeping.acquire(blocking=False)
            # Somebody who has come in between has found it unlocked.
            if not _watched:
                _sleeping.acquire()


def _begin_anew() -> None:
    """In a child that the plugin forks: its threads are gone, its connections are not its own."""
    global _is_watching, _sleeping
    _is_watching = False
    _sleeping = native.lock()
    _watched.clear()


os.register_at_fork(after_in_child=_begin_anew)
