"""What a run can know about itself: whether it should end, and how far it says it is."""

from pluggarr_worker.progress import Progress

# Set for good when the plugin is being stopped: threads that go on after their run may look, too.
_plugin_is_ending = False


class RunState:
    """One execution; lives on in the ``context`` that a plugin keeps."""

    def __init__(self, run_id: str | None = None, trigger: str | None = None):
        self.run_id = run_id
        self.trigger = trigger
        self.progress = Progress(run_id)
        # Also set in the native thread: the loop may be blocked by the very code that looks.
        self.is_asked_to_end = False
        self.has_looked = False
        self.has_begun = False
        self.must_not_begin = False

    def cancelled(self) -> bool:
        """``context["cancelled"]()``: whether the run, or the plugin, should come to its end."""
        self.has_looked = True
        return self.is_asked_to_end or _plugin_is_ending


def plugin_is_ending() -> None:
    """From now on every run should come to its end."""
    global _plugin_is_ending
    _plugin_is_ending = True
