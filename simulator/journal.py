"""What changed in the chats, in order, so that phones and pages can wait for news."""

import asyncio
from collections import deque
from itertools import islice

from simulator.chats import Chat, Message

LENGTH = 50_000


class FellBehind(Exception):
    """So much has happened since that the journal no longer holds all of it."""


class Journal:
    """The last changes, numbered from 1."""

    def __init__(self) -> None:
        self.number = 0
        """The number of the last change; 0 before the first."""
        self._last: deque[Message | Chat] = deque(maxlen=LENGTH)
        self._news: asyncio.Event | None = None

    def note(self, message: Message) -> None:
        """A message has come, was edited or was deleted."""
        self.number += 1
        message.change = self.number
        self._add(message)

    def note_toast(self, chat: Chat) -> None:
        """Someone saw a short notice."""
        self.number += 1
        self._add(chat)

    def _add(self, changed: Message | Chat) -> None:
        self._last.append(changed)
        if self._news is not None:
            self._news.set()
            self._news = None

    def since(self, number: int) -> list[Message | Chat]:
        """Everything that changed after this number. FellBehind when that is longer ago than the journal reaches."""
        missing = self.number - number
        if missing > len(self._last):
            raise FellBehind
        return list(islice(self._last, len(self._last) - max(0, missing), None))

    @property
    def news(self) -> asyncio.Event:
        """Is set at the next change."""
        if self._news is None:
            self._news = asyncio.Event()
        return self._news
