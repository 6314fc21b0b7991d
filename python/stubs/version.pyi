# Written by scripts/make-stubs out of python/compat. Do not edit.
"""The release of Dispatcharr whose names this package offers."""

__version__: str
