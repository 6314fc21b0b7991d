"""Finding what is missing with one query over three tables instead of one per channel."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from apps.channels.models import Channel
from apps.epg.models import ProgramData


class Plugin:
    """Finds channels without programmes in the hours ahead."""

    name = "Guide Gaps"
    version = "1.0.0"
    description = "Finds channels whose guide is about to run dry"
    author = "Pluggarr"

    fields = [
        {
            "id": "hours",
            "label": "Hours Ahead",
            "type": "number",
            "default": 24,
            "min": 1,
            "max": 168,
            "help_text": "How far to look",
        },
    ]

    actions = [
        {"id": "find", "label": "Find Gaps", "description": "Lists channels without programmes"},
        {
            "id": "refresh",
            "label": "Refresh the Guide",
            "description": "Reads every EPG source again, in the background",
            "confirm": {"message": "Download and read every guide again?"},
            "button_variant": "outline",
        },
    ]

    def run(self, action, params, context):
        """Find gaps, or have the guide refreshed."""
        if action == "find":
            return self.find(float(context["settings"]["hours"]))
        if action == "refresh":
            from apps.epg.tasks import refresh_all_epg_data

            refresh_all_epg_data.delay()
            return {"status": "success", "message": "Refresh queued"}
        return {"status": "error", "message": f"Unknown action: {action}"}

    def find(self, hours):
        """List enabled channels on which nothing is known to be on between now and then."""
        now = timezone.now()
        # Not "starts within": a film that started before now counts as well.
        ahead = ProgramData.objects.filter(
            epg=OuterRef("epg_data"), start_time__lt=now + timedelta(hours=hours), end_time__gt=now
        )
        gaps = (
            Channel.objects.filter(~Exists(ahead), enabled=True)
            .order_by("channel_number", "name")
            .values_list("channel_number", "name", "epg_data__name")
        )
        channels = [
            {
                "number": number,
                "name": name,
                "reason": f"no programmes for {guide}" if guide else "no guide channel mapped",
            }
            for number, name, guide in gaps
        ]
        total = Channel.objects.filter(enabled=True).count()
        message = f"{len(channels)} of {total} channels have nothing in the next {hours:g} hours"
        return {"status": "success", "message": message, "data": {"channels": channels}}
