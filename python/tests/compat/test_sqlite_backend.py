"""The database backend beside another writer of the same file, which in life is the host."""

import logging
import os
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from apps.channels.models import Channel, ChannelGroup
from dispatcharr.db import sqlite as backend


@pytest.fixture
def other(database):
    """Another writer's connection."""
    writer = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
    yield writer
    writer.close()


@pytest.fixture
def impatient():
    """Give up on a lock after a fifth of a second."""
    connection.ensure_connection()
    connection.connection.lock_wait_seconds = 0.2
    connection.lock_wait_seconds = 0.2


def release_after(seconds, writer):
    def release():
        time.sleep(seconds)
        writer.execute("COMMIT")

    thread = threading.Thread(target=release)
    thread.start()
    return thread


def pragma(name):
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


def test_pragmas():
    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 1
    assert pragma("foreign_keys") == 1
    assert pragma("busy_timeout") == 0


def test_foreign_keys_are_enforced():
    with pytest.raises(Exception, match="FOREIGN KEY"):
        Channel.objects.create(name="a", channel_group_id=999)


def test_a_write_outside_a_transaction_waits(other):
    other.execute("BEGIN IMMEDIATE")
    thread = release_after(0.3, other)
    started = time.monotonic()
    ChannelGroup.objects.create(name="Waited")
    assert time.monotonic() - started >= 0.25
    thread.join()
    assert ChannelGroup.objects.filter(name="Waited").count() == 1


def test_atomic_waits_at_its_start(other):
    other.execute("BEGIN IMMEDIATE")
    thread = release_after(0.3, other)
    with transaction.atomic():
        ChannelGroup.objects.create(name="Waited")
    thread.join()
    assert ChannelGroup.objects.filter(name="Waited").count() == 1


def test_atomic_takes_the_write_lock_at_once(other):
    with transaction.atomic():
        assert ChannelGroup.objects.count() == 0
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("PRAGMA busy_timeout = 0")
            other.execute("BEGIN IMMEDIATE")
        # A deferred transaction that has read could not write any more once the other had written.
        ChannelGroup.objects.create(name="Mine")


def test_reading_does_not_wait(other, impatient):
    ChannelGroup.objects.create(name="There")
    other.execute("BEGIN IMMEDIATE")
    started = time.monotonic()
    assert ChannelGroup.objects.count() == 1
    assert time.monotonic() - started < 0.1
    other.execute("ROLLBACK")


@pytest.mark.parametrize("inside", [False, True], ids=["autocommit", "atomic"])
def test_gives_up_with_a_clear_error(other, impatient, inside):
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match=r"another writer did not finish within 0\.\d s"):
        if inside:
            with transaction.atomic():
                ChannelGroup.objects.create(name="Never")
        else:
            ChannelGroup.objects.create(name="Never")
    other.execute("ROLLBACK")
    # The connection is as good as before.
    ChannelGroup.objects.create(name="After")
    assert list(ChannelGroup.objects.values_list("name", flat=True)) == ["After"]


def test_other_errors_are_not_waited_for():
    started = time.monotonic()
    with pytest.raises(OperationalError, match="no such table"), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nowhere")
    assert time.monotonic() - started < 1


def test_executemany_is_all_or_nothing():
    with connection.cursor() as cursor, pytest.raises(Exception, match="UNIQUE"):
        cursor.executemany(
            "INSERT INTO dispatcharr_channels_channelgroup (name) VALUES (%s)",
            [("a",), ("b",), ("a",)],
        )
    assert ChannelGroup.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO dispatcharr_channels_channelgroup (name) VALUES (%s)", [("a",), ("b",)]
        )
    assert ChannelGroup.objects.count() == 2


def test_autocommit_off_starts_immediate_transactions(other):
    other.execute("PRAGMA busy_timeout = 0")
    transaction.set_autocommit(False)
    try:
        ChannelGroup.objects.create(name="a")
        with pytest.raises(sqlite3.OperationalError):
            other.execute("BEGIN IMMEDIATE")
        transaction.commit()
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO dispatcharr_channels_channelgroup (name) VALUES (%s)", [("b",)]
            )
        transaction.rollback()
    finally:
        transaction.set_autocommit(True)
    assert list(ChannelGroup.objects.values_list("name", flat=True)) == ["a"]


def test_rows_can_be_saved_while_iterating(other):
    ChannelGroup.objects.bulk_create(ChannelGroup(name=f"{n}") for n in range(500))
    for position, group in enumerate(ChannelGroup.objects.order_by("id").iterator(chunk_size=10)):
        if position == 20:
            # From here on the iterator's snapshot is an old one, from which nobody may write.
            other.execute("INSERT INTO dispatcharr_channels_channelgroup (name) VALUES ('new')")
        group.name += "!"
        group.save()
    assert ChannelGroup.objects.filter(name__endswith="!").count() == 500


def test_iterating_inside_a_transaction_sees_its_own_rows():
    with transaction.atomic():
        ChannelGroup.objects.create(name="mine")
        assert [group.name for group in ChannelGroup.objects.iterator()] == ["mine"]


