"""@NAME@: what it does, in a sentence."""


class Plugin:
    """Greets, and counts channels."""

    name = "@NAME@"
    version = "0.1.0"
    description = "Greets, and counts channels"
    author = ""

    # What can be set up on the plugin's page. Each value arrives in run() under its id.
    fields = [
        {
            "id": "greeting",
            "label": "Greeting",
            "type": "string",
            "default": "Hello",
            "help_text": "What to say first",
        },
        {
            "id": "only_enabled",
            "label": "Only Enabled Channels",
            "type": "boolean",
            "default": True,
            "help_text": "Leave out channels that viewers do not see",
            "section": "Counting",
        },
    ]

    # The buttons. Each is answered for in run() under its id.
    actions = [
        {"id": "greet", "label": "Greet", "description": "Says the greeting"},
        {"id": "count", "label": "Count Channels", "description": "Says how many there are"},
    ]

    def run(self, action, params, context):
        """Do what a button asks for, and say how it went."""
        settings, logger = context["settings"], context["logger"]
        if action == "greet":
            message = f"{settings['greeting']} from @NAME@"
            logger.info(message)
            return {"status": "success", "message": message}
        if action == "count":
            return self.count(settings["only_enabled"])
        return {"status": "error", "message": f"Unknown action: {action}"}

    def count(self, only_enabled):
        """Count the channels; the database does it."""
        # Imported here, so that tests of everything else need no server.
        from apps.channels.models import Channel

        channels = Channel.objects.all()
        if only_enabled:
            channels = channels.filter(enabled=True)
        total = channels.count()
        return {"status": "success", "message": f"{total} channels", "data": {"channels": total}}

    def stop(self, context):
        """End what goes on in the background: there is nothing so far."""
        context["logger"].info("Stopped because of: %s", context.get("reason"))
