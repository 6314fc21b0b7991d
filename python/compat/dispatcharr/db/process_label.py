"""Stands in for ``dispatcharr.db.process_label``."""


def get_process_role() -> str:
    """Name the kind of process that runs this plugin.

    Always ``"uwsgi"``, the upstream process in which plugins may start schedulers and servers: a
    Pluggarr worker is the only process of its plugin, so what must run once runs here.
    """
    return "uwsgi"
