# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Stands in for ``dispatcharr.celery``: the Celery application, without a broker."""

from typing import Any

NEEDS_BROKER: tuple[Any, ...]

class NoBrokerError(NotImplementedError):
    """Asked for something that only a broker and its result store can do."""

class JobResult:
    """The receipt of a queued task: it has an ``id``, and no result to wait for."""
    def get(self, *args: Any, **kwargs: Any) -> Any: ...

class HostTask:
    """A task that the host does: a call waits for it, ``.delay()`` queues it."""

    abstract: bool

class MissingTask:
    """A task of upstream that Pluggarr has not. Calling it raises, and so does queueing it."""

    abstract: bool

class BrokerlessCelery:
    """A Celery application whose messages never leave for a broker."""
    def send_task(
        self,
        name: Any,
        args: Any = ...,
        kwargs: Any = ...,
        countdown: Any = ...,
        eta: Any = ...,
        task_id: Any = ...,
        **options: Any,
    ) -> Any:
        """Queue the task `name` and return its receipt."""

def host_task(function: Any) -> Any:
    """Offer `function` as a task of the host, under its module and name."""

def own_tasks() -> list[str]:
    """Return the names of the tasks that come from neither the compat layer nor Celery itself."""

def run_own_task(name: Any, args: Any, kwargs: Any, task_id: Any) -> Any:
    """Run a plugin's own task now and return its result; raises what the task raises."""

app: Any
