"""What a plugin logs and prints becomes ``log`` messages that carry its run.

Knows Python's logging and sys.stdout. What goes straight to the descriptors 1 and 2 (children, C code)
does not come by here: the host reads those pipes itself and cannot tell the run.
"""

import io
import logging
import sys
import time

from pluggarr_worker import current, errors, interruption
from pluggarr_worker.budget import Budget
from pluggarr_worker.channel import Channel

TRACE = 5
MAX_MESSAGE = 64 * 1024
# 10,000 lines or 16 MiB at once, then 1,000 lines or 1.6 MiB per second: beyond that a plugin's log helps nobody.
_LINES_PER_SECOND, _BYTES_PER_SECOND, _BURST_SECONDS = 1000, 1.6 * 1024 * 1024, 10
# How often it is said how many are missing; and when a run is over.
_SECONDS_BETWEEN_REPORTS = 1.0

_LEVELS = ((50, "critical"), (40, "error"), (30, "warning"), (20, "info"), (10, "debug"))
_NUMBERS = {"trace": TRACE, **{name: number for number, name in _LEVELS}}


class Log:
    """Sends records and printed lines to the host, within a budget."""

    def __init__(self, channel: Channel):
        self._channel = channel
        self._budget = Budget(_LINES_PER_SECOND, _BYTES_PER_SECOND, _BURST_SECONDS)
        self._reported_at = 0.0

    def write(self, level: str, message: str, logger: str = "", **more) -> None:
        """Send one record, or count it as dropped."""
        message, now = errors.shorten(message, MAX_MESSAGE), time.monotonic()
        if self._budget.take(len(message), now):
            if now - self._reported_at >= _SECONDS_BETWEEN_REPORTS:
                self._reported_at = now
                self.report_dropped()
            self._send(level, message, logger, **more)

    def report_dropped(self) -> None:
        """Say how many lines are missing, if any are."""
        dropped = self._budget.take_dropped()
        if dropped:
            text = f"{dropped} lines were dropped: this plugin logs or prints too much"
            self._send("warning", text, "pluggarr.worker")

    def _send(self, level, message, logger, **more) -> None:
        record = {"type": "log", "level": level, "logger": logger, "message": message, **more}
        run_id = current.run_id()
        if run_id is not None:
            record["run_id"] = run_id
        self._channel.send(record)


class _NoLock:
    """Has what logging does with a lock: before Python 3.13 by its methods, then by ``with``."""

    def acquire(self):
        pass

    def release(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False


class LogHandler(logging.Handler):
    """The root logger's only handler."""

    def __init__(self, log: Log):
        super().__init__()
        self._log = log

    def createLock(self):
        """Do without: the channel has its own, and gevent's would not do for native threads."""
        self.lock = _NoLock()

    def emit(self, record: logging.LogRecord) -> None:
        """Send the record. Whatever is wrong with it, the plugin does not hear of it."""
        more = {}
        try:
            message = record.getMessage()
        except Exception as error:
            message = f"{record.msg!r} {record.args!r} (not formatted: {errors.message(error)})"
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            more["traceback"] = errors.format_traceback(error)
        elif record.stack_info:
            more["traceback"] = record.stack_info
        self._log.write(_level(record.levelno), message, record.name, **more)
        interruption.catch_up()


def _level(number: int) -> str:
    return next((name for least, name in _LEVELS if number >= least), "trace")


class PrintedLines(io.TextIOBase):
    """``sys.stdout`` and ``sys.stderr``: each line a log record of the run that printed it."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, log: Log, name: str, original):
        self._log = log
        self.name = f"<{name}>"
        self._stream = name
        self._original = original
        self._unfinished: dict[str | None, str] = {}

    @property
    def buffer(self):
        """The descriptor's own buffer, for those who write bytes."""
        return self._original.buffer

    def fileno(self) -> int:
        """Return 1 or 2, which subprocesses are given."""
        return self._original.fileno()

    def isatty(self) -> bool:
        """No."""
        return False

    def writable(self) -> bool:
        """Yes."""
        return True

    def close(self) -> None:
        """Stay open: the next action prints, too."""

    def flush(self) -> None:
        """Flush the bytes; an unfinished line waits for its end."""
        try:
            self._original.flush()
        except (OSError, ValueError):
            pass  # The plugin closed it.

    def write(self, text: str) -> int:
        """Send the lines that ``text`` completes."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        run_id = current.run_id()
        lines = (self._unfinished.pop(run_id, "") + text).split("\n")
        rest = lines.pop()
        for line in lines:
            self._emit(line.rstrip("\r"))
        while len(rest) > MAX_MESSAGE:
            self._emit(rest[:MAX_MESSAGE])
            rest = rest[MAX_MESSAGE:]
        if rest:
            self._unfinished[run_id] = rest
        interruption.catch_up()
        return len(text)

    def finish(self, run_id: str | None) -> None:
        """Send the line that a run has left unfinished."""
        rest = self._unfinished.pop(run_id, "")
        if rest:
            self._emit(rest)

    def _emit(self, line: str) -> None:
        self._log.write("info", line, stream=self._stream)


class Capture:
    """Everything of the above, installed."""

    def __init__(self, channel: Channel):
        self._log = Log(channel)
        self._streams = []
        for name in ("stdout", "stderr"):
            stream = PrintedLines(self._log, name, getattr(sys, f"__{name}__"))
            setattr(sys, name, stream)
            self._streams.append(stream)
        root = logging.getLogger()
        root.handlers = [LogHandler(self._log)]
        self.set_level("info")

    @staticmethod
    def set_level(name: str) -> None:
        """Have loggers without a level of their own leave out what matters less."""
        logging.getLogger().setLevel(_NUMBERS.get(name, logging.INFO))

    def finish(self, run_id: str | None) -> None:
        """A run is over: send what it has left unfinished."""
        for stream in self._streams:
            stream.finish(run_id)
        self._log.report_dropped()


def add_trace_level() -> None:
    """Give every logger ``trace()``, as the incumbent does."""
    logging.addLevelName(TRACE, "TRACE")

    def trace(self, message, *args, **kwargs):
        if self.isEnabledFor(TRACE):
            self._log(TRACE, message, args, **kwargs)

    logging.Logger.trace = trace
