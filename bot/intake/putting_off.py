"""A chat whose updates cannot be written down is told so: once, and again when it sends something new much later."""

from collections import OrderedDict

from bot.domain.ids import UpdateId

APART = 600.0
"""Seconds between two times that a chat is told."""

CHATS_KEPT = 10_000
"""Of the chats that were told last."""


class PutsOff:
    """Who was told, and after which update."""

    def __init__(self) -> None:
        """Nobody yet."""
        self._told: OrderedDict[int, tuple[UpdateId, float]] = OrderedDict()

    def says_so(self, chat: int, update: UpdateId, at: float) -> bool:
        """Whether the chat is told now, at this second of a clock that never goes back. Then it counts as told."""
        if chat in self._told:
            latest, since = self._told[chat]
            if update <= latest or at - since < APART:
                return False
            del self._told[chat]
        self._told[chat] = (update, at)
        if len(self._told) > CHATS_KEPT:
            self._told.popitem(last=False)
        return True
