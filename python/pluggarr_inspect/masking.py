"""Takes what looks like a password or a token out of a line of code before it is shown."""

import re

_SHOWN = 120
_MASK = "***"
# `http://user:password@host`, and what Xtream puts into paths.
_LOGIN = re.compile(r"(://)[^\s/@'\"]+@")
_XTREAM = re.compile(r"(/(?:live|movie|series|timeshift)/)[^/\s'\"{}]+/[^/\s'\"{}]+(?=/)")
_QUERY = re.compile(
    r"([?&](?:password|passwd|pwd|token|api_?key|apikey|secret|username|key)=)[^&\s'\"{}]+", re.I
)
# password = "...", "token": "...", api_key="..."; the value may hold escaped quotes.
_NAMED = re.compile(
    r"((?:password|passwd|pwd|token|secret|api_?key|authorization)[\w\"']*\s*[=:]\s*[rbuf]{0,2})"
    r"(\"(?:[^\"\\]|\\.)*\"?|'(?:[^'\\]|\\.)*'?)",
    re.I,
)
_BEARER = re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]{8,}", re.I)
# A long run of letters and digits mixed, inside quotes: keys look like this, prose does not.
_RANDOM = re.compile(r"(?<=['\"])(?=[^'\"]*\d)(?=[^'\"]*[A-Za-z])[\w+/=.-]{24,}(?=['\"])")


def shown(line: str) -> str:
    """Return a line of code without secrets, cut to what a table can show."""
    line = _LOGIN.sub(rf"\1{_MASK}@", line[:2000])
    line = _XTREAM.sub(rf"\1{_MASK}", line)
    line = _QUERY.sub(rf"\1{_MASK}", line)
    line = _NAMED.sub(lambda found: f"{found[1]}{found[2][0]}{_MASK}{found[2][0]}", line)
    line = _BEARER.sub(rf"\1 {_MASK}", line)
    line = _RANDOM.sub(_MASK, line)
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
