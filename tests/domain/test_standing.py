"""What a report weighs: by whose it is, and by who else tells of the same."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.standing import Past, Rank, Voice, Weight, voice
from simulator.clock import START as NOW

DAY = timedelta(days=1)
LONG_AGO = NOW - 40 * DAY


@pytest.mark.parametrize(
    ("past", "adds"),
    [
        (Past(NOW), Voice.NEW),
        (Past(NOW - DAY + timedelta(seconds=1)), Voice.NEW),
        (Past(NOW - DAY), Voice.SETTLED),
        (Past(NOW - 28 * DAY + timedelta(seconds=1)), Voice.SETTLED),
        (Past(NOW - 28 * DAY), Voice.ESTABLISHED),
        (Past(LONG_AGO, dismissed=2), Voice.ESTABLISHED),
        (Past(LONG_AGO, dismissed=3), Voice.SETTLED),
        (Past(NOW, today=1), Voice.REPEATED),
        (Past(LONG_AGO, today=1), Voice.REPEATED),
        (Past(NOW, confirmed=1), Voice.PROVEN),
        (Past(NOW, confirmed=1, today=5), Voice.PROVEN),
        (Past(NOW, confirmed=1, dismissed=10), Voice.PROVEN),
        (Past(NOW, confirmed=1, dismissed=11), Voice.NEW),
    ],
)
def test_what_someones_report_adds(past: Past, adds: Voice) -> None:
    assert voice(past, NOW) is adds


@pytest.mark.parametrize(
    ("voices", "rank"),
    [
        ((Voice.NEW,), Rank.ALONE),
        ((Voice.SETTLED,), Rank.ALONE),
        ((Voice.NEW, Voice.NEW), Rank.NEW_PAIR),
        ((Voice.NEW, Voice.SETTLED), Rank.NEW_PAIR),
        ((Voice.SETTLED, Voice.SETTLED), Rank.PAIR),
        ((Voice.ESTABLISHED,), Rank.ESTABLISHED),
        ((Voice.NEW, Voice.PROVEN), Rank.PROVEN),
    ],
)
def test_where_an_incident_stands(voices: tuple[Voice, ...], rank: Rank) -> None:
    weight = Weight(NOW)
    for one in voices:
        weight = weight.heard(one, NOW)

    assert weight.rank is rank


def test_who_tells_again_and_again_adds_reports_and_nothing_else() -> None:
    told = Weight(NOW).heard(Voice.NEW, NOW)
    for _ in range(500):
        told = told.heard(Voice.REPEATED, NOW + DAY)

    assert (told.rank, told.reports, told.since) == (Rank.ALONE, 501, NOW)


@given(st.lists(st.sampled_from(Voice), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_in_which_they_come_changes_nothing(voices: list[Voice], dice: Random) -> None:
    mixed = list(voices)
    dice.shuffle(mixed)
    one, other = Weight(NOW), Weight(NOW)
    for here, there in zip(voices, mixed, strict=True):
        one, other = one.heard(here, NOW), other.heard(there, NOW)

    assert one == other


@given(st.lists(st.sampled_from(Voice), max_size=6), st.lists(st.sampled_from(Voice), max_size=6))
def test_what_was_brought_together_and_taken_apart_weighs_what_it_did(some: list[Voice], others: list[Voice]) -> None:
    one, other, all_of_them = Weight(NOW), Weight(NOW), Weight(NOW)
    for each in some:
        one, all_of_them = one.heard(each, NOW), all_of_them.heard(each, NOW)
    for each in others:
        other, all_of_them = other.heard(each, NOW), all_of_them.heard(each, NOW)

    assert one.with_all_of(other) == all_of_them
    assert all_of_them.without(other) == one
