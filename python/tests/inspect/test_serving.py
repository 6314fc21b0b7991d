"""The process as the host starts it: isolated, without packages, a line in and a line out."""

import json
import subprocess
import sys
from pathlib import Path

PYTHON = Path(__file__).resolve().parents[2]
PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from pluggarr_inspect import main; main()"


def ask(*requests):
    lines = "".join(json.dumps(request) + "\n" for request in requests)
    process = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", PROGRAM, str(PYTHON)],
        input=lines,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert process.stderr == ""
    return [json.loads(line) for line in process.stdout.splitlines()]


def test_answers_come_in_order_and_nothing_is_run(plugin, tmp_path):
    ran = tmp_path / "ran"
    code = f"open({str(ran)!r}, 'w')\nx = '\\d'\nclass Plugin:\n    name = 'Once'\n"
    folder = plugin(code).path
    answers = ask(
        {"folder": folder, "want": ["about"]},
        {"folder": str(tmp_path / "nowhere"), "want": ["about", "findings", "check"]},
        {"folder": folder, "want": ["about", "findings", "check"]},
    )
    assert [answer["about"] for answer in answers] == [{"name": "Once"}, None, {"name": "Once"}]
    assert "findings" not in answers[0] and answers[2]["findings"][0]["kind"] == "file_write"
    assert not ran.exists() and not (tmp_path / "my_plugin" / "__pycache__").exists()


def test_what_was_not_read_is_said(plugin, tmp_path):
    folder = plugin("class Plugin: ...", **{"big.py": "#" * (1 << 20) + "\n"}).path
    (answer,) = ask({"folder": folder, "want": ["about", "findings"]})
    assert answer["problem"] == "not everything was read: big.py: it is larger than 1 MiB"
    assert answer["about"] == {}


def test_many_files_are_read_up_to_a_limit(plugin):
    files = {f"m{number}.py": "eval('1')" for number in range(401)}
    (answer,) = ask({"folder": plugin("class Plugin: ...", **files).path, "want": ["findings"]})
    assert "only the first 400" in answer["problem"]
    assert answer["findings"][0]["count"] in (399, 400)
