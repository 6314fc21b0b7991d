"""How much a plugin may print and log. A pure decision: time is an argument."""


class Budget:
    """A bucket of lines and bytes that fills up again as time passes."""

    def __init__(self, lines_per_second: float, bytes_per_second: float, seconds: float):
        self._rates = (lines_per_second, bytes_per_second)
        self._most = (lines_per_second * seconds, bytes_per_second * seconds)
        self._left = list(self._most)
        self._at = 0.0
        self.dropped = 0

    def take(self, size: int, now: float) -> bool:
        """Whether a line of ``size`` bytes may pass; if not, it is counted in ``dropped``."""
        passed = max(0.0, now - self._at)
        self._at = now
        for index, wanted in enumerate((1, size)):
            left = self._left[index] + passed * self._rates[index]
            self._left[index] = min(self._most[index], left)
            if self._left[index] < wanted:
                self.dropped += 1
                return False
        self._left[0] -= 1
        self._left[1] -= size
        return True

    def take_dropped(self) -> int:
        """Return how many lines were dropped since the last time, and start again at zero."""
        dropped, self.dropped = self.dropped, 0
        return dropped
