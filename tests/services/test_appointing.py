"""Organizers look after volunteers, whom they see as numbers and under tags that tell nobody else anything."""

import re
from dataclasses import replace

import pytest

from bot.domain.buttons import Colleague, Remove, Revoke
from bot.domain.ids import EVERYWHERE, IncidentId
from bot.domain.incident import Status
from bot.domain.people import Alias, Counts, Person, Role
from bot.domain.refusals import Expired, InvitationClosed, NotAllowed, OwnerStays, Refusal
from bot.domain.verification import Answer
from bot.services import appointing, forgetting, inviting, meeting
from bot.services.appointing import Removed
from bot.town import Town
from db import cards
from db.tables import duties, invitations
from simulator.clock import VirtualClock
from tests.services.acts import OWNER, claims, finds, goes_on_duty, going_out, joins, newest, rows, tells


async def owner_of(town: Town) -> Person:
    return await joins(town, OWNER, role=Role.ORGANIZER)


async def seen_by(town: Town, by: Person) -> tuple[Alias, ...]:
    return await appointing.colleagues(town.database, by=by, owner=town.owner)


async def tag_of(town: Town, whom: Person, by: Person) -> str:
    """Under which tag an organizer sees someone; a test alone may know that."""
    return town.database.keys.alias(by.number, whom.number)


async def removes(town: Town, by: Person, tag: str) -> Removed:
    return await appointing.remove(
        town.database,
        Remove(tag),
        by=by,
        owner=town.owner,
        city=town.city,
        policy=town.policy,
        now=town.clock.now(),
    )


async def counts(town: Town, by: Person) -> Counts:
    return await appointing.counts(town.database, by=by, now=town.clock.now())


@pytest.mark.asyncio
async def test_an_organizer_sees_how_many_there_are_and_where_someone_is_on_duty(town: Town) -> None:
    owner = await owner_of(town)
    await goes_on_duty(town, 2, "harbor", "mill")
    await goes_on_duty(town, 3, "harbor")
    await goes_on_duty(town, 4, EVERYWHERE)
    for one in (5, 6):
        await joins(town, one, "harbor")

    seen = await counts(town, owner)

    assert seen.roles == {Role.ORGANIZER: 1, Role.VOLUNTEER: 3, Role.RESIDENT: 2}
    assert (seen.on_duty, seen.covered) == (3, {"harbor": 2, "mill": 1, EVERYWHERE: 1})


@pytest.mark.asyncio
async def test_duty_that_is_over_covers_nothing(town: Town, clock: VirtualClock) -> None:
    owner = await owner_of(town)
    await goes_on_duty(town, 2, "harbor")
    await clock.advance(4 * 3600)

    seen = await counts(town, owner)

    assert (seen.on_duty, seen.covered) == (0, {})


@pytest.mark.asyncio
async def test_a_volunteer_is_a_tag_a_role_an_age_and_a_number(town: Town, clock: VirtualClock) -> None:
    owner, ben = await owner_of(town), await joins(town, 2, role=Role.VOLUNTEER)
    joined = clock.now()
    await tells(town, await joins(town, 1))
    await finds(town, ben, Answer.CANNOT_TELL)

    [seen] = await seen_by(town, owner)

    assert (seen.role, seen.joined, seen.findings) == (Role.VOLUNTEER, joined, 1)
    assert re.fullmatch("[A-Z2-7]{8}", seen.tag)


@pytest.mark.asyncio
async def test_two_organizers_see_the_same_person_under_two_tags_and_each_always_the_same(town: Town) -> None:
    owner, eva = await owner_of(town), await joins(town, 101, role=Role.ORGANIZER)
    ben = await joins(town, 2, role=Role.VOLUNTEER)

    tags = [[one.tag for one in await seen_by(town, by) if one.role is Role.VOLUNTEER] for by in (owner, eva, owner)]

    assert tags[0] == tags[2] != tags[1]
    assert tags[0] == [await tag_of(town, ben, owner)]


@pytest.mark.asyncio
async def test_neither_oneself_nor_the_first_organizer_nor_residents_are_listed(town: Town) -> None:
    await owner_of(town)
    eva = await joins(town, 101, role=Role.ORGANIZER)
    await joins(town, 1, "harbor")

    assert await seen_by(town, eva) == ()


