"""Writes type stubs for what plugins import, out of the compat layer: editors complete, mypy checks.

Knows the compat layer's files and its Django models; the models are asked what Django knows of them (columns,
related names), everything else is read from the source. Run by `scripts/make-stubs`.
"""
