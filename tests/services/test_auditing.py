"""Organizers look at what was done, as whom, and at what was confirmed."""

from datetime import timedelta

import pytest
import pytest_asyncio

from bot.domain.buttons import Remove
from bot.domain.incident import Step
from bot.domain.ledger import Act
from bot.domain.people import Person, Role
from bot.domain.record import Span
from bot.domain.refusals import NotAllowed
from bot.services import appointing, auditing, inviting, keeping
from bot.town import Town
from simulator.clock import VirtualClock
from tests.services.acts import OWNER, PARK, decides, is_confirmed, joins, tells
from tests.services.notices import approves, drops, is_proposed


@pytest_asyncio.fixture
async def olga(town: Town) -> Person:
    """The first organizer."""
    return await joins(town, OWNER, role=Role.ORGANIZER)


async def done(town: Town, by: Person) -> list[tuple[Act, int | None, Role | None]]:
    """What the ledger says, the oldest first."""
    page = await auditing.acts(town.database, 0, by=by)
    assert page.broken is None
    return [(one.act, one.subject, one.role) for one in reversed(page.entries)]


async def alerts(town: Town, by: int = 1) -> None:
    """Somebody reports something, and two volunteers confirm it."""
    await tells(town, await joins(town, by))
    await is_confirmed(town, *[await joins(town, number, role=Role.VOLUNTEER) for number in (21, 22)])


@pytest.mark.asyncio
async def test_each_act_about_an_alert_is_a_row_as_whoever_did_it(
    town: Town, clock: VirtualClock, olga: Person
) -> None:
    await alerts(town)
    await decides(town, olga, Step.FOLLOW_UP)
    await clock.advance(town.policy.alert_expires.total_seconds())
    await keeping.expire(town.database, now=clock.now())
    await decides(town, olga, Step.RETRACT)

    organizer = Role.ORGANIZER
    assert await done(town, olga) == [
        (Act.APPOINTED, None, organizer),
        (Act.ALERT, 1, Role.VOLUNTEER),
        (Act.FOLLOW_UP, 1, organizer),
        (Act.EXPIRY, 1, None),
        (Act.RETRACTION, 1, organizer),
    ]


@pytest.mark.asyncio
async def test_so_is_each_about_a_notice(town: Town, clock: VirtualClock, olga: Person) -> None:
    omar = await joins(town, 2, role=Role.ORGANIZER)
    await approves(town, omar, await is_proposed(town, olga))
    await clock.advance(3600)
    await drops(town, omar, await is_proposed(town, olga))

    assert (await done(town, olga))[1:] == [
        (Act.NOTICE, 1, Role.ORGANIZER),
        (Act.NOTICE_DROPPED, 2, Role.ORGANIZER),
    ]


@pytest.mark.asyncio
async def test_so_is_who_comes_and_who_is_removed(town: Town, olga: Person) -> None:
    now = town.clock.now()
    made = await inviting.invite(town.database, Role.VOLUNTEER, by=olga, policy=town.policy, now=now)
    await inviting.accept(town.database, made.secret, telegram_id=5, language=olga.language, now=now)
    [ben] = await appointing.colleagues(town.database, by=olga, owner=OWNER)
    await appointing.remove(
        town.database, Remove(ben.tag), by=olga, owner=OWNER, city=town.city, policy=town.policy, now=now
    )

    assert (await done(town, olga))[1:] == [
        (Act.APPOINTED, None, Role.VOLUNTEER),
        (Act.REMOVED, None, Role.ORGANIZER),
    ]


@pytest.mark.asyncio
async def test_two_acts_of_one_person_have_one_tag(town: Town, olga: Person) -> None:
    await alerts(town)
    for step in (Step.FOLLOW_UP, Step.ALL_CLEAR):
        await decides(town, olga, step)
    page = await auditing.acts(town.database, 0, by=olga)

    tags = [page.people[one.number] for one in page.entries]
    assert tags[0] == tags[1] == tags[3] != tags[2]


@pytest.mark.asyncio
async def test_it_is_for_organizers(town: Town) -> None:
    ben = await joins(town, 1, role=Role.VOLUNTEER)

    with pytest.raises(NotAllowed):
        await auditing.acts(town.database, 0, by=ben)
    with pytest.raises(NotAllowed):
        await auditing.recorded(town.database, Span.YEAR, by=ben, now=town.clock.now())


@pytest.mark.asyncio
async def test_the_record_has_what_was_confirmed_and_not_taken_back(
    town: Town, clock: VirtualClock, olga: Person
) -> None:
    await alerts(town)
    await decides(town, olga, Step.ALL_CLEAR)
    ended = clock.now()
    await clock.advance(timedelta(days=40).total_seconds())
    await alerts(town)
    await decides(town, olga, Step.RETRACT)
    await clock.advance(3600)
    await alerts(town)
    await tells(town, await joins(town, 9), PARK)

    year, month = [
        await auditing.recorded(town.database, span, by=olga, now=clock.now()) for span in (Span.YEAR, Span.MONTH)
    ]

    assert [(one.incident, one.ended) for one in year] == [(1, ended), (3, None)]
    assert [one.incident for one in month] == [3]
    assert month[0].confirmed == clock.now()
