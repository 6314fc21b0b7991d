"""What a plugin is to its host: types for `fields`, `actions`, `context` and results.

Written by hand, and only for type checkers. There is no such module to import when a plugin runs:

    from typing import TYPE_CHECKING
    if TYPE_CHECKING:
        from pluggarr_plugin import Action, Context, Field, Result
"""

from collections.abc import Callable, MutableMapping
from logging import Logger
from typing import Any, Literal, NotRequired, Protocol, TypedDict

class Option(TypedDict):
    """One choice of a `select` or `multiselect`."""

    value: str | int | float
    label: str

class Column(TypedDict):
    """A column of a `table`."""

    id: str
    label: NotRequired[str]
    type: Literal["string", "number", "boolean", "select"]
    options: NotRequired[list[Option]]

class Field(TypedDict):
    """A setting."""

    id: str
    type: Literal[
        "string",
        "number",
        "boolean",
        "select",
        "multiselect",
        "text",
        "info",
        "section",
        "table",
        "file",
    ]
    label: NotRequired[str]
    default: NotRequired[Any]
    help_text: NotRequired[str]
    description: NotRequired[str]
    placeholder: NotRequired[str]
    input_type: NotRequired[str]
    value: NotRequired[str]
    min: NotRequired[float]
    max: NotRequired[float]
    step: NotRequired[float]
    options: NotRequired[list[Option]]
    section: NotRequired[str]
    required: NotRequired[bool]
    pattern: NotRequired[str]
    pattern_message: NotRequired[str]
    columns: NotRequired[list[Column]]
    accept: NotRequired[list[str]]
    max_size: NotRequired[int]
    collapsed: NotRequired[bool]

class Confirm(TypedDict):
    """What is asked before an action runs."""

    required: NotRequired[bool]
    title: NotRequired[str]
    message: NotRequired[str]

Event = Literal[
    "channel_start",
    "channel_stop",
    "channel_reconnect",
    "channel_error",
    "channel_failover",
    "stream_switch",
    "client_connect",
    "client_disconnect",
    "recording_start",
    "recording_end",
    "epg_refresh",
    "m3u_refresh",
    "vod_start",
    "vod_stop",
    "login_failed",
    "m3u_blocked",
    "epg_blocked",
]

# `async` is no name that a class could have.
_Background = TypedDict("_Background", {"async": NotRequired[bool]})

class Action(_Background):
    """A button, or an answer to events."""

    id: str
    label: str
    description: NotRequired[str]
    confirm: NotRequired[bool | Confirm]
    button_label: NotRequired[str]
    button_variant: NotRequired[
        Literal["filled", "light", "outline", "subtle", "default", "transparent", "white"]
    ]
    button_color: NotRequired[str]
    events: NotRequired[list[Event]]
    params: NotRequired[list[Field]]
    single: NotRequired[bool]
    timeout: NotRequired[float]

class Context(TypedDict):
    """What `run` and `stop` are told besides."""

    settings: dict[str, Any]
    logger: Logger
    actions: dict[str, Action]
    plugin_key: NotRequired[str]
    data_dir: NotRequired[str]
    storage: NotRequired[MutableMapping[str, Any]]
    run_id: NotRequired[str]
    trigger: NotRequired[str]
    report_progress: NotRequired[Callable[[float | None, str], None]]
    cancelled: NotRequired[Callable[[], bool]]
    dispatch_task: NotRequired[Callable[[str, dict[str, Any]], str]]

class StopContext(Context):
    """What `stop` is told."""

    reason: Literal["disable", "reload", "delete", "shutdown"]

class Result(TypedDict, total=False):
    """What `run` returns: any dict will do; these keys mean something to the page."""

    status: str | bool
    message: str
    file: str
    data: Any

class Plugin(Protocol):
    """The class `Plugin`."""

    name: str
    version: str
    description: str
    fields: list[Field]
    actions: list[Action]
    def run(self, action: str, params: dict[str, Any], context: Context) -> Any: ...
