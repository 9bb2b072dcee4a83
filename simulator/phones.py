"""Phones in people's hands: what tests and stories speak. The same over the engine and over HTTP."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

from simulator import people
from simulator.acts import ACTS, Facts
from simulator.chats import Chat, message_facts
from simulator.engine import Engine
from simulator.keyboards import Button
from simulator.screens import Message

PATIENCE = 30.0
"""Real seconds for which someone waits to hear something, whatever the clock of the engine says."""

Wanted = str | Callable[[Message], bool]
"""A part of the text, or any question to a message."""

F = TypeVar("F")


class NotHeard(AssertionError):
    """What was waited for did not come; the text says what did."""


class NoSuchButton(AssertionError):
    """No message has such a button; the text lists those that there are."""


class Phone(ABC):
    """One person's phone, with the bot's chat open. The two kinds differ only in where the facts come from."""

    def __init__(self, number: int, name: str) -> None:
        """`number` is the person's, and so the chat's."""
        self.id = number
        self.name = name
        self.patience = PATIENCE
        """Real seconds for which this person waits."""
        self._acted = 0
        self._told = 0
        self._heard: set[tuple[int, int]] = set()

    @abstractmethod
    async def _act(self, act: str, facts: Facts) -> int:
        """Do one of `simulator.acts.ACTS`; the number of the last change by then."""

    @abstractmethod
    def _facts(self) -> Iterable[Mapping[str, Any]]:
        """Every message of the chat, oldest first."""

    @abstractmethod
    def _news(self) -> asyncio.Event:
        """Is set when anything changes in any chat."""

    @abstractmethod
    def told(self) -> list[str]:
        """The short notices after pressed buttons, oldest first."""

    async def says(self, text: str) -> None:
        """Write to the bot."""
        await self._does("says", text=text)

    async def presses(self, label: str, *, under: str = "", within: float | None = None) -> None:
        """Press the button that says `label`, or begins so, in the newest message that has one; wait for it first.
        With `under`, only messages that say this count."""
        found = await self._await(lambda: self._button(label, under), within)
        if found is None:
            there = [f"  {', '.join(one.labels)}  under {one.text[:60]!r}" for one in self.messages() if one.labels]
            listed = "\n".join(reversed(there)) or "  none at all"
            raise NoSuchButton(f"{self.name} sees no button {label!r}. Newest first:\n{listed}")
        message, button = found
        if button.data is None:
            await self.says(button.text)
        else:
            await self.forges(message.id, button.data)

    async def forges(self, message_id: int, data: str) -> None:
        """Send a press that perhaps no button makes, as a changed client can."""
        await self._does("presses", message=message_id, data=data)

    async def shares_location(self, latitude: float, longitude: float) -> None:
        """Send a point."""
        await self._does("shares_location", latitude=latitude, longitude=longitude)

    async def sends(self, **content: Any) -> None:
        """Send anything: the fields of the Bot API's Message that make up its content."""
        await self._does("sends", **content)

    async def blocks(self) -> None:
        """Block the bot."""
        await self._does("blocks")

    async def unblocks(self) -> None:
        """Let the bot write again."""
        await self._does("unblocks")

    def messages(self) -> list[Message]:
        """The bot's messages as they are now, oldest first, without deleted ones."""
        return [Message.read(facts) for facts in self._facts() if facts["sender"] is None]

    def heard(self) -> list[str]:
        """What they say."""
        return [message.text for message in self.messages()]

    def screen(self) -> Message:
        """The newest. NotHeard when there is none."""
        messages = self.messages()
        if not messages:
            raise NotHeard(f"{self.name} has not heard anything")
        return messages[-1]

    async def hears(self, wanted: Wanted, *, within: float | None = None) -> Message:
        """Wait for a message or an edit after the last thing that this person did. Each is heard once."""
        message = await self._await(lambda: self._unheard(wanted), within)
        if message is None:
            recent = [f"  {one.text!r}" for one in self.messages() if one.change > self._acted] or ["  nothing"]
            what = repr(wanted) if isinstance(wanted, str) else "what was waited for"
            raise NotHeard(f"{self.name} did not hear {what} in time, but:\n" + "\n".join(recent))
        self._heard.add((message.id, message.change))
        return message

    async def is_told(self, wanted: str, *, within: float | None = None) -> str:
        """Wait for a short notice after the last thing that this person did."""
        said = await self._await(
            lambda: next((one for one in self.told()[self._told :] if wanted in one), None), within
        )
        if said is None:
            raise NotHeard(f"{self.name} was not told {wanted!r} in time, but {self.told()[self._told :]}")
        return said

    async def _does(self, act: str, **facts: Any) -> None:
        told = len(self.told())
        self._acted = await self._act(act, facts)
        self._told = told

    def _button(self, label: str, under: str) -> tuple[Message, Button] | None:
        for message in reversed(self.messages()):
            if under not in message.text:
                continue
            buttons = [button for row in message.buttons for button in row if button.url is None]
            exact = [button for button in buttons if button.text == label]
            for button in exact or [button for button in buttons if button.text.startswith(label)]:
                return message, button
        return None

    def _unheard(self, wanted: Wanted) -> Message | None:
        for message in self.messages():
            if message.change <= self._acted or (message.id, message.change) in self._heard:
                continue
            if wanted in message.text if isinstance(wanted, str) else wanted(message):
                return message
        return None

    async def _await(self, look: Callable[[], F | None], within: float | None) -> F | None:
        """Look, and look again whenever something has changed, for so many real seconds."""
        try:
            async with asyncio.timeout(self.patience if within is None else within):
                while True:
                    news = self._news()
                    found = look()
                    if found is not None:
                        return found
                    await news.wait()
        except TimeoutError:
            return None


class Phones(Protocol):
    """Where phones come from."""

    async def phone(
        self, name: str, *, language: str = "en", person_id: int | None = None, has_started: bool = False
    ) -> Phone:
        """A phone for someone new. The bot may write to them only once they have written, or with `has_started`."""
        ...

    async def phone_of(self, person_id: int) -> Phone:
        """The phone of someone who is there already."""
        ...


class EnginePhone(Phone):
    """A phone in the same process as the engine."""

    def __init__(self, engine: Engine, chat: Chat) -> None:
        """The phone of the person whose private chat this is."""
        super().__init__(chat.id, chat.name)
        self._engine = engine
        self.chat = chat

    async def _act(self, act: str, facts: Facts) -> int:
        ACTS[act](self._engine, self.chat, facts)
        return self._engine.journal.number

    def _facts(self) -> Iterable[Mapping[str, Any]]:
        return [message_facts(message) for message in self.chat.messages.values()]

    def _news(self) -> asyncio.Event:
        return self._engine.journal.news

    def told(self) -> list[str]:
        return list(self.chat.toasts)


class EnginePhones:
    """Phones in the same process as the engine."""

    def __init__(self, engine: Engine) -> None:
        """All of them talk to this engine's bot."""
        self._engine = engine

    async def phone(
        self, name: str, *, language: str = "en", person_id: int | None = None, has_started: bool = False
    ) -> EnginePhone:
        """A phone for someone new."""
        chat = people.add_person(self._engine, name, language=language, person_id=person_id, has_started=has_started)
        return EnginePhone(self._engine, chat)

    async def phone_of(self, person_id: int) -> EnginePhone:
        """The phone of someone who is there already."""
        return EnginePhone(self._engine, self._engine.chats[person_id])
