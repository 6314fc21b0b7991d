"""Settings in sections, and a file that is written whole or not at all."""

import os
import tempfile

from apps.channels.models import Channel, ChannelGroup


class Plugin:
    """Writes channels to an M3U playlist."""

    name = "Channel Exporter"
    version = "1.0.0"
    description = "Writes your channels to an M3U playlist"
    author = "Pluggarr"

    fields = [
        {
            "id": "include_disabled",
            "label": "Include Disabled Channels",
            "type": "boolean",
            "default": False,
            "section": "Export Options",
        },
        {
            "id": "group_filter",
            "label": "Group Filter",
            "type": "string",
            "default": "",
            "placeholder": "All groups",
            "help_text": "The exact name of one group; empty for all",
            "section": "Export Options",
        },
        {
            "id": "output_path",
            "label": "Output Path",
            "type": "string",
            "default": "/app/data/exports/channels.m3u",
            "section": "Advanced",
        },
    ]

    actions = [
        {"id": "export", "label": "Export Channels", "description": "Writes the playlist now"},
    ]

    def run(self, action, params, context):
        """Export, and say how many channels were written where."""
        settings = context["settings"]
        group = settings["group_filter"].strip()
        if group and not ChannelGroup.objects.filter(name=group).exists():
            return {"status": "error", "message": f"There is no group “{group}”"}
        channels = Channel.objects.select_related("group", "logo").order_by(
            "channel_number", "name"
        )
        if not settings["include_disabled"]:
            channels = channels.filter(enabled=True)
        if group:
            channels = channels.filter(group__name=group)
        path = settings["output_path"]
        try:
            count = write(path, channels.iterator(chunk_size=2000))
        except OSError as error:
            context["logger"].error("Could not write %s: %s", path, error)
            return {"status": "error", "message": f"Could not write {path}: {error.strerror}"}
        context["logger"].info("Exported %s channels to %s", count, path)
        return {"status": "success", "message": f"Exported {count} channels", "file": path}


def write(path, channels):
    """Write the playlist of `channels` to `path` and return how many there were."""
    folder = os.path.dirname(path) or "."
    os.makedirs(folder, exist_ok=True)
    # Beside the target, so that the last step is a rename: a player never reads half a playlist.
    handle, unfinished = tempfile.mkstemp(dir=folder, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as playlist:
            playlist.write("#EXTM3U\n")
            count = 0
            for channel in channels:
                playlist.write(f"{entry(channel)}\n{channel.url}\n")
                count += 1
        os.chmod(unfinished, 0o644)
        os.replace(unfinished, path)
    except BaseException:
        os.unlink(unfinished)
        raise
    return count


def entry(channel):
    """Return the #EXTINF line of a channel."""
    attributes = {
        "tvg-id": channel.tvg_id,
        "tvg-chno": f"{channel.number:g}" if channel.number is not None else None,
        "tvg-name": channel.name,
        "tvg-logo": channel.logo.url if channel.logo else None,
        "group-title": channel.group.name if channel.group else None,
    }
    # The format has no escape for a double quote, and a line break would end the entry.
    written = "".join(
        f' {name}="{one_line(value).replace(chr(34), chr(39))}"'
        for name, value in attributes.items()
        if value
    )
    return f"#EXTINF:-1{written},{one_line(channel.name)}"


def one_line(text):
    """Return `text` without line breaks."""
    return " ".join(str(text).splitlines())
