"""What this process may use: it reads files that anybody may have written.

A request that wants more ends the process; the host notices, and starts another one for the next folder.
"""

import resource

MEMORY_BYTES = 512 << 20
# The rules go over everything again and again; 25,000 lines take them two seconds.
SECONDS, SECONDS_TO_CHECK = 5, 15


def apply() -> None:
    """Give up what reading does not need: much memory, writing files, starting processes."""
    for which, wanted in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        # Root may start processes all the same; nothing here does.
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            _, hard = resource.getrlimit(which)
            if hard != resource.RLIM_INFINITY:
                wanted = min(wanted, hard)
            resource.setrlimit(which, (wanted, wanted))
        except (ValueError, OSError):
            pass  # A limit fewer; the host has a time limit of its own.


def next_folder(is_check: bool) -> None:
    """Allow the next folder its seconds of computing; a read-only loop ends with SIGXCPU."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    try:
        resource.setrlimit(
            resource.RLIMIT_CPU, (used + (SECONDS_TO_CHECK if is_check else SECONDS), hard)
        )
    except (ValueError, OSError):
        pass
