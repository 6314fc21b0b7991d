# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Channel logos."""

from _pluggarr_orm import Manager, Model, RelatedManager
from apps.channels.models.channels import Channel

class Logo(Model):
    """A logo by address: remote, or a path below ``/data/logos``."""

    objects: Manager[Logo]
    channels: RelatedManager[Channel]
    id: int
    name: str
    url: str
