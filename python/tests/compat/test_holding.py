"""Transactions that hold the write lock for too long, and who writes meanwhile."""

import sqlite3
import threading
import time

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from apps.channels.models import ChannelGroup

LIMIT = 0.4
TOLD = "rolled back, because it held the write lock for 0.4 s"


@pytest.fixture(autouse=True)
def short_limit(monkeypatch):
    monkeypatch.setenv("PLUGGARR_TRANSACTION_SECONDS", str(LIMIT))


@pytest.fixture
def other(database):
    """Another process, so to say, that writes a row as soon as it may."""
    written = []

    def write():
        writer = sqlite3.connect(database, timeout=5, isolation_level=None)
        time.sleep(0.1)
        started = time.monotonic()
        writer.execute("INSERT INTO dispatcharr_channels_channelgroup (name) VALUES ('other')")
        written.append(time.monotonic() - started)
        writer.close()

    thread = threading.Thread(target=write)
    thread.start()
    yield written
    thread.join()
    assert written and written[0] < 1.5, "the other writer had to wait for too long"
    names = [name for name in names_in(database) if name in ("held", "other")]
    assert names == ["other"]


def names_in(database):
    reader = sqlite3.connect(database)
    try:
        return [
            row[0] for row in reader.execute("SELECT name FROM dispatcharr_channels_channelgroup")
        ]
    finally:
        reader.close()


def spin(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


@pytest.mark.parametrize("wait", [time.sleep, spin], ids=["sleeps", "computes"])
def test_the_next_statement_says_what_happened(other, wait):
    with pytest.raises(OperationalError, match=TOLD), transaction.atomic():
        ChannelGroup.objects.create(name="held")
        wait(LIMIT * 2.5)
        ChannelGroup.objects.create(name="held too")
    assert ChannelGroup.objects.filter(name="held").count() == 0


def test_the_commit_says_it_too(other):
    with pytest.raises(OperationalError, match=TOLD), transaction.atomic():
        ChannelGroup.objects.create(name="held")
        time.sleep(LIMIT * 2.5)


def test_a_statement_that_runs_is_ended(other):
    endless = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    )
    with pytest.raises(OperationalError, match=TOLD), transaction.atomic():
        ChannelGroup.objects.create(name="held")
        connection.cursor().execute(endless)


def test_whoever_goes_on_regardless_writes_nothing(other):
    # Django has seen the errors of the inner blocks, and does not try to commit.
    with transaction.atomic():
        ChannelGroup.objects.create(name="held")
        time.sleep(LIMIT * 2.5)
        for _ in range(3):
            with pytest.raises(DatabaseError), transaction.atomic():
                ChannelGroup.objects.create(name="held")
        with pytest.raises(DatabaseError):
            ChannelGroup.objects.bulk_create([ChannelGroup(name="held")])
        with pytest.raises(DatabaseError):
            list(ChannelGroup.objects.iterator())


def test_transactions_of_raw_sql_are_watched_too(other):
    cursor = connection.cursor()
    cursor.execute("BEGIN IMMEDIATE")
    cursor.execute("INSERT INTO dispatcharr_channels_channelgroup (name) VALUES ('held')")
    time.sleep(LIMIT * 2.5)
    with pytest.raises(OperationalError, match=TOLD):
        cursor.execute("COMMIT")
    cursor.execute("ROLLBACK")
    assert ChannelGroup.objects.filter(name="held").count() == 0


def test_autocommit_off_is_watched_too(other):
    transaction.set_autocommit(False)
    try:
        ChannelGroup.objects.create(name="held")
        time.sleep(LIMIT * 2.5)
        with pytest.raises(OperationalError, match=TOLD):
            transaction.commit()
    finally:
        transaction.rollback()
        transaction.set_autocommit(True)


def test_short_transactions_are_left_alone():
    started = time.monotonic()
    count = 0
    while time.monotonic() - started < LIMIT * 2.5:
        with transaction.atomic():
            ChannelGroup.objects.create(name=f"group {count}")
            with transaction.atomic():
                ChannelGroup.objects.filter(name="none").update(name="one")
        count += 1
        time.sleep(0.02)
    assert ChannelGroup.objects.filter(name__startswith="group ").count() == count


def test_after_a_rollback_the_connection_works_as_before():
    for round in range(2):
        with pytest.raises(OperationalError, match=TOLD), transaction.atomic():
            ChannelGroup.objects.create(name=f"late {round}")
            time.sleep(LIMIT * 2)
        with transaction.atomic():
            ChannelGroup.objects.create(name=f"in time {round}")
    names = set(ChannelGroup.objects.values_list("name", flat=True))
    assert {"in time 0", "in time 1"} <= names and not {"late 0", "late 1"} & names


def test_reading_takes_no_lock():
    rows = ChannelGroup.objects.iterator()
    next(rows, None)
    time.sleep(LIMIT * 2)
    list(rows)
    ChannelGroup.objects.create(name="afterwards")
