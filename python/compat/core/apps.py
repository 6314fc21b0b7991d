"""Tells Django the upstream app label, from which the table names follow."""

import logging

from django.apps import AppConfig

TRACE = 5


def _add_trace_level():
    """Give loggers upstream's ``trace()``, below debug, where the worker has not done so."""
    if hasattr(logging.Logger, "trace"):
        return

    def trace(self, message, *args, **kwargs):
        if self.isEnabledFor(TRACE):
            # Not this function but its caller is where the line comes from.
            kwargs.setdefault("stacklevel", 2)
            self._log(TRACE, message, args, **kwargs)

    logging.addLevelName(TRACE, "TRACE")
    logging.Logger.trace = trace


class CoreConfig(AppConfig):
    """``core`` under the label that upstream's tables carry."""

    name = "core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        _add_trace_level()
        from . import signals  # noqa: F401  (importing it connects the handlers)
