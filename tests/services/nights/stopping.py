"""All sending is stopped, and goes on when two agree; what the courier carries meanwhile, it carries to nobody."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from sqlalchemy import Row

from bot.courier.courier import Courier
from bot.courier.pacing import Pace
from bot.domain.broadcast import Kind, State
from bot.domain.buttons import Agree
from bot.domain.freezing import Freeze, Wish
from bot.domain.refusals import Refusal
from bot.services import freezing
from bot.wire import JSON, TIMEOUT, Answer
from db.freezes import FREEZE, FROZEN
from db.tables import broadcasts, facts, receipts
from tests.services.nights.night import ORGANIZER, Night


class Phones:
    """A wire to people who take everything."""

    def __init__(self) -> None:
        self.messages = 0

    async def post(
        self,
        method: str,
        body: bytes,
        *,
        content_type: str = JSON,
        timeout: float = TIMEOUT,  # noqa: ASYNC109
    ) -> Answer:
        self.messages += 1
        held = self.messages if method == "sendMessage" else json.loads(body).get("message_id")
        return Answer(200, json.dumps({"ok": True, "result": {"message_id": held}}).encode())

    async def close(self) -> None:
        """There is nothing to close."""


class Stopping(Night):
    """Freezing and resuming, and the courier."""

    def __init__(self) -> None:
        super().__init__()
        self.phones = Phones()
        self.stopped: Freeze | None = None
        """The freeze that held when somebody last looked."""

    @property
    def frozen(self) -> Freeze | None:
        return next((FREEZE.validate_json(row.value) for row in self.all(facts) if row.name == FROZEN), None)

    @rule(who=ORGANIZER)
    def someone_stops_all_sending(self, who: int) -> None:
        by = self.read_as[who]
        may = self.organizes(by.number)
        assert self.tries(freezing.freeze(self.town.database, by=by, now=self.clock.now())) is may

    @rule(who=ORGANIZER, wish=st.sampled_from([Wish.RESUME, Wish.RESUME, Wish.IGNORE]))
    def someone_agrees(self, who: int, wish: Wish) -> None:
        by, before, asked = self.read_as[who], self.frozen, self.asked_to_ignore()
        may = self.organizes(by.number)
        try:
            sees = self.does(freezing.standing(self.town.database, by=by, now=self.clock.now()))
        except Refusal:
            assert not may
            return
        about = sees.freeze.mark if wish is Wish.RESUME and sees.freeze else int(sees.last.id) if sees.last else 0
        agree = freezing.agree(self.town.database, Agree(wish, about), by=by, now=self.clock.now())
        if not self.tries(agree):
            return
        assert may
        assert before is not None
        is_second = bool(self.agrees(wish, about, by))
        assert (self.frozen is None) is (is_second and wish is Wish.RESUME)
        assert (self.asked_to_ignore() > asked) is (is_second and wish is Wish.IGNORE)
        if is_second and wish is Wish.RESUME:
            self.stopped = None
            self.agreements.clear()

    def asked_to_ignore(self) -> int:
        return sum(row.kind is Kind.IGNORE for row in self.all(broadcasts))

    @invariant()
    def it_stays_stopped_until_two_have_agreed(self) -> None:
        holds = self.frozen
        assert self.stopped in (None, holds)
        self.stopped = holds

    @precondition(lambda self: any(row.state is State.OPEN for row in self.all(broadcasts)))
    @rule()
    def the_courier_carries(self) -> None:
        before = self.told()
        self.does(self.carry())
        after = self.told()
        assert self.stopped is None or before == after

    async def carry(self) -> None:
        courier = Courier(self.town, self.phones, Pace(None, self.clock))
        running = asyncio.create_task(courier.run())
        async with asyncio.timeout(20):
            await courier.idle()
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running

    def told(self) -> tuple[Sequence[Any], list[Row[Any]]]:
        """How far each broadcast has come, and who holds it, without what asks people to ignore the last.

        A courier that begins cannot know whom an earlier one had in flight: those have receipts too, of nothing known.
        """
        sent = [row for row in self.all(broadcasts) if row.kind is not Kind.IGNORE]
        numbers = {row.id for row in sent}
        got = [row for row in self.all(receipts) if row.broadcast in numbers and row.message]
        return [(row.id, row.ring, row.number) for row in sent], got
