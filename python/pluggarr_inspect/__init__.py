"""Reads plugins without running them: what a class says about itself, what its code does, what is wrong with it.

Standard library only, a process of its own. Knows Python's syntax tree and the incumbent's contract; never
imports, compiles or executes a line of what it reads. Knows nothing of the host: one request is a line of
JSON on standard input, its answer a line on standard output.
"""

from pluggarr_inspect.serving import main

__all__ = ["main"]
