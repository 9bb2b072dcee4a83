"""An evening in Harborton on which people press whatever they like, in any order: what all of them stand on."""

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from hypothesis.stateful import RuleBasedStateMachine

from bot.domain.refusals import Refusal
from bot.town import Town
from cities import City
from simulator.clock import VirtualClock
from tests.fresh import copy_of
from tests.services.acts import OWNER

T = TypeVar("T")


class Evening(RuleBasedStateMachine):
    """A town with a database of its own, an event loop that lasts, and a clock that moves when it is told to."""

    empty: Path
    city: City

    def __init__(self, **eager: Any) -> None:
        """`eager` is what the policy says otherwise than the city's, so that limits do not end it at once."""
        super().__init__()
        self.runner = asyncio.Runner()
        self.open = AsyncExitStack()
        self.clock = VirtualClock()
        database = self.does(self.open.enter_async_context(copy_of(self.empty)))
        self.town = Town(self.city, replace(self.city.policy, **eager), database, self.clock, owner=OWNER)

    def does(self, act: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(act)

    def tries(self, act: Coroutine[Any, Any, Any]) -> bool:
        """Whether it was let happen."""
        try:
            self.does(act)
        except Refusal:
            return False
        return True

    def teardown(self) -> None:
        self.does(self.open.aclose())
        self.runner.close()
