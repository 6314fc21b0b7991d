"""Reading with the ORM, and returning data beside the message."""

from django.db.models import Count, Q

from apps.channels.models import Channel, Stream


class Plugin:
    """Counts channels and streams."""

    name = "Channel Report"
    version = "1.0.0"
    description = "Counts channels and streams, group by group"
    author = "Pluggarr"

    fields = [
        {
            "id": "limit",
            "label": "Longest List",
            "type": "number",
            "default": 50,
            "min": 1,
            "help_text": "How many channels to name at most",
        },
    ]

    actions = [
        {"id": "summary", "label": "Summary", "description": "Counts what there is, per group"},
        {
            "id": "silent",
            "label": "Channels Without Streams",
            "description": "Lists channels that cannot be played",
            "button_variant": "outline",
        },
    ]

    def run(self, action, params, context):
        """Count, or list what is silent."""
        if action == "summary":
            return self.summary()
        if action == "silent":
            return self.silent(int(context["settings"]["limit"]))
        return {"status": "error", "message": f"Unknown action: {action}"}

    def summary(self):
        """Count channels per group: all, enabled, and with a guide channel."""
        # The database counts; no channel is loaded.
        groups = (
            Channel.objects.values("group__name")
            .annotate(
                channels=Count("id"),
                enabled=Count("id", filter=Q(hidden_from_output=False)),
                with_guide=Count("epg_data"),
            )
            .order_by("group__name")
        )
        rows = [{**row, "group__name": row["group__name"] or "No group"} for row in groups]
        channels = sum(row["channels"] for row in rows)
        streams = Stream.objects.count()
        return {
            "status": "success",
            "message": f"{channels} channels in {len(rows)} groups, {streams} streams",
            "data": {"groups": [{"group": row.pop("group__name"), **row} for row in rows]},
        }

    def silent(self, limit):
        """List channels that have no stream."""
        channels = Channel.objects.filter(streams__isnull=True).order_by("channel_number", "name")
        named = [
            {"number": number, "name": name}
            for number, name in channels.values_list("channel_number", "name")[:limit]
        ]
        total = channels.count()
        message = f"{total} channels have no stream" if total else "Every channel has a stream"
        return {
            "status": "success",
            "message": message,
            "data": {"channels": named, "total": total},
        }
