"""What happens on the clock: what goes wrong there is said, and ends nothing."""

import logging
from typing import Any

import pytest

from bot.jobs import guarded


@pytest.mark.asyncio
async def test_a_job_that_fails_is_one_line_and_is_called_again(caplog: pytest.LogCaptureFixture) -> None:
    tries = list[int]()
    context: Any = None

    async def fails() -> None:
        tries.append(1)
        raise KeyError("77 Wharf Street")

    call = guarded(fails, "sweep")
    with caplog.at_level(logging.ERROR):
        for _ in range(2):
            await call(context)

    assert len(tries) == 2
    assert [one.getMessage() for one in caplog.records] == ["sweep failed"] * 2
