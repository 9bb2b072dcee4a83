"""Each way to say where it was, on a phone, in the language that somebody thinks in: also from right to left."""

import pytest

from bot.domain.ids import PlaceId
from cities import City
from simulator.phones import EnginePhone
from tests.stories.test_reporting import Boston, boston, city, in_the_chat, is_asked_where

__all__ = ["boston", "city"]

METRE = 1 / 111_195
"""Degrees of latitude."""


def named(city: City, place: str) -> str:
    """How a place is offered."""
    there = city.places[PlaceId(place)]
    return f"{there.name}, {city.neighborhoods[there.neighborhood].name}"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("language", "place", "metres"),
    [
        ("ar", "east_boston_library", 0),
        ("zh_Hant", "east_boston_library", 60),
        ("ht", "mattapan_library", 60),
        ("ru", "mattapan_library", -60),
    ],
)
async def test_a_pin_in_a_place_or_sixty_metres_off_is_that_place(
    boston: Boston, language: str, place: str, metres: int
) -> None:
    ana = await boston.comes("Ana", language)
    there = boston.town.city.places[PlaceId(place)]
    await is_asked_where(ana)
    await ana.phone.shares_location(there.lat + metres * METRE, there.lon)
    asked = await ana.phone.hears(ana.says("report.ask_when"))

    assert there.name in asked.text
    assert "location" not in in_the_chat(ana)


@pytest.mark.asyncio
@pytest.mark.parametrize("language", ["ar", "vi"])
async def test_a_pin_elsewhere_offers_the_three_nearest_places_and_takes_none(boston: Boston, language: str) -> None:
    ana = await boston.comes("Ana", language)
    assert isinstance(ana.phone, EnginePhone)
    await is_asked_where(ana)
    await ana.phone.shares_location(42.34, -71.0813)
    offered = await ana.phone.hears(ana.says("report.did_you_mean"))
    nearest = [named(boston.town.city, one) for one in ("carter_playground", "carter_school", "concord_square")]

    assert offered.labels[:3] == nearest


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("language", "typed", "place"),
    [
        ("ar", "مكتبة ماتابان", "mattapan_library"),
        ("ar", "حديقة فرانكلن", "franklin_park"),
        ("zh_Hant", "東波士頓圖書館", "east_boston_library"),
        ("ht", "biblyotek Mattapan", "mattapan_library"),
        ("es", "bibloteca de East Boston", "east_boston_library"),
        ("es", "biblioteca de Eastie", "east_boston_library"),
        ("pt", "365 Bremen Street", "east_boston_library"),
        ("vi", "thư viện JP", "jp_library"),
        ("ru", "библиотека в Маттапане", "mattapan_library"),
        ("so", "maktabadda Roxbury", "roxbury_library"),
        ("fr", "la piscine de Roslindale", "flaherty_pool"),
    ],
)
async def test_typed_words_offer_the_place_with_slips_nicknames_kinds_and_addresses(
    boston: Boston, language: str, typed: str, place: str
) -> None:
    ana = await boston.comes("Ana", language)
    await is_asked_where(ana)
    await ana.phone.says(typed)
    await ana.phone.hears(ana.says("report.did_you_mean"))
    await ana.phone.presses(named(boston.town.city, place))
    asked = await ana.phone.hears(ana.says("report.ask_when"))

    assert boston.town.city.places[PlaceId(place)].name in asked.text


@pytest.mark.asyncio
@pytest.mark.parametrize("language", ["ar", "zh_Hans"])
async def test_by_list_it_is_neighborhood_then_kind_then_place(boston: Boston, language: str) -> None:
    ana = await boston.comes("Ana", language)
    await is_asked_where(ana)
    for tap in ("Dorchester", ana.says("kind.library"), "Fields Corner Library"):
        await ana.phone.presses(tap)
    asked = await ana.phone.hears(ana.says("report.ask_when"))

    assert "Fields Corner Library" in asked.text
