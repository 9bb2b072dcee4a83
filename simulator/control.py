"""The way in for phones, pages and benchmarks: JSON over HTTP under /sim."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from mimetypes import guess_type

from aiohttp import web

from simulator import people
from simulator.acts import ACTS, Facts
from simulator.chats import Chat, ChatType, Message, message_facts
from simulator.clock import jumped
from simulator.engine import Engine
from simulator.faults import KINDS
from simulator.files import Upload
from simulator.journal import FellBehind
from simulator.view import View

AS_IT_IS = {"X-Content-Type-Options": "nosniff"}
"""A browser that guesses what a file is could take it for a page."""

LONGEST_WAIT = 30.0
"""Seconds for which a request for news may wait."""


class Wrong(Exception):
    """A request that cannot be done; the text says why."""


class Control:
    """What can be asked of the simulator itself, and done as its people."""

    def __init__(self, engine: Engine, view: View, vanish: Callable[[float], None]) -> None:
        """Everything happens in this engine, and is looked at in this view. `vanish` answers nobody for so long."""
        self._engine = engine
        self._view = view
        self._vanish = vanish

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """One request."""
        parts = request.path.strip("/").split("/")[1:]
        handle = ROUTES.get((request.method, parts[0] if parts else ""))
        try:
            if handle is None:
                return web.json_response({"error": "no such path"}, status=404)
            given = dict(json.loads(await request.read() or b"{}") if request.method == "POST" else request.query)
            found = await handle(self, parts[1:], given)
        except (Wrong, KeyError, ValueError, TypeError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)
        if isinstance(found, Upload):
            return web.Response(body=found.content, content_type=guess_type(found.name)[0], headers=AS_IT_IS)
        if isinstance(found, bytes):
            return web.Response(body=found, content_type="application/octet-stream")
        return web.json_response(found)

    async def state(self, _parts: list[str], _given: Facts) -> Facts:
        """GET /sim: which bot this is, and where the journal stands."""
        engine = self._engine
        return {
            "bot": engine.bot,
            "chats": len(engine.chats),
            "change": engine.journal.number,
            "pending_updates": len(engine.updates),
            "unknown_fields": sorted(engine.unknown_fields),
        }

    async def phones(self, parts: list[str], given: Facts) -> Facts:
        """POST /sim/phones adds one or many people; POST /sim/phones/<id>/<act> does something as one of them."""
        if parts:
            number, act = parts
            return {**ACTS[act](self._engine, self._chat(number), given), "change": self._engine.journal.number}
        if "count" in given:
            people.add_people(
                self._engine,
                given["count"],
                first_id=given["id"],
                name=given.get("name", "Someone"),
                language=given.get("language", "en"),
            )
            return {"id": given["id"]}
        chat = people.add_person(
            self._engine,
            given.get("name", "Someone"),
            language=given.get("language", "en"),
            person_id=given.get("id"),
            has_started=given.get("has_started", False),
        )
        return {"id": chat.id}

    async def groups(self, _parts: list[str], given: Facts) -> Facts:
        """POST /sim/groups: someone adds the bot to a group or channel."""
        kind = ChatType(given.get("type", "group"))
        return {"id": people.add_group(self._engine, given["title"], by=self._chat(given["by"]), kind=kind).id}

    async def chat(self, parts: list[str], _given: Facts) -> Facts:
        """GET /sim/chats/<id>: everything in it."""
        chat = self._chat(parts[0])
        messages = [message_facts(message) for message in chat.messages.values()]
        return {
            "id": chat.id,
            "name": chat.name,
            "type": chat.type,
            "bond": chat.bond,
            "messages": messages,
            "toasts": chat.toasts,
        }

    async def file(self, parts: list[str], _given: Facts) -> Upload:
        """GET /sim/files/<id>: a file that the bot uploaded, while it is kept."""
        upload = self._engine.contents.files.upload(parts[0])
        if upload is None:
            raise Wrong(f"no file {parts[0]} is kept")
        return upload

    async def changes(self, _parts: list[str], given: Facts) -> Facts:
        """GET /sim/changes?since=<number>&wait=<seconds>: what has changed since, or the wait for it."""
        journal, since = self._engine.journal, int(given.get("since", 0))
        if journal.number <= since:
            news = journal.news
            try:
                async with asyncio.timeout(min(float(given.get("wait", 0)), LONGEST_WAIT)):
                    await news.wait()
            except TimeoutError:
                return {"change": journal.number, "messages": [], "toasts": {}}
        try:
            changed = journal.since(since)
        except FellBehind:
            raise Wrong("too much has happened since") from None
        messages = {(one.chat.id, one.id): message_facts(one) for one in changed if isinstance(one, Message)}
        toasts = {one.id: one.toasts for one in changed if isinstance(one, Chat)}
        return {"change": journal.number, "messages": list(messages.values()), "toasts": toasts}

    async def log(self, _parts: list[str], _given: Facts) -> bytes:
        """GET /sim/log: all of it, for `Log.unpack`."""
        return self._engine.log.pack()

    async def summary(self, _parts: list[str], _given: Facts) -> Facts:
        """GET /sim/summary: its numbers."""
        return self._engine.log.summary()

    async def forget_log(self, _parts: list[str], _given: Facts) -> Facts:
        """DELETE /sim/log: begin anew."""
        self._engine.log.clear()
        return {}

    async def updates(self, parts: list[str], given: Facts) -> Facts:
        """POST /sim/updates: an update as it stands, however malformed. /sim/updates/again: the last `count` that were
        confirmed come once more. /sim/updates/renumber: the next one has the number `first`."""
        match parts:
            case []:
                self._engine.updates.inject(given)
            case ["again"]:
                self._engine.updates.again(given["count"])
            case ["renumber"]:
                self._engine.updates.renumber(given["first"])
            case _:
                raise Wrong(f"updates cannot be {parts[0]}")
        return {}

    async def faults(self, _parts: list[str], given: Facts) -> Facts:
        """POST /sim/faults: `delay` alone; or `fault` by name with its numbers, `method`, and `times`, or `share` and
        its `span` in seconds."""
        faults = self._engine.faults
        if "delay" in given:
            faults.delay = float(given.pop("delay"))
        if given:
            method, times, share = given.pop("method", "*"), given.pop("times", 1), given.pop("share", None)
            seed, span = given.pop("seed", 0), float(given.pop("span", "inf"))
            fault = KINDS[given.pop("fault")](**given)
            if share is None:
                faults.next(method, fault, times)
            else:
                faults.share(method, fault, share, seed=seed, seconds=span)
        return {}

    async def outage(self, _parts: list[str], given: Facts) -> Facts:
        """POST /sim/outage: for so many `seconds` no connection comes about, here and at the Bot API."""
        self._vanish(float(given["seconds"]))
        return {}

    async def clock(self, _parts: list[str], given: Facts) -> Facts:
        """POST /sim/clock: the time of day jumps by so many `seconds`, forward or back."""
        self._engine.clock = jumped(self._engine.clock, given["seconds"])
        return {"now": self._engine.clock.now().isoformat()}

    async def no_faults(self, _parts: list[str], _given: Facts) -> Facts:
        """DELETE /sim/faults: everything goes right again."""
        self._engine.faults.clear()
        return {}

    async def page(self, _parts: list[str], _given: Facts) -> Facts:
        """GET /sim/page: what the page needs to begin; `/sim/stream` goes on from there."""
        return {**self._view.opening(), "view": self._view.facts()}

    async def ask(self, parts: list[str], given: Facts) -> Facts:
        """POST /sim/page/<act>: one of the acts that the page was told of."""
        return await self._view.acts[parts[0]](given)

    def _chat(self, number: str | int) -> Chat:
        chat = self._engine.chats.get(int(number))
        if chat is None:
            raise Wrong(f"nobody has the number {number}")
        return chat


ROUTES: dict[tuple[str, str], Callable[[Control, list[str], Facts], Awaitable[Facts | Upload | bytes]]] = {
    ("GET", ""): Control.state,
    ("POST", "phones"): Control.phones,
    ("POST", "groups"): Control.groups,
    ("GET", "chats"): Control.chat,
    ("GET", "files"): Control.file,
    ("GET", "changes"): Control.changes,
    ("GET", "page"): Control.page,
    ("POST", "page"): Control.ask,
    ("GET", "log"): Control.log,
    ("GET", "summary"): Control.summary,
    ("DELETE", "log"): Control.forget_log,
    ("POST", "updates"): Control.updates,
    ("POST", "faults"): Control.faults,
    ("POST", "outage"): Control.outage,
    ("POST", "clock"): Control.clock,
    ("DELETE", "faults"): Control.no_faults,
}
