import pytest

IMPORTS = "from apps.channels.models import Channel; from django.conf import settings; import apps.m3u.tasks"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("Channel.get_stream = mine", "`apps.channels.models.Channel.get_stream` is replaced"),
        ("settings.DEBUG = True", "`django.conf.settings.DEBUG` is replaced"),
        ("apps.m3u.tasks.refresh = mine", "`apps.m3u.tasks.refresh` is replaced"),
        (
            "setattr(Channel, 'get_stream', mine)",
            "an attribute of `apps.channels.models.Channel` is replaced",
        ),
    ],
)
def test_what_is_replaced(check_run, body, message):
    assert check_run("patches-host", body, IMPORTS) == [f"warning 4: {message}"]


@pytest.mark.parametrize(
    "body",
    [
        "channel = Channel(); channel.name = 'x'",
        "self.settings = 1",
        "setattr(self, 'x', 1)",
        "x = Channel.objects",
    ],
)
def test_what_is_not(check_run, body):
    assert check_run("patches-host", body, IMPORTS) == []
