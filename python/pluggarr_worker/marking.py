"""Child processes carry the run that has started them, in a variable that their own children inherit.

By it the host tells whose they are when a run is cancelled. Covers ``subprocess`` and what a fork executes;
``os.posix_spawn`` and the like start processes that nobody can put down to a run.
"""

import os
import subprocess

from pluggarr_worker import current

VARIABLE = "PLUGGARR_RUN"
# Where `env` stands among the arguments of Popen, for those who do not name it.
_ENV = 10


def install() -> None:
    """Once per worker."""
    original = subprocess.Popen.__init__

    def __init__(self, *args, **kwargs):
        run_id = current.run_id()
        if run_id is not None:
            if len(args) > _ENV:
                args = (*args[:_ENV], _marked(args[_ENV], run_id), *args[_ENV + 1 :])
            else:
                kwargs["env"] = _marked(kwargs.get("env"), run_id)
        original(self, *args, **kwargs)

    subprocess.Popen.__init__ = __init__
    os.register_at_fork(after_in_child=_mark_this_process)


def _marked(env, run_id: str):
    try:
        return {**(os.environ if env is None else env), VARIABLE: run_id}
    except TypeError:
        return env  # It is wrong, and Popen says better how.


def _mark_this_process() -> None:
    run_id = current.run_id()
    if run_id is not None:
        os.environ[VARIABLE] = run_id
