"""Alerts and corrections: a place and an hour, and nothing finer."""

import re
from dataclasses import fields, replace
from datetime import timedelta

import pytest

from bot.domain.broadcast import AlertFacts, Kind, Way
from bot.domain.ids import IncidentId, LetterId, NeighborhoodId, PersonNumber, PlaceId
from bot.domain.incident import Activity, Number
from bot.domain.letter import Letter, LetterFacts, Says
from bot.domain.text import utf16_length
from bot.render import alerts
from bot.render.reader import Reader
from locales import LANGUAGES, plain
from locales.markup import Html
from tests.render.conftest import Reads
from tests.render.screens import NOW, SEEN, facts

SHORT, STILL_FAST = 360, 500
"""The characters within which an alert is read whole, and those beyond which Telegram lets fewer through."""

ALERT = AlertFacts(
    IncidentId(12),
    PlaceId("pier_library"),
    NeighborhoodId("harbor"),
    Activity.QUESTIONING,
    Number.SEVERAL,
    observed=SEEN,
    confirmed=NOW,
    expires=NOW + timedelta(hours=2),
)
CORRECTED = replace(ALERT, corrected=NOW + timedelta(minutes=30))


def shown(reader: Reader, kind: Kind = Kind.ALERT, told: AlertFacts = ALERT) -> str:
    """What a reader sees of it."""
    return plain(Html(alerts.broadcast(reader, kind, Way.SEND, told).text))


def test_an_alert_says_what_where_when_and_what_to_do(reader: Reader) -> None:
    assert shown(reader).split("\n") == [
        "⚠️ Confirmed: ICE activity",
        "Seen: Questioning people",
        "Place: Pier Library, Harbor",
        "Time: 3:45 PM",
        "Officers: Several",
        "City order: to enter non-public areas, officers need a warrant signed by a judge.",
        "You have the right to remain silent.",
        "Hotline: 617-555-0100",
        "No. 12 · valid until 6:10 PM",
    ]


def test_the_order_is_that_of_the_kind_of_place(reader: Reader) -> None:
    park = replace(ALERT, place=PlaceId("harbor_park"))

    assert "no immigration operations here without a court order" in shown(reader, told=park)


def test_an_alert_has_no_buttons_to_pass_it_on_or_to_press_by_mistake(reader: Reader) -> None:
    assert alerts.broadcast(reader, Kind.ALERT, Way.SEND, ALERT).keys == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_it_is_finer_than_the_place_and_the_minute(reads: Reads, language: str) -> None:
    reader = reads(language)
    told = facts(reader)
    place = reader.city.places[told.place]
    texts = [shown(reader, kind, replace(told, corrected=NOW)) for kind in Kind if kind is not Kind.NOTICE]

    for text in texts:
        assert place.name in text
        assert not re.search(r"\d\d[:h ]\d\d[:.]\d\d", text)
        for finer in (place.address, f"{place.lat:.3f}", f"{place.lon:.3f}", place.source):
            assert finer is None or finer not in text


NUMBERS_SAID = [ALERT.observed, ALERT.expires]


def test_the_only_numbers_in_it_are_the_hours_the_hotline_and_its_own(reader: Reader) -> None:
    said = shown(reader)
    for known in [*(reader.clock(one) for one in NUMBERS_SAID), reader.city.hotline, f"No. {ALERT.incident}"]:
        assert known in said
        said = said.replace(known, "")

    assert not re.search(r"\d", said)


@pytest.mark.parametrize(("second", "microsecond"), [(0, 0), (0, 1), (30, 500_000), (59, 999_999)])
def test_two_sightings_within_a_minute_read_the_same(reader: Reader, second: int, microsecond: int) -> None:
    other = replace(ALERT, observed=SEEN.replace(second=second, microsecond=microsecond))

    assert shown(reader, told=other) == shown(reader)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_alert_is_short_enough_even_at_the_place_with_the_longest_name(reads: Reads, language: str) -> None:
    reader = reads(language)
    lengths = {one: utf16_length(shown(reader, told=facts(reader, activity=one))) for one in Activity}

    assert max(lengths.values()) <= (SHORT if language == "en" else STILL_FAST), lengths


@pytest.mark.parametrize("slot", [field.name for field in fields(AlertFacts) if field.name not in ("confirmed",)])
def test_every_slot_of_the_facts_is_said_somewhere(reader: Reader, slot: str) -> None:
    others = {
        "incident": IncidentId(13),
        "place": PlaceId("mill_park"),
        "neighborhood": NeighborhoodId("mill"),
        "activity": Activity.ENTRY,
        "number": Number.FEW,
        "observed": SEEN - timedelta(hours=1),
        "expires": NOW + timedelta(hours=3),
        "corrected": NOW + timedelta(hours=1),
    }
    changed = replace(CORRECTED, **{slot: others[slot]})  # type: ignore[arg-type]
    kinds = [kind for kind in Kind if kind is not Kind.NOTICE]

    assert [shown(reader, kind, changed) for kind in kinds] != [shown(reader, kind, CORRECTED) for kind in kinds]


@pytest.mark.parametrize(
    ("kind", "begins", "why"),
    [
        (
            Kind.RETRACTION,
            "❗ Correction: this alert was wrong",
            "Please do not pass the alert on. Corrected at 4:40 PM.",
        ),
        (Kind.ALL_CLEAR, "✅ It is over", "Volunteers no longer see ICE there, as of 4:40 PM."),
        (Kind.FOLLOW_UP, "➕ New information", "Still being watched at 4:40 PM."),
    ],
)
def test_a_correction_begins_with_what_it_is_and_says_why(reader: Reader, kind: Kind, begins: str, why: str) -> None:
    lines = shown(reader, kind, CORRECTED).split("\n")

    assert lines[0] == begins
    assert why in lines
    assert "Place: Pier Library, Harbor" in lines


@pytest.mark.parametrize("kind", [Kind.RETRACTION, Kind.ALL_CLEAR, Kind.FOLLOW_UP])
def test_a_correction_names_the_alert_that_it_corrects(reader: Reader, kind: Kind) -> None:
    assert f"No. {ALERT.incident}" in shown(reader, kind, CORRECTED)


@pytest.mark.parametrize("says", list(Says))
def test_a_letter_says_which_place_and_when(reader: Reader, says: Says) -> None:
    told = LetterFacts(ALERT.incident, ALERT.place, ALERT.observed)
    letter = Letter(LetterId(1), PersonNumber(987_654), reader.words.language, 7_316_498_025, says, told)

    text = plain(Html(alerts.letter(reader, letter).text))

    assert "Pier Library" in text
    assert "3:45 PM" in text
    assert not {"987654", "7316498025"} & set(re.findall(r"\d+", text))
