"""The engine: chats, messages, updates, limits and faults of one bot. Both doors ask it for every answer."""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Coroutine, Mapping
from typing import Any

from bot.domain.clock import Clock
from simulator import methods, polling, sending
from simulator.bonds import change_bond
from simulator.call import Call, chat_number
from simulator.chats import Bond, Chat, Content, Message, Version, why_closed
from simulator.content import Contents
from simulator.errors import Refused, bad, forbidden, no_such_method
from simulator.faults import NOTHING, Blocks, ConnectionCut, Fault, Flood, Late, Lost, Reply, refusal
from simulator.fields import COUNTED, FIELDS, METHODS
from simulator.going_wrong import Faults
from simulator.journal import Journal
from simulator.keyboards import NONE, Markup
from simulator.limits import Limits, Pace
from simulator.log import CUT, Log
from simulator.profile import Profile
from simulator.queries import Queries
from simulator.remembered import Remembered, without_chat
from simulator.requests import JSON, body_fields, checked
from simulator.updates import Updates

TOKEN = "7000000001:AAsimulated-token_that-opens-no-bot-000"  # noqa: S105  opens nothing but this
USERNAME = "avisa_bot"

FIRST_PERSON = 5_000_000_001
"""Beyond 32 bits, as many of Telegram's numbers are."""

FIRST_GROUP = -1_001
FIRST_ALBUM = 13_000_000_000_000_000

NO_FIELDS: Mapping[str, Any] = {}

Answer = Reply | Coroutine[Any, Any, Reply]
"""What came of a request, at once or later."""


