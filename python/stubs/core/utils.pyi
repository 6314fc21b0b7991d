# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Stands in for ``core.utils``: messages to the UI, system events, and small helpers."""

from typing import Any

def send_websocket_update(
    group_name: Any, event_type: Any, data: Any, collect_garbage: Any = ...
) -> Any:
    """Send `data` to every open browser of the group ``updates``. Never raises."""

send_websocket_update_sync = send_websocket_update

def send_websocket_event(event: Any, success: Any, data: Any) -> Any:
    """Send a message of type `event` that says whether something succeeded."""

def log_system_event(
    event_type: Any, channel_id: Any = ..., channel_name: Any = ..., **details: Any
) -> Any:
    """Have the host store an event and tell whoever listens for it. Never raises."""

class RedisClient:
    """Stands in for upstream's shared Redis connections. There are none yet."""
    @classmethod
    def get_client(cls, max_retries: Any = ..., retry_interval: Any = ...) -> Any:
        """Return ``None``, as upstream does when Redis cannot be reached."""

def dispatcharr_user_agent() -> str:
    """Return how requests made on behalf of the application name themselves."""

def dispatcharr_dvr_user_agent(recording_id: Any) -> str:
    """Return how a recording names itself to the proxy."""

def natural_sort_key(text: Any) -> list[Any]:
    """Return a key that sorts "Sport 2" before "Sport 10"."""

def custom_properties_as_dict(value: Any) -> dict[str, Any]:
    """Return custom properties as a new dict, whether an object, JSON text or nothing."""

ensure_custom_properties_dict = custom_properties_as_dict
HOST_NAME: Any
URL_SCHEMES: tuple[Any, ...]

def validate_flexible_url(value: Any) -> Any:
    """Raise ValidationError unless `value` is a URL as providers write them: no dot needed."""

def safe_upload_path(filename: Any, base: Any) -> str:
    """Return the path of `filename` below `base`; raise ValidationError if it would lie outside."""

PROTECTED_PATHS: tuple[Any, ...]

def is_protected_path(path: Any) -> bool:
    """Whether a file was put there by a person, so that deleting its row must not delete it."""
