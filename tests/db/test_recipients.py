"""Who is told, and in which order: everyone whom it concerns, once."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.broadcast import Cursor, Kind
from bot.domain.ids import EVERYWHERE, NeighborhoodId, PersonNumber
from db import areas, audience, broadcasts, people
from db.engine import Database
from tests.db.crowd import HARBOR, HILL, MILL, NOW, QUAY, alert, correct, many, next_after, read, someone, told, walk
from tests.fresh import copy_of

RINGS = ((HARBOR,), (MILL, HILL), (EVERYWHERE,))
HOUR = timedelta(hours=1)


@pytest.mark.asyncio
async def test_the_nearest_are_told_first_and_in_each_ring_the_oldest_number(database: Database) -> None:
    city = await someone(database, 1, EVERYWHERE)
    hill = await someone(database, 2, HILL)
    harbor = await someone(database, 3, HARBOR)
    mill = await someone(database, 4, MILL)
    first = await someone(database, 5, HARBOR)
    await someone(database, 6, QUAY)
    await someone(database, 7)

    reached = await walk(database, await alert(database, RINGS))

    assert reached == [(0, harbor), (0, first), (1, hill), (1, mill), (2, city)]


@pytest.mark.asyncio
async def test_whoever_fits_several_rings_belongs_to_the_first(database: Database) -> None:
    both = await someone(database, 1, EVERYWHERE, MILL, HARBOR)
    near = await someone(database, 2, HILL, MILL, EVERYWHERE)

    assert await walk(database, await alert(database, RINGS)) == [(0, both), (1, near)]


@pytest.mark.asyncio
async def test_an_empty_ring_is_passed_over(database: Database) -> None:
    harbor, city = await someone(database, 1, HARBOR), await someone(database, 2, EVERYWHERE)

    assert await walk(database, await alert(database, ((HARBOR,), (), (EVERYWHERE,)))) == [(0, harbor), (2, city)]


@pytest.mark.asyncio
async def test_when_nobody_listens_nobody_is_told(database: Database) -> None:
    await someone(database, 1, QUAY)

    assert await walk(database, await alert(database, RINGS)) == []


@pytest.mark.asyncio
async def test_a_recipient_has_a_chat_and_a_language(database: Database) -> None:
    await someone(database, 7_000_000_001, HARBOR, language="ar")

    [one] = await next_after(database, await alert(database, RINGS), Cursor(), 10)

    assert (one.chat, one.language, one.message, one.doubted) == (7_000_000_001, "ar", None, False)


@pytest.mark.asyncio
async def test_a_change_of_neighborhoods_counts_for_what_is_opened_after_it(database: Database) -> None:
    ana, ben = await someone(database, 1, HARBOR), await someone(database, 2)
    before = await alert(database, RINGS)
    async with database.transaction() as tx:
        await areas.leave(tx, ana, HARBOR)
        await areas.listen(tx, ben, HARBOR)
    after = await alert(database, RINGS)

    assert await walk(database, before) == [(0, ana)]
    assert await walk(database, after) == [(0, ben)]


@pytest.mark.asyncio
async def test_moving_to_another_ring_while_it_goes_out_is_told_once_and_from_where_one_was(database: Database) -> None:
    ana = await someone(database, 1, HARBOR)
    before = await alert(database, RINGS)
    async with database.transaction() as tx:
        await areas.leave(tx, ana, HARBOR)
        await areas.listen(tx, ana, MILL)

    assert await walk(database, before) == [(0, ana)]
    assert await walk(database, await alert(database, RINGS)) == [(1, ana)]


@pytest.mark.asyncio
async def test_going_and_coming_back_is_as_if_one_had_stayed(database: Database) -> None:
    ana = await someone(database, 1, HARBOR)
    opened = []
    for _ in range(3):
        opened.append(await alert(database, RINGS))
        async with database.transaction() as tx:
            await areas.leave(tx, ana, HARBOR)
            await areas.listen(tx, ana, HARBOR)
    opened.append(await alert(database, RINGS))

    assert [await walk(database, one) for one in opened] == [[(0, ana)]] * 4


@pytest.mark.asyncio
async def test_who_is_forgotten_before_their_turn_is_not_reached(database: Database) -> None:
    ana, ben = await someone(database, 1, HARBOR), await someone(database, 2, HARBOR)
    opened = await alert(database, RINGS)
    async with database.transaction() as tx:
        await people.forget(tx, ana)

    assert await walk(database, opened) == [(0, ben)]


@pytest.mark.asyncio
async def test_a_number_is_never_given_to_another(database: Database) -> None:
    await someone(database, 1, HARBOR)
    last = await someone(database, 2, HARBOR)
    opened = await alert(database, RINGS)
    await told(database, opened, last)
    async with database.transaction() as tx:
        await people.forget(tx, last)

    stranger = await someone(database, 3, HARBOR)

    assert stranger > last
    assert await walk(database, opened) == [(0, 1)]


@pytest.mark.asyncio
async def test_who_has_a_receipt_is_not_asked_for_again(database: Database) -> None:
    ana, ben, cai = [await someone(database, one, HARBOR) for one in (1, 2, 3)]
    opened, another = await alert(database, RINGS), await alert(database, RINGS)
    await told(database, opened, ben, message=None)

    assert await walk(database, opened) == [(0, ana), (0, cai)]
    assert await walk(database, another) == [(0, ana), (0, ben), (0, cai)]


@pytest.mark.asyncio
@pytest.mark.parametrize("limit", [1, 7, 500])
async def test_pages_of_any_size_give_everyone_once(database: Database, limit: int) -> None:
    await many(database, 90, HARBOR, MILL, EVERYWHERE)

    met = await walk(database, await alert(database, RINGS), limit)

    assert sorted(number for _, number in met) == list(range(1, 91))
    assert met == sorted(met)


PLACES = (HARBOR, MILL, HILL, QUAY, EVERYWHERE)
CHOICES = st.frozensets(st.sampled_from(PLACES))
CROWDS = st.lists(st.tuples(CHOICES, CHOICES, st.booleans()), max_size=10)
"""For each person: where they listen when it opens, where a moment later, and whether they have a receipt already."""
AUDIENCES = st.permutations(PLACES).flatmap(
    lambda order: st.lists(st.integers(0, 3), min_size=4, max_size=4).map(lambda cuts: cut(tuple(order), cuts))
)


def cut(order: tuple[NeighborhoodId, ...], sizes: list[int]) -> tuple[tuple[NeighborhoodId, ...], ...]:
    """Rings of these sizes, of the neighborhoods in this order, as far as they go."""
    rings, at = [], 0
    for size in sizes:
        rings.append(order[at : at + size])
        at += size
    return tuple(rings)


def test_everyone_whom_it_concerns_is_met_once_in_the_order_of_rings(empty: Path) -> None:
    @given(CROWDS, AUDIENCES, st.integers(1, 4))
    def holds(
        crowd: list[tuple[frozenset[NeighborhoodId], frozenset[NeighborhoodId], bool]],
        rings: tuple[tuple[NeighborhoodId, ...], ...],
        limit: int,
    ) -> None:
        met, wanted = asyncio.run(_walked(empty, crowd, rings, limit))

        assert met == wanted

    holds()


async def _walked(
    empty: Path,
    crowd: list[tuple[frozenset[NeighborhoodId], frozenset[NeighborhoodId], bool]],
    rings: tuple[tuple[NeighborhoodId, ...], ...],
    limit: int,
) -> tuple[list[tuple[int, PersonNumber]], list[tuple[int, PersonNumber]]]:
    """Whom a walk met while people changed their minds, and whom it should have."""
    async with copy_of(empty) as database:
        chosen = {await someone(database, 1 + at, *first): first for at, (first, _, _) in enumerate(crowd)}
        opened = await alert(database, rings)
        await told(database, opened, *(who for who, one in zip(chosen, crowd, strict=True) if one[2]))
        await _change(database, {who: one[1] for who, one in zip(chosen, crowd, strict=True)})
        met = await walk(database, opened, limit)
    waiting = [who for who, one in zip(chosen, crowd, strict=True) if not one[2]]
    wanted = [(ring, who) for ring in range(len(rings)) for who in waiting if first_ring(chosen[who], rings) == ring]
    return met, wanted


def first_ring(chosen: frozenset[NeighborhoodId], rings: tuple[tuple[NeighborhoodId, ...], ...]) -> int | None:
    return next((at for at, ring in enumerate(rings) if chosen.intersection(ring)), None)


async def _change(database: Database, wanted: Mapping[PersonNumber, frozenset[NeighborhoodId]]) -> None:
    async with database.transaction() as tx:
        for who, where in wanted.items():
            now = await areas.chosen(tx, who)
            for one in now - where:
                await areas.leave(tx, who, one)
            for one in where - now:
                await areas.listen(tx, who, one)


@pytest.mark.asyncio
async def test_a_broadcast_begins_where_its_cursor_stands(database: Database) -> None:
    await many(database, 6, HARBOR)
    opened = await alert(database, RINGS)

    async def from_cursor() -> list[tuple[int, PersonNumber]]:
        return await walk(database, await read(database, opened))

    whole = await from_cursor()
    async with database.transaction() as tx:
        await broadcasts.settle(tx, [], [(opened.id, Cursor(0, PersonNumber(4)))])

    assert whole[4:] == await from_cursor()


async def pauses(database: Database, person: PersonNumber, until: datetime | None) -> None:
    async with database.transaction() as tx:
        await people.pause(tx, person, until)


@pytest.mark.asyncio
async def test_who_paused_is_passed_over_at_their_turn_and_told_of_the_next_one(database: Database) -> None:
    ana, ben = await someone(database, 1, HARBOR), await someone(database, 2, HARBOR)
    await pauses(database, ana, NOW + HOUR)
    opened = await alert(database, RINGS)

    assert await walk(database, opened) == [(0, ben)]
    assert await walk(database, opened, now=NOW + HOUR) == [(0, ana), (0, ben)]


@pytest.mark.asyncio
async def test_who_paused_in_a_near_ring_is_not_told_in_a_farther_one(database: Database) -> None:
    ana = await someone(database, 1, HARBOR, MILL, EVERYWHERE)
    await pauses(database, ana, NOW + HOUR)

    assert await walk(database, await alert(database, RINGS)) == []


@pytest.mark.asyncio
@pytest.mark.parametrize("limit", [1, 3, 500])
async def test_nobody_is_lost_behind_pages_of_people_who_paused(database: Database, limit: int) -> None:
    await many(database, 30, HARBOR, MILL)
    awake = {7, 8, 29, 30}
    for number in range(1, 31):
        if number not in awake:
            await pauses(database, PersonNumber(number), NOW + HOUR)

    met = await walk(database, await alert(database, RINGS), limit)

    assert {number for _, number in met} == awake


@pytest.mark.asyncio
async def test_who_resumed_is_told_of_what_is_still_going_out(database: Database) -> None:
    ana = await someone(database, 1, HARBOR)
    await pauses(database, ana, NOW + HOUR)
    opened = await alert(database, RINGS)
    await pauses(database, ana, None)

    assert await walk(database, opened) == [(0, ana)]


@pytest.mark.asyncio
async def test_a_correction_reaches_who_holds_the_alert_and_paused(database: Database) -> None:
    ana = await someone(database, 1, HARBOR)
    opened = await alert(database, RINGS)
    await told(database, opened, ana)
    await pauses(database, ana, NOW + HOUR)

    sound, edit = await correct(database, opened, Kind.RETRACTION)

    assert [await walk(database, one) for one in (sound, edit)] == [[(0, ana)], [(0, ana)]]


@pytest.mark.asyncio
async def test_who_paused_after_an_alert_was_perhaps_sent_to_them_hears_that_it_was_wrong(database: Database) -> None:
    await many(database, 9, HARBOR)
    opened = await alert(database, RINGS)
    await pauses(database, PersonNumber(2), NOW + HOUR)
    [sound, _] = await correct(database, opened, Kind.RETRACTION)
    async with database.transaction() as tx:
        await audience.recover(tx, await read(database, opened), in_flight=3)

    assert [number for _, number in await walk(database, sound)] == [1, 2, 3, 4]


@pytest.mark.asyncio
async def test_a_recipient_may_want_a_quiet_night(database: Database) -> None:
    ana, ben = await someone(database, 1, HARBOR), await someone(database, 2, HARBOR)
    async with database.transaction() as tx:
        await people.hush(tx, ana, quiet=True)

    found = await next_after(database, await alert(database, RINGS), Cursor(), 10)

    assert {one.place.number: one.quiet for one in found} == {ana: True, ben: False}


@pytest.mark.asyncio
async def test_who_stops_before_their_turn_is_not_reached_even_if_they_come_back(database: Database) -> None:
    ana, ben = await someone(database, 1, HARBOR, EVERYWHERE), await someone(database, 2, HARBOR)
    opened = await alert(database, RINGS)
    async with database.transaction() as tx:
        await areas.leave_all(tx, ana)
        await areas.listen(tx, ana, HARBOR)

    assert await walk(database, opened) == [(0, ben)]
    assert await walk(database, await alert(database, RINGS)) == [(0, ana), (0, ben)]
