"""What is worth a sound: seen by whoever tells it, less than an hour ago."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.details import Source, is_sound

NOON = datetime(2026, 3, 2, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("source", "age", "sound"),
    [
        (Source.SEEN, timedelta(0), True),
        (Source.SEEN, timedelta(minutes=59, seconds=59), True),
        (Source.SEEN, timedelta(hours=1), False),
        (Source.HEARD, timedelta(0), False),
    ],
)
def test_only_what_was_just_seen_is_worth_a_sound(source: Source, age: timedelta, sound: bool) -> None:
    assert is_sound(source, NOON - age, NOON) is sound
