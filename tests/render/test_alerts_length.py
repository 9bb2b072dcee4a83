"""An alert is read whole: with the longest of every slot in the real city, in every language."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import pytest

from bot.domain.broadcast import AlertFacts, Kind, Way
from bot.domain.ids import IncidentId, NeighborhoodId
from bot.domain.incident import Activity, Number, Reason
from bot.domain.text import utf16_length
from bot.render import alerts
from bot.render.reader import Reader
from cities import City, OrderLine, Place
from locales import LANGUAGES, plain
from locales.markup import Html
from tests.render.conftest import Reads
from tests.render.screens import NOW

SHORT, ELSEWHERE = 360, 480
"""UTF-16 units, after the markup is taken out and without the buttons."""

ORDER, ORDER_ELSEWHERE = 90, 120
LONGEST_NAME = 40

SAID = (
    *((Kind.ALERT, Way.SEND), (Kind.FOLLOW_UP, Way.EDIT), (Kind.FOLLOW_UP, Way.SILENT_REPLY)),
    *((Kind.ALL_CLEAR, Way.EDIT), (Kind.RETRACTION, Way.REPLY), (Kind.RETRACTION, Way.EDIT), (Kind.EXPIRY, Way.EDIT)),
    *((Kind.STANDS, Way.REPLY), (Kind.STANDS, Way.EDIT)),
)


def neighborhood(city: City) -> NeighborhoodId:
    """The one with the longest name."""
    return max(city.neighborhoods, key=lambda one: utf16_length(city.neighborhoods[one].name))


def grown(city: City) -> City:
    """The city as it may become: its longest names of places, one for each line of the order, are as long as can be."""
    longest: dict[OrderLine, Place] = {}
    for place in sorted(city.places.values(), key=lambda one: utf16_length(one.name)):
        longest[city.order.lines[place.kind]] = place
    places = {one.id: replace(one, name=f"{one.name:M<{LONGEST_NAME}}") for one in longest.values()}
    return replace(city, places=places)


def longest_clock(reader: Reader) -> datetime:
    """The minute of the day that takes most room to write."""
    day = [NOW + timedelta(minutes=one) for one in range(24 * 60)]
    return max(day, key=lambda one: utf16_length(reader.clock(one)))


def everything(reader: Reader) -> Iterator[AlertFacts]:
    """What an alert can be about, each slot at its longest."""
    at, where = longest_clock(reader), neighborhood(reader.city)
    for place, activity, number in product(reader.city.places.values(), Activity, Number):
        yield AlertFacts(
            IncidentId(1_234_567),
            place.id,
            where,
            activity,
            number,
            observed=at,
            confirmed=at,
            expires=at,
            corrected=at,
            reason=Reason.WRONG_PLACE,
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_alert_and_all_that_follows_it_is_short_enough_to_be_read_whole(
    reads: Reads, boston: City, language: str
) -> None:
    reader = replace(reads(language), city=grown(boston))
    lengths = {
        (kind, way): max(
            utf16_length(plain(Html(alerts.broadcast(reader, kind, way, told).text))) for told in everything(reader)
        )
        for kind, way in SAID
    }

    limit = SHORT if language == "en" else ELSEWHERE
    assert {said: length for said, length in lengths.items() if length > limit} == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("line", list(OrderLine))
def test_what_the_order_says_is_one_short_line(reads: Reads, language: str, line: OrderLine) -> None:
    limit = ORDER if language == "en" else ORDER_ELSEWHERE

    assert utf16_length(reads(language).words.plain(f"order.{line}")) <= limit


def test_the_public_names_of_places_are_short_enough(boston: City) -> None:
    too_long = [one.id for one in boston.places.values() if utf16_length(one.name) > LONGEST_NAME]

    assert too_long == []


def test_a_place_as_long_as_can_be_is_tried_for_every_line_of_the_order(boston: City) -> None:
    tried = grown(boston)

    assert {tried.order_line(one) for one in tried.places} == set(boston.order.lines.values())
    assert {utf16_length(one.name) for one in tried.places.values()} == {LONGEST_NAME}
