"""The wrapper and cursor that Django loads for ``ENGINE = "dispatcharr.db.sqlite"``."""

import sqlite3
from urllib.parse import quote

from django.db.backends.sqlite3 import base
from django.db.backends.utils import debug_transaction

from .holding import ROLLBACK, Guard
from .vacuum import translated
from .waiting import patiently

# Longer than the longest chunk the host writes at once (design decision: 20 s on both sides).
LOCK_WAIT_SECONDS = 20.0


class PatientCursor(base.SQLiteCursorWrapper):
    """A cursor that waits for locks where repeating is safe.

    Outside a transaction a statement that met a lock has changed nothing, and ``BEGIN IMMEDIATE``
    has not begun one: both may be repeated. Inside a transaction the lock is already ours, so a
    lock error there is passed on.
    """

    def execute(self, query, params=None):
        query, guard = translated(query), self.connection.guard
        if guard.is_held and ROLLBACK.fullmatch(query):
            self.connection.rollback()
            return self
        if guard.is_held:
            with guard.inside():
                return super().execute(query, params)
        result = patiently(lambda: super(PatientCursor, self).execute(query, params), self._seconds)
        guard.look()
        return result

    def executemany(self, query, param_list):
        guard = self.connection.guard
        if guard.is_held:
            with guard.inside():
                return super().executemany(query, param_list)
        if self.connection.isolation_level is not None:
            result = super().executemany(query, param_list)
            guard.look()
            return result
        # Row by row in autocommit, a lock halfway would leave some rows written and a repeat would
        # write them twice; one transaction makes it all or nothing.
        self.execute("BEGIN IMMEDIATE")
        try:
            with guard.inside():
                result = super().executemany(query, param_list)
        except BaseException:
            self.connection.rollback()
            raise
        patiently(self.connection.commit, self._seconds)
        return result

    def executescript(self, script):
        self.connection.guard.check()
        return super().executescript(script)

    @property
    def _seconds(self) -> float:
        return self.connection.lock_wait_seconds


class ReaderCursor(PatientCursor):
    """A cursor that is all its connection is for."""

    def close(self):
        super().close()
        self.connection.close()


class PatientConnection(sqlite3.Connection):
    """A connection that tells its cursors how long to wait, and does not keep others waiting."""

    lock_wait_seconds = LOCK_WAIT_SECONDS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.guard = Guard(self)

    def commit(self):
        with self.guard.inside():
            super().commit()

    def rollback(self):
        self.guard.forget()
        super().rollback()

    def close(self):
        self.guard.forget()
        super().close()


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's SQLite wrapper with our cursor, ``BEGIN IMMEDIATE`` and WAL.

    Option ``lock_wait_seconds`` says how long to wait for another writer; SQLite's own ``timeout``
    stays 0.
    """

    def get_connection_params(self):
        params = super().get_connection_params()
        self.lock_wait_seconds = float(params.pop("lock_wait_seconds", LOCK_WAIT_SECONDS))
        self.transaction_mode = "IMMEDIATE"
        params["timeout"] = 0
        params["factory"] = PatientConnection
        if not self.is_in_memory_db():
            # Never make a file: an empty one, in the host's place, would be a database without
            # tables.
            params["database"] = f"file:{quote(str(params['database']))}?mode=rw"
        return params

    def get_new_connection(self, conn_params):
        try:
            connection = super().get_new_connection(conn_params)
        except sqlite3.OperationalError as error:
            raise sqlite3.OperationalError(
                f"{error}: {self.settings_dict['NAME']} (the host makes it when it starts)"
            ) from error
        connection.lock_wait_seconds = self.lock_wait_seconds
        # Only the very first connection of a new file changes anything here, but it needs the lock
        # for it.
        patiently(lambda: connection.execute("PRAGMA journal_mode = WAL"), self.lock_wait_seconds)
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    def create_cursor(self, name=None):
        return self.connection.cursor(factory=PatientCursor)

    def chunked_cursor(self):
        """Return a cursor for ``iterator()``, on a connection of its own outside of transactions.

        On the same connection an unfinished SELECT keeps an old snapshot, and from one nobody may
        write: saving a row while iterating would fail for good as soon as the host has written,
        too.
        """
        self.ensure_connection()
        if (
            self.connection.guard.is_held
            or self.connection.in_transaction
            or self.is_in_memory_db()
        ):
            return self.cursor()
        with self.wrap_database_errors:
            reader = self.get_new_connection(self.get_connection_params())
            reader.isolation_level = None
            return self._prepare_cursor(reader.cursor(factory=ReaderCursor))

    def _set_autocommit(self, autocommit):
        # Django would choose sqlite3's own "", a deferred transaction, which fails at its first
        # write when the host has written in between.
        with self.wrap_database_errors:
            self.connection.isolation_level = None if autocommit else "IMMEDIATE"

    def _commit(self):
        if self.connection is not None:
            with debug_transaction(self, "COMMIT"), self.wrap_database_errors:
                # A commit refused because of a lock leaves the transaction open and may be
                # repeated.
                return patiently(self.connection.commit, self.lock_wait_seconds)
