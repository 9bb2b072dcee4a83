"""verify: from a volunteer's press that leaves the simulator to the first alert at the server, through the whole bot.

A press is timed from just before it is handed to the simulator, which gives it to the bot with its next answer to the
long poll. What then happens is everything: the inbox, the handler, the finding, the verdict, the alert, the courier.
Once enough have been told, an organizer's press takes the alert back, and that is timed up to the last who is told.
"""

import argparse
import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bench import cores, house, seed, whole
from bench.benchmark import Benchmark, Failed, Result, count
from bench.figures import percentile
from bench.house import House
from bench.latency import ENOUGH, PRESSES
from bench.seed import FIRST_CHAT, Crowd
from bench.server import Server, serving
from bench.waiting import until
from bot.domain.buttons import Found, Retract
from bot.domain.ids import IncidentId, PersonNumber
from bot.domain.incident import Reason
from bot.domain.people import Role
from bot.domain.verification import Answer, Finding, Where
from bot.services import joining
from bot.town import Town
from db import findings, incidents, people
from simulator.log import Entry

VOLUNTEERS, ORGANIZERS = 10, 4
"""They press in turn, so that nobody presses as often as one who floods."""

LOOKS = 0.02
"""Seconds between two looks at how many have been told, once the first can have been."""

QUIET = 0.3
"""Seconds without a request after which everything is over."""

PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Staff:
    """Telegram's numbers for those who press, and one who has looked before each of them."""

    volunteers: range
    organizers: range
    first_to_look: PersonNumber


@dataclass(slots=True)
class Times:
    """In seconds."""

    press: list[float]
    """From a press to the first alert."""
    retract: list[float]
    """From the press that takes it back to the last who holds it and is told so."""


def ask(parser: argparse.ArgumentParser) -> None:
    """Its flags."""
    parser.add_argument(
        "--subscribers", type=count, default=10_000, metavar="N", help="the audience of each alert (default 10000)"
    )
    parser.add_argument("--presses", type=count, default=PRESSES, help=f"verdicts by a press (default {PRESSES})")


async def measure(given: argparse.Namespace) -> Result:
    """One press after the other, each when all is quiet."""
    async with house.built(given.subscribers) as (built, crowd), serving(limits=False) as server:
        await server.let_in(crowd)
        staff = await _staff(built, server, crowd)
        async with built.opened() as town:
            looked_at = await _looked_at(town, crowd, given.presses, staff)
        bot = await whole.begin(built, server)
        try:
            times = await _times(built, server, crowd, staff, looked_at)
            await bot.stops()
        finally:
            if bot.process.returncode is None:
                await bot.is_killed()
    return Result(_numbers(times))


async def _staff(built: House, server: Server, crowd: Crowd) -> Staff:
    """Volunteers and organizers, who listen nowhere and are no subscribers."""
    first = FIRST_CHAT + crowd.size
    await server.let_in_from(first, VOLUNTEERS + ORGANIZERS + 1)
    volunteers = range(first, first + VOLUNTEERS)
    organizers = range(volunteers.stop, volunteers.stop + ORGANIZERS)
    roles = [Role.VOLUNTEER] * VOLUNTEERS + [Role.ORGANIZER] * ORGANIZERS + [Role.VOLUNTEER]
    async with built.opened() as town:
        language, now = town.city.languages[0], town.clock.now()
        for chat, role in enumerate(roles, start=first):
            person = (await joining.speak(town.database, chat, language, owner=None, now=now)).person
            async with town.database.transaction() as tx:
                await people.appoint(tx, person.number, role)
    return Staff(volunteers, organizers, person.number)


async def _looked_at(town: Town, crowd: Crowd, number: int, staff: Staff) -> Sequence[IncidentId]:
    """So many incidents at which one volunteer has seen it already, so that one more is enough."""
    found = await seed.incidents(town.database, crowd, number, now=town.clock.now())
    seen = Finding(staff.first_to_look, Answer.SEEN, Where.ON_SCENE, town.clock.now() - timedelta(seconds=1))
    async with town.database.transaction() as tx:
        for incident in found:
            await findings.add(tx, incident, seen)
    return found


