"""All rules over one plugin."""

from pathlib import Path

from pluggarr_inspect import checking
from pluggarr_inspect.rules import RULES

HERE = Path(__file__).parent


def test_every_rule_has_a_test_of_its_own():
    rules = {rule.__name__.rpartition(".")[2] for rule in RULES}
    assert rules == {path.stem.removeprefix("test_") for path in HERE.glob("rules/test_*.py")}
    assert rules == {
        path.stem
        for path in Path(checking.__file__).parent.glob("rules/*.py")
        if path.stem != "__init__"
    }


def test_reports_come_in_order_with_rule_and_path(plugin):
    code = "class Plugin:\n    fields = [{'id': 'a'}, {'id': 'a'}]\n    async def run(self): ...\n"
    reports = checking.read(plugin(code, **{"README.md": ""}))
    assert [report["line"] for report in reports] == sorted(report["line"] for report in reports)
    repeated = next(report for report in reports if report["rule"] == "ids")
    assert (repeated["path"], repeated["file"]) == ("fields[1].id", "plugin.py")
    assert "run-signature" in {report["rule"] for report in reports}


def test_a_comment_keeps_a_rule_quiet_on_its_line(plugin):
    code = (
        "import os\nos.system('a' + b)  # pluggarr: allow unsafe-code, work-at-import\nos.fork()\n"
    )
    rules = {report["rule"] for report in checking.read(plugin(code)) if report["line"] > 1}
    assert rules == {"ends-process"}


def test_an_empty_folder_has_nothing_to_say(plugin):
    assert checking.read(plugin(None)) == []
