"""System calls that Python 3.11 has no function for, through ctypes. Raises OSError; decides nothing."""

import ctypes
import os

PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15
PR_CAPBSET_DROP = 24
PR_SET_CHILD_SUBREAPER = 36

CAP_DAC_READ_SEARCH = 2
CAP_SYS_MODULE = 16
CAP_SYS_RAWIO = 17
CAP_SYS_PTRACE = 19
CAP_SYS_ADMIN = 21
CAP_SYS_BOOT = 22
CAP_PERFMON = 38
CAP_BPF = 39
CAP_CHECKPOINT_RESTORE = 40

CLONE_NEWNS = 0x00020000
CLONE_NEWUSER = 0x10000000

MS_RDONLY = 1
MS_NOSUID = 2
MS_NODEV = 4
MS_BIND = 4096
MS_REC = 16384
MS_SLAVE = 1 << 19
MNT_DETACH = 2

# pivot_root has no wrapper in glibc.
_SYS_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}

_libc = ctypes.CDLL(None, use_errno=True)


def _checked(what: str, result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def prctl(option: int, value) -> None:
    """Set an attribute of this process."""
    if isinstance(value, int):
        value = ctypes.c_ulong(value)
    _checked("prctl", _libc.prctl(option, value, 0, 0, 0))


def die_with_parent(signal: int, parent: int) -> None:
    """Have the kernel send ``signal`` when the parent ends; leave at once if it already has."""
    prctl(PR_SET_PDEATHSIG, signal)
    if os.getppid() != parent:
        os._exit(0)


def name_process(name: str) -> None:
    """Show ``name`` (15 bytes at most) in ps and top."""
    prctl(PR_SET_NAME, ctypes.c_char_p(name.encode()[:15]))


class _CapHeader(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _CapData(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable")]


# Two words of 32 capabilities each.
_CAP_VERSION = 0x20080522


def drop_capabilities(numbers: tuple[int, ...]) -> None:
    """Give up capabilities, also for whatever this process will execute."""
    header, words = _CapHeader(_CAP_VERSION, 0), (_CapData * 2)()
    _checked("capget", _libc.capget(ctypes.byref(header), words))
    for number in numbers:
        word, bit = words[number // 32], 1 << number % 32
        if word.effective & bit:
            # Who has none, and may not change the bounding set, cannot gain any by it either.
            prctl(PR_CAPBSET_DROP, number)
        word.effective &= ~bit
        word.permitted &= ~bit
        word.inheritable &= ~bit
    _checked("capset", _libc.capset(ctypes.byref(header), words))


def unshare(flags: int) -> None:
    """Leave the namespaces of the parent."""
    _checked("unshare", _libc.unshare(flags))


def mount(source: str, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    """mount(2)."""
    args = [None if text is None else os.fsencode(text) for text in (source, target, kind)]
    options = None if data is None else data.encode()
    _checked(f"mount {target}", _libc.mount(*args, ctypes.c_ulong(flags), options))


def unmount(target: str) -> None:
    """Detach a mount, at once for us and for good when nobody uses it."""
    _checked(f"umount {target}", _libc.umount2(os.fsencode(target), MNT_DETACH))


def pivot_root(new_root: str, put_old: str) -> None:
    """pivot_root(2)."""
    number = _SYS_PIVOT_ROOT.get(os.uname().machine)
    if number is None:
        raise OSError(f"pivot_root: unknown machine {os.uname().machine}")
    arguments = (ctypes.c_char_p(os.fsencode(path)) for path in (new_root, put_old))
    _checked("pivot_root", _libc.syscall(ctypes.c_long(number), *arguments))
