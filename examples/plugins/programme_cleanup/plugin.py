"""Confirmations, deleting in portions, and VACUUM."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from apps.epg.models import ProgramData

# Every other writer waits while one is deleting, so each portion is short.
PORTION = 5000


class Plugin:
    """Keeps the database small."""

    name = "Database Maintenance"
    version = "1.0.0"
    description = "Deletes old programmes and gives the space back"
    author = "Pluggarr"

    fields = [
        {
            "id": "days_to_keep",
            "label": "Days to Keep Old Data",
            "type": "number",
            "default": 30,
            "min": 0,
            "help_text": "Programmes that ended longer ago are deleted",
            "section": "Cleanup Settings",
        },
    ]

    actions = [
        {
            "id": "cleanup_old_programs",
            "label": "Clean Up Old Programmes",
            "description": "Deletes programmes older than the days above",
            "confirm": {
                "required": True,
                "title": "Delete old programmes?",
                "message": "A refresh brings back only what the guide still has.",
            },
            "button_color": "red",
        },
        {
            "id": "vacuum_database",
            "label": "Vacuum Database",
            "description": "Gives the space of deleted rows back (may take a while)",
            "confirm": True,
            "button_variant": "outline",
        },
    ]

    def run(self, action, params, context):
        """Delete, or vacuum."""
        if action == "cleanup_old_programs":
            return self.clean_up(context["settings"]["days_to_keep"], context["logger"])
        if action == "vacuum_database":
            return self.vacuum(context["logger"])
        return {"status": "error", "message": f"Unknown action: {action}"}

    def clean_up(self, days, logger):
        """Delete programmes that ended more than `days` ago."""
        try:
            cutoff = timezone.now() - timedelta(days=float(days))
        except (TypeError, ValueError, OverflowError):
            return {"status": "error", "message": f"“{days}” is not a number of days"}
        if cutoff > timezone.now():
            return {"status": "error", "message": "Days to keep must not be negative"}
        old = ProgramData.objects.filter(end_time__lt=cutoff)
        deleted = 0
        while portion := list(old.values_list("pk", flat=True)[:PORTION]):
            deleted += ProgramData.objects.filter(pk__in=portion).delete()[0]
            logger.info("Deleted %s programmes so far", deleted)
        return {
            "status": "success",
            "message": f"Deleted {deleted} old programmes",
            "data": {"deleted": deleted, "before": cutoff},
        }

    def vacuum(self, logger):
        """Write the database anew without gaps."""
        # Not inside transaction.atomic(): VACUUM refuses to run in a transaction.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
        logger.info("Vacuumed the database")
        return {"status": "success", "message": "Database vacuumed"}
