"""Plugins written into a folder, and read there."""

import textwrap

import pytest

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
