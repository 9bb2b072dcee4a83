"""What a resident sees who asks whether it is true, or wants to be left alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.buttons import (
    AtNight,
    Button,
    Check,
    CheckAt,
    CheckPart,
    Exercises,
    Nights,
    Pause,
    Resume,
    Taking,
    read,
)
from bot.domain.checked import Checked
from bot.domain.ids import EVERYWHERE, NeighborhoodId
from bot.domain.incident import Status
from bot.domain.kept import Trace
from bot.domain.pausing import FURTHER_NOTICE, Length
from bot.domain.people import Hearing, Role
from bot.domain.screen import Screen
from bot.render import about, checking, pausing
from bot.render.reader import Reader
from locales import plain
from locales.markup import Html
from tests.render.own_screens import ALL_OURS, NOW, OURS, closed, confirmed, kept, known

HARBOR, MILL = NeighborhoodId("harbor"), NeighborhoodId("mill")
NOTHING = Checked((HARBOR,), (HARBOR,), (), being_checked=0, never_checked=0, closed=())
LOUD = Hearing(None, quiet=False)


def said(screen: Screen) -> str:
    return plain(Html(screen.text))


def buttons(screen: Screen) -> list[Button | None]:
    return [read(key.data) for row in screen.keys for key in row if key.data is not None]


def test_when_nobody_has_told_us_anything_it_says_so_and_promises_nothing(reader: Reader) -> None:
    text = said(checking.known(reader, NOTHING))

    assert "Nobody has told us anything there" in text
    assert "No alert does not mean that a place is safe." in text


def test_what_is_confirmed_is_said_with_its_place_clock_time_and_age(reader: Reader) -> None:
    text = said(checking.known(reader, replace(NOTHING, confirmed=(confirmed(reader),))))

    assert "• Pier Library, Harbor: 💬 Questioning people, 3:45 PM (25 min ago)" in text


def test_what_is_only_being_checked_is_a_number_without_a_place(reader: Reader) -> None:
    text = said(checking.known(reader, replace(NOTHING, being_checked=2, never_checked=1)))

    assert "Nothing is confirmed there now." in text
    assert "Being checked: 2." in text
    assert "could check it in time: 1" in text
    assert not [one.name for one in reader.city.places.values() if one.name in text]


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (Status.DISMISSED, "Checked: nothing found"),
        (Status.OVER, "It is over"),
        (Status.EXPIRED, "Was confirmed, and nobody has looked again"),
        (Status.RETRACTED, "Alert withdrawn"),
    ],
)
def test_what_came_to_an_end_is_said_with_both_times(reader: Reader, status: Status, says: str) -> None:
    text = said(checking.known(reader, replace(NOTHING, closed=(closed(reader, status),))))

    assert f"• Pier Library, Harbor, 3:45 PM – {says}, 4:10 PM" in text


def test_a_list_that_is_too_long_says_how_much_it_leaves_out(reader: Reader) -> None:
    text = said(checking.known(reader, known(reader, much=True)))

    assert "… and 2 more" in text
    assert "… and 6 more" in text


def test_each_neighborhood_can_be_asked_about_alone_and_there_is_a_way_back(reader: Reader) -> None:
    mine = replace(NOTHING, asked=(HARBOR, MILL), listens=(HARBOR, MILL))

    assert buttons(checking.known(reader, mine)) == [CheckAt(HARBOR), CheckAt(MILL), CheckPart("all")]
    assert buttons(checking.known(reader, replace(mine, asked=(MILL,)))) == [CheckAt(HARBOR), CheckPart("all"), Check()]
    assert buttons(checking.known(reader, NOTHING)) == [CheckPart("all")]
    assert buttons(checking.parts(reader))[-2:] == [CheckAt(EVERYWHERE), Check()]
    assert buttons(checking.neighborhoods(reader, "north"))[-1] == CheckPart("all")


def test_a_pause_says_until_when_and_can_be_ended(reader: Reader) -> None:
    paused = pausing.pause(reader, Hearing(NOW + timedelta(hours=1), quiet=False))
    open_end = pausing.pause(reader, Hearing(FURTHER_NOTICE, quiet=False))

    assert said(paused) == "No alerts until 5:10 PM."
    assert said(open_end) == "No alerts until you say so."
    assert buttons(paused) == buttons(open_end) == [Resume(), Exercises(Taking.PART)]


def test_whose_pause_has_run_out_can_begin_another(reader: Reader) -> None:
    screen = pausing.pause(reader, Hearing(NOW, quiet=False))

    *lengths, exercises = [key.says for row in screen.keys for key in row]

    assert buttons(screen) == [*(Pause(one) for one in Length), Exercises(Taking.PART)]
    assert (lengths, exercises) == (["1 hour", "8 hours", "Until 7:00 AM", "Until I say so"], "Take part in exercises")


def test_who_takes_part_in_exercises_can_end_that(reader: Reader) -> None:
    screen = pausing.pause(reader, Hearing(None, quiet=False, exercises=True))

    assert buttons(screen)[-1] == Exercises(Taking.NONE)


def test_the_night_can_be_silent_or_loud(reader: Reader) -> None:
    loud, silent = (pausing.night(reader, Hearing(None, quiet=quiet)) for quiet in (False, True))

    assert said(silent) == "At night, from 10:00 PM to 7:00 AM, alerts come without a sound."
    assert (buttons(loud), buttons(silent)) == ([AtNight(Nights.SILENT)], [AtNight(Nights.LOUD)])


def test_privacy_says_what_is_kept_of_this_person_and_no_more(reader: Reader) -> None:
    little = said(about.privacy(reader, kept(reader, Role.RESIDENT, LOUD, much=False)))
    much = said(about.privacy(reader, kept(reader, Role.VOLUNTEER, Hearing(FURTHER_NOTICE, quiet=True), much=True)))

    assert "Role: resident\nAlerts for: nowhere\n\n" in little
    assert all(line in much for line in ("Role: volunteer", "The whole city, Harbor, Mill", "On duty until 4:10 PM"))
    assert all(line in much for line in ("No alerts until you say so.", "without a sound", "A report that you began"))
    assert "You have practised as a volunteer" in much
    assert much.count("1,234,567") == len(Trace)


def test_privacy_says_to_a_stranger_that_nothing_is_kept(reader: Reader) -> None:
    assert said(about.privacy(reader, None)).startswith("Nothing is kept about you")


def test_the_windows_of_privacy_are_those_of_the_sweeps(reader: Reader) -> None:
    text = said(about.privacy(reader, None))

    assert "Who made a report: 72 hours" in text
    assert "A report that was begun and not sent: 1 hour\n" in text
    assert "What was reported and not confirmed, without people: 7 days" in text


def test_about_says_who_runs_it_or_that_nobody_is_named(reader: Reader, reads_boston: Reader) -> None:
    operator = replace(reader.city.contacts["hotline"], id="operator", name="Harbor Neighbors")
    named = replace(reader, city=replace(reader.city, contacts={**reader.city.contacts, "operator": operator}))

    assert "Who runs it here is not written down yet." in said(about.about(reader, OURS))
    assert "It is run here by Harbor Neighbors: 617-555-0100" in said(about.about(named, OURS))
    assert "The hotline: 617-555-0100 (checked on Mar 1, 2026)" in said(about.about(reader, OURS))
    assert "unofficial" in said(about.about(reads_boston, OURS))


def test_about_names_the_list_of_addresses_when_there_is_one(reader: Reader) -> None:
    alone, listed = (said(about.about(reader, ours)) for ours in (OURS, ALL_OURS))

    assert "addresses" not in alone
    assert "signed by organizers: https://example.org/addresses\n" in listed


def test_a_morning_is_said_in_the_citys_time_on_the_day_of_the_change_too(reader: Reader) -> None:
    spring = replace(reader, now=datetime(2026, 3, 8, 6, 30, tzinfo=UTC))

    assert spring.time_of_day(datetime(2026, 3, 8, 7).time()) == "7:00 AM"  # noqa: DTZ001  an hour of the day