async def _times(built: House, server: Server, crowd: Crowd, staff: Staff, looked_at: Sequence[IncidentId]) -> Times:
    times = Times([], [])
    async with built.opened() as town:
        await _quiet(server)
        for turn, incident in enumerate(looked_at):
            await server.forget_log()
            volunteer = staff.volunteers[turn % VOLUNTEERS]
            seen = Found(incident, await _version(town, incident), Answer.SEEN, Where.ON_SCENE)
            before = await server.changes()
            pressed = time.monotonic()
            await server.acts(volunteer, "presses", message=1, data=seen.pack())
            await _told(server, before + min(ENOUGH, crowd.size))
            organizer = staff.organizers[turn % ORGANIZERS]
            wrong = Retract(incident, await _version(town, incident), Reason.NOT_ICE)
            taken_back = time.monotonic()
            await server.acts(organizer, "presses", message=1, data=wrong.pack())
            await _corrected(server, crowd)
            await _quiet(server)
            sent = [one for one in await server.log() if one.taken and one.method == "sendMessage"]
            first, last = first_and_last(sent, crowd, taken_back)
            times.press.append(first - pressed)
            times.retract.append(last - taken_back)
    return times


async def _version(town: Town, incident: IncidentId) -> int:
    """As its card would show it."""
    async with town.database.reading() as tx:
        return (await incidents.get(tx, incident)).version


async def _told(server: Server, changes: int) -> None:
    """Wait until so much has come to the chats. Nobody looks while the first is on its way."""

    async def has_come() -> bool:
        return await server.changes() >= changes

    await asyncio.sleep(2 * LOOKS)
    if not await until(has_come, within=PATIENCE, every=LOOKS):
        raise Failed("a press led to no alert")


async def _corrected(server: Server, crowd: Crowd) -> None:
    """Wait until everyone who was sent the alert was sent something more."""

    async def is_so() -> bool:
        told = (await server.log()).per_chat("sendMessage")
        return min((times for chat, times in told.items() if chat in crowd.chats), default=0) > 1

    if not await until(is_so, within=PATIENCE, every=QUIET):
        raise Failed("not everyone who holds an alert was told that it was wrong")


async def _quiet(server: Server) -> None:
    """Wait until nothing is asked of the server any more."""
    requests = -1

    async def is_quiet() -> bool:
        nonlocal requests
        before, requests = requests, len(await server.log())
        return before == requests

    if not await until(is_quiet, within=PATIENCE, every=QUIET):
        raise Failed("the bot asks and asks")


def first_and_last(sent: Sequence[Entry], crowd: Crowd, taken_back: float) -> tuple[float, float]:
    """When the first of the crowd was alerted, and when the last who holds the alert was told that it was wrong. Failed
    unless everyone who holds it was told so, once, and nobody else was told anything."""
    told: dict[int, list[Entry]] = {}
    for one in sorted(sent, key=lambda one: one.at):
        if one.chat in crowd.chats:
            told.setdefault(one.chat, []).append(one)
    if not told:
        raise Failed("nobody was alerted")
    wrong = sum(len(both) != 2 or both[1].at < taken_back or both[0].text == both[1].text for both in told.values())
    if wrong:
        raise Failed(f"{wrong} of {len(told)} who hold an alert were not told once that it was wrong")
    return min(both[0].at for both in told.values()), max(both[1].at for both in told.values())


def _numbers(times: Times) -> dict[str, Any]:
    return {
        "press_ms_p50": round(1000 * percentile(times.press, 0.5), 3),
        "press_ms_p99": round(1000 * percentile(times.press, 0.99), 3),
        "retract_ms_p95": round(1000 * percentile(times.retract, 0.95), 3),
        "press_ms_max": round(1000 * max(times.press), 3),
        "retract_ms_p50": round(1000 * percentile(times.retract, 0.5), 3),
        "presses": len(times.press),
        "cores_apart": not cores.alone(),
    }


VERIFY = Benchmark(
    name="verify",
    says="milliseconds from a volunteer's press to the first alert, and from its retraction to the last, through all",
    promised=("press_ms_p50", "press_ms_p99", "retract_ms_p95"),
    ask=ask,
    measure=measure,
    small=("--subscribers", "2000", "--presses", "10"),
)
