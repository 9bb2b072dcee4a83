"""Invitations: a link that works once, for a day."""

import asyncio
import os
import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from hashlib import sha256

import pytest
from sqlalchemy import update

from bot.domain.buttons import Remove, Vouch
from bot.domain.ids import Language, NeighborhoodId
from bot.domain.letter import Says
from bot.domain.people import LONE_AFTER, Person, Role
from bot.domain.refusals import Expired, InvitationClosed, InvitationsOpen, NotAllowed, NowhereChosen
from bot.services import appointing, inviting, joining, meeting
from bot.town import Town
from db import invitations as stored
from db import people as person_rows
from db.engine import Transaction
from db.tables import invitations, letters, people
from simulator.clock import VirtualClock
from tests.services.acts import OWNER, is_made, joins, rows

AT_ONCE = 1000 if os.environ.get("AVISA_TEST_LONG") else 60
GUESSES = 1_000_000 if os.environ.get("AVISA_TEST_LONG") else 200
TOGETHER = 10_000
"""So many guesses are one transaction."""


async def invites(town: Town, by: Person, role: Role = Role.VOLUNTEER) -> str:
    return (await inviting.invite(town.database, role, by=by, policy=town.policy, now=town.clock.now())).secret


async def agrees(town: Town, by: Person) -> None:
    """An organizer agrees to the invitation that ends first of those that wait for it."""
    now = town.clock.now()
    waiting = await inviting.waiting(town.database, by=by, now=now)
    mark = next(one.mark for one in waiting if not one.works)
    await inviting.vouch(town.database, Vouch(mark), by=by, now=now)


async def accepts(town: Town, secret: str, telegram_id: int) -> Person:
    return await inviting.accept(
        town.database, secret, telegram_id=telegram_id, language=Language("es"), now=town.clock.now()
    )


async def owner(town: Town) -> Person:
    return await joins(town, OWNER, role=Role.ORGANIZER)


@pytest.mark.asyncio
async def test_a_link_makes_a_stranger_a_volunteer(town: Town) -> None:
    secret = await invites(town, await owner(town))

    ben = await accepts(town, secret, 2)

    assert (ben.role, ben.language) == (Role.VOLUNTEER, "es")
    assert await meeting.known(town.database, 2) == ben


@pytest.mark.asyncio
async def test_someone_known_keeps_their_number_and_language(town: Town) -> None:
    secret, ben = await invites(town, await owner(town)), await joins(town, 2, language="ar")

    assert await accepts(town, secret, 2) == Person(ben.number, ben.language, Role.VOLUNTEER)
    assert await meeting.known(town.database, 2) == Person(ben.number, ben.language, Role.VOLUNTEER)


@pytest.mark.asyncio
async def test_the_secret_fits_a_link_and_is_kept_nowhere(town: Town) -> None:
    secret = await invites(town, await owner(town))

    [kept] = await rows(town.database, invitations)
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", secret)
    assert secret.encode() not in kept.digest
    assert len(kept.digest) == 32


@pytest.mark.asyncio
async def test_every_link_is_another(town: Town) -> None:
    ana = await owner(town)

    most = town.policy.invitations_open

    assert len({await invites(town, ana) for _ in range(most)}) == most


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("role", "whom"),
    [(Role.RESIDENT, Role.VOLUNTEER), (Role.RESIDENT, Role.ORGANIZER), (Role.VOLUNTEER, Role.ORGANIZER)],
)
async def test_organizers_alone_make_organizers_and_residents_invite_nobody(town: Town, role: Role, whom: Role) -> None:
    ben = await joins(town, 2, "harbor", role=role)

    with pytest.raises(NotAllowed):
        await invites(town, ben, whom)
    assert await rows(town.database, invitations) == []


@pytest.mark.asyncio
async def test_an_organizer_who_is_one_no_more_cannot_invite(town: Town) -> None:
    ana = await joins(town, 1, role=Role.ORGANIZER)
    await is_made(town, ana, Role.RESIDENT)

    with pytest.raises(NotAllowed):
        await invites(town, ana)


