"""Stands in for ``dispatcharr.db``: the database backend, and which kind of process this is."""
