"""Times the plugins list while a neighbour misbehaves, and says how each neighbour's run ended.

python3 bench/neighbours.py [PROGRAM]

Every misbehaving plugin is one of fixtures/plugins. The list is asked for over one kept connection, with short
pauses: first idle, then during each run, and last with two of them at once. Every run is cancelled after a while,
if it has not ended by itself. Standard library only; traffic stays on loopback.
"""

import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from actions import Client, first_admin, free_port

SECONDS = 5
PAUSE = 0.002
CASES = (
    ("spins", "spin", {}),
    ("spins", "catch_all", {}),
    ("spins", "hold_gil", {}),
    ("sleeps", "sleep", {}),
    ("sleeps", "swallow", {"seconds": 0.01}),
    ("sleeps", "child", {}),
    ("blocks_in_c", "wait", {}),
    ("blocks_in_c", "wait_deaf", {}),
    ("forks", "leave_and_wait", {}),
    ("threads", "start", {}),
    ("holds_transaction", "sleep", {}),
    ("holds_transaction", "spin", {}),
    ("floods", "log", {}),
    ("floods", "print", {}),
    ("floods", "descriptor", {}),
    ("returns_odd", "large", {"bytes": 50_000_000}),
    ("hogs", "take_on", {}),
    ("exits", "os_exit", {}),
    ("exits", "segfault", {}),
)
TWO_AT_ONCE = (
    (("spins", "spin", {}), ("floods", "descriptor", {})),
    (("spins", "spin", {}), ("blocks_in_c", "native_thread", {})),
    (("spins", "spin", {}), ("hogs", "take_on", {})),
)


def p99(times):
    """Return the 99th percentile of times, in milliseconds."""
    return statistics.quantiles(times, n=100)[98] * 1000


def ask_for_lists(client, until):
    """Ask for the list again and again; return how long each took."""
    times = []
    while time.perf_counter() < until:
        started = time.perf_counter()
        client.get("/api/plugins/plugins/")
        times.append(time.perf_counter() - started)
        time.sleep(PAUSE)
    return times


def start(client, plugin, action, params):
    """Start a run without waiting for it; return its id."""
    client.headers["Prefer"] = "respond-async"
    body = {"action": action, "params": params}
    return client.post(f"/api/plugins/plugins/{plugin}/run/", body)["run_id"]


def end(client, run_id):
    """Cancel a run that has not ended, and return what became of it, and how long ending took."""
    started = time.perf_counter()
    if client.get(f"/api/plugins/runs/{run_id}/")["status"] != "finished":
        try:
            client.post(f"/api/plugins/runs/{run_id}/cancel/", {})
        except AssertionError:
            pass  # It has ended since.
    while True:
        run = client.get(f"/api/plugins/runs/{run_id}/")
        if run["status"] == "finished":
            return run["outcome"], run["ended_by"], time.perf_counter() - started
        time.sleep(0.05)


def measure(client, cases, idle):
    """Run the cases at once and print the list's times meanwhile and the ends."""
    runs = [start(client, *case) for case in cases]
    times = ask_for_lists(client, time.perf_counter() + SECONDS)
    ends = [end(client, run_id) for run_id in runs]
    # What was ended may be starting again.
    times += ask_for_lists(client, time.perf_counter() + 1)
    allowed = max(2 * idle, 10)
    mark = "" if p99(times) <= allowed else f"  more than the {allowed:.1f} allowed"
    names = " + ".join(f"{plugin} {action}" for plugin, action, _ in cases)
    told = "; ".join(f"{outcome} by {by} in {took:.1f} s" for outcome, by, took in ends)
    print(
        f"{names:<28} p99 {p99(times):5.1f} worst {max(times) * 1000:5.1f} ms  {told}{mark}",
        flush=True,
    )


def main():
    """Serve sample data and the misbehaving fixtures from a temporary folder, and measure."""
    root = pathlib.Path(__file__).resolve().parent.parent
    program = sys.argv[1] if len(sys.argv) > 1 else root / "target/release/pluggarr"
    port = free_port()
    with tempfile.TemporaryDirectory() as data:
        names = sorted({plugin for plugin, _, _ in CASES})
        for name in names:
            shutil.copytree(root / "fixtures/plugins" / name, pathlib.Path(data, "plugins", name))
        bind = f"127.0.0.1:{port}"
        command = [program, "--data-dir", data, "serve", "--bind", bind, "--sample"]
        server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            token = first_admin(port)
            client = Client(port, token)
            for name in names:
                client.post(f"/api/plugins/plugins/{name}/enabled/", {"enabled": True})
            time.sleep(3)
            times = ask_for_lists(client, time.perf_counter() + SECONDS)
            idle = p99(times)
            print(f"{'idle':<28} p99 {idle:5.1f} worst {max(times) * 1000:5.1f} ms", flush=True)
            for case in CASES:
                measure(client, [case], idle)
            for cases in TWO_AT_ONCE:
                measure(client, cases, idle)
        finally:
            server.terminate()
            server.wait(20)


if __name__ == "__main__":
    main()
