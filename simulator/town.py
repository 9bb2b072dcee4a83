"""The small city of the demo: who has a phone on the page, and the neighbors who listen without one."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from bot.domain.ids import NeighborhoodId
from cities import City
from locales import guess
from simulator import people
from simulator.cast import Someone
from simulator.engine import Engine
from simulator.phones import EnginePhone, NoSuchButton, NotHeard
from simulator.view import View

NEIGHBORHOOD = NeighborhoodId("east_boston")
"""Where the neighbors listen, and where everything happens."""

AT_ONCE = 40
"""Neighbors who sign up at the same time."""

PATIENCE = 45.0
"""Seconds that someone waits for the bot: longer than any fault of the page's buttons lasts."""

RESIDENTS = (("Rosa", "es"), ("Nadège", "ht"), ("Amal", "ar"))
VOLUNTEERS = (("Ben", "en"), ("Tiago", "pt"))
ORGANIZER = ("Olga", "en")


@dataclass(frozen=True, slots=True)
class Cast:
    """Those who play the story."""

    residents: tuple[Someone, ...]
    volunteers: tuple[Someone, ...]
    organizer: Someone


def cast(engine: Engine, view: View, city: City, *, show: str | None = None) -> Cast:
    """Six people with phones on the page, in the order in which they stand there. With `show` residents read that."""

    def come(name: str, language: str, role: str) -> Someone:
        chat = people.add_person(engine, name, language=language)
        view.show(chat, role)
        return someone(engine, chat.id, city)

    view.here = city.neighborhoods[NEIGHBORHOOD]
    residents = tuple(come(name, show or language, "resident") for name, language in RESIDENTS)
    volunteers = tuple(come(*one, "volunteer") for one in VOLUNTEERS)
    return Cast(residents, volunteers, come(*ORGANIZER, "organizer"))


def someone(engine: Engine, number: int, city: City) -> Someone:
    """The person with this number, who reads what their phone is set to."""
    chat = engine.chats[number]
    found = Someone(EnginePhone(engine, chat), guess(chat.language), city)
    found.phone.patience = PATIENCE
    return found


async def populate(engine: Engine, city: City, count: int, *, joined: Callable[[int], None]) -> None:
    """So many neighbors sign up with the bot, in all of the city's languages; `joined` hears how many have."""
    seats, done = asyncio.Semaphore(AT_ONCE), 0

    async def join(number: int) -> None:
        nonlocal done
        language = city.languages[number % len(city.languages)]
        chat = people.add_person(engine, f"Neighbor {number + 1}", language=language)
        neighbor = someone(engine, chat.id, city)
        async with seats:
            with suppress(NoSuchButton, NotHeard):  # someone plays with the faults already
                await neighbor.chooses_language()
                await neighbor.listens_in(NEIGHBORHOOD)
        done += 1
        joined(done)

    await asyncio.gather(*(join(number) for number in range(count)))