@pytest.mark.asyncio
async def test_volunteers_let_in_volunteers_for_their_own_neighborhoods_who_are_of_their_branch(town: Town) -> None:
    ben = await joins(town, 2, "harbor", "mill", role=Role.VOLUNTEER)
    now, hill = town.clock.now(), frozenset([NeighborhoodId("hill")])
    made = await inviting.invite(town.database, Role.VOLUNTEER, by=ben, policy=town.policy, now=now, where=hill)

    cai = await accepts(town, made.secret, 3)

    assert (await joining.listening(town.database, cai)).neighborhoods == {"harbor", "mill"}
    [row] = [one for one in await rows(town.database, people) if one.number == cai.number]
    assert (row.role, row.sponsor, row.branch) == (Role.VOLUNTEER, ben.number, ben.number)


@pytest.mark.asyncio
async def test_a_volunteer_who_listens_nowhere_or_whose_city_does_not_let_them_invites_nobody(town: Town) -> None:
    ben, cai = await joins(town, 2, role=Role.VOLUNTEER), await joins(town, 3, "harbor", role=Role.VOLUNTEER)
    strict = replace(town, policy=replace(town.policy, volunteers_invite=False))

    with pytest.raises(NowhereChosen):
        await invites(town, ben)
    with pytest.raises(NotAllowed):
        await invites(strict, cai)
    with pytest.raises(NotAllowed):
        await inviting.whom(town.database, by=cai, policy=strict.policy)


@pytest.mark.asyncio
async def test_of_one_volunteer_only_so_many_are_open_and_none_once_they_are_removed(town: Town) -> None:
    ben = await joins(town, 2, "harbor", role=Role.VOLUNTEER)
    secrets = [await invites(town, ben) for _ in range(town.policy.invitations_open)]
    with pytest.raises(InvitationsOpen):
        await invites(town, ben)

    await is_made(town, ben, Role.RESIDENT)

    with pytest.raises(InvitationClosed):
        await accepts(town, secrets[0], 3)


@pytest.mark.asyncio
async def test_a_used_link_is_closed_to_everyone(town: Town) -> None:
    secret = await invites(town, await owner(town))
    await accepts(town, secret, 2)

    for telegram_id in (2, 3):
        with pytest.raises(InvitationClosed):
            await accepts(town, secret, telegram_id)
    assert await meeting.known(town.database, 3) is None


@pytest.mark.asyncio
@pytest.mark.parametrize("secret", ["", "x", "A" * 43, "é" * 43, "x" * 5000])
async def test_what_was_never_made_is_closed_and_the_guesser_is_not_remembered(town: Town, secret: str) -> None:
    await invites(town, await owner(town))

    with pytest.raises(InvitationClosed):
        await accepts(town, secret, 3)
    assert await meeting.known(town.database, 3) is None


@pytest.mark.asyncio
async def test_of_any_number_of_guesses_none_is_an_invitation(town: Town) -> None:
    await invites(town, await owner(town))
    now = town.clock.now()

    async def guess(tx: Transaction, first: int) -> set[object]:
        guesses = range(first, min(first + TOGETHER, GUESSES))
        digests = (sha256(f"{one:043}".encode()).digest() for one in guesses)
        return {await stored.accept(tx, one, alone=True, now=now) for one in digests}

    for first in range(0, GUESSES, TOGETHER):
        assert await town.database.change(partial(guess, first=first)) == {None}


@pytest.mark.asyncio
async def test_a_link_works_until_its_last_second(town: Town, clock: VirtualClock) -> None:
    secret = await invites(town, await owner(town))

    await clock.advance(timedelta(hours=24).total_seconds() - 1)

    assert (await accepts(town, secret, 2)).role is Role.VOLUNTEER


@pytest.mark.asyncio
@pytest.mark.parametrize("late", [0, 1])
async def test_a_link_is_closed_when_its_time_is_over(town: Town, clock: VirtualClock, late: int) -> None:
    secret = await invites(town, await owner(town))

    await clock.advance(timedelta(hours=24).total_seconds() + late)

    with pytest.raises(InvitationClosed):
        await accepts(town, secret, 2)


