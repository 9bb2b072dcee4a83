"""Whether the clock on the wall can be believed. It decides what is removed and what has expired, and it can jump."""

from datetime import datetime, timedelta

JUMP = timedelta(minutes=10)
"""So much more or less than has passed is a jump: somebody set the clock, or it was wrong until now."""

DOUBT = timedelta(hours=1)
"""Time that jumped and has gone on steadily for so long is believed: the machine slept, or was set right."""


class Steady:
    """Compares the wall's time with the time that has passed."""

    def __init__(self, now: datetime, passed: float) -> None:
        """`now` is the time of day, `passed` the seconds of a clock that never goes back."""
        self._now = now
        self._passed = passed
        self._doubted_until = passed

    def is_believed(self, now: datetime, passed: float) -> bool:
        """Whether what hangs on the time of day may be done at this moment."""
        jumped = (now - self._now) - timedelta(seconds=passed - self._passed)
        if abs(jumped) > JUMP:
            self._now, self._passed = now, passed
            self._doubted_until = passed + DOUBT.total_seconds()
        return passed >= self._doubted_until
