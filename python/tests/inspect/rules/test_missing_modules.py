import importlib.metadata
import re
from pathlib import Path

from pluggarr_inspect.worker_packages import PACKAGES

LOCK = Path(__file__).resolve().parents[3] / "requirements.lock"


def test_the_list_of_packages_is_what_is_installed():
    def spelled(name):
        return re.sub(r"[-_.]+", "-", name).lower()

    locked = {spelled(name) for name in re.findall(r"^([\w.-]+)==", LOCK.read_text(), re.M)}
    installed = {
        module
        for module, distributions in importlib.metadata.packages_distributions().items()
        if any(spelled(distribution) in locked for distribution in distributions)
    }
    assert PACKAGES - {"pluggarr_worker"} == installed


def test_what_is_there_is_fine(reports):
    code = """
    import json, xml.etree.ElementTree
    import django.db, requests, dateutil.parser
    from apps.channels.models import Channel
    from .helpers import x
    import helpers
    import my_plugin.helpers
    try:
        import numpy
    except ImportError:
        import numpy_lite as numpy
    from typing import TYPE_CHECKING
    if TYPE_CHECKING:
        import pandas
    with contextlib.suppress(ImportError):
        import polars
    """
    assert reports("missing-modules", code, **{"helpers.py": ""}) == []


def test_what_is_not_there_is_reported_once(reports):
    code = "import numpy as np\ndef f():\n    from numpy import array\n    import bs4\n"
    assert reports("missing-modules", code) == [
        "warning 1: the module `numpy` is not part of a plugin's Python",
        "warning 4: the module `bs4` is not part of a plugin's Python",
    ]
    assert reports("missing-modules", "", **{"tests/test_it.py": "import pytest"}) == []