@pytest.mark.asyncio
async def test_one_of_them_is_shown_by_tag(town: Town) -> None:
    owner, ben = await owner_of(town), await joins(town, 2, role=Role.VOLUNTEER)
    tag = await tag_of(town, ben, owner)

    shown = await appointing.colleague(town.database, Colleague(tag), by=owner, owner=town.owner)

    assert (shown.tag, shown.role) == (tag, Role.VOLUNTEER)


@pytest.mark.asyncio
async def test_whoever_is_removed_is_a_resident_off_duty_and_looks_no_more(town: Town) -> None:
    owner, ben = await owner_of(town), await goes_on_duty(town, 2, "harbor")
    await tells(town, await joins(town, 1))
    await claims(town, ben)

    await removes(town, owner, await tag_of(town, ben, owner))

    assert await meeting.known(town.database, 2) == Person(ben.number, ben.language, Role.RESIDENT)
    assert await rows(town.database, duties) == []
    assert (await newest(town)).claim is None


@pytest.mark.asyncio
async def test_their_buttons_are_refused_from_then_on(town: Town) -> None:
    owner, ben = await owner_of(town), await goes_on_duty(town, 2, "harbor")
    await tells(town, await joins(town, 1))
    card = await newest(town)
    await removes(town, owner, await tag_of(town, ben, owner))

    for press in (claims(town, ben, card), finds(town, ben, card=card)):
        with pytest.raises(NotAllowed):
            await press


@pytest.mark.asyncio
async def test_the_cards_that_they_hold_are_emptied_and_none_is_sent(town: Town) -> None:
    owner, ben = await owner_of(town), await goes_on_duty(town, 2, "harbor", "mill")
    await tells(town, await joins(town, 1))
    await tells(town, await joins(town, 3), "mill_park")
    async with town.database.transaction() as tx:
        await cards.drawn(tx, IncidentId(1), ben.number, edition=1, message=7)  # type: ignore[arg-type]

    await removes(town, owner, await tag_of(town, ben, owner))

    async with town.database.transaction() as tx:
        due = [one for one in await cards.due(tx, limit=10) if one.person == ben.number]
        await cards.drop(tx, due[0].incident, ben.number)
        left = [one for one in await cards.due(tx, limit=10) if one.person == ben.number]
    assert [(one.incident, one.message, one.card.volunteer) for one in due] == [(1, 7, False)]
    assert left == []


@pytest.mark.asyncio
async def test_what_they_found_counts_no_more_for_what_is_unverified(town: Town) -> None:
    owner, ben = await owner_of(town), await joins(town, 2, role=Role.VOLUNTEER)
    await tells(town, await joins(town, 1))
    await finds(town, ben)
    await removes(town, owner, await tag_of(town, ben, owner))

    await finds(town, await joins(town, 3, role=Role.VOLUNTEER))

    assert (await newest(town)).status is Status.UNVERIFIED
    assert await going_out(town) == []


@pytest.mark.asyncio
async def test_without_them_the_others_may_be_enough_at_once(town: Town) -> None:
    owner, ben = await owner_of(town), await joins(town, 2, role=Role.VOLUNTEER)
    await tells(town, await joins(town, 1))
    await finds(town, ben, Answer.NOTHING_THERE)
    for one in (3, 4):
        await finds(town, await joins(town, one, role=Role.VOLUNTEER))
    before = (await newest(town)).status

    await removes(town, owner, await tag_of(town, ben, owner))

    assert (before, (await newest(town)).status) == (Status.UNVERIFIED, Status.ACTIVE)


@pytest.mark.asyncio
async def test_what_was_decided_stays_decided(town: Town) -> None:
    owner, ben = await owner_of(town), await joins(town, 2, role=Role.VOLUNTEER)
    await tells(town, await joins(town, 1))
    await finds(town, ben)
    await finds(town, await joins(town, 3, role=Role.VOLUNTEER))

    await removes(town, owner, await tag_of(town, ben, owner))

    assert (await newest(town)).status is Status.ACTIVE


async def refused(act: object) -> type[Refusal]:
    with pytest.raises(Refusal) as no:
        await act  # type: ignore[misc]
    return no.type


