"""PostgreSQL spellings of VACUUM, for plugins written against upstream's database."""

import logging
import re

logger = logging.getLogger(__name__)

VACUUM = re.compile(r"\s*VACUUM\b(?P<rest>[^;]*);?\s*", re.IGNORECASE)
# What SQLite itself understands after VACUUM: nothing, a database of this connection, a file to
# write.
UNDERSTOOD = re.compile(r"(main|temp)?\s*(INTO\b.*)?", re.IGNORECASE | re.DOTALL)


def translated(query: str) -> str:
    """Return `query` as SQLite spells it: ``VACUUM FULL ANALYZE some_table`` becomes ``VACUUM``."""
    match = VACUUM.fullmatch(query)
    if match is None or UNDERSTOOD.fullmatch(match["rest"].strip()):
        return query
    logger.debug(
        "Running VACUUM for `%s`: SQLite rewrites the whole file and has no options", query.strip()
    )
    return "VACUUM"
