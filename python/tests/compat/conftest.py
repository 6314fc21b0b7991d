"""A database as the host makes it, and no host.

The tables come from the migrations of `pluggarr-store`, applied as they are; each test starts with
the rows they seed.
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
DATABASE = FOLDER / "shared.sqlite3"
SEEDED = FOLDER / "seeded.sqlite3"

for path in (ROOT / "python", ROOT / "python" / "compat"):
    sys.path.insert(0, str(path))

os.environ["DJANGO_SETTINGS_MODULE"] = "dispatcharr.settings"
os.environ["PLUGGARR_DB_PATH"] = str(DATABASE)
os.environ["PLUGGARR_MEDIA_ROOT"] = str(FOLDER / "media")
os.environ["PLUGGARR_BASE_URL"] = "http://pluggarr.test:9191/"


def migrate(path: Path):
    """Make the shared database at `path`, as the host does at its first start."""
    database = sqlite3.connect(path)
    for script in sorted(MIGRATIONS.glob("*.sql")):
        database.executescript(script.read_text())
    database.close()


migrate(SEEDED)
shutil.copy(SEEDED, DATABASE)

import django  # noqa: E402

django.setup()


@pytest.fixture(autouse=True)
def seeded_database():
    """Give each test the seeded rows and nothing else."""
    from django.db import connection, connections

    connections.close_all()
    for leftover in FOLDER.glob("shared.sqlite3-*"):
        leftover.unlink()
    shutil.copy(SEEDED, DATABASE)
    yield connection
    connections.close_all()


def pytest_unconfigure():
    shutil.rmtree(FOLDER, ignore_errors=True)
