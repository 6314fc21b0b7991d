"""Times a plugin's actions through the HTTP API of a server of its own.

python3 bench/actions.py [PROGRAM]

A no-op action and one that counts and lists 50 channels of the sample data, over one kept
connection and then with 16 clients. Those are bare sockets: http.client takes 190 us of processor
for a request, a third of all that the two cores did. Standard library only; traffic stays on
loopback.
"""

import http.client
import json
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

CALLS = 1000
CALLS_OF_ALL = 8000
CLIENTS = 16
PLUGIN = """
class Plugin:
    name = "Bench"
    actions = [{"id": "noop", "label": "No-op"}, {"id": "list", "label": "List"}]

    def run(self, action, params, context):
        if action == "noop":
            return {"status": "success"}
        from apps.channels.models import Channel
        rows = list(Channel.objects.order_by("channel_number").values("id", "name")[:50])
        return {"status": "success", "data": {"count": Channel.objects.count(), "rows": rows}}
"""


class Client:
    """One connection, kept open, signed in."""

    def __init__(self, port, token=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def post(self, path, body):
        """Post and return the decoded answer, which must be a success."""
        self.connection.request("POST", path, json.dumps(body), self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        assert answer.status < 300, (answer.status, text)
        return json.loads(text)

    def get(self, path):
        """Get and return the decoded answer, which must be a success."""
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        assert answer.status < 300, (answer.status, text)
        return json.loads(text)

    def run(self, action):
        """Run an action and return how many seconds it took."""
        started = time.perf_counter()
        self.post("/api/plugins/plugins/bench/run/", {"action": action})
        return time.perf_counter() - started


class BareClient:
    """One connection that sends the same request again and again."""

    def __init__(self, port, token, action):
        body = json.dumps({"action": action})
        self.request = (
            "POST /api/plugins/plugins/bench/run/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Authorization: Bearer {token}\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        ).encode()
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def run(self):
        """Send it and read the answer, which must be a success, to its end."""
        self.socket.sendall(self.request)
        answer = self.socket.recv(1 << 20)
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), answer
        lower = head.lower()
        length = int(lower[lower.index(b"content-length:") + 15 :].split(b"\r\n", 1)[0])
        read = len(body)
        while read < length:
            piece = self.socket.recv(1 << 20)
            assert piece, "the answer broke off"
            read += len(piece)


def measure(port, token, action):
    """Print the latency over one connection and the rate of 16 clients."""
    one = Client(port, token)
    for _ in range(50):
        one.run(action)
    times = sorted(one.run(action) * 1000 for _ in range(CALLS))
    p50, p95, p99 = (statistics.quantiles(times, n=100)[i - 1] for i in (50, 95, 99))

    calls = CALLS_OF_ALL // CLIENTS if action == "noop" else CALLS // CLIENTS

    def work():
        client = BareClient(port, token, action)
        for _ in range(calls):
            client.run()

    threads = [threading.Thread(target=work) for _ in range(CLIENTS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = calls * CLIENTS / (time.perf_counter() - started)
    print(
        f"{action:<5} p50 {p50:.2f} p95 {p95:.2f} p99 {p99:.2f} ms; {CLIENTS} clients {rate:.0f}/s"
    )


def main():
    """Serve sample data from a temporary folder, measure, and end the server."""
    root = pathlib.Path(__file__).resolve().parent.parent
    program = sys.argv[1] if len(sys.argv) > 1 else root / "target/release/pluggarr"
    port = free_port()
    with tempfile.TemporaryDirectory() as data:
        folder = pathlib.Path(data, "plugins/bench")
        folder.mkdir(parents=True)
        folder.joinpath("plugin.py").write_text(PLUGIN)
        bind = f"127.0.0.1:{port}"
        command = [program, "--data-dir", data, "serve", "--bind", bind, "--sample"]
        server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            token = first_admin(port)
            Client(port, token).post("/api/plugins/plugins/bench/enabled/", {"enabled": True})
            for action in ("noop", "list"):
                measure(port, token, action)
        finally:
            server.terminate()
            server.wait(20)


def free_port():
    """Return a port of loopback that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def first_admin(port):
    """Wait for the server, make the admin, and return an access token."""
    login = {"username": "bench", "password": "bench"}
    for _ in range(300):
        try:
            Client(port).post("/api/accounts/initialize-superuser/", login)
            break
        except OSError:
            time.sleep(0.1)
    return Client(port).post("/api/accounts/token/", login)["access"]


if __name__ == "__main__":
    main()
