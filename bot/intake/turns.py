"""Where several processes handle updates: whose turn a chat is."""

from typing import Protocol

from db.inbox import Chat

HELD_ELSEWHERE = 0.05
"""Seconds until a chat is tried again that another process is at: it has just been that one's turn."""


class Turns(Protocol):
    """What one process knows of it."""

    def is_ours(self, chat: Chat) -> bool:
        """Whether this process handles the chat's updates from now on."""
        ...

    async def hold(self, chat: Chat) -> bool:
        """Begin the chat's turn; False while another process is at it, or nobody can tell."""
        ...

    async def let_go(self, chat: Chat) -> None:
        """Its turn is over."""
        ...


class Alone:
    """One process handles them all."""

    def is_ours(self, _chat: Chat) -> bool:
        """It always is."""
        return True

    async def hold(self, _chat: Chat) -> bool:
        """Nobody else could."""
        return True

    async def let_go(self, _chat: Chat) -> None:
        """Nobody waits for that."""
