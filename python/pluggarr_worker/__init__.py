"""The program that runs one plugin per process. See docs/PROTOCOL.md.

``python -m pluggarr_worker`` is the zygote; the host starts it. Plugins and the compat layer use one
module of this package, ``pluggarr_worker.host``.
"""

PROTOCOL = 1
FEATURES = ["printed_lines"]