@pytest.mark.asyncio
@pytest.mark.parametrize("has", list(Role))
@pytest.mark.parametrize("offered", list(Role))
async def test_nobody_is_made_less_than_they_are(town: Town, has: Role, offered: Role) -> None:
    secret = await invites(town, await owner(town), offered)
    ben = await joins(town, 2, role=has)
    if has is offered is Role.ORGANIZER:
        await agrees(town, ben)

    made = await accepts(town, secret, 2)

    rank = [Role.RESIDENT, Role.VOLUNTEER, Role.ORGANIZER]
    assert made.role is max(has, offered, key=rank.index)
    assert await meeting.known(town.database, 2) == Person(ben.number, ben.language, made.role)


@pytest.mark.asyncio
async def test_of_many_who_accept_at_once_exactly_one_does(town: Town) -> None:
    secret = await invites(town, await owner(town))

    answers = await asyncio.gather(
        *(accepts(town, secret, 1000 + one) for one in range(AT_ONCE)), return_exceptions=True
    )

    assert sum(isinstance(one, Person) for one in answers) == 1
    assert sum(isinstance(one, InvitationClosed) for one in answers) == AT_ONCE - 1
    assert len(await rows(town.database, people)) == 2


@pytest.mark.asyncio
@pytest.mark.parametrize("leaves", ["is forgotten", "is a resident again"])
async def test_a_link_does_not_outlive_the_authority_of_its_maker(town: Town, leaves: str) -> None:
    ana = await joins(town, 1, role=Role.ORGANIZER)
    secret = await invites(town, ana)
    if leaves == "is forgotten":
        await meeting.gone(town.database, 1)
    else:
        await is_made(town, ana, Role.RESIDENT)

    with pytest.raises(InvitationClosed):
        await accepts(town, secret, 2)


@pytest.mark.asyncio
async def test_a_link_is_found_by_its_whole_fingerprint(town: Town) -> None:
    secret = await invites(town, await owner(town))
    async with town.database.transaction() as tx:
        await tx.run(update(invitations).values(digest=b"\x00" * 32))

    with pytest.raises(InvitationClosed):
        await accepts(town, secret, 2)


@pytest.mark.asyncio
async def test_a_link_that_others_have_seen_is_closed_and_every_organizer_hears_of_it_once(town: Town) -> None:
    olga, omar = await owner(town), await joins(town, 1, role=Role.ORGANIZER)
    secret, other = await invites(town, olga), await invites(town, olga)

    exposed = [await inviting.expose(town.database, one, now=town.clock.now()) for one in (secret, secret, "guessed")]

    written = [(row.person, row.says) for row in await rows(town.database, letters)]
    assert exposed == [True, False, False]
    assert written == [(one.number, Says.INVITATION_EXPOSED) for one in (olga, omar)]
    with pytest.raises(InvitationClosed):
        await accepts(town, secret, 2)
    assert (await accepts(town, other, 2)).role is Role.VOLUNTEER


@pytest.mark.asyncio
async def test_of_one_organizer_only_so_many_invitations_are_open_at_a_time(town: Town, clock: VirtualClock) -> None:
    olga, omar = await owner(town), await joins(town, 1, role=Role.ORGANIZER)
    used, *_ = [await invites(town, olga) for _ in range(town.policy.invitations_open)]

    with pytest.raises(InvitationsOpen):
        await invites(town, olga)
    await invites(town, omar)
    await accepts(town, used, 2)
    await invites(town, olga)
    with pytest.raises(InvitationsOpen):
        await invites(town, olga)
    await clock.advance(timedelta(hours=24).total_seconds())
    await invites(town, olga)


@pytest.mark.asyncio
async def test_whoever_accepts_listens_where_the_invitation_says_and_where_they_did(town: Town) -> None:
    olga, ben, now = await owner(town), await joins(town, 2, "hill"), town.clock.now()
    where = frozenset(NeighborhoodId(one) for one in ("harbor", "mill"))
    made = await inviting.invite(town.database, Role.VOLUNTEER, by=olga, policy=town.policy, now=now, where=where)

    await accepts(town, made.secret, 2)

    assert (await joining.listening(town.database, ben)).neighborhoods == where | {NeighborhoodId("hill")}


