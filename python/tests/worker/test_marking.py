"""Children say which run has started them. For those that are forked see `asking.rs` of the plugin host."""

import os
import subprocess
import sys

import pytest

from pluggarr_worker import current, marking

SHOW = [sys.executable, "-c", f"import os; print(os.environ.get({marking.VARIABLE!r}))"]


@pytest.fixture(scope="module", autouse=True)
def installed():
    original = subprocess.Popen.__init__
    marking.install()
    yield
    subprocess.Popen.__init__ = original


@pytest.fixture(autouse=True)
def run():
    current.enter("0c6f")
    yield
    current.enter(None)


def test_by_subprocess_whatever_its_environment():
    assert subprocess.check_output(SHOW) == b"0c6f\n"
    assert subprocess.check_output(SHOW, env={"PATH": "/bin"}) == b"0c6f\n"
    process = subprocess.Popen(
        SHOW, -1, None, None, subprocess.PIPE, None, None, True, False, None, {"PATH": "/bin"}
    )
    assert process.communicate()[0] == b"0c6f\n"
    assert marking.VARIABLE not in os.environ


def test_not_outside_of_a_run():
    current.enter(None)
    assert subprocess.check_output(SHOW) == b"None\n"


def test_a_wrong_environment_is_refused_by_subprocess_itself():
    with pytest.raises((TypeError, AttributeError)):
        subprocess.run(SHOW, env=7)
