"""The cluster benchmark must see what goes wrong."""

import pytest

import cities
from bench.house import CITY
from bench.judging import Blow, Kind, Lead, Seen, told
from bench.seed import FIRST_CHAT, crowd
from simulator.log import Entry

CROWD = crowd(cities.load(CITY), 2)
ANA, BEN, SOMEBODY = FIRST_CHAT, FIRST_CHAT + 1, FIRST_CHAT + 2


def alert(at: float, chat: int, door: int = 1) -> Entry:
    return asked(at, "sendMessage", door, chat)


def asked(at: float, method: str, door: int, chat: int = SOMEBODY) -> Entry:
    return Entry(at, method, 200, taken=True, held=False, chat=chat, message=1, text="a", door=door)


def seen(*blows: Blow, opened: tuple[float, ...] = (0.0,)) -> Seen:
    """The second process takes over from the first at 10."""
    return Seen(CROWD, led=[Lead(0.0, 1, 1), Lead(10.0, 2, 2)], blows=list(blows), opened=list(opened))


def test_who_is_told_each_alert_once_is_neither_lost_nor_told_twice() -> None:
    found = told(seen(opened=(0.0, 5.0)), [alert(1, ANA), alert(2, BEN), alert(6, ANA), alert(11, BEN, 2)])

    assert (found.lost, found.duplicates, found.two_leaders) == (0, 0, 0)


def test_who_is_not_told_of_an_alert_is_lost() -> None:
    assert told(seen(opened=(0.0, 5.0)), [alert(1, ANA), alert(6, ANA), alert(7, BEN)]).lost == 1
    assert told(seen(opened=(0.0, 5.0)), [alert(1, ANA), alert(2, BEN)]).lost == 2


def test_who_is_told_twice_is_counted_for_the_blow_before() -> None:
    blows = Blow(3.0, Kind.KILL, 1, led=True), Blow(20.0, Kind.KILL, 2, led=True)
    entries = [alert(1, ANA), alert(2, BEN), alert(11, ANA, 2), alert(12, BEN, 2), alert(21, BEN, 2)]
    found = told(seen(*blows), entries)

    assert (found.duplicates, found.most_duplicates_per_kill) == (3, 2)


def test_a_takeover_lasts_until_the_first_message_of_the_next() -> None:
    struck = Blow(7.0, Kind.KILL, 1, led=True)
    found = told(seen(struck), [alert(1, ANA), alert(10.5, BEN, 2)])

    assert (found.takeovers, found.handovers) == ([3.5], [])


@pytest.mark.parametrize(("at", "counted"), [(8.0, 0), (10.5, 0), (11.5, 1)])
def test_what_comes_from_one_after_another_has_begun_to_lead_has_two_leaders(at: float, counted: int) -> None:
    entries = sorted([alert(1, ANA), alert(at, BEN, 1), alert(11, ANA, 2)], key=lambda one: one.at)

    assert told(seen(), entries).two_leaders == counted


def test_what_one_sends_that_was_held_before_it_has_begun_anew_is_counted() -> None:
    held = Blow(5.0, Kind.HANG, 1, led=True, again=25.0)
    entries = [asked(24, "sendMessage", 1), asked(26, "editMessageText", 1), asked(27, "sendMessage", 2)]
    entries += [asked(28, "getMe", 1), asked(29, "sendMessage", 1)]

    assert told(seen(held), entries).sent_after_waking == 1
