"""Exceptions of plugins, as text for people. Never raises, whatever the exception does."""

import os
import traceback

from gevent import GreenletExit

MAX_MESSAGE = 16 * 1024
MAX_TRACEBACK = 64 * 1024
_HERE = os.path.dirname(os.path.abspath(__file__))


class Cancelled(GreenletExit):
    """Raised in a call that the host has cancelled. Not an Exception: plugins catch those."""


def message(error: BaseException) -> str:
    """Return the text of an exception, with its type where the text alone would say nothing."""
    name = type(error).__qualname__
    try:
        text = str(error)
    except BaseException as second:
        text = f"(its text cannot be read: {type(second).__qualname__})"
    if not text.strip():
        return name
    if isinstance(error, KeyError) or not isinstance(error, Exception):
        text = f"{name}: {text}"
    return shorten(text, MAX_MESSAGE)


def typed_message(error: BaseException) -> str:
    """Return the text of an exception, always with its type."""
    text = message(error)
    name = type(error).__qualname__
    return text if text.startswith(name) else f"{name}: {text}"


def format_traceback(error: BaseException) -> str:
    """Return the traceback without the frames of the worker itself."""
    trace = error.__traceback__
    while trace is not None and _is_ours(trace):
        trace = trace.tb_next
    try:
        text = "".join(traceback.format_exception(type(error), error, trace))
    except BaseException as second:
        text = f"(no traceback: {type(second).__qualname__} while formatting it)"
    if len(text) <= MAX_TRACEBACK:
        return text
    half = MAX_TRACEBACK // 2
    return f"{text[:half]}\n... {len(text) - 2 * half} characters left out ...\n{text[-half:]}"


def place(error: BaseException, folder: str) -> str | None:
    """Return ``plugin.py, line 3``: the last line inside the plugin's folder, if there is one."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{_relative(error.filename, folder)}, line {error.lineno}"
    found = None
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith(folder + os.sep):
            found = f"{_relative(name, folder)}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return found


def shorten(text: str, limit: int) -> str:
    """Cut ``text``, and say so."""
    if len(text) <= limit:
        return text
    return f"{text[:limit]}... ({len(text)} characters)"


def _is_ours(trace) -> bool:
    return os.path.dirname(os.path.abspath(trace.tb_frame.f_code.co_filename)) == _HERE or (
        "importlib" in trace.tb_frame.f_code.co_filename
    )


def _relative(name: str, folder: str) -> str:
    return os.path.relpath(name, folder) if name.startswith(folder + os.sep) else name
