"""Django's SQLite backend, made safe for a second writer and for a gevent loop.

The host writes the same file from Rust. Two things differ from ``django.db.backends.sqlite3``:
transactions start with ``BEGIN IMMEDIATE`` (a deferred one fails at its first write whenever the
other side wrote in between), and waiting for a lock happens in Python, where it yields to other
greenlets, instead of inside SQLite, where it stops the whole process.

Python is usually linked with the system's SQLite. A newer one for Python exists on PyPI as
``pysqlite3`` (0.6.1 brings SQLite 3.53.4 in wheels for Linux x86-64, musl and macOS, none for Linux
on ARM). Put in the place of ``sqlite3`` in ``sys.modules`` before Django is imported, it passes the
tests of this layer but one: it reports no extended error codes. Not used yet: two SQLite libraries in
one process drop each other's locks on a file that both have open.
"""

import sqlite3

# The first release with the fix of the WAL-reset race; see
# https://www.sqlite.org/wal.html
FIXED_IN = (3, 51, 3)


def version_note() -> str | None:
    """Return what is wrong with the SQLite library that Python uses, or ``None``."""
    if sqlite3.sqlite_version_info >= FIXED_IN:
        return None
    return (
        f"Python uses SQLite {sqlite3.sqlite_version}, which has the rare WAL-reset race fixed in "
        f"{'.'.join(map(str, FIXED_IN))}: a commit may be lost when two processes write and "
        "checkpoint at the same moment."
    )
