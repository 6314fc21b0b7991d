"""A file system of the workers' own, where the kernel allows: the zygote enters it before all else.

In it, every entry of the machine's root is where it was, and besides

- ``/data`` and ``/app/data`` are the plugins' files (``DATA/files``), ``/data/plugins`` is the plugins folder
  (``DATA/plugins`` unless the user keeps it elsewhere);
- ``DATA/host`` (the host's database, keys and control socket) is an empty folder.

Needs root or user namespaces. Where neither is allowed nothing changes, and the reason is reported.
"""

import os
import sys

from pluggarr_worker import linux

NAMESPACED, PLAIN = "namespaced", "plain"
_BASE, _OLD, _NEW = "/tmp", "/oldroot", "/newroot"
_PROVIDED = ("app", "data")


def enter() -> tuple[str, str | None]:
    """Enter the new root if possible. Returns the level reached, and why it is not the better one."""
    data = os.environ.get("PLUGGARR_DATA")
    if not data:
        return PLAIN, "no data folder was given"
    plugins = os.environ.pop("PLUGGARR_PLUGINS", f"{data}/plugins")
    problem = (
        "switched off" if os.environ.get("PLUGGARR_ROOT") == PLAIN else _rehearse(data, plugins)
    )
    if problem is not None:
        _settle(f"{data}/files", plugins)
        return PLAIN, problem
    _build(data, plugins)
    _settle("/data", "/data/plugins")
    return NAMESPACED, None


def _settle(files: str, plugins: str) -> None:
    """Tell plugins where their files are, and make relative paths end there as well."""
    os.environ["DISPATCHARR_PLUGINS_DIR"] = plugins
    os.environ["PLUGGARR_FILES"] = files
    os.chdir(files)


def _rehearse(data: str, plugins: str) -> str | None:
    """Do it in a child first: half a change of root cannot be taken back. Returns what went wrong."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _build(data, plugins)
        except BaseException as error:
            os.write(writer, str(error).encode()[:4096] or b"unknown error")
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        problem = pipe.read().decode()
    _, status = os.waitpid(child, 0)
    if status:
        return problem or f"the rehearsal ended with status {status}"
    return problem or None


def _build(data: str, plugins: str) -> None:
    _unshare()
    linux.mount("none", "/", None, linux.MS_REC | linux.MS_SLAVE)
    linux.mount("pluggarr", _BASE, "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, "mode=755")
    os.mkdir(_BASE + _NEW)
    os.mkdir(_BASE + _OLD)
    linux.mount(_BASE + _NEW, _BASE + _NEW, None, linux.MS_BIND)
    linux.pivot_root(_BASE, _BASE + _OLD)
    os.chdir("/")
    for entry in sorted(os.listdir(_OLD)):
        if entry not in _PROVIDED:
            _copy_entry(entry, entry)
    _provide_app()
    _bind(_OLD + data + "/files", "/data")
    _bind(_OLD + data + "/files", "/app/data")
    for place in ("/data", "/app/data"):
        _bind(_OLD + plugins, place + "/plugins")
    _keep_real_paths(data, plugins)
    _hide(data + "/host")
    linux.unmount(_OLD)
    os.chdir(_NEW)
    linux.pivot_root(".", ".")
    linux.unmount(".")
    os.chdir("/")


def _unshare() -> None:
    if os.geteuid() == 0:
        try:
            linux.unshare(linux.CLONE_NEWNS)
            return
        except PermissionError:
            pass  # Root of a container without the capability; perhaps a user namespace is allowed.
    uid, gid = os.geteuid(), os.getegid()
    linux.unshare(linux.CLONE_NEWUSER | linux.CLONE_NEWNS)
    for file, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {uid} 1"),
        ("gid_map", f"{gid} {gid} 1"),
    ):
        with open(f"/proc/self/{file}", "w") as control:
            control.write(text)


def _copy_entry(source: str, target: str) -> None:
    """Have an entry of the old root in the new one."""
    old, new = f"{_OLD}/{source}", f"{_NEW}/{target}"
    if os.path.islink(old):
        os.symlink(os.readlink(old), new)
    else:
        _bind(old, "/" + target)


def _bind(old: str, path: str) -> None:
    """Show ``old`` at ``path`` of the new root."""
    new = _NEW + path
    if os.path.isdir(old):
        os.makedirs(new, exist_ok=True)
    elif not os.path.exists(new):
        os.makedirs(os.path.dirname(new), exist_ok=True)
        with open(new, "w"):
            pass
    linux.mount(old, new, None, linux.MS_BIND | linux.MS_REC)


def _provide_app() -> None:
    """`/app` with everything that the machine has there, and room for `/app/data`."""
    os.makedirs(_NEW + "/app/data")
    if os.path.isdir(_OLD + "/app"):
        for entry in sorted(os.listdir(_OLD + "/app")):
            if entry != "data":
                _copy_entry(f"app/{entry}", f"app/{entry}")


def _keep_real_paths(data: str, plugins: str) -> None:
    """What we need must stay where it is, even where `/data` or `/app/data` now cover it."""
    needed = [f"{data}/db", f"{data}/files", plugins]
    needed += [sys.prefix, sys.base_prefix, *sys.path]
    for path in needed:
        is_covered = path.startswith(("/data/", "/app/data/"))
        if is_covered and os.path.exists(_OLD + path):
            _bind(_OLD + path, path)


def _hide(path: str) -> None:
    """Cover a folder with an empty one."""
    if os.path.isdir(_NEW + path):
        flags = linux.MS_RDONLY | linux.MS_NOSUID | linux.MS_NODEV
        linux.mount("none", _NEW + path, "tmpfs", flags, "mode=755")
