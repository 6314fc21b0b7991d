"""Answers requests: a line of JSON in, a line of JSON out, in order, until the input ends.

A plugin that cannot be read is an answer, too. What takes the whole process with it (a limit, a crash of the
parser) is the host's to notice.
"""

import json
import sys
import warnings

from pluggarr_inspect import about, checking, findings, limits
from pluggarr_inspect.folder import Folder


def main() -> None:
    """Serve until standard input ends."""
    limits.apply()
    # `"\d"` is a warning of the parser's, and nobody reads it here.
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        request = json.loads(line)
        limits.next_folder("check" in request["want"])
        print(json.dumps(answer(request)), flush=True)


def answer(request: dict) -> dict:
    """Return everything that `request` wants to know about one folder."""
    folder = Folder(request["folder"])
    result: dict = {"problem": None}
    try:
        if "about" in request["want"]:
            result.update(about.read(folder))
        if "findings" in request["want"]:
            result["findings"] = findings.read(folder)
        if "check" in request["want"]:
            result["reports"] = checking.read(folder)
    except (RecursionError, MemoryError):
        result["problem"] = "its code is nested too deeply, or too large, to be read"
    except Exception as error:
        # One of ours, or a file that vanished meanwhile. It must not cost the other folders their answers.
        result["problem"] = f"it could not be read: {type(error).__name__}: {error}"
    if result["problem"] is None and folder.unread:
        result["problem"] = "not everything was read: " + "; ".join(folder.unread[:5])
    return result
