"""Stands in for ``core.utils``: messages to the UI, system events, and small helpers.

The host delivers messages and stores events. Redis is not offered yet: `RedisClient` says so once
and returns ``None``, which is what upstream returns when Redis cannot be reached.
"""

import json
import logging
import os
import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

from version import __version__

logger = logging.getLogger(__name__)


# Messages and events


def send_websocket_update(group_name, event_type, data, collect_garbage=False):
    """Send `data` to every open browser of the group ``updates``. Never raises."""
    _notify("websocket", group=group_name, event=event_type, data=data)


send_websocket_update_sync = send_websocket_update


def send_websocket_event(event, success, data):
    """Send a message of type `event` that says whether something succeeded."""
    send_websocket_update("updates", "update", {"success": success, "type": event, **(data or {})})


def log_system_event(event_type, channel_id=None, channel_name=None, **details):
    """Have the host store an event and tell whoever listens for it. Never raises."""
    _notify(
        "system_event",
        event=event_type,
        channel_id=None if channel_id is None else str(channel_id),
        channel_name=channel_name,
        details=details,
    )


def _notify(note, **fields):
    # Plugins send progress from anywhere, with whatever they have at hand; a note that cannot be
    # sent is worth a line in the log and never the failure of the work it reports on.
    try:
        from pluggarr_worker import host

        host.notify(note, **fields)
    except Exception as error:
        logger.warning("Could not send a `%s` note: %s", note, error)


# Redis


class RedisClient:
    """Stands in for upstream's shared Redis connections. There are none yet."""

    _said = False

    @classmethod
    def get_client(cls, max_retries=5, retry_interval=1):
        """Return ``None``, as upstream does when Redis cannot be reached."""
        if not cls._said:
            cls._said = True
            logger.warning("Pluggarr offers no Redis yet: RedisClient returns None")
        return None

    get_buffer = get_client
    get_pubsub_client = get_client


# User agents


def dispatcharr_user_agent() -> str:
    """Return how requests made on behalf of the application name themselves."""
    return f"Dispatcharr/{__version__}"


def dispatcharr_dvr_user_agent(recording_id) -> str:
    """Return how a recording names itself to the proxy."""
    return f"{dispatcharr_user_agent()} (DVR {recording_id})"


# Text and JSON


def natural_sort_key(text) -> list:
    """Return a key that sorts "Sport 2" before "Sport 10"."""
    return [int(part) if part.isdigit() else part.lower() for part in re.split(r"(\d+)", str(text))]


def custom_properties_as_dict(value) -> dict:
    """Return custom properties as a new dict, whether an object, JSON text or nothing."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return {}
    return dict(value) if isinstance(value, dict) else {}


ensure_custom_properties_dict = custom_properties_as_dict

HOST_NAME = re.compile(r"[^\s/?#@]+")
URL_SCHEMES = ("http", "https", "rtsp", "rtp", "rtmp", "udp", "ftp", "ftps")


def validate_flexible_url(value):
    """Raise ValidationError unless `value` is a URL as providers write them: no dot needed."""
    if not value:
        return
    try:
        parts = urlsplit(value)
        _port = parts.port
    except ValueError as error:
        raise ValidationError(f"Enter a valid URL: {error}.") from error
    if parts.scheme.lower() not in URL_SCHEMES or not HOST_NAME.fullmatch(parts.hostname or ""):
        raise ValidationError("Enter a valid URL.")


# Files


def safe_upload_path(filename, base) -> str:
    """Return the path of `filename` below `base`; raise ValidationError if it would lie outside."""
    base = os.path.realpath(base)
    path = os.path.realpath(os.path.join(base, os.path.basename(str(filename))))
    if os.path.dirname(path) != base:
        raise ValidationError(f"`{filename}` is not a file name.")
    return path


PROTECTED_PATHS = ("/data/epgs", "/data/uploads", "/data/m3us")


def is_protected_path(path) -> bool:
    """Whether a file was put there by a person, so that deleting its row must not delete it."""
    if not path:
        return False
    path = os.path.normpath(path)
    return any(path == folder or path.startswith(f"{folder}/") for folder in PROTECTED_PATHS)
