"""What a worker may use and may not do. Knows rlimits and capabilities, not who asks for how much."""

import os
import resource

from pluggarr_worker import linux

# A worker of a host that runs as root, or in a user namespace, has them; with any of these it could look
# behind the empty folder that covers `DATA/host`: unmount it, look through /proc/PID/root of the host, open
# files by their number, read memory.
_DROPPED = (
    linux.CAP_DAC_READ_SEARCH,
    linux.CAP_SYS_MODULE,
    linux.CAP_SYS_RAWIO,
    linux.CAP_SYS_PTRACE,
    linux.CAP_SYS_ADMIN,
    linux.CAP_SYS_BOOT,
    linux.CAP_PERFMON,
    linux.CAP_BPF,
    linux.CAP_CHECKPOINT_RESTORE,
)

# The host says it; this is for workers that somebody starts by hand.
_USUAL_NICENESS = 10


def apply(memory_bytes: int) -> None:
    """Limit this process and every child it will have."""
    # RLIMIT_DATA counts private writable memory only. RLIMIT_AS would count the libraries and the
    # zygote's shared heap too, and stop a worker that has used nothing yet.
    _lower(resource.RLIMIT_DATA, memory_bytes)
    # A core file of a crashed plugin would hold its settings, passwords included.
    _lower(resource.RLIMIT_CORE, 0)
    linux.drop_capabilities(_DROPPED)


def give_way() -> None:
    """Run at a lower priority than the host, with every child: what plugins compute can wait."""
    niceness = int(os.environ.get("PLUGGARR_WORKER_NICENESS", _USUAL_NICENESS))
    if niceness == 0:
        return
    os.setpriority(os.PRIO_PROCESS, 0, niceness)
    try:
        # Where each session is a group of its own to the scheduler, as on desktops, niceness counts within
        # the group only; the group has one, too.
        with open("/proc/self/autogroup", "w") as file:
            file.write(str(niceness))
    except OSError:
        pass  # No such groups here.


def _lower(which: int, wanted: int) -> None:
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(which, (wanted, wanted))
