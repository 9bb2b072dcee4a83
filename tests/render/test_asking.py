"""What residents are shown who join and who report."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.buttons import Around, At, Back, Cancel, Forget, HowMany, Listen, Part, Seen, Send, Settled, What, read
from bot.domain.ids import EVERYWHERE, NeighborhoodId, PlaceId
from bot.domain.incident import Activity, Number
from bot.domain.people import Listening, Role
from bot.domain.refusals import AlreadyFound, TooMany
from bot.domain.report import Draft, When
from bot.domain.screen import Screen
from bot.render import joining, refusing, reporting
from bot.render.reader import Reader
from locales import plain
from locales.markup import Html
from tests.render.screens import SEEN, SOMEONE

HARBOR, MILL, HILL = (NeighborhoodId(one) for one in ("harbor", "mill", "hill"))
TAG = 77
FULL = Draft(TAG, Activity.PATROL, HARBOR, PlaceId("pier_library"), SEEN, Number.FEW)


def shown(screen: Screen) -> list[str]:
    return plain(Html(screen.text)).split("\n")


def buttons(screen: Screen) -> list[object]:
    return [read(key.data) for row in screen.keys for key in row if key.data is not None]


def listening(*where: NeighborhoodId) -> Listening:
    return Listening(SOMEONE, frozenset(where))


def marked(screen: Screen) -> list[str]:
    """What the buttons say that are marked as chosen."""
    return [key.says for row in screen.keys for key in row if key.says.startswith(joining.CHOSEN)]


def test_a_language_is_offered_in_its_own_script(reader: Reader) -> None:
    says = [key.says for row in joining.languages(reader).keys for key in row]

    assert says == ["English", "Español", "العربية"]


def test_nothing_can_be_settled_before_something_is_chosen(reader: Reader) -> None:
    assert buttons(joining.parts(reader, listening())) == [Part("north"), Part("south"), Listen(EVERYWHERE)]
    assert joining.settled(reader, listening()) == joining.parts(reader, listening())


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
    lines = shown(joining.settled(reader, listening(HARBOR, HILL)))

    assert lines[0] == "You will get alerts for: Harbor, Hill"
    assert "No alert does not mean that a place is safe." in lines
    assert any("/forget" in line for line in lines)


@pytest.mark.parametrize(
    ("role", "knows"),
    [(Role.RESIDENT, set()), (Role.VOLUNTEER, {"/duty"}), (Role.ORGANIZER, {"/duty", "/invite"})],
)
def test_help_shows_what_ones_role_can_do_and_no_more(reader: Reader, role: Role, knows: set[str]) -> None:
    said = "\n".join(shown(joining.commands(reader, role)))

    assert {one for one in ("/duty", "/invite") if one in said} == knows


def test_forgetting_asks_once_more(reader: Reader) -> None:
    assert buttons(joining.forget(reader)) == buttons(joining.privacy(reader)) == [Forget()]
    assert joining.forgotten(reader).keys == ()


@pytest.mark.parametrize(
    ("draft", "asked", "choices"),
    [
        (Draft(TAG), "What did you see?", [What(TAG, one) for one in Activity]),
        (
            Draft(TAG, Activity.PATROL),
            "Where was it?",
            [Around(TAG, NeighborhoodId(one)) for one in ("hill", "harbor", "mill", "quay")],
        ),
        (
            replace(FULL, place=None, observed=None, number=None),
            "Where was it?",
            [At(TAG, PlaceId(one)) for one in ("pier_library", "harbor_park")],
        ),
        (replace(FULL, observed=None, number=None), "When did you see it?", [Seen(TAG, one) for one in When]),
        (replace(FULL, number=None), "How many officers did you see?", [HowMany(TAG, one) for one in Number]),
        (FULL, "Is this right? Volunteers will check it before anyone is alerted.", [Send(TAG)]),
    ],
)
def test_each_question_offers_its_answers_and_a_way_back(
    reader: Reader, draft: Draft, asked: str, choices: list[object]
) -> None:
    screen = reporting.question(reader, draft, [EVERYWHERE, HILL])
    foot = [Cancel(TAG)] if draft.activity is None else [Back(TAG), Cancel(TAG)]

    assert shown(screen)[0] == asked
    assert buttons(screen) == [*choices, *foot]


def test_before_it_is_sent_the_whole_report_is_shown(reader: Reader) -> None:
    assert shown(reporting.question(reader, FULL, []))[1:] == [
        "",
        "Seen: Patrol",
        "Place: Pier Library",
        "Neighborhood: Harbor",
        "Time: 3:45 PM",
        "Officers: A few",
    ]


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 1), (1, 1), (60, 1), (61, 2), (599, 10), (86_400, 1440)])
def test_a_wait_is_never_told_too_short(reader: Reader, seconds: int, minutes: int) -> None:
    said = refusing.refusal(reader, TooMany(timedelta(seconds=seconds)))

    assert f" {minutes:,} minute{'s' if minutes != 1 else ''}." in said


def test_a_no_on_a_button_is_plain_text(reader: Reader) -> None:
    assert refusing.short(refusing.refusal(reader, AlreadyFound())) == "Your answer is already counted."
    assert refusing.short(Html("<b>a &amp; b</b>" + "x" * 300)) == "a & b" + "x" * 195
