"""Joining: a language, then neighborhoods."""

import asyncio

import pytest

from bot.domain.ids import EVERYWHERE, Language, NeighborhoodId, UpdateId
from bot.domain.people import Person, Role
from bot.domain.refusals import Expired, NotJoined
from bot.services import joining, meeting
from bot.town import Town
from db import inbox
from db.inbox import Raw
from db.tables import areas, people
from tests.services.acts import OWNER, is_made, joins, rows


async def toggles(town: Town, by: Person, neighborhood: str) -> frozenset[NeighborhoodId]:
    listening = await joining.toggle(town.database, NeighborhoodId(neighborhood), by=by, city=town.city)
    return listening.neighborhoods


@pytest.mark.asyncio
async def test_whoever_chooses_a_language_is_known_from_then_on(town: Town) -> None:
    ana = await joins(town, 1, language="es")

    assert ana.language == "es"
    assert ana.role is Role.RESIDENT
    assert await meeting.known(town.database, 1) == ana


@pytest.mark.asyncio
async def test_a_stranger_is_not_known(town: Town) -> None:
    assert await meeting.known(town.database, 1) is None


@pytest.mark.asyncio
async def test_choosing_a_language_again_changes_the_language_alone(town: Town) -> None:
    ana = await joins(town, 1, "harbor", role=Role.VOLUNTEER)

    again = await joining.speak(town.database, 1, Language("ar"), owner=OWNER, now=town.clock.now())

    assert again.person == Person(ana.number, Language("ar"), Role.VOLUNTEER)
    assert again.neighborhoods == {"harbor"}
    assert await meeting.known(town.database, 1) == again.person


def test_whoever_reads_a_language_that_avisa_speaks_no_more_reads_english(town: Town) -> None:
    assert town.reader(Language("zz")).words.language == "en"


@pytest.mark.asyncio
async def test_the_owner_is_the_first_organizer(town: Town) -> None:
    assert (await joins(town, OWNER, role=Role.ORGANIZER)).role is Role.ORGANIZER
    assert await meeting.known(town.database, OWNER) == await joins(town, OWNER, role=Role.ORGANIZER)


@pytest.mark.asyncio
async def test_without_an_owner_nobody_is_an_organizer(town: Town) -> None:
    joined = await joining.speak(town.database, OWNER, Language("en"), owner=None, now=town.clock.now())

    assert joined.person.role is Role.RESIDENT


@pytest.mark.asyncio
async def test_an_owner_named_later_becomes_an_organizer_at_the_next_start(town: Town) -> None:
    await joins(town, 1, "harbor")

    await joining.appoint_owner(town.database, 1, now=town.clock.now())

    known = await meeting.known(town.database, 1)
    assert known is not None
    assert known.role is Role.ORGANIZER


@pytest.mark.asyncio
async def test_an_owner_whom_the_bot_has_not_met_is_no_one_yet(town: Town) -> None:
    await joining.appoint_owner(town.database, OWNER, now=town.clock.now())

    assert await rows(town.database, people) == []


@pytest.mark.asyncio
async def test_choosing_a_neighborhood_twice_gives_it_up(town: Town) -> None:
    ana = await joins(town, 1)

    assert await toggles(town, ana, "harbor") == {"harbor"}
    assert await toggles(town, ana, "mill") == {"harbor", "mill"}
    assert await toggles(town, ana, EVERYWHERE) == {"harbor", "mill", EVERYWHERE}
    assert await toggles(town, ana, "harbor") == {"mill", EVERYWHERE}
    assert (await joining.listening(town.database, ana)).neighborhoods == {"mill", EVERYWHERE}


@pytest.mark.asyncio
async def test_a_neighborhood_that_the_city_has_not_is_refused(town: Town) -> None:
    ana = await joins(town, 1)

    with pytest.raises(Expired):
        await toggles(town, ana, "atlantis")
    assert await rows(town.database, areas) == []


@pytest.mark.asyncio
async def test_what_one_person_chooses_is_not_what_another_does(town: Town) -> None:
    ana, ben = await joins(town, 1, "harbor"), await joins(town, 2, "mill")

    assert (await joining.listening(town.database, ana)).neighborhoods == {"harbor"}
    assert (await joining.listening(town.database, ben)).neighborhoods == {"mill"}


@pytest.mark.asyncio
async def test_joining_many_times_at_once_is_joining_once(town: Town) -> None:
    joined = await asyncio.gather(
        *(joining.speak(town.database, 1, Language("en"), owner=OWNER, now=town.clock.now()) for _ in range(20))
    )

    assert len({one.person.number for one in joined}) == 1
    assert len(await rows(town.database, people)) == 1


@pytest.mark.asyncio
async def test_who_was_forgotten_comes_back_as_someone_else(town: Town) -> None:
    ana = await is_made(town, await joins(town, 1, "harbor"), Role.VOLUNTEER)
    await meeting.gone(town.database, 1)

    again = await joins(town, 1)

    assert again.number > ana.number
    assert again.role is Role.RESIDENT
    assert (await joining.listening(town.database, again)).neighborhoods == frozenset()


@pytest.mark.asyncio
async def test_a_stranger_who_blocks_the_bot_changes_nothing(town: Town) -> None:
    ana = await joins(town, 1)

    await meeting.gone(town.database, 2)

    assert await meeting.known(town.database, 1) == ana


@pytest.mark.asyncio
async def test_what_one_person_presses_at_once_takes_effect_one_press_after_the_other(town: Town) -> None:
    ana = await joins(town, 1)

    shown = await asyncio.gather(*(toggles(town, ana, "harbor") for _ in range(7)))

    assert sorted(len(one) for one in shown) == [0, 0, 0, 1, 1, 1, 1]
    assert (await joining.listening(town.database, ana)).neighborhoods == {"harbor"}


@pytest.mark.asyncio
async def test_one_press_that_several_handle_at_once_takes_effect_once(town: Town) -> None:
    ana = await joins(town, 1)
    async with town.database.transaction() as tx:
        await inbox.write(tx, [Raw(UpdateId(7), 1, b"{}")], now=town.clock.now())
    acting = town.database.on_behalf_of(UpdateId(7))

    shown = await asyncio.gather(
        *(joining.toggle(acting, NeighborhoodId("harbor"), by=ana, city=town.city) for _ in range(8))
    )

    assert [one.neighborhoods for one in shown] == [{"harbor"}] * 8
    assert (await joining.listening(town.database, ana)).neighborhoods == {"harbor"}


@pytest.mark.asyncio
async def test_who_is_forgotten_while_they_choose_is_forgotten(town: Town) -> None:
    ana = await joins(town, 1)

    done = await asyncio.gather(
        *(toggles(town, ana, "harbor") for _ in range(4)),
        meeting.gone(town.database, 1),
        *(toggles(town, ana, "mill") for _ in range(4)),
        return_exceptions=True,
    )

    assert {type(one) for one in done if isinstance(one, BaseException)} <= {NotJoined}
    assert await rows(town.database, people) == await rows(town.database, areas) == []
