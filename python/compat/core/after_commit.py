"""Asking the host for a job once the rows it needs are there to be read."""

import logging

from django.db import transaction

logger = logging.getLogger(__name__)


def queue_after_commit(task, *args):
    """Queue `task` when the current transaction commits; at once outside of one.

    Where the host refuses, or there is none (a child process), the row stays saved and a warning
    says what was not queued: saving a row must not fail because of what would follow from it.
    """

    def queue():
        from pluggarr_worker import host

        try:
            task.delay(*args)
        except host.HostError as error:
            logger.warning("`%s%r` was not queued: %s", task.name, args, error)

    transaction.on_commit(queue)
