import pytest


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (
            "/app/data/cache.json",
            "`/app/data/cache.json` may be missing on Dispatcharr, where the folder is /data",
        ),
        ("/app/media/cached_epg", "`/app/media/cached_epg` is a path of one machine"),
        ("/home/joe/list.m3u", "`/home/joe/list.m3u` is a path of one machine"),
        (r"C:\\\\lists\\\\a.m3u", r"`C:\\lists\\a.m3u` is a path of one machine"),
    ],
)
def test_paths_that_are_not_everywhere(check_run, path, message):
    got = check_run("data-paths", f"open('{path}')")
    assert [report.replace("\\\\", "\\") for report in got] == [
        f"hint 4: {message}".replace("\\\\", "\\")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "/data/exports/a.m3u",
        "/app/data/exports/a.m3u",
        "/app/data/plugins",
        "/api/channels/",
        "see /home/joe for more, and ask",
    ],
)
def test_paths_that_are(check_run, text):
    assert check_run("data-paths", f"open('{text}')") == []
