"""News for the page as server-sent events: one request that never ends, and finds its way back by itself.

Unlike `/sim/changes` it says nothing of chats that have no phone on the page: a broadcast reaches thousands of them.
"""

import asyncio
import json

from aiohttp import web

from simulator.acts import Facts
from simulator.chats import Chat, Message, message_facts
from simulator.engine import Engine
from simulator.journal import FellBehind
from simulator.view import View

TOGETHER = 0.05
"""Seconds for which news is gathered before it is told."""

OFTEN = 0.5
"""Seconds after which is looked again, whether there is news or not."""

HEADERS = {"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}


async def stream(engine: Engine, view: View, request: web.BaseRequest) -> web.StreamResponse:
    """GET /sim/stream?since=<change>: events `chats`, `view`, and `behind` for who must read everything anew."""
    response = web.StreamResponse(headers=HEADERS)
    await response.prepare(request)
    since = int(request.headers.get("Last-Event-ID") or request.query.get("since") or 0)
    told: Facts = {}
    try:
        while not view.closing.is_set():
            news = engine.journal.news
            since, changed = _changes(engine, view, since)
            facts = view.facts()
            if changed is not None:
                await response.write(_event("chats" if changed else "behind", changed, since))
            if facts != told:
                await response.write(_event("view", facts, since))
                told = facts
            await _either(news, view.closing, OFTEN)
            await _either(view.closing, view.closing, TOGETHER)
    except ConnectionResetError:
        pass  # whoever looked has closed the page
    return response


def _changes(engine: Engine, view: View, since: int) -> tuple[int, Facts | None]:
    """Up to which change the news reaches, and the news: none when there is none, empty for too much."""
    journal = engine.journal
    if since == journal.number:
        return since, None
    try:
        changed = journal.since(since)
    except FellBehind:
        changed = []
    if since > journal.number or not changed:
        return journal.number, {}
    messages = {one.id: message_facts(one) for one in changed if isinstance(one, Message) and one.chat.id in view.roles}
    toasts = {one.id: one.toasts for one in changed if isinstance(one, Chat) and one.id in view.roles}
    if not messages and not toasts:
        return journal.number, None
    return journal.number, {"messages": list(messages.values()), "toasts": toasts}


def _event(name: str, facts: Facts | None, number: int) -> bytes:
    return f"id: {number}\nevent: {name}\ndata: {json.dumps(facts, ensure_ascii=False)}\n\n".encode()


async def _either(one: asyncio.Event, other: asyncio.Event, seconds: float) -> None:
    """Return when either is set, or after so many seconds."""
    waits = [asyncio.ensure_future(event.wait()) for event in {one, other}]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
