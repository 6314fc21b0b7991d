"""What a plugin's code does that its user may want to know of before it runs: by kind, with examples.

Found by the names that the code uses. That is a hint, no proof: code that wants to hide can.
"""

from pluggarr_inspect.folder import Folder, Source
from pluggarr_inspect.kinds import KINDS, Kind
from pluggarr_inspect.masking import shown

_EXAMPLES = 5


def read(folder: Folder) -> list[dict]:
    """Return what was found: a kind with the number of places and the first of them."""
    places: dict[str, list[tuple[Source, int]]] = {kind.name: [] for kind in KINDS}
    for source in folder.sources:
        if source.tree is not None:
            for kind in KINDS:
                places[kind.name] += [(source, line) for line in _lines(source, kind)]
    return [
        {
            "kind": name,
            "count": len(found),
            "examples": [
                {"file": source.path, "line": line, "text": shown(source.line(line))}
                for source, line in found[:_EXAMPLES]
            ],
        }
        for name, found in places.items()
        if found
    ]


def _lines(source: Source, kind: Kind) -> list[int]:
    """The lines on which a file does it; where it only imports what is needed for it, those."""
    uses = {node.lineno for node in kind.candidates(source) if kind.is_use(node, source.names)}
    if uses:
        return sorted(uses)
    return sorted({node.lineno for node, path in source.names.imports if kind.is_import(path)})
