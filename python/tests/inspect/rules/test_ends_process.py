import pytest

SHARED = "here a worker, on Dispatcharr the web server's"


@pytest.mark.parametrize(
    ("imports", "body", "message"),
    [
        ("import sys", "sys.exit(1)", f"sys.exit() ends the process: {SHARED}"),
        ("import os", "os._exit(1)", f"os._exit() ends the process: {SHARED}"),
        ("", "exit()", f"exit() ends the process: {SHARED}"),
        ("import os", "os.fork()", "os.fork() changes the whole process"),
        ("import os", "os.chdir('/')", "os.chdir() changes the whole process"),
        ("import signal", "signal.signal(2, f)", "signal.signal() changes the whole process"),
        ("", "raise SystemExit(3)", "SystemExit ends what it is raised in without a message"),
    ],
)
def test_what_ends_or_changes_the_process(check_run, imports, body, message):
    assert check_run("ends-process", body, imports) == [f"warning 4: {message}"]


def test_a_program_of_its_own_may_end_itself(reports):
    program = "import sys\ndef main():\n    sys.exit(1)\nif __name__ == '__main__':\n    main()\n"
    assert reports("ends-process", "class Plugin: ...", **{"helper.py": program}) == []


def test_other_exits_are_fine(check_run):
    assert check_run("ends-process", "self.exit()\nraise ValueError\nraise") == []
