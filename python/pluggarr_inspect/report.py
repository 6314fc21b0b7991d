"""What a rule has to say, and how it says where."""

import ast
from dataclasses import dataclass

from pluggarr_inspect.declared import Place
from pluggarr_inspect.folder import Source

ERROR, WARNING, HINT = "error", "warning", "hint"
_LONGEST = 300


@dataclass
class Report:
    """A rule's finding. `path` names the attribute it is about: `fields[2].type`; most are about code."""

    severity: str
    place: Place
    message: str
    hint: str = ""
    path: str = ""

    def as_dict(self, rule: str) -> dict:
        """Return it as the answer has it."""
        return {
            "rule": rule,
            "severity": self.severity,
            "file": self.place.file,
            "line": self.place.line,
            "message": self.message[:_LONGEST],
            "hint": self.hint[:_LONGEST],
            "path": self.path,
        }


def at(source: Source, node: ast.AST) -> Place:
    """Return where a piece of code begins."""
    return Place(source.path, node.lineno)
