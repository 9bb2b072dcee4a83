"""What can be pressed under an alert, and what becomes of the alert: the whole bot in one process, people on phones."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

import cities
from bot import app
from bot.clock import SystemClock
from bot.courier.pacing import Pace
from bot.domain.buttons import Echoed, ShowMap
from bot.domain.echo import Echo
from bot.domain.ids import IncidentId
from bot.domain.incident import Activity
from bot.domain.people import Role
from bot.services import keeping
from bot.town import Town
from db.engine import Database
from db.tables import echoes
from simulator.engine import Engine
from simulator.in_process import InProcess
from simulator.phones import EnginePhone, EnginePhones
from simulator.screens import Message
from tests.services.acts import finds, joins, newest, rows, tells

CITY = Path(__file__).parents[1] / "services" / "city"
CONFIRMED = "Confirmed: ICE activity"
UNDER_AN_ALERT = ["My rights", "Map", "I see it too", "Is it over?"]


class Harborton:
    """The small city with its bot at work."""

    def __init__(self, database: Database) -> None:
        clock, city = SystemClock(), cities.load(str(CITY))
        self.engine = Engine(clock)
        self.town = Town(city, city.policy, database, clock)
        self.avisa = app.build(self.town, InProcess(self.engine), Pace(None, clock), token=self.engine.token)
        self._phones = EnginePhones(self.engine)
        self._others = iter(range(500, 600))

    async def comes(self, name: str, *where: str, role: Role = Role.RESIDENT) -> EnginePhone:
        """Someone with a phone listens there."""
        phone = await self._phones.phone(name, has_started=True)
        await joins(self.town, phone.id, *where, role=role)
        return phone

    async def sees(self, place: str = "pier_library", activity: Activity = Activity.PATROL) -> IncidentId:
        """Someone reports it, and two volunteers have seen it; what they saw."""
        await tells(self.town, await joins(self.town, next(self._others)), place, activity=activity)
        for _ in range(2):
            await finds(self.town, await joins(self.town, next(self._others), role=Role.VOLUNTEER))
        return (await newest(self.town)).id

    async def later(self, hours: float) -> None:
        """What the clock does when so much time has passed."""
        await keeping.expire(self.town.database, now=self.town.clock.now() + timedelta(hours=hours))

    async def echoes(self) -> list[str]:
        """What was told back, and counted."""
        return [row.echo for row in await rows(self.town.database, echoes)]


@pytest_asyncio.fixture
async def harborton(database: Database) -> AsyncIterator[Harborton]:
    """The bot at work."""
    made = Harborton(database)
    async with made.avisa.at_work() as tasks:
        yield made
        assert not [task for task in tasks if task.done()]


def alert_of(phone: EnginePhone) -> Message:
    """The message that holds the alert, as it is now."""
    return next(one for one in phone.messages() if one.edits or CONFIRMED in one.text)


@pytest.mark.asyncio
async def test_under_an_alert_are_rights_the_map_and_two_ways_to_tell_something_back(harborton: Harborton) -> None:
    ana = await harborton.comes("Ana", "harbor")
    await harborton.sees()

    alert = await ana.hears(CONFIRMED)

    assert alert.labels == UNDER_AN_ALERT


@pytest.mark.asyncio
async def test_the_map_answers_the_alert_with_the_places_own_point(harborton: Harborton) -> None:
    ana = await harborton.comes("Ana", "harbor")
    await harborton.sees()
    alert = await ana.hears(CONFIRMED)

    await ana.presses("Map")

    shown = await ana.hears("Pier Library\n77 Wharf Street, Harbor")
    assert (shown.kind, shown.reply_to) == ("venue", alert.id)
    assert b'"latitude": 42.51234, "longitude": -70.91234' in ana.chat.messages[shown.id].content.json
    assert alert_of(ana).labels == UNDER_AN_ALERT


@pytest.mark.asyncio
async def test_rights_are_a_message_of_their_own_and_the_alert_stays(harborton: Harborton) -> None:
    ana = await harborton.comes("Ana", "harbor")
    await harborton.sees()
    alert = await ana.hears(CONFIRMED)

    await ana.presses("My rights")

    cards = await ana.hears(lambda message: message.id != alert.id)
    assert cards.buttons
    assert alert_of(ana).text == alert.text


@pytest.mark.asyncio
async def test_what_is_told_back_is_thanked_for_and_stands_on_the_organizers_card(harborton: Harborton) -> None:
    olga = await harborton.comes("Olga", role=Role.ORGANIZER)
    ana, ben = await harborton.comes("Ana", "harbor"), await harborton.comes("Ben", "hill")
    await harborton.sees()
    for one in (ana, ben):
        await one.hears(CONFIRMED)
    await olga.hears("alert sent")

    await ana.presses("I see it too")
    await ana.is_told("Thank you. Volunteers will see this.")
    await olga.hears("1 person who got the alert sees it too")
    await ben.presses("Is it over?")
    await olga.hears("1 person who got the alert asks if it is over")
    await ben.presses("Is it over?")
    await ben.is_told("Thank you. Volunteers will see this.")

    assert sorted(await harborton.echoes()) == [Echo.MAYBE_OVER, Echo.SEEN_TOO]
    assert alert_of(ana).edits == ()


@pytest.mark.asyncio
async def test_an_echo_leaves_the_organizers_buttons_good(harborton: Harborton) -> None:
    olga, ana = await harborton.comes("Olga", role=Role.ORGANIZER), await harborton.comes("Ana", "harbor")
    await harborton.sees()
    await ana.hears(CONFIRMED)
    card = await olga.hears("alert sent")
    [over] = [key.data for row in card.buttons for key in row if key.text == "It is over"]

    await ana.presses("I see it too")
    await olga.hears("sees it too")
    await olga.forges(card.id, str(over))

    await ana.hears("It is over")


@pytest.mark.asyncio
async def test_a_follow_up_answers_the_alert_without_a_sound_and_the_alert_says_so_too(harborton: Harborton) -> None:
    olga, ana = await harborton.comes("Olga", role=Role.ORGANIZER), await harborton.comes("Ana", "harbor")
    await harborton.sees()
    alert = await ana.hears(CONFIRMED)

    await olga.presses("Still there")

    news = await ana.hears("New information")
    edited = await ana.hears(lambda message: message.id == alert.id and "Still there at" in message.text)
    assert (news.reply_to, news.is_silent, news.labels) == (alert.id, True, [])
    assert edited.labels == UNDER_AN_ALERT


@pytest.mark.asyncio
async def test_when_it_is_over_nothing_can_be_told_back_any_more(harborton: Harborton) -> None:
    olga, ana = await harborton.comes("Olga", role=Role.ORGANIZER), await harborton.comes("Ana", "harbor")
    incident = await harborton.sees()
    alert = await ana.hears(CONFIRMED)

    await olga.presses("It is over")
    edited = await ana.hears("It is over")
    await ana.forges(alert.id, Echoed(incident, Echo.SEEN_TOO).pack())

    assert edited.labels == ["My rights"]
    await ana.is_told("That is over already.")
    assert await harborton.echoes() == []


@pytest.mark.asyncio
async def test_an_alert_expires_without_a_sound_and_does_not_say_that_it_is_over(harborton: Harborton) -> None:
    olga, ana = await harborton.comes("Olga", role=Role.ORGANIZER), await harborton.comes("Ana", "harbor")
    incident = await harborton.sees()
    alert = await ana.hears(CONFIRMED)

    await harborton.later(1.9)
    await harborton.later(2.1)
    edited = await ana.hears("This alert has expired")
    await ana.forges(alert.id, Echoed(incident, Echo.MAYBE_OVER).pack())

    assert (edited.id, edited.labels) == (alert.id, ["My rights", "Map"])
    assert "Nobody has checked since" in edited.text
    assert len(ana.messages()) == 1
    await ana.is_told("This alert has expired.")
    await olga.hears("alert expired")
    await olga.presses("The alert was wrong")
    await olga.presses("It was not ICE.")
    assert (await ana.hears("this alert was wrong")).reply_to == alert.id


@pytest.mark.asyncio
async def test_a_wrong_alert_keeps_no_button(harborton: Harborton) -> None:
    olga, ana = await harborton.comes("Olga", role=Role.ORGANIZER), await harborton.comes("Ana", "harbor")
    incident = await harborton.sees()
    alert = await ana.hears(CONFIRMED)

    await olga.presses("The alert was wrong")
    await olga.presses("It was not ICE.")
    answer = await ana.hears(lambda message: message.id != alert.id and "this alert was wrong" in message.text)
    edited = await ana.hears(lambda message: message.id == alert.id)
    await ana.forges(alert.id, Echoed(incident, Echo.MAYBE_OVER).pack())

    assert (answer.labels, edited.labels) == ([], [])
    assert f"No. {incident}" in answer.text
    await ana.is_told("This alert was wrong and has been taken back.")


@pytest.mark.asyncio
async def test_a_press_that_was_never_offered_is_told_nothing_and_counts_for_nothing(harborton: Harborton) -> None:
    dee, ana = await harborton.comes("Dee", "quay"), await harborton.comes("Ana", "harbor")
    incident = await harborton.sees()
    await ana.hears(CONFIRMED)
    await dee.says("/help")
    shown = await dee.hears("/report")

    for forged in (Echoed(incident, Echo.SEEN_TOO), ShowMap(incident), ShowMap(IncidentId(987_654))):
        await dee.forges(shown.id, forged.pack())
        await dee.is_told("This button is too old")

    assert await harborton.echoes() == []
    assert [one.kind for one in dee.messages()] == ["text"]


@pytest.mark.asyncio
async def test_a_detention_at_a_school_waits_for_an_organizer(harborton: Harborton) -> None:
    olga, ana = await harborton.comes("Olga", role=Role.ORGANIZER), await harborton.comes("Ana", "hill")
    await harborton.sees("hill_school", Activity.DETENTION)

    await olga.hears("No alert goes out unless you agree")
    heard_before = ana.heard()
    await olga.presses("Confirm")

    alert = await ana.hears(CONFIRMED)
    assert heard_before == []
    assert "Seen by volunteers: Detention" in alert.text
    assert "Officers" not in alert.text


@pytest.mark.asyncio
async def test_many_presses_by_one_person_are_one(harborton: Harborton) -> None:
    ana = await harborton.comes("Ana", "harbor")
    incident = await harborton.sees()
    alert = await ana.hears(CONFIRMED)

    await asyncio.gather(*(ana.forges(alert.id, Echoed(incident, Echo.SEEN_TOO).pack()) for _ in range(20)))
    async with asyncio.timeout(ana.patience):
        while len([one for one in ana.told() if one.startswith("Thank you")]) < 20:
            await harborton.engine.journal.news.wait()

    assert await harborton.echoes() == [Echo.SEEN_TOO]