class Engine:
    """One bot's Telegram, on the given clock."""

    def __init__(
        self,
        clock: Clock,
        limits: Limits | None = None,
        *,
        token: str = TOKEN,
        username: str = USERNAME,
        name: str = "Avisa",
        pays: bool = False,
        keep: int | None = None,
    ) -> None:
        """No limits unless some are given. `pays`: `allow_paid_broadcast` counts. `keep`: messages kept per chat."""
        self.clock = clock
        self.token = token
        self.pays = pays
        self.keep = keep
        self.bot = {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": name, "username": username}
        self.bot_json = json.dumps(self.bot).encode()
        self.chats: dict[int, Chat] = {}
        self.pace = Pace(limits)
        self.log = Log()
        self.journal = Journal()
        self.updates = Updates(clock)
        self.faults = Faults(clock)
        self.profile = Profile(name)
        self.contents = Contents(self.log)
        self.remembered = Remembered()
        self.queries = Queries(clock)
        self.members: defaultdict[int, dict[int, str]] = defaultdict(dict)
        """Who has been seen in each group, and how they stand with it in the words of Telegram's ChatMember."""
        self.pins: defaultdict[int, list[int]] = defaultdict(list)
        """The messages that the bot has pinned in each chat, the latest at the end."""
        self.began = clock.monotonic()
        self.is_logged_out = False
        self.unknown_fields: set[str] = set()
        """`method.field` for each field that the Bot API does not know, and passes over."""
        self._last_message = 0
        self._next_person = FIRST_PERSON
        self._next_group = FIRST_GROUP
        self._last_album = FIRST_ALBUM

    async def serve(self, method: str, content_type: str, body: bytes) -> Reply:
        """The answer to one request, or ConnectionCut."""
        answer = self.begin(method, content_type, body)
        return answer if isinstance(answer, Reply) else await answer

    def begin(self, method: str, content_type: str, body: bytes, *, door: int = 0) -> Answer:
        """The answer to one request, or what is to be awaited for it. ConnectionCut comes out of either. `door` is what
        the log says of where it came in.

        Only what must wait is awaited: a task for every request would take as long as all of its checks.
        """
        name = method if method in FIELDS else METHODS.get(method.lower(), "")
        at = self.clock.monotonic()
        call = Call(at, name or method[:64], name in COUNTED and at < self.pace.hold_until, door=door)
        fault = self.faults.take(name)
        if name == "getUpdates":
            return self._poll(call, fault, content_type, body)
        try:
            if not name:
                raise no_such_method()
            if self.is_logged_out:
                raise Refused(400, "Logged out")
            reply = self._take(call, fault, content_type, body)
        except Exception as error:  # noqa: BLE001  told to whoever asked
            reply = _why(error, method)
        return self._end(call, fault, reply)

    def _take(self, call: Call, fault: Fault | None, content_type: str, body: bytes) -> Reply:
        known, given = None, NO_FIELDS
        if call.method == "sendMessage" and content_type.startswith(JSON):
            call.skeleton, call.chat = without_chat(body)
            known = self.remembered.get(call.skeleton)
        if known is None:
            given = body_fields(content_type, body)
            call.chat = chat_number(given.get("chat_id"))
        if fault is not None:
            if not fault.takes:
                return NOTHING
            call.is_lost = isinstance(fault, Lost)
            if isinstance(fault, Blocks):
                self._is_blocked_by(call.chat)
        if call.held:
            self.pace.check_hold(call.at)
        if known is not None:
            result = sending.send(self, known, call.chat, call)
        else:
            result = methods.METHODS[call.method](self, checked(call.method, given, self.unknown_fields), call)
        call.taken = True
        return Reply(200, b'{"ok":true,"result":%b}' % result)

    def _is_blocked_by(self, person: int) -> None:
        chat = self.chats.get(person)
        if chat is not None and chat.is_private and chat.bond is Bond.MEMBER:
            change_bond(self, chat, Bond.KICKED, by=chat.person())

    async def _poll(self, call: Call, fault: Fault | None, content_type: str, body: bytes) -> Reply:
        reply = NOTHING
        try:
            given = body_fields(content_type, body)
            if self.is_logged_out:
                raise Refused(400, "Logged out")
            if fault is None or fault.takes:
                fields = checked(call.method, given, self.unknown_fields)
                result = await polling.get_updates(self, fields)
                call.taken, reply = True, Reply(200, b'{"ok":true,"result":%b}' % result)
        except Exception as error:  # noqa: BLE001  told to whoever asked
            reply = _why(error, call.method)
        answer = self._end(call, fault, reply)
        return answer if isinstance(answer, Reply) else await answer

    def _end(self, call: Call, fault: Fault | None, reply: Reply) -> Answer:
        """Whatever came of it: it is written down, goes wrong if it is to, and late if all is."""
        cut = None
        if fault is not None:
            if isinstance(fault, Flood) and fault.retry_after is not None:
                self.pace.hold(fault.retry_after, call.at)
            try:
                reply = fault.instead(reply)
            except ConnectionCut as broken:
                cut = broken
        self.log.add(
            call.at,
            call.method,
            CUT if cut else reply.status,
            taken=call.taken,
            held=call.held,
            chat=call.chat,
            message=call.message,
            text=call.text,
            door=call.door,
        )
        if self.faults.delay > 0 or isinstance(fault, Late):
            own = fault.seconds if isinstance(fault, Late) else 0.0
            return self._late(cut or reply, self.faults.delay + own)
        if cut is not None:
            raise cut
        return reply

    async def _late(self, outcome: Reply | ConnectionCut, seconds: float) -> Reply:
        await self.clock.wait(asyncio.Event(), seconds)
        if isinstance(outcome, ConnectionCut):
            raise outcome
        return outcome

    def new_person(self) -> int:
        """A number that no chat has."""
        while self._next_person in self.chats:
            self._next_person += 1
        return self._next_person

    def new_group(self) -> int:
        """A number that no chat has; a group's is negative."""
        while self._next_group in self.chats:
            self._next_group -= 1
        return self._next_group

    def next_album(self) -> int:
        """A number that no album has."""
        self._last_album += 1
        return self._last_album

    def chat(self, chat_id: int | str) -> Chat:
        """The chat that a request is about, if the bot may write there."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise bad("chat not found")
        if chat.bond is not Bond.MEMBER:
            raise forbidden(why_closed(chat))
        return chat

    def deliver(
        self,
        chat: Chat,
        content: Content,
        markup: Markup = NONE,
        *,
        sender: Chat | None = None,
        reply_to: int = 0,
        silent: bool = False,
        protected: bool = False,
        is_forward: bool = False,
        is_lost: bool = False,
    ) -> Message:
        """A new message in a chat, the bot's or a person's."""
        self._last_message += 1
        message = Message(
            self._last_message,
            chat,
            int(self.clock.now().timestamp()),
            self.clock.monotonic(),
            content,
            markup,
            sender,
            reply_to,
            silent,
            protected,
            is_forward=is_forward,
        )
        if not is_lost:
            chat.messages[message.id] = message
            if self.keep is not None and len(chat.messages) > self.keep:
                del chat.messages[next(iter(chat.messages))]
            self.journal.note(message)
        return message

    def edit(self, message: Message, content: Content, markup: Markup) -> None:
        """Show something else in a message, and remember what it showed."""
        message.earlier += (Version(message.content, message.markup, message.at),)
        message.content, message.markup = content, markup
        message.at, message.edited = self.clock.monotonic(), int(self.clock.now().timestamp())
        self.journal.note(message)

    def delete(self, message: Message) -> None:
        """Take a message away. It can be found no more, only those who hold it know that it was there."""
        message.is_deleted = True
        del message.chat.messages[message.id]
        self.journal.note(message)


def _why(error: Exception, method: str) -> Reply:
    """What is said when it was not taken."""
    if isinstance(error, Refused):
        return refusal(error)
    logging.getLogger(__name__).error("a fault of the simulator's own, in %s", method, exc_info=error)
    return refusal(Refused(500, "Internal Server Error: restart"))