@pytest.mark.asyncio
async def test_an_organizer_is_made_by_two_and_by_one_only_while_there_is_no_second(town: Town) -> None:
    olga = await owner(town)
    alone = await invites(town, olga, Role.ORGANIZER)
    omar = await accepts(town, alone, 1)
    secret = await invites(town, olga, Role.ORGANIZER)

    with pytest.raises(InvitationClosed):
        await accepts(town, secret, 2)
    with pytest.raises(Expired):
        await agrees(town, olga)
    await agrees(town, omar)

    assert omar.role is (await accepts(town, secret, 2)).role is Role.ORGANIZER


@pytest.mark.asyncio
@pytest.mark.parametrize("leaves", ["is forgotten", "is an organizer no more"])
async def test_who_agreed_counts_only_while_they_are_an_organizer(town: Town, leaves: str) -> None:
    olga, omar = await owner(town), await joins(town, 1, role=Role.ORGANIZER)
    await joins(town, 3, role=Role.ORGANIZER)
    secret = await invites(town, olga, Role.ORGANIZER)
    await agrees(town, omar)
    if leaves == "is forgotten":
        await meeting.gone(town.database, 1)
    else:
        await is_made(town, omar, Role.VOLUNTEER)

    with pytest.raises(InvitationClosed):
        await accepts(town, secret, 2)


@pytest.mark.asyncio
async def test_who_removes_the_other_organizer_makes_no_new_one_alone_for_a_week(
    town: Town, clock: VirtualClock
) -> None:
    olga, now = await owner(town), clock.now()
    await joins(town, 1, role=Role.ORGANIZER)
    [omar] = await appointing.colleagues(town.database, by=olga, owner=OWNER)
    await appointing.remove(
        town.database, Remove(omar.tag), by=olga, owner=OWNER, city=town.city, policy=town.policy, now=now
    )

    with pytest.raises(InvitationClosed):
        await accepts(town, await invites(town, olga, Role.ORGANIZER), 2)
    await clock.advance(LONE_AFTER.total_seconds())

    assert (await accepts(town, await invites(town, olga, Role.ORGANIZER), 2)).role is Role.ORGANIZER


@pytest.mark.asyncio
async def test_the_other_organizers_hear_of_an_invitation_that_takes_two_and_its_maker_when_it_works(
    town: Town,
) -> None:
    olga, omar = await owner(town), await joins(town, 1, role=Role.ORGANIZER)
    await invites(town, olga)
    await invites(town, olga, Role.ORGANIZER)
    await agrees(town, omar)

    written = [(row.person, row.says) for row in await rows(town.database, letters)]

    assert written == [(omar.number, Says.INVITATION_WAITS), (olga.number, Says.INVITATION_AGREED)]


@pytest.mark.asyncio
async def test_who_invited_whom_is_kept_until_one_of_them_leaves_or_is_a_resident_again(town: Town) -> None:
    olga = await owner(town)
    ben, cai = [await accepts(town, await invites(town, olga), one) for one in (2, 3)]
    await is_made(town, cai, Role.RESIDENT)
    before = {row.number: row.sponsor for row in await rows(town.database, people)}
    await meeting.gone(town.database, OWNER)
    after = {row.number: row.sponsor for row in await rows(town.database, people)}

    assert before == {olga.number: None, ben.number: olga.number, cai.number: None}
    assert after == {ben.number: None, cai.number: None}


@pytest.mark.asyncio
async def test_all_below_someone_who_is_no_organizer_are_of_one_branch_also_when_they_have_left(town: Town) -> None:
    ana, ben, cai, dan = [await joins(town, one, role=Role.VOLUNTEER) for one in (1, 2, 3, 4)]
    olga = await owner(town)
    async with town.database.transaction() as tx:
        for one, by in ((ana, olga), (ben, ana), (cai, ben), (dan, olga)):
            await person_rows.sponsor(tx, one.number, by=by.number)
    await meeting.gone(town.database, 1)

    branches = {row.number: row.branch for row in await rows(town.database, people)}

    assert branches == {olga.number: None, ben.number: ana.number, cai.number: ana.number, dan.number: None}
