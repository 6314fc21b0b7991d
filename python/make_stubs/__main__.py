"""`python -m make_stubs DIR`: write the stubs into DIR, in place of those that are there."""

import shutil
import subprocess
import sys
from pathlib import Path

import django

django.setup()

from make_stubs.modules import PACKAGES, stubs  # noqa: E402


def main(folder: Path) -> None:
    """Write every stub. Those that are written by hand stay."""
    for package in PACKAGES:
        shutil.rmtree(folder / package, ignore_errors=True)
    for path, text in stubs().items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    formatting = ["format", "--quiet", "--config", "pyproject.toml", str(folder)]
    subprocess.run([sys.executable, "-m", "ruff", *formatting], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
