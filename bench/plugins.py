"""Times the life of a server with a thousand plugins: listing, reloading, enabling one.

python3 bench/plugins.py [PROGRAM]

Half of the plugins have a plugin.json, half are legacy ones whose class is read instead. While one is
enabled, the workers of ten others must stay the same processes. Standard library only; traffic stays on
loopback.
"""

import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from actions import Client, first_admin, free_port

PLUGINS = 1000
ENABLED = 10
ROUNDS = 20
CODE = '''
"""Plugin number {number}."""


class Plugin:
    name = "Bench {number}"
    version = "1.{number}"
    description = "One of a thousand"
    fields = [
        {{"id": "greeting", "label": "Greeting", "type": "string", "default": "Hello"}},
        {{"id": "count", "label": "Count", "type": "number", "default": 3, "min": 1, "max": 9}},
        {{"id": "mode", "label": "Mode", "type": "select", "default": "a",
          "options": [{{"value": "a", "label": "A"}}, {{"value": "b", "label": "B"}}]}},
    ]
    actions = [{{"id": "go", "label": "Go", "description": "Says who it is", "confirm": True}}]

    def run(self, action, params, context):
        import os

        return {{"status": "success", "pid": os.getpid()}}
'''
BASE = "/api/plugins/plugins/"


def write_plugins(folder):
    """Write the plugins; every other one has a manifest of what its class says."""
    for number in range(PLUGINS):
        plugin = folder / f"bench_{number:04}"
        plugin.mkdir(parents=True)
        code = CODE.format(number=number)
        plugin.joinpath("plugin.py").write_text(code)
        if number % 2 == 0:
            names = {}
            exec(code, names)
            keys = ("name", "version", "description", "fields", "actions")
            manifest = {key: getattr(names["Plugin"], key) for key in keys}
            plugin.joinpath("plugin.json").write_text(json.dumps(manifest))


def timed(what, work, rounds=ROUNDS):
    """Print the median and the worst time of some work in milliseconds."""
    times = []
    for round_number in range(rounds):
        started = time.perf_counter()
        work(round_number)
        times.append((time.perf_counter() - started) * 1000)
    print(f"{what:<44} p50 {statistics.median(times):7.1f} ms   worst {max(times):7.1f} ms")


def pids(client):
    """Return the processes of the plugins that were enabled first."""
    runs = [client.post(f"{BASE}bench_{n:04}/run/", {"action": "go"}) for n in range(ENABLED)]
    return [run["result"]["pid"] for run in runs]


def main():
    """Serve from a temporary folder, measure, and end the server."""
    root = pathlib.Path(__file__).resolve().parent.parent
    program = sys.argv[1] if len(sys.argv) > 1 else root / "target/release/pluggarr"
    port = free_port()
    with tempfile.TemporaryDirectory() as data:
        write_plugins(pathlib.Path(data, "plugins"))
        command = [program, "--data-dir", data, "serve", "--bind", f"127.0.0.1:{port}"]
        server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            measure(Client(port, first_admin(port)))
        finally:
            server.terminate()
            server.wait(20)


def measure(client):
    """Print all the figures."""

    def switch(number, enabled):
        answer = client.post(f"{BASE}bench_{number:04}/enabled/", {"enabled": enabled})
        assert answer["plugin"]["loaded"] == enabled, answer["plugin"]["load_error"]

    # The code of those without a manifest is read in the background.
    while any(plugin["name"].startswith("bench_") for plugin in client.get(BASE)["plugins"]):
        time.sleep(0.1)
    switch(0, True)
    switch(0, False)
    timed(f"list of {PLUGINS}", lambda _: client.get(BASE))
    timed("reload, none enabled, nothing changed", lambda _: client.post(f"{BASE}reload/", {}))
    for number in range(ENABLED):
        switch(number, True)
    before = pids(client)
    timed("enabling one", lambda number: switch(ENABLED + number, True))
    timed("disabling one", lambda number: switch(ENABLED + number, False))
    assert pids(client) == before, "enabling one has touched another"
    print(f"{ENABLED} others kept their processes: {before}")
    timed("list again", lambda _: client.get(BASE))
    timed(f"reload with {ENABLED} enabled", lambda _: client.post(f"{BASE}reload/", {}), 5)


if __name__ == "__main__":
    main()
