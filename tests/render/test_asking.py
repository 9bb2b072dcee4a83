"""What residents are shown who join."""

from datetime import timedelta

import pytest

from bot.domain.buttons import (
    Forget,
    Keep,
    Languages,
    Listen,
    Part,
    Settled,
    read,
)
from bot.domain.ids import EVERYWHERE, Language, NeighborhoodId
from bot.domain.people import Listening, Role
from bot.domain.refusals import TooMany
from bot.domain.screen import Screen
from bot.render import about, joining, refusing
from bot.render.reader import CHOSEN, Reader
from cities import City
from locales import Translator, plain
from locales.markup import Html
from tests.render.own_screens import ALL_OURS, OURS
from tests.render.screens import NOW, SOMEONE

HARBOR, MILL, HILL = (NeighborhoodId(one) for one in ("harbor", "mill", "hill"))


def shown(screen: Screen) -> list[str]:
    return plain(Html(screen.text)).split("\n")


def buttons(screen: Screen) -> list[object]:
    return [read(key.data) for row in screen.keys for key in row if key.data is not None]


def listening(*where: NeighborhoodId) -> Listening:
    return Listening(SOMEONE, frozenset(where))


def marked(screen: Screen) -> list[str]:
    """What the buttons say that are marked as chosen."""
    return [key.says for row in screen.keys for key in row if key.says.startswith(CHOSEN)]


def test_a_language_is_offered_in_its_own_script(reader: Reader) -> None:
    says = [key.says for row in joining.languages(reader).keys for key in row]

    assert says == ["English", "Español", "العربية"]


def test_the_readers_own_language_comes_first_in_a_row_of_its_own(harborton: City) -> None:
    arabic = Reader(Translator(Language("ar"), strict=True), harborton, NOW)

    says = [[key.says for key in row] for row in joining.languages(arabic).keys]

    assert says == [["العربية"], ["English", "Español"]]


def test_nothing_can_be_settled_before_something_is_chosen(reader: Reader) -> None:
    assert buttons(joining.parts(reader, listening())) == [
        Part("north"),
        Part("south"),
        Listen(EVERYWHERE),
        Languages(),
    ]
    assert joining.settled(reader, listening(), OURS) == joining.parts(reader, listening())


def test_what_is_chosen_is_marked_and_named(reader: Reader) -> None:
    parts = joining.parts(reader, listening(HARBOR))
    north = joining.neighborhoods(reader, listening(HARBOR), "north")

    assert marked(parts) == ["✅ North"]
    assert marked(north) == ["✅ Harbor"]
    assert shown(north)[-1] == "Chosen: Harbor"
    assert buttons(north) == [Listen(HARBOR), Listen(MILL), Part("all"), Settled()]


def test_after_a_choice_one_stays_where_it_was_made(reader: Reader) -> None:
    assert joining.around(reader, listening(HILL), HILL) == joining.neighborhoods(reader, listening(HILL), "south")
    assert joining.around(reader, listening(EVERYWHERE), EVERYWHERE) == joining.parts(reader, listening(EVERYWHERE))


def test_in_the_end_it_says_what_to_expect(reader: Reader) -> None:
    lines = shown(joining.settled(reader, listening(HARBOR, HILL), OURS))

    assert lines[0] == "You will get alerts for: Harbor, Hill"
    assert "No alert does not mean that a place is safe." in lines
    assert any("/rights" in line for line in lines)


def test_the_backup_channel_is_offered_when_there_is_one(reader: Reader) -> None:
    without, backed = (joining.settled(reader, listening(HARBOR), ours) for ours in (OURS, ALL_OURS))

    assert [key.url for row in without.keys for key in row] == [None]
    assert [key.url for row in backed.keys for key in row] == ["https://example.org/b", None]
    assert "If this bot is ever gone" in backed.text


@pytest.mark.parametrize(
    ("role", "knows"),
    [
        (Role.RESIDENT, set()),
        (Role.VOLUNTEER, {"/duty", "/invite"}),
        (Role.ORGANIZER, {"/duty", "/invite", "/people"}),
    ],
)
def test_help_shows_what_ones_role_can_do_and_no_more(reader: Reader, role: Role, knows: set[str]) -> None:
    said = "\n".join(shown(about.commands(reader, role)))

    assert {one for one in ("/duty", "/invite", "/people") if one in said} == knows


def test_forgetting_asks_once_more(reader: Reader) -> None:
    assert buttons(about.forget(reader)) == [Forget(), Keep()]
    assert buttons(about.privacy(reader, None)) == [Forget()]
    assert about.forgotten(reader).keys == ()


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 1), (1, 1), (60, 1), (61, 2), (599, 10), (86_400, 1440)])
def test_a_wait_is_never_told_too_short(reader: Reader, seconds: int, minutes: int) -> None:
    said = refusing.refusal(reader, TooMany(timedelta(seconds=seconds)))

    assert f" {minutes:,} minute{'s' if minutes != 1 else ''}." in said
