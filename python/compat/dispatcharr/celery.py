"""Stands in for ``dispatcharr.celery``: the Celery application, without a broker.

The real ``celery`` package, so that ``shared_task``, ``crontab`` and ``current_app`` are what
plugins know. What differs is where a task goes. One that the host offers (a refresh, an import)
goes to the host, which queues it and shows it. Any other task is a plugin's own; until the host can
run those, it runs in this worker, in a thread of its own, and is lost when the worker ends.

Chains, groups, chords, callbacks and waiting for a queued result need a broker's memory and are
refused in words.
"""

import functools
import inspect
import logging
import threading
from datetime import UTC, datetime

from celery import Celery, Task
from celery.result import AsyncResult
from celery.utils import uuid
from celery.utils.time import maybe_iso8601

logger = logging.getLogger(__name__)

NEEDS_BROKER = ("chain", "chord", "group_id", "link", "link_error")


class NoBrokerError(NotImplementedError):
    """Asked for something that only a broker and its result store can do."""


class JobResult(AsyncResult):
    """The receipt of a queued task: it has an ``id``, and no result to wait for."""

    def get(self, *args, **kwargs):
        self._get_task_meta()

    wait = get

    def _get_task_meta(self):
        raise NoBrokerError(
            f"task {self.id} was queued, but results of queued tasks are not kept; "
            "call the task without .delay() to wait for its result"
        )


class HostTask(Task):
    """A task that the host does: a call waits for it, ``.delay()`` queues it."""

    abstract = True


class MissingTask(Task):
    """A task of upstream that Pluggarr has not. Calling it raises, and so does queueing it.

    Failing later would put the error into a log that nobody reads.
    """

    abstract = True


class BrokerlessCelery(Celery):
    """A Celery application whose messages never leave for a broker."""

    def send_task(
        self, name, args=None, kwargs=None, countdown=None, eta=None, task_id=None, **options
    ):
        """Queue the task `name` and return its receipt."""
        for wanted in NEEDS_BROKER:
            if options.get(wanted):
                raise NoBrokerError(
                    f"`{name}` was queued with `{wanted}`: chains, groups and callbacks are not "
                    "supported yet; queue each task by itself"
                )
        args, kwargs = list(args or ()), dict(kwargs or {})
        seconds = _seconds_until(eta) if eta is not None else float(countdown or 0)
        task = self.tasks.get(name)
        if isinstance(task, MissingTask):
            task()
        if task is None or isinstance(task, HostTask):
            if task is not None:
                args, kwargs = _positional(task, args, kwargs)
            return JobResult(_queue_on_host(name, args, kwargs, seconds), app=self)
        task_id = task_id or uuid()
        _start_here(task, args, kwargs, seconds, task_id)
        return JobResult(task_id, app=self)


def host_task(function):
    """Offer `function` as a task of the host, under its module and name.

    Its name, parameters and docstring count; the body is the host's.
    """

    @functools.wraps(function)
    def ask_host(*args, **kwargs):
        from pluggarr_worker import host

        args, kwargs = _positional(task, args, kwargs)
        _refuse_in_transaction(task.name)
        return host.call("run_task", name=task.name, args=args, kwargs=kwargs)

    # typing=False: celery would check the arguments against ask_host, which takes anything.
    name = f"{function.__module__}.{function.__name__}"
    task = app.task(name=name, base=HostTask, typing=False, lazy=False)(ask_host)
    return task


def _refuse_in_transaction(name):
    # On SQLite an open transaction holds the only write lock: the host would wait for us, and we
    # for it.
    from django.db import connection, transaction

    if connection.vendor == "sqlite" and connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            f"`{name}` was called inside a transaction, which keeps the host from writing: call it "
            "after the transaction, or queue it with .delay()"
        )


def _positional(task, args, kwargs):
    """Check arguments where the mistake was made, and give the host one spelling of each call."""
    bound = inspect.signature(task.run).bind(*args, **kwargs)
    return list(bound.args), bound.kwargs


def _queue_on_host(name, args, kwargs, seconds) -> str:
    from pluggarr_worker import host

    fields = {"countdown": seconds} if seconds > 0 else {}
    answer = host.call("delay_task", name=name, args=args, kwargs=kwargs, **fields)
    return answer["task_id"]


def _start_here(task, args, kwargs, seconds, task_id):
    def run():
        from django.db import close_old_connections

        try:
            # apply() sets up what a bound task sees as `self.request`, and repeats on
            # `self.retry()`.
            outcome = task.apply(args=args, kwargs=kwargs, task_id=task_id)
            if outcome.failed():
                logger.error("Task `%s` failed: %s", task.name, outcome.traceback)
        finally:
            close_old_connections()

    thread = threading.Timer(seconds, run)
    thread.name = f"task {task.name}"
    thread.daemon = True
    thread.start()


def own_tasks() -> list[str]:
    """Return the names of the tasks that come from neither the compat layer nor Celery itself."""
    ours = ("apps", "celery", "core", "dispatcharr")
    return sorted(
        name
        for name, task in app.tasks.items()
        if task.__module__.partition(".")[0] not in ours and not name.startswith("celery.")
    )


def run_own_task(name, args, kwargs, task_id):
    """Run a plugin's own task now and return its result; raises what the task raises."""
    from django.db import close_old_connections

    try:
        outcome = app.tasks[name].apply(args=args, kwargs=kwargs, task_id=task_id)
        if outcome.failed():
            raise outcome.result
        return outcome.result
    finally:
        close_old_connections()


def _seconds_until(eta) -> float:
    moment = maybe_iso8601(eta)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


# At debug level it prints the source of a helper for every task there is.
logging.getLogger("celery.utils.functional").setLevel(logging.INFO)

app = BrokerlessCelery("dispatcharr", set_as_current=True)
app.config_from_object("django.conf:settings", namespace="CELERY")
# Carries no task; without it, whatever asks for a connection (control.inspect) would look for
# RabbitMQ.
app.conf.broker_url = "memory://"
app.set_default()
