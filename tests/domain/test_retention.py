"""The table of what is kept: every kind once, and nothing about a person for longer than was promised."""

from datetime import timedelta

import pytest

from bot.domain.retention import RETENTION, Kept

HOURS = timedelta(hours=1)

ABOUT_PEOPLE = {
    Kept.DRAFTS: 1 * HOURS,
    Kept.INVITATIONS: 24 * HOURS,
    Kept.DUTIES: 0 * HOURS,
    Kept.REPORTER_LINKS: 72 * HOURS,
    Kept.FINDING_LINKS: 168 * HOURS,
    Kept.CARDS: 48 * HOURS,
    Kept.RECEIPTS: 48 * HOURS,
    Kept.OLD_AREAS: 48 * HOURS,
    Kept.DAY_KEYS: 72 * HOURS,
}
"""What was promised, as a number of hours at most."""


@pytest.mark.parametrize("kept", list(Kept))
def test_every_kind_has_a_window_and_a_reason(kept: Kept) -> None:
    window = RETENTION[kept]

    assert window.keep >= timedelta(0)
    assert window.since
    assert window.why


@pytest.mark.parametrize(("kept", "most"), ABOUT_PEOPLE.items())
def test_what_is_about_a_person_goes_when_it_was_promised(kept: Kept, most: timedelta) -> None:
    assert RETENTION[kept].keep <= most


def test_what_stays_longer_than_a_week_leads_to_no_person() -> None:
    long = {kept for kept, window in RETENTION.items() if window.keep > timedelta(days=7)}

    assert long == {Kept.ALERTED, Kept.LEDGER, Kept.STANDINGS, Kept.TALLIES, Kept.WEEK_KEYS}
    assert not long & set(ABOUT_PEOPLE)


def test_what_people_hold_is_known_as_long_as_it_can_be_corrected() -> None:
    assert RETENTION[Kept.OLD_AREAS].keep >= RETENTION[Kept.RECEIPTS].keep


def test_who_has_left_is_noted_as_long_as_a_backup_lives() -> None:
    assert RETENTION[Kept.DEPARTURES].keep == RETENTION[Kept.BACKUPS].keep


def test_the_keys_outlive_what_they_seal_and_not_by_much() -> None:
    assert RETENTION[Kept.DRAFTS].keep <= RETENTION[Kept.DAY_KEYS].keep <= timedelta(hours=72)
