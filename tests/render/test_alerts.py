"""Alerts: a place and an hour, what the order says, what to do, and nothing finer."""

import re
from dataclasses import fields, replace
from datetime import timedelta

import pytest

from bot.domain.broadcast import CORRECTIONS, AlertFacts, Kind, Way
from bot.domain.buttons import Echoed, Rights, ShowMap, read
from bot.domain.echo import Echo
from bot.domain.ids import IncidentId, LetterId, NeighborhoodId, PersonNumber, PlaceId
from bot.domain.incident import Activity, Number, Reason
from bot.domain.letter import Letter, LetterFacts, Says
from bot.render import alerts
from bot.render.reader import Reader
from locales import LANGUAGES, plain
from locales.markup import Html
from tests.render.conftest import Reads
from tests.render.screens import NOW, SEEN, facts, incident

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


def shown(reader: Reader, kind: Kind = Kind.ALERT, told: AlertFacts = ALERT, way: Way = Way.SEND) -> str:
    """What a reader sees of it."""
    return plain(Html(alerts.broadcast(reader, kind, way, told).text))


def test_an_alert_says_what_where_when_and_what_to_do(reader: Reader) -> None:
    assert shown(reader).split("\n") == [
        "⚠️ Confirmed: ICE activity",
        "Seen by volunteers: Questioning people",
        "Place: Pier Library, Harbor",
        "Time: 3:45 PM",
        "Officers: several",
        "City order: no entry to non-public areas without a judge’s warrant.",
        "You have the right to remain silent.",
        "Hotline: 617-555-0100",
        "No. 12 · until 6:10 PM",
    ]


def test_the_order_is_that_of_the_kind_of_place(reader: Reader) -> None:
    park = replace(ALERT, place=PlaceId("harbor_park"))

    assert "no immigration operations here without a court order" in shown(reader, told=park)


@pytest.mark.parametrize(
    ("number", "line"),
    [
        (Number.FEW, "Officers: a few"),
        (Number.SEVERAL, "Officers: several"),
        (Number.MANY, "Officers: many"),
        (Number.UNKNOWN, "Officers: number unknown"),
    ],
)
def test_how_many_officers_were_seen_is_a_line_that_reads_well(reader: Reader, number: Number, line: str) -> None:
    assert line in shown(reader, told=replace(ALERT, number=number)).split("\n")


@pytest.mark.parametrize("way", [Way.SEND, Way.EDIT])
def test_a_detention_is_published_without_any_number(reader: Reader, way: Way) -> None:
    kind = Kind.ALERT if way is Way.SEND else Kind.FOLLOW_UP
    texts = {shown(reader, kind, replace(ALERT, activity=Activity.DETENTION, number=one), way) for one in Number}

    assert len(texts) == 1
    assert "Officers" not in texts.pop()


def test_under_an_alert_are_rights_the_map_and_the_two_echoes(reader: Reader) -> None:
    keys = alerts.broadcast(reader, Kind.ALERT, Way.SEND, ALERT).keys

    assert [[(key.says, read(key.data or "")) for key in row] for row in keys] == [
        [("My rights", Rights()), ("Map", ShowMap(ALERT.incident))],
        [
            ("I see it too", Echoed(ALERT.incident, Echo.SEEN_TOO)),
            ("Is it over?", Echoed(ALERT.incident, Echo.MAYBE_OVER)),
        ],
    ]


ABOUT_AN_ALERT = [Kind.ALERT, *CORRECTIONS]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_it_is_finer_than_the_place_and_the_minute(reads: Reads, language: str) -> None:
    reader = reads(language)
    told = facts(reader)
    place = reader.city.places[told.place]
    texts = [shown(reader, kind, replace(told, corrected=NOW)) for kind in ABOUT_AN_ALERT]

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
        "reason": Reason.HOAX,
        "exercise": True,
    }
    corrected = replace(ALERT, corrected=NOW + timedelta(minutes=30))
    changed = replace(corrected, **{slot: others[slot]})  # type: ignore[arg-type]

    assert [shown(reader, kind, changed) for kind in ABOUT_AN_ALERT] != [
        shown(reader, kind, corrected) for kind in ABOUT_AN_ALERT
    ]


def test_the_map_shows_the_places_own_point_and_its_public_name(reader: Reader) -> None:
    here = {"neighborhood": NeighborhoodId("harbor")}
    library = alerts.venue(reader, incident(reader, place=PlaceId("pier_library"), **here))
    park = alerts.venue(reader, incident(reader, place=PlaceId("harbor_park"), **here))

    assert (library.title, library.address) == ("Pier Library", "77 Wharf Street, Harbor")
    assert (library.lat, library.lon) == (42.51234, -70.91234)
    assert (park.title, park.address) == ("Harbor Park", "Harbor")


def test_the_map_of_an_exercise_says_that_it_is_one(reader: Reader) -> None:
    played = incident(reader, place=PlaceId("harbor_park"), neighborhood=NeighborhoodId("harbor"), exercise=True)

    assert alerts.venue(reader, played).title == "Harbor Park (EXERCISE: this is not real)"


OF_NONE = ("duty_", "organizer_", "notice_", "invitation_", "sending_", "exercise_", "trouble_")
OF_INCIDENTS = [one for one in Says if one is not Says.QUESTION and not one.startswith(OF_NONE)]


@pytest.mark.parametrize("says", OF_INCIDENTS)
def test_a_letter_says_which_place_and_when(reader: Reader, says: Says) -> None:
    told = LetterFacts(ALERT.incident, ALERT.place, ALERT.observed)
    letter = Letter(LetterId(1), PersonNumber(987_654), reader.words.language, 7_316_498_025, says, told)

    text = plain(Html(alerts.letter(reader, letter).text))

    assert "Pier Library" in text
    assert "3:45 PM" in text
    assert not {"987654", "7316498025"} & set(re.findall(r"\d+", text))
