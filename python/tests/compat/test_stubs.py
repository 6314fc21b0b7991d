"""The types for editors: up to date, consistent, and true of a plugin that uses them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PYTHON = Path(__file__).resolve().parents[2]
STUBS = PYTHON / "stubs"
PLUGIN = """
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.channels.models import Channel
from apps.epg.tasks import refresh_all_epg_data
from apps.m3u.tasks import refresh_single_m3u_account
from core.models import CoreSettings
from core.utils import send_websocket_update

if TYPE_CHECKING:
    from pluggarr_plugin import Action, Context, Field, Plugin as Protocol


class Plugin:
    name = "Typed"
    version = "1.0.0"
    description = "Uses what the stubs describe"
    fields: list[Field] = [{"id": "limit", "label": "Limit", "type": "number", "default": 5}]
    actions: list[Action] = [{"id": "go", "label": "Go", "events": ["m3u_refresh"]}]

    def run(self, action: str, params: dict[str, Any], context: Context) -> dict[str, Any]:
        channels = Channel.objects.filter(enabled=True, group__name="Sports")
        names: list[str] = [channel.name for channel in channels.select_related("group")]
        first = channels.first()
        if first is not None and first.group is not None:
            names.append(first.group.name)
            names += [stream.url or "" for stream in first.streams.all()]
        refresh_all_epg_data.delay()
        done: str = refresh_single_m3u_account(5)
        send_websocket_update("updates", "update", {"message": done})
        context["logger"].info("%s", CoreSettings.objects.count())
        return {"status": "success", "message": ", ".join(names)}


def as_the_host_sees_it() -> Protocol:
    return Plugin()
"""
MISTAKES = {
    "first.nme": '"Channel" has no attribute "nme"',
    'context["setings"]': 'TypedDict "Context" has no key "setings"',
    "refresh_single_m3u_account.delay()": 'Missing positional argument "account_id"',
    "Channel.objects.first().name": 'Item "None" of "Channel | None" has no attribute "name"',
}


def mypy(*files):
    return subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull, *map(str, files)],
        env={**os.environ, "MYPYPATH": str(STUBS)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_they_are_what_the_compat_layer_says(tmp_path):
    # Renew them with scripts/make-stubs.
    shutil.copytree(STUBS, tmp_path, dirs_exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": f"{PYTHON}:{PYTHON / 'compat'}"}
    command = [sys.executable, "-m", "make_stubs", str(tmp_path)]
    subprocess.run(command, cwd=PYTHON, env=environment, check=True)
    files = {path.relative_to(STUBS) for path in STUBS.rglob("*.pyi")}
    assert {path.relative_to(tmp_path) for path in tmp_path.rglob("*.pyi")} == files
    for file in files:
        assert (tmp_path / file).read_text() == (STUBS / file).read_text(), file


def test_they_agree_with_each_other():
    result = mypy(*STUBS.rglob("*.pyi"))
    assert result.returncode == 0, result.stdout


def test_a_plugin_is_checked_against_them(tmp_path):
    file = tmp_path / "plugin.py"
    file.write_text(PLUGIN)
    result = mypy(file)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_found(tmp_path, mistake):
    file = tmp_path / "plugin.py"
    returning = "        return {"
    code = f"        assert first\n        {mistake}\n{returning}"
    file.write_text(PLUGIN.replace(returning, code))
    result = mypy(file)
    assert MISTAKES[mistake] in result.stdout
