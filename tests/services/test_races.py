"""Everyone presses at once: exactly one alert, whatever the order, and from two processes too."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest
import pytest_asyncio

from bot.domain.broadcast import Kind
from bot.domain.incident import Status, Step
from bot.domain.people import Person, Role
from bot.domain.refusals import NotAllowed, Refusal, Stale
from bot.domain.verification import Answer, Verdict
from bot.town import Town
from db.engine import Database, connect
from db.tables import broadcasts, findings
from tests.services.acts import decides, finds, is_made, joins, newest, rows, tells

LONG = bool(os.environ.get("AVISA_TEST_LONG"))
ROUNDS, REMOVALS = (200, 10_000) if LONG else (5, 20)
AT_ONCE = 8


@pytest_asyncio.fixture
async def elsewhere(town: Town) -> AsyncIterator[Town]:
    """The same town as another process has it: its own connections, its own order of writing."""
    other = Database(connect(town.database.engine.url.render_as_string(hide_password=False)), town.database.keys)
    yield replace(town, database=other)
    await other.close()


async def volunteers(town: Town) -> list[Person]:
    return [await joins(town, 20 + one, role=Role.VOLUNTEER) for one in range(AT_ONCE)]


async def alerts(town: Town) -> int:
    """How many alerts there are about the newest incident."""
    incident = await newest(town)
    sent = await rows(town.database, broadcasts)
    return sum(row.kind is Kind.ALERT and row.incident == incident.id for row in sent)


def verdicts(answers: Sequence[object], verdict: Verdict) -> int:
    assert all(isinstance(one, Verdict | Refusal) for one in answers), answers
    return sum(one is verdict for one in answers)


@pytest.mark.asyncio
async def test_two_who_press_at_once_when_one_is_missing_make_one_alert(town: Town) -> None:
    first, *others = await volunteers(town)
    for turn in range(ROUNDS):
        await tells(town, await joins(town, 1000 + turn))
        await finds(town, first)
        card = await newest(town)

        answers = await asyncio.gather(*(finds(town, one, card=card) for one in others), return_exceptions=True)

        assert verdicts(answers, Verdict.CONFIRMED) == 1
        assert sum(isinstance(one, Stale) for one in answers) == len(others) - 1
        assert await alerts(town) == 1
        await decides(town, await joins(town, 100, role=Role.ORGANIZER), Step.RETRACT)


@pytest.mark.asyncio
async def test_two_processes_make_one_alert_between_them(town: Town, elsewhere: Town) -> None:
    first, *others = await volunteers(town)
    for turn in range(ROUNDS):
        await tells(town, await joins(town, 1000 + turn))
        await finds(elsewhere, first)
        card = await newest(town)

        answers = await asyncio.gather(
            *(finds((town, elsewhere)[at % 2], one, card=card) for at, one in enumerate(others)),
            return_exceptions=True,
        )

        assert verdicts(answers, Verdict.CONFIRMED) == 1
        assert await alerts(town) == 1
        await decides(elsewhere, await joins(town, 100, role=Role.ORGANIZER), Step.RETRACT)


@pytest.mark.asyncio
async def test_one_volunteer_who_presses_many_times_counts_once(town: Town) -> None:
    await tells(town, await joins(town, 1))
    ben = await joins(town, 2, role=Role.VOLUNTEER)
    card = await newest(town)

    answers = await asyncio.gather(*(finds(town, ben, card=card) for _ in range(20)), return_exceptions=True)

    assert verdicts(answers, Verdict.OPEN) == 1
    assert (await newest(town)).status is Status.UNVERIFIED


@pytest.mark.asyncio
async def test_whoever_is_removed_between_the_card_and_the_press_counts_for_nothing(town: Town) -> None:
    await tells(town, await joins(town, 1))
    ben, card = await joins(town, 2, role=Role.VOLUNTEER), await newest(town)
    for _ in range(REMOVALS):
        await is_made(town, ben, Role.RESIDENT)
        with pytest.raises(NotAllowed):
            await finds(town, ben, card=card)
        await is_made(town, ben, Role.VOLUNTEER)

    assert await rows(town.database, findings) == []


@pytest.mark.asyncio
async def test_seen_and_nothing_there_at_once_do_not_both_count(town: Town) -> None:
    first, ben, cai, *_ = await volunteers(town)
    await tells(town, await joins(town, 1))
    await finds(town, first)
    card = await newest(town)

    answers = await asyncio.gather(
        finds(town, ben, Answer.SEEN, card=card),
        finds(town, cai, Answer.NOTHING_THERE, card=card),
        return_exceptions=True,
    )

    assert sum(isinstance(one, Stale) for one in answers) == 1
    assert verdicts(answers, Verdict.CONFIRMED) == await alerts(town)


@pytest.mark.asyncio
async def test_two_organizers_who_decide_at_once_move_it_once(town: Town) -> None:
    owner, eva = await joins(town, 100, role=Role.ORGANIZER), await joins(town, 101, role=Role.ORGANIZER)
    first, second, *_ = await volunteers(town)
    await tells(town, await joins(town, 1))
    await finds(town, first)
    await finds(town, second)
    card = await newest(town)

    answers = await asyncio.gather(
        decides(town, owner, Step.ALL_CLEAR, card), decides(town, eva, Step.RETRACT, card), return_exceptions=True
    )

    assert sum(isinstance(one, Stale) for one in answers) == 1
    moved = next(one for one in answers if isinstance(one, Status))
    assert (await newest(town)).status is moved
