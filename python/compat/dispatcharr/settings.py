"""Django settings of every process that runs plugin code.

Stands in for ``dispatcharr.settings``. Works on its own too: plugins start child processes that
call ``django.setup()`` themselves, so everything here comes from environment variables, which
children inherit.

Knows nothing that the host must keep: ``SECRET_KEY`` signs nothing the host believes, and logging
is set up by the worker (a child process gets Python's defaults).
"""

import os
import secrets
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

# A child process needs no particular key either: sessions, tokens and CSRF are the host's business.
SECRET_KEY = os.environ.get("DJANGO_SECRET_KEY") or secrets.token_urlsafe(50)
DEBUG = False
ALLOWED_HOSTS = ["*"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django_celery_beat",
    "core",
    "apps.accounts",
    "apps.channels",
    "apps.connect",
    "apps.epg",
    "apps.m3u",
    "apps.plugins",
    "apps.vod",
]

DATABASES = {
    "default": {
        "ENGINE": "dispatcharr.db.sqlite",
        "NAME": os.environ.get("PLUGGARR_DB_PATH", "/data/pluggarr.sqlite3"),
        # Close after each run: an endless plugin thread must not sit on a connection it forgot.
        "CONN_MAX_AGE": 0,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

# The worker sets PLUGGARR_FILES where it could not make /data the plugins' files.
MEDIA_ROOT = os.environ.get(
    "PLUGGARR_MEDIA_ROOT", os.path.join(os.environ.get("PLUGGARR_FILES", "/data"), "media")
)
MEDIA_URL = "/media/"

CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_SERIALIZER = "json"

LOGGING_CONFIG = None
