"""A database as the host makes it, and no host.

The tables come from the migrations of `pluggarr-store`, applied as they are, or from a database
that the host itself has made: `PLUGGARR_TEST_DATABASE=DIR/db/dispatcharr.sqlite3`, after `cargo run
-p pluggarr-store --example migrate -- DIR`. Each test starts with the rows they seed.
"""

import os
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MIGRATIONS = ROOT / "crates" / "pluggarr-store" / "migrations" / "shared"
FOLDER = Path(tempfile.mkdtemp(prefix="pluggarr-compat-"))
SEEDED = FOLDER / "seeded.sqlite3"

for path in (ROOT / "python", ROOT / "python" / "compat"):
    sys.path.insert(0, str(path))

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "dispatcharr.settings",
    "PLUGGARR_DB_PATH": str(SEEDED),
    "PLUGGARR_MEDIA_ROOT": str(FOLDER / "media"),
    "PLUGGARR_BASE_URL": "http://pluggarr.test:9191/",
}


def migrate(path: Path):
    """Make the shared database at `path`, as the host does at its first start."""
    made_by_host = os.environ.get("PLUGGARR_TEST_DATABASE")
    if made_by_host:
        shutil.copy(made_by_host, path)
        return
    database = sqlite3.connect(path)
    for script in sorted(MIGRATIONS.glob("*.sql")):
        database.executescript(script.read_text())
    database.close()


migrate(SEEDED)

# Only for as long as Django reads it: other folders' tests start processes of their own.
with pytest.MonkeyPatch.context() as patch:
    for name, value in ENVIRONMENT.items():
        patch.setenv(name, value)

    import django

    django.setup()


@pytest.fixture(autouse=True)
def database(tmp_path, monkeypatch):
    """Give each test the seeded rows in a file of its own, and return its path.

    A new file rather than the old one overwritten: SQLite keeps what it knows of a file for as long
    as any connection to it is open, in this process a cursor in a kept traceback.
    """
    from django.db import connection, connections

    path = tmp_path / "shared.sqlite3"
    shutil.copy(SEEDED, path)
    connections.close_all()
    connection.settings_dict["NAME"] = str(path)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PLUGGARR_DB_PATH", str(path))
    yield path
    connections.close_all()


class FakeHost:
    """Stands where the host would: keeps what it was asked and told, answers as told."""

    def __init__(self):
        self.calls = []
        self.notes = []
        self.answer = "done"

    def call(self, kind, **fields):
        self.calls.append((kind, fields))
        if isinstance(self.answer, Exception):
            raise self.answer
        return {"task_id": f"job-{len(self.calls)}"} if kind == "delay_task" else self.answer

    def notify(self, kind, **fields):
        self.notes.append((kind, fields))

    def queued(self):
        """Return the tasks that were queued, as (name, args)."""
        return [(f["name"], f["args"]) for kind, f in self.calls if kind == "delay_task"]


@pytest.fixture
def host(monkeypatch):
    """Connect a `FakeHost`; without this fixture there is no host at all."""
    from pluggarr_worker import host as connection_to_host

    fake = FakeHost()
    monkeypatch.setattr(connection_to_host, "call", fake.call)
    monkeypatch.setattr(connection_to_host, "notify", fake.notify)
    return fake


def pytest_unconfigure():
    shutil.rmtree(FOLDER, ignore_errors=True)
