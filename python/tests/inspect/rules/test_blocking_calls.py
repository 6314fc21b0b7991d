import pytest

ENDLESS = "the loop has no end: no break, no return, not even a pause"


@pytest.mark.parametrize(
    ("imports", "body", "message"),
    [
        (
            "import requests",
            "requests.get('x')",
            "warning 4: requests.get() without a timeout may wait for ever",
        ),
        (
            "import requests",
            "with requests.Session() as s:\n    s.post('x')",
            "warning 5: s.post() without a timeout may wait for ever",
        ),
        (
            "from urllib.request import urlopen",
            "urlopen('x', None)",
            "warning 4: urllib.request.urlopen() without a timeout may wait for ever",
        ),
        (
            "import subprocess",
            "subprocess.run(['x'])",
            "warning 4: subprocess.run() without a timeout may wait for ever",
        ),
        (
            "import socket",
            "socket.socket()",
            "warning 4: a socket without a timeout may wait for ever",
        ),
        (
            "import smtplib",
            "smtplib.SMTP('h', 25)",
            "warning 4: smtplib.SMTP() without a timeout may wait for ever",
        ),
        ("", "input('Sure?')", "error 4: input() waits for a terminal that is not there"),
        (
            "import time",
            "time.sleep(60)",
            "warning 4: a run sleeps for 60 s, and whoever pressed the button waits",
        ),
        ("", "while True:\n    pass", f"error 4: {ENDLESS}"),
        ("", "while 1:\n    for x in y:\n        break", f"error 4: {ENDLESS}"),
        (
            "import time",
            "while True:\n    time.sleep(1)",
            "warning 4: the loop has no end, so this run has none either",
        ),
    ],
)
def test_what_may_wait_for_ever(check_run, imports, body, message):
    assert check_run("blocking-calls", body, imports) == [message]


@pytest.mark.parametrize(
    ("imports", "body"),
    [
        ("import requests", "requests.get('x', timeout=5)"),
        ("import requests", "requests.get('x', **options)"),
        ("import requests", "s = requests.Session()\ns.get('x', timeout=1)\ns.close()"),
        ("from urllib.request import urlopen", "urlopen('x', None, 5)"),
        ("import subprocess", "subprocess.run(['x'], timeout=5)"),
        ("import socket", "s = socket.socket()\ns.settimeout(5)"),
        ("import socket", "s = socket.socket()\ns.bind(('', 0))"),
        ("import time", "time.sleep(0.5)\ntime.sleep(settings['pause'])"),
        ("", "while True:\n    if done():\n        break"),
        ("", "while True:\n    for x in y:\n        return x"),
        ("", "while not done:\n    pass"),
    ],
)
def test_what_ends(check_run, imports, body):
    assert check_run("blocking-calls", body, imports) == []


def test_what_a_thread_does_may_take_its_time(reports):
    code = """
    import threading, time
    class Plugin:
        def run(self, action, params, context):
            threading.Thread(target=self.loop).start()
            self.helper()
        def loop(self):
            while True:
                time.sleep(60)
        def helper(self):
            time.sleep(30)
        def spins(self):
            while True:
                x = 1
    """
    assert reports("blocking-calls", code) == [
        "warning 11: a run sleeps for 30 s, and whoever pressed the button waits",
        "warning 13: the loop has no end and no pause: it takes a processor for itself",
    ]
