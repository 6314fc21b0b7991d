"""Loads before the fork what every worker would load after it. Called once, by the zygote."""

import importlib
import logging
import sys

logger = logging.getLogger(__name__)

# What plugins import first, by how often the surveyed ones do; a missing optional one is no error.
USUAL_MODULES = (
    "apps.channels.tasks",
    "apps.epg.tasks",
    "apps.m3u.tasks",
    "apps.plugins.loader",
    "celery.schedules",
    "concurrent.futures",
    "core.scheduling",
    "core.utils",
    "csv",
    "dateutil.parser",
    "django.contrib.auth",
    "http.server",
    "pytz",
    "rapidfuzz",
    "requests",
    "sqlite3",
    "subprocess",
    "urllib.request",
    "xml.etree.ElementTree",
    "zoneinfo",
)


def warm():
    """Set up Django, import what plugins usually import, make one query and close its connection.

    The query makes Django compile and cache what the first one needs; the open connection must not
    be inherited, for SQLite files do not survive a fork.
    """
    import django

    django.setup()
    for name in USUAL_MODULES:
        try:
            importlib.import_module(name)
        except ImportError as error:
            logger.debug("Not warming `%s`: %s", name, error)

    from django.db import connections

    from dispatcharr.celery import app
    from dispatcharr.db.sqlite import version_note

    if note := version_note():
        # Into the host's log, once: what is said here is read by whoever runs the server.
        print(note, file=sys.stderr)

    # Otherwise each worker would do it, at its first task.
    app.finalize(auto=True)
    try:
        _query()
    except Exception as error:
        # The zygote may start before the database is there; workers then pay for their first query.
        logger.warning("Warm-up query failed: %s", error)
    finally:
        connections.close_all()


def _query():
    from apps.channels.models import Channel
    from core.models import CoreSettings

    CoreSettings.get_system_time_zone()
    list(Channel.objects.select_related("group").filter(enabled=True).order_by("number")[:1])
