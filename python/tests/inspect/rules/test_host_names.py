import pytest


@pytest.mark.parametrize(
    "code",
    [
        "from apps.channels.models import Channel, ChannelGroup, Stream",
        "from apps.channels import models",
        "from apps.m3u.models import M3UAccount, M3UStream",
        "from core.utils import send_websocket_update",
        "import apps.epg.tasks",
        "from apps.plugins.models import *",
        "try:\n    from core.utils import RedisClient\nexcept ImportError:\n    RedisClient = None",
        "from .apps import x",
    ],
)
def test_what_is_there_is_fine(reports, code):
    assert reports("host-names", code) == []


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("from apps.proxy.config import TSConfig", "there is no `apps.proxy.config` in Pluggarr"),
        ("import apps.proxy", "there is no `apps.proxy` in Pluggarr"),
        ("from core.utils import NoSuchThing", "`core.utils` has no `NoSuchThing` in Pluggarr"),
    ],
)
def test_what_is_not_there_is_reported(reports, code, message):
    assert reports("host-names", code) == [f"warning 1: {message}"]
