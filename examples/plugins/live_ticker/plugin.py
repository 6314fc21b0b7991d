"""Progress over the WebSocket while an action runs."""

import time

from django.db.models import Count

from apps.channels.models import ChannelGroup
from core.utils import send_websocket_update


class Plugin:
    """Counts channels slowly enough to watch."""

    name = "Live Ticker"
    version = "1.0.0"
    description = "Reports its progress while it works"
    author = "Pluggarr"

    fields = [
        {
            "id": "pause",
            "label": "Pause Between Groups",
            "type": "select",
            "default": "0.5",
            "options": [
                {"value": "0", "label": "None"},
                {"value": "0.5", "label": "Half a second"},
                {"value": "2", "label": "Two seconds"},
            ],
        },
    ]

    actions = [
        {"id": "start", "label": "Start", "description": "Counts the channels of each group, live"},
    ]

    def run(self, action, params, context):
        """Count the channels of each group and tell every open browser."""
        pause = float(context["settings"]["pause"])
        groups = list(
            ChannelGroup.objects.annotate(count=Count("channels"))
            .filter(count__gt=0)
            .order_by("name")
            .values_list("name", "count")
        )
        total = 0
        for done, (name, count) in enumerate(groups, start=1):
            total += count
            tell(f"{name}: {count} channels", done, len(groups))
            # Other plugins and this one's messages go on: sleeping blocks only this action.
            time.sleep(pause)
        return {"status": "success", "message": f"{total} channels in {len(groups)} groups"}


def tell(message, done, total):
    """Send one step of progress to the browsers."""
    data = {"type": "plugin", "plugin": "live_ticker", "message": message}
    send_websocket_update("updates", "update", {**data, "progress": round(100 * done / total)})
