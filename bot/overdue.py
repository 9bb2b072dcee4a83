"""Gives up what takes too long. All of it has one timer: one for each request was a tenth of what it costs."""

import asyncio
from typing import Any


class Overdue:
    """What is under way, and until when it may be. For one event loop."""

    def __init__(self) -> None:
        """Nothing is under way."""
        self._until: dict[asyncio.Task[Any], float] = {}
        self._ended: dict[asyncio.Task[Any], int] = {}
        """What was cancelled here, and how often others had asked it to end before."""
        self._timer: asyncio.TimerHandle | None = None

    def begin(self, seconds: float) -> asyncio.Task[Any]:
        """The task that runs now is cancelled in so many seconds, unless it is done with by then."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  whoever waits is a task
        loop = task.get_loop()
        until = self._until[task] = loop.time() + seconds
        if self._timer is None or until < self._timer.when():
            self._look_at(until, loop)
        return task

    def done(self, task: asyncio.Task[Any]) -> None:
        """It may take as long as it likes from here on."""
        self._until.pop(task, None)
        self._ended.pop(task, None)

    def gave_up(self, task: asyncio.Task[Any]) -> bool:
        """Whether it was cancelled here, and nobody else wants it to end."""
        return task in self._ended and task.uncancel() <= self._ended[task]

    def _look_at(self, when: float, loop: asyncio.AbstractEventLoop) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = loop.call_at(when, self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        """Cancel what is late, and look again when the next may be."""
        self._timer = None
        now = loop.time()
        for task in [one for one, until in self._until.items() if until <= now]:
            del self._until[task]
            self._ended[task] = task.cancelling()
            task.cancel()
        if self._until:
            self._look_at(min(self._until.values()), loop)
