"""Where the next poll begins. Asking from a number on confirms all that came before it.

Telegram counts one by one, so an update that tells no number has the next one. After an idle week the count starts
anywhere, also lower. A number that was wrong, and believed, would confirm updates that nobody has seen. So numbers that
do not go on where the last ones ended are believed only when the same update is there again after it was confirmed.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

NEAR = 10
"""So far ahead a number may be and still go on: some are skipped when updates expired."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where the next poll begins, and why."""

    offset: int | None = None
    """None asks for everything that is not confirmed yet: so a start loses nothing."""
    strange: int | None = None
    """The mark of the update with which the last batch began, when no number in it went on."""
    before: int | None = None
    """Where we were before a count that starts elsewhere was believed; none once it has gone on."""

    def after(self, numbers: Sequence[int | None], marks: Sequence[int]) -> "Position":
        """The position after a batch with these numbers; none for an update that tells none. The marks tell one
        update from another, whatever number it tells."""
        if not numbers:
            return self
        if self.offset is None:
            return Position(_begin(numbers))
        if any(_goes_on(number, at) for at, number in enumerate(numbers, self.offset)):
            return Position(_count(numbers, self.offset))
        if marks[0] != self.strange:
            return Position(self.offset + len(numbers), marks[0], self.before)
        if self.before is not None:  # believed, and there again all the same: no count of Telegram's
            return Position(self.before + len(numbers))
        return Position(_begin(numbers), marks[0], before=self.offset)


def _goes_on(number: int | None, expected: int) -> bool:
    return number is not None and 0 <= number - expected < NEAR


def _count(numbers: Sequence[int | None], offset: int) -> int:
    for number in numbers:
        offset = number + 1 if number is not None and _goes_on(number, offset) else offset + 1
    return offset


def _begin(numbers: Sequence[int | None]) -> int | None:
    """Where most of these numbers say that the count ends; none when none tells any."""
    starts = Counter(number - at for at, number in enumerate(numbers) if number is not None)
    return _count(numbers, starts.most_common(1)[0][0]) if starts else None
