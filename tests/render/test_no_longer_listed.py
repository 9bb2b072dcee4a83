"""A place and a whole neighborhood that were taken out of the city's files while alerts still name them."""

from dataclasses import replace

import pytest

from bot.domain.broadcast import Kind, Way
from bot.domain.ids import NeighborhoodId, PlaceId
from bot.domain.people import Listening
from bot.render import alerts, joining
from bot.render.reader import Reader
from cities import City
from locales import plain
from locales.markup import Html
from tests.render import screens
from tests.render.screens import SCREENS, SOMEONE, facts

NEED_THE_PLACE = {"alerts.venue"}
"""What is never asked for: the service refuses it."""


def without(city: City, place: PlaceId, neighborhood: NeighborhoodId) -> City:
    """The city as its files are after someone has tidied them up."""
    places = {one: kept for one, kept in city.places.items() if one != place and kept.neighborhood != neighborhood}
    left = {one: kept for one, kept in city.neighborhoods.items() if one != neighborhood}
    return replace(city, places=places, neighborhoods=left)


@pytest.fixture
def later(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """The same reader, after the place and the neighborhood that every screen is about are gone."""
    gone = screens.longest(reader)
    monkeypatch.setattr(screens, "longest", lambda _: gone)
    return replace(reader, city=without(reader.city, gone.id, gone.neighborhood))


@pytest.mark.parametrize("name", sorted(SCREENS.keys() - NEED_THE_PLACE))
def test_every_screen_can_still_be_shown(later: Reader, name: str) -> None:
    assert list(SCREENS[name](later))


def test_an_alert_names_it_by_its_id_and_says_nothing_of_the_order(later: Reader) -> None:
    about = facts(later)
    alert = replace(about, place=PlaceId("old_pier_shed"), neighborhood=NeighborhoodId("the_docks"))

    text = plain(Html(alerts.broadcast(later, Kind.ALERT, Way.SEND, alert).text))

    assert "Old Pier Shed, The Docks" in text
    assert "City order" not in text


def test_who_listened_there_alone_can_choose_again(later: Reader) -> None:
    screen = joining.parts(later, Listening(SOMEONE, frozenset({NeighborhoodId("the_docks")})))

    assert screen.keys