@pytest.mark.asyncio
async def test_every_no_to_a_removal(town: Town) -> None:
    owner, eva = await owner_of(town), await joins(town, 101, role=Role.ORGANIZER)
    ben, cai = await joins(town, 2, role=Role.VOLUNTEER), await joins(town, 3, role=Role.VOLUNTEER)

    assert await refused(removes(town, ben, await tag_of(town, cai, ben))) is NotAllowed
    assert await refused(removes(town, eva, await tag_of(town, cai, owner))) is Expired
    assert await refused(removes(town, eva, "AAAAAAAA")) is Expired
    assert await refused(removes(town, eva, await tag_of(town, owner, eva))) is OwnerStays
    assert await refused(removes(town, eva, await tag_of(town, eva, eva))) is Expired
    await removes(town, owner, await tag_of(town, eva, owner))
    assert await refused(removes(town, eva, await tag_of(town, cai, eva))) is NotAllowed
    assert await refused(removes(town, owner, await tag_of(town, eva, owner))) is Expired


@pytest.mark.asyncio
@pytest.mark.parametrize("role", [Role.RESIDENT, Role.VOLUNTEER])
async def test_nobody_else_sees_any_of_it(town: Town, role: Role) -> None:
    ben, now = await joins(town, 2, role=role), town.clock.now()

    assert await refused(counts(town, ben)) is NotAllowed
    assert await refused(seen_by(town, ben)) is NotAllowed
    assert await refused(inviting.waiting(town.database, by=ben, now=now)) is NotAllowed
    assert await refused(inviting.revoke(town.database, Revoke("00" * 6), by=ben, now=now)) is NotAllowed


async def invites(town: Town, by: Person, role: Role = Role.VOLUNTEER) -> str:
    return (await inviting.invite(town.database, role, by=by, policy=town.policy, now=town.clock.now())).secret


async def opens(town: Town, secret: str, telegram_id: int) -> Person:
    return await inviting.accept(
        town.database, secret, telegram_id=telegram_id, language=(await owner_of(town)).language, now=town.clock.now()
    )


@pytest.mark.asyncio
async def test_open_invitations_are_listed_and_used_ones_are_not(town: Town, clock: VirtualClock) -> None:
    owner = await owner_of(town)
    used = await invites(town, owner)
    await clock.advance(60)
    await invites(town, owner, Role.ORGANIZER)
    await opens(town, used, 2)

    [waits] = await inviting.waiting(town.database, by=owner, now=clock.now())
    assert (waits.role, waits.expires) == (Role.ORGANIZER, clock.now() + town.policy.invitation_expires)
    assert (await counts(town, owner)).invitations == 1


@pytest.mark.asyncio
async def test_an_invitation_that_is_revoked_is_closed_and_others_are_not(town: Town) -> None:
    owner, now = await owner_of(town), town.clock.now()
    wrong = await invites(town, owner)
    [waits] = await inviting.waiting(town.database, by=owner, now=now)
    right = await invites(town, owner)

    await inviting.revoke(town.database, Revoke(waits.mark), by=owner, now=now)

    with pytest.raises(InvitationClosed):
        await opens(town, wrong, 2)
    assert (await opens(town, right, 2)).role is Role.VOLUNTEER


@pytest.mark.asyncio
@pytest.mark.parametrize("mark", ["", "zz", "00" * 6, "00" * 32])
async def test_what_is_no_open_invitation_cannot_be_revoked(town: Town, mark: str) -> None:
    owner = await owner_of(town)
    await invites(town, owner)

    with pytest.raises(Expired):
        await inviting.revoke(town.database, Revoke(mark), by=owner, now=town.clock.now())
    assert len(await rows(town.database, invitations)) == 1


@pytest.mark.asyncio
async def test_who_was_removed_can_be_reached_once_as_what_they_are_now(town: Town) -> None:
    owner, ben = await owner_of(town), await joins(town, 2, role=Role.VOLUNTEER)
    removed = await removes(town, owner, await tag_of(town, ben, owner))

    reached = await appointing.reached(town.database, removed, by=owner)
    await forgetting.forget(town.database, by=ben)

    assert (removed.alias.role, reached) == (Role.VOLUNTEER, (2, replace(ben, role=Role.RESIDENT)))
    assert await appointing.reached(town.database, removed, by=owner) is None


@pytest.mark.asyncio
async def test_only_organizers_learn_where_someone_was_reached(town: Town) -> None:
    owner, ben, cai = await owner_of(town), *[await joins(town, one, role=Role.VOLUNTEER) for one in (2, 3)]
    removed = await removes(town, owner, await tag_of(town, ben, owner))

    with pytest.raises(NotAllowed):
        await appointing.reached(town.database, removed, by=cai)