def test_iterators_leave_no_connections_open():
    def open_files():
        links = (os.path.join("/proc/self/fd", fd) for fd in os.listdir("/proc/self/fd"))
        return sum("shared.sqlite3" in os.readlink(fd) for fd in links if os.path.exists(fd))

    ChannelGroup.objects.bulk_create(ChannelGroup(name=f"{n}") for n in range(500))
    counts = []
    for _ in range(5):
        rows = ChannelGroup.objects.iterator(chunk_size=10)
        next(rows)
        counts.append(open_files())
        rows.close()
    # SQLite keeps one descriptor for the next connection: closing it would drop the others' locks.
    assert len(set(counts)) == 1


def test_an_unfinished_select_is_named_as_the_reason(other):
    ChannelGroup.objects.bulk_create(ChannelGroup(name=f"{n}") for n in range(500))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dispatcharr_channels_channelgroup")
        cursor.fetchone()
        other.execute("INSERT INTO dispatcharr_channels_channelgroup (name) VALUES ('new')")
        with pytest.raises(OperationalError, match="SELECT that is not read to its end"):
            ChannelGroup.objects.create(name="mine")
    ChannelGroup.objects.create(name="mine")


def test_savepoints():
    with transaction.atomic():
        ChannelGroup.objects.create(name="kept")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            ChannelGroup.objects.create(name="dropped")
            raise ZeroDivisionError
    assert list(ChannelGroup.objects.values_list("name", flat=True)) == ["kept"]


@pytest.mark.parametrize(
    "spelling",
    [
        "VACUUM",
        "vacuum;",
        "VACUUM ANALYZE",
        "VACUUM FULL",
        "VACUUM (FULL, ANALYZE)",
        "VACUUM ANALYZE epg_programdata;",
        "VACUUM main",
    ],
)
def test_vacuum_shrinks_the_file(spelling):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE ballast (text)")
        cursor.execute("INSERT INTO ballast VALUES (zeroblob(2000000))")
        cursor.execute("DROP TABLE ballast")
        full = pragma("page_count")
        cursor.execute(spelling)
        assert pragma("page_count") < full / 2


def test_vacuum_into_stays_what_it_is(tmp_path):
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM INTO '{tmp_path}/copy.sqlite3'")
    assert (tmp_path / "copy.sqlite3").stat().st_size > 0


def test_translation_is_told(caplog):
    with caplog.at_level(logging.DEBUG, "dispatcharr.db"), connection.cursor() as cursor:
        cursor.execute("VACUUM FULL")
    assert "Running VACUUM for `VACUUM FULL`" in caplog.text


def test_vacuum_in_a_transaction_says_so():
    with (
        pytest.raises(OperationalError, match="cannot VACUUM from within a transaction"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("VACUUM")


def test_regex_lookups():
    ChannelGroup.objects.create(name="Sky Sports 1")
    assert ChannelGroup.objects.filter(name__regex=r"^Sky .* \d$").exists()
    assert ChannelGroup.objects.filter(name__iregex=r"SPORTS").exists()


def test_version_note(monkeypatch):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))
    assert backend.version_note() is None
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 2))
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.51.2")
    assert "3.51.2" in backend.version_note()


def test_a_missing_database_is_not_made(tmp_path):
    connection.close()
    connection.settings_dict["NAME"] = str(tmp_path / "a folder?" / "no.sqlite3")
    with pytest.raises(OperationalError, match=r"a folder\?/no\.sqlite3 \(the host makes it"):
        ChannelGroup.objects.count()
    connection.settings_dict["NAME"] = str(tmp_path / "no.sqlite3")
    with pytest.raises(OperationalError, match="unable to open"):
        ChannelGroup.objects.count()
    assert not (tmp_path / "no.sqlite3").exists()


LOOP = """
from gevent import monkey; monkey.patch_all()
import os, sqlite3, time, gevent, django
django.setup()
from apps.channels.models import ChannelGroup
from django.db import transaction
other = sqlite3.connect(os.environ["PLUGGARR_DB_PATH"], isolation_level=None)

def longest_gap(work):
    gaps, done = [], []
    def tick():
        last = time.monotonic()
        while not done:
            gevent.sleep(0.005)
            now = time.monotonic()
            gaps.append(now - last)
            last = now
    ticker = gevent.spawn(tick)
    gevent.sleep(0.05)
    gaps.clear()
    other.execute("BEGIN IMMEDIATE")
    gevent.spawn_later(0.7, other.execute, "COMMIT")
    started = time.monotonic()
    work()
    assert time.monotonic() - started > 0.6, "did not wait for the lock"
    done.append(True)
    ticker.join()
    return max(gaps)

def in_transaction():
    with transaction.atomic():
        ChannelGroup.objects.create(name="atomic")

print(longest_gap(lambda: ChannelGroup.objects.create(name="plain")), longest_gap(in_transaction))
"""


def test_waiting_lets_the_gevent_loop_turn():
    compat = Path(backend.__file__).resolve().parents[3]
    answer = subprocess.run(
        [sys.executable, "-c", LOOP],
        env={**os.environ, "PYTHONPATH": str(compat)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert answer.returncode == 0, answer.stderr
    for gap in map(float, answer.stdout.split()):
        # SQLite's own wait would show as one gap of 0.7 s.
        assert gap < 0.3
