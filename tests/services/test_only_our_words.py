"""Whatever somebody sends, in whatever field: an alert is made of the city's places and of lists of ours."""

import os
import random
from collections.abc import Iterator
from datetime import datetime
from typing import get_type_hints

from bot.domain.broadcast import AlertFacts
from bot.domain.buttons import LIMIT, read
from bot.domain.ids import IncidentId, NeighborhoodId, PlaceId
from bot.domain.incident import Activity, Number, Reason
from bot.domain.refusals import Expired
from bot.domain.report import Draft
from bot.services.reporting import Answered, take
from cities import City
from cities.place import PlaceKind
from simulator.clock import VirtualClock

FORGED = 50_000 if os.environ.get("AVISA_TEST_LONG") else 500
"""So many words, each in the place of every answer of a draft that carries words."""

NOW = VirtualClock().now()
PREFIXES = ("rw", "rn", "rk", "rp", "rt", "rh")
WORDS = ("ice", "at", "house", "of", "maria", "12", "main", "st", "white", "van", "mill", "park", "harbor", "library")


def forged(city: City) -> Iterator[str]:
    """What buttons of ours would carry, had somebody else made them; now and then it is one of ours."""
    chance = random.Random(FORGED)  # noqa: S311  the same every time
    known = [*city.places, *city.neighborhoods, *PlaceKind, *Activity, *Number]
    for _ in range(FORGED):
        word = "_".join(chance.choices(WORDS, k=chance.randrange(1, 5)))
        for prefix in PREFIXES:
            yield f"{prefix}:1:{chance.choice((word, word, word, chance.choice(known)))}"[:LIMIT]
            yield f"{prefix}:1:{word}:{chance.randrange(3)}"[:LIMIT]


def test_no_word_but_the_citys_own_and_those_of_our_lists_gets_into_a_report(city: City) -> None:
    drafts = set[Draft]()
    for payload in forged(city):
        answered = read(payload)
        if not isinstance(answered, Answered):
            continue
        try:
            drafts.add(take(Draft(1), answered, city=city, now=NOW))
        except Expired:
            continue

    assert len({one.place for one in drafts}) > 3
    assert {one.place for one in drafts} - {*city.places} == {None}
    assert {one.neighborhood for one in drafts} - {*city.neighborhoods} == {None}
    assert {one.kind for one in drafts} - {*PlaceKind} == {None}
    assert {one.note for one in drafts} == {None}


def test_nothing_that_an_alert_says_is_words() -> None:
    lists = {Activity, Number, Reason | None, bool, datetime, datetime | None}

    assert set(get_type_hints(AlertFacts).values()) == {IncidentId, PlaceId, NeighborhoodId, *lists}
