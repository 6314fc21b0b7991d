"""Plugins written into a folder, and read there."""

import textwrap

import pytest

from pluggarr_inspect import checking
from pluggarr_inspect.folder import Folder


@pytest.fixture
def plugin(tmp_path):
    """Return a function that writes files and gives the folder to read: by name, or only plugin.py."""

    def write(code="", **files):
        folder = tmp_path / "my_plugin"
        for name, text in {"plugin.py": code, **files}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(text, bytes):
                path.write_bytes(text)
            elif text is not None:
                path.write_text(textwrap.dedent(text), encoding="utf-8")
        return Folder(str(folder))

    return write


@pytest.fixture
def reports(plugin):
    """Return a function that checks a plugin and gives what one rule reports, as `severity line: message`."""

    def check(rule, code="", **files):
        folder = plugin(code, **files)
        found = checking.read(folder)
        return [
            f"{report['severity']} {report['line']}: {report['message']}"
            for report in found
            if report["rule"] == rule
        ]

    return check


@pytest.fixture
def check_run(reports):
    """As `reports`, for the body of a `run` (which begins in line 4) after `imports` (on line 1)."""

    def check(rule, body, imports=""):
        lines = textwrap.indent(textwrap.dedent(body).strip("\n"), "        ")
        return reports(
            rule,
            f"{imports}\nclass Plugin:\n    def run(self, action, params, context):\n{lines}\n",
        )

    return check
