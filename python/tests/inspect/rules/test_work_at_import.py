import pytest


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import time\ntime.sleep(1)", "`time.sleep` is called while the plugin is imported"),
        (
            "import requests\nR = requests.get('x')",
            "`requests.get` is called while the plugin is imported",
        ),
        (
            "from threading import Thread\nThread(target=f).start()",
            "a thread is started while the plugin is imported",
        ),
        (
            "from apps.channels.models import Channel\nNAMES = [c.name for c in Channel.objects.all()]",
            "the database is asked while the plugin is imported",
        ),
        (
            "from apps.channels.models import Channel\nclass Plugin: count = Channel.objects.count()",
            "the database is asked while the plugin is imported",
        ),
        (
            "import subprocess\nsubprocess.run(['ls'])",
            "`subprocess.run` is called while the plugin is imported",
        ),
    ],
)
def test_work_at_import(reports, code, message):
    assert reports("work-at-import", code) == [f"warning 2: {message}"]


@pytest.mark.parametrize(
    "code",
    [
        "import requests\nS = requests.Session()",
        "from apps.channels.models import Channel\ndef f(): return Channel.objects.count()",
        "import threading\nLOCK = threading.Lock()\nT = threading.Thread(target=f)",
        "import time\nif __name__ == '__main__':\n    time.sleep(1)",
        "from celery import shared_task\n@shared_task\ndef f(): ...",
    ],
)
def test_preparing_is_no_work(reports, code):
    assert reports("work-at-import", code) == []


def test_the_constructor_is_only_a_hint(reports):
    code = """
    import threading
    class Plugin:
        def __init__(self):
            self.thread = threading.Thread(target=self.work)
            self.thread.start()
            def later():
                threading.Thread(target=f).start()
    """
    assert reports("work-at-import", code) == [
        "hint 6: a thread is started in __init__, which runs on every load"
    ]
