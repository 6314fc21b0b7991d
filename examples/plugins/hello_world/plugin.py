"""The least a plugin can be: metadata, two settings, one action."""


class Plugin:
    """Greets the world."""

    name = "Hello World"
    version = "1.0.0"
    description = "Says hello, in your words"
    author = "Pluggarr"

    fields = [
        {
            "id": "greeting",
            "label": "Greeting Message",
            "type": "string",
            "default": "Hello",
            "help_text": "What to say before “World”",
        },
        {"id": "enabled", "label": "Enable Greeting", "type": "boolean", "default": True},
    ]

    actions = [
        {"id": "say_hello", "label": "Say Hello", "description": "Greets the world, once"},
    ]

    def run(self, action, params, context):
        """Say hello, unless that is switched off."""
        # Settings that were never saved arrive with the defaults above.
        settings = context["settings"]
        if not settings["enabled"]:
            return {"status": "error", "message": "Greeting is disabled in settings"}
        message = f"{settings['greeting']}, World!"
        context["logger"].info(message)
        return {"status": "success", "message": message}
