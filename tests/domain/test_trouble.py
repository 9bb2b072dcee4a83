"""What organizers hear of troubles with the bot: once an hour, and when one is over."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.trouble import AGAIN, PATIENCE, QUIET, Over, Trouble, Troubles

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Looks:
    """One trouble, looked at again and again."""

    def __init__(self, trouble: Trouble = Trouble.NAME) -> None:
        self.trouble, self.troubles = trouble, Troubles()

    def at(self, passed: float, *, is_there: bool) -> Trouble | Over | None:
        """What is said at this look."""
        now = NOON + timedelta(seconds=passed)
        return self.troubles.look(self.trouble, is_there=is_there, now=now, passed=passed)


def test_one_that_goes_on_is_told_once_an_hour() -> None:
    looks = Looks()

    told = [passed for passed in range(0, 2 * int(AGAIN) + 1, 60) if looks.at(passed, is_there=True)]
    assert told == [0, AGAIN, 2 * AGAIN]


def test_that_it_is_over_is_told_once_with_the_time_of_the_first_warning() -> None:
    looks = Looks()
    looks.at(0, is_there=True)
    looks.at(60, is_there=True)

    said = [looks.at(passed, is_there=False) for passed in (120, 60 + QUIET, 70 + QUIET)]
    assert said == [None, Over(NOON), None]


def test_one_that_comes_back_within_the_hour_is_told_after_it() -> None:
    looks = Looks()
    looks.at(0, is_there=True)
    looks.at(QUIET, is_there=False)

    assert looks.at(AGAIN - 1, is_there=True) is None
    assert looks.at(AGAIN, is_there=True) is Trouble.NAME


def test_two_troubles_are_told_apart() -> None:
    looks = Looks()
    looks.at(0, is_there=True)

    assert looks.troubles.look(Trouble.POLL, is_there=True, now=NOON, passed=1) is Trouble.POLL


@pytest.mark.parametrize(("lasts", "told"), [(-1, None), (0, Trouble.ERASING)])
def test_a_log_that_somebody_keeps_open_is_one_only_after_a_while(lasts: int, told: Trouble | None) -> None:
    looks = Looks(Trouble.ERASING)
    first = looks.at(0, is_there=True)

    assert first is None
    assert looks.at(PATIENCE[Trouble.ERASING] + lasts, is_there=True) is told


def test_one_that_was_never_told_ends_without_a_word_and_begins_anew() -> None:
    looks = Looks(Trouble.ERASING)
    looks.at(0, is_there=True)

    assert looks.at(500, is_there=False) is None
    assert looks.at(700, is_there=True) is None
