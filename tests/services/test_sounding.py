"""What was only heard, or is old, is taken, makes no sound, and wakes nobody; until somebody has seen it."""

from datetime import datetime, timedelta

import pytest

from bot.domain.buttons import Resting
from bot.domain.details import Source
from bot.domain.duty import Rest
from bot.domain.ids import MessageId
from bot.domain.letter import Says
from bot.domain.pausing import is_night
from bot.domain.people import Person, Role
from bot.domain.report import When
from bot.services import asking, duty, keeping
from bot.town import Town
from db import cards, letters
from db.engine import Wake
from simulator.clock import VirtualClock
from tests.services.acts import goes_on_duty, joins, newest, starts_duty, tells

NIGHT, MORNING = timedelta(hours=14), timedelta(hours=23)
"""From the clock's start, which is nine in the morning, to eleven at night and to eight."""


async def hears(town: Town, by: Person) -> None:
    """Someone reports what they were told."""
    await tells(town, by, source=Source.HEARD)


async def due(town: Town) -> dict[int, bool]:
    """Who is to be sent a card now, and whether it makes a sound."""
    night = is_night(town.clock.now(), town.city.zone)
    async with town.database.reading() as tx:
        return {one.person: not one.silent for one in await cards.due(tx, limit=10, night=night)}


async def arrives(town: Town, by: Person) -> None:
    """Telegram has taken this person's card of the newest incident."""
    incident = await newest(town)
    async with town.database.transaction() as tx:
        await cards.drawn(tx, incident.id, by.number, edition=incident.edition, message=MessageId(7))


async def told(town: Town) -> list[tuple[Says, int]]:
    async with town.database.reading() as tx:
        return [(one.says, one.person) for one in await letters.due(tx, limit=10)]


async def until(clock: VirtualClock, when: timedelta, start: datetime) -> None:
    await clock.advance((start + when - clock.now()).total_seconds())


@pytest.mark.asyncio
@pytest.mark.parametrize(("when", "sound"), [(When.NOW, True), (When.HALF, True), (When.HOUR, False)])
async def test_what_was_seen_within_the_hour_makes_a_sound(town: Town, when: When, sound: bool) -> None:
    ben = await goes_on_duty(town, 2, "harbor")

    await tells(town, await joins(town, 1), when=when)

    reported = (await asking.card(town.database, (await newest(town)).id, by=ben)).reported
    assert await due(town) == {ben.number: sound}
    assert (reported.heard, reported.old) == (False, not sound)


@pytest.mark.asyncio
async def test_what_was_only_heard_makes_none_and_the_card_says_so(town: Town) -> None:
    ben = await goes_on_duty(town, 2, "harbor")

    await hears(town, await joins(town, 1))

    reported = (await asking.card(town.database, (await newest(town)).id, by=ben)).reported
    assert await due(town) == {ben.number: False}
    assert (reported.heard, reported.old) == (True, False)


@pytest.mark.asyncio
async def test_hearsay_however_often_stays_hearsay(town: Town) -> None:
    ben = await goes_on_duty(town, 2, "harbor")
    for one in (1, 3, 4, 5):
        await hears(town, await joins(town, one))

    card = await asking.card(town.database, (await newest(town)).id, by=ben)
    assert (card.reports, card.reported.heard, await due(town)) == (4, True, {ben.number: False})


@pytest.mark.asyncio
async def test_the_first_who_has_seen_it_gives_it_a_sound_once(town: Town, clock: VirtualClock) -> None:
    ben = await goes_on_duty(town, 2, "harbor")
    await hears(town, await joins(town, 1))
    await arrives(town, ben)
    await hears(town, await joins(town, 3))
    quiet = await told(town)

    for one in (4, 5):
        await clock.advance(60)
        await tells(town, await joins(town, one))

    assert quiet == []
    assert await told(town) == [(Says.NOW_SEEN, ben.number)]
    assert not (await asking.card(town.database, (await newest(town)).id, by=ben)).reported.heard


@pytest.mark.asyncio
async def test_a_volunteer_whose_duty_is_over_is_not_told_while_another_is_there(
    town: Town, clock: VirtualClock
) -> None:
    ben, cai = await goes_on_duty(town, 2, "harbor"), await goes_on_duty(town, 3, "harbor")
    await clock.advance(3.5 * 3600)
    await starts_duty(town, cai, 4)
    await hears(town, await joins(town, 1))
    await arrives(town, ben)
    await arrives(town, cai)
    await clock.advance(45 * 60)

    await tells(town, await joins(town, 4))

    assert await told(town) == [(Says.NOW_SEEN, cai.number)]


@pytest.mark.asyncio
async def test_a_volunteer_who_wants_no_sound_is_not_told_also_when_they_alone_hold_it(town: Town) -> None:
    ben = await goes_on_duty(town, 2, "harbor")
    await hears(town, await joins(town, 1))
    await arrives(town, ben)
    await duty.rest(town.database, Resting(Rest.MUTE), by=ben, now=town.clock.now())

    await tells(town, await joins(town, 4))

    assert await told(town) == []


@pytest.mark.asyncio
async def test_in_the_night_hearsay_waits_for_the_morning(town: Town, clock: VirtualClock) -> None:
    start = clock.now()
    owner = await joins(town, 100, role=Role.ORGANIZER)
    await until(clock, NIGHT, start)
    await hears(town, await joins(town, 1))
    woken: list[None] = []
    at_night = await due(town)
    await until(clock, MORNING, start)

    town.database.listen(Wake.COURIER, lambda: woken.append(None))
    await keeping.morning(town.database, now=clock.now())

    assert (at_night, await due(town), len(woken)) == ({}, {owner.number: False}, 1)


@pytest.mark.asyncio
async def test_when_no_card_waits_the_courier_is_left_alone(town: Town) -> None:
    woken: list[None] = []
    town.database.listen(Wake.COURIER, lambda: woken.append(None))

    await keeping.morning(town.database, now=town.clock.now())

    assert woken == []


@pytest.mark.asyncio
async def test_what_was_just_seen_waits_for_no_morning(town: Town, clock: VirtualClock) -> None:
    start = clock.now()
    owner = await joins(town, 100, role=Role.ORGANIZER)
    await until(clock, NIGHT, start)
    await hears(town, await joins(town, 1))
    waits = await due(town)

    await tells(town, await joins(town, 3))

    assert (waits, await due(town)) == ({}, {owner.number: True})


@pytest.mark.asyncio
async def test_whoever_comes_to_the_bot_at_night_gets_what_waits(town: Town, clock: VirtualClock) -> None:
    start = clock.now()
    owner, eva = await joins(town, 100, role=Role.ORGANIZER), await joins(town, 101, role=Role.ORGANIZER)
    await until(clock, NIGHT, start)
    await hears(town, await joins(town, 1))
    for one in (owner, await joins(town, 5)):
        await duty.rouse(town.database, by=one, city=town.city, now=clock.now())

    assert await due(town) == {owner.number: False}
    assert eva.number not in await due(town)


@pytest.mark.asyncio
async def test_whoever_goes_on_duty_at_night_is_awake(town: Town, clock: VirtualClock) -> None:
    start = clock.now()
    await until(clock, NIGHT, start)
    await hears(town, await joins(town, 1))

    ben = await goes_on_duty(town, 2, "harbor")

    assert await due(town) == {ben.number: False}
