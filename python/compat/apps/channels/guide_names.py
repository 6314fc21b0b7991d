"""Names of the plugin guide that upstream lacks: ``enabled``, ``number``, ``group``, ``url``.

`core.aliases` does the work. ``enabled`` is the opposite of ``hidden_from_output``: what a person
hides from the output is what the guide calls disabled.

Unlike upstream, ``annotate(enabled=...)`` is refused on these models: Django forbids an annotation
with the name of a field.
"""

import os

from core.aliases import AliasModel, ColumnAlias, NegatedAlias, RelationAlias

DEFAULT_BASE_URL = "http://127.0.0.1:9191"


class StreamGuideNames(AliasModel):
    """``Stream.group``; its ``url`` is a column of its own."""

    group = RelationAlias("dispatcharr_channels.ChannelGroup", real_name="channel_group")

    class Meta:
        abstract = True


class ChannelGuideNames(AliasModel):
    """``Channel.enabled``, ``Channel.number``, ``Channel.group`` and ``Channel.url``."""

    enabled = NegatedAlias("hidden_from_output")
    number = ColumnAlias("channel_number", null=True)
    group = RelationAlias("dispatcharr_channels.ChannelGroup", real_name="channel_group")

    class Meta:
        abstract = True

    @property
    def url(self) -> str:
        """Where a player finds this channel: the host's stream address, whatever streams it has."""
        base = os.environ.get("PLUGGARR_BASE_URL") or DEFAULT_BASE_URL
        return f"{base.rstrip('/')}/proxy/ts/stream/{self.uuid}"
