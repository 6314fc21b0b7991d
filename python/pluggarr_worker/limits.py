"""What a worker may use. Knows rlimits, not who asks for how much."""

import resource


def apply(memory_bytes: int) -> None:
    """Limit this process and every child it will have."""
    # RLIMIT_DATA counts private writable memory only. RLIMIT_AS would count the libraries and the
    # zygote's shared heap too, and stop a worker that has used nothing yet.
    _lower(resource.RLIMIT_DATA, memory_bytes)
    # A core file of a crashed plugin would hold its settings, passwords included.
    _lower(resource.RLIMIT_CORE, 0)


def _lower(which: int, wanted: int) -> None:
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(which, (wanted, wanted))
