"""What the page is told: who has a phone there, the city, and what goes on between the bot and Telegram."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from bot.domain.buttons import BUTTONS
from bot.domain.ids import Language
from cities import City, Neighborhood
from locales import LANGUAGES, Translator
from simulator import people
from simulator.acts import Facts
from simulator.chats import Chat
from simulator.engine import Engine
from simulator.troubles import Troubles
from simulator.watching import ALERTS, Broadcast, Watch

Act = Callable[[Facts], Awaitable[Facts]]

MOST_PHONES = 24
"""On one page. A phone is a person; thousands are made without one."""

LONGEST_TROUBLE = 600.0
"""Seconds."""


class TooManyPhones(ValueError):
    """The page is full."""


class View:
    """One page's worth of a simulator. There is one for all who look at it."""

    def __init__(self, engine: Engine, city: City | None = None) -> None:
        """With a city there is a map."""
        self._engine = engine
        self.city = city
        self.watch = Watch(engine.log, {one.id: one.name for one in city.places.values()} if city else {})
        self.troubles = Troubles(engine)
        self.journal = engine.journal
        self.roles: dict[int, str] = {}
        """Who has a phone on the page, and as what they were cast."""
        self.here: Neighborhood | None = None
        """Where the guide lets newcomers listen and report."""
        self.story: Callable[[], Facts] = dict
        """How the story stands, where one is played."""
        self.bot: Facts = {}
        """How the bot's process stands, where it is ours."""
        self.acts: dict[str, Act] = {"phone": self._add_phone, "trouble": self._trouble, "well": self._well}
        """What the page can ask for, beside what people do with their phones."""
        self.closing = asyncio.Event()

    def show(self, person: Chat, role: str = "") -> None:
        """Put someone's phone on the page."""
        if len(self.roles) >= MOST_PHONES:
            raise TooManyPhones(f"there are {MOST_PHONES} phones here already")
        self.roles[person.id] = role

    def opening(self) -> Facts:
        """What stays as it is."""
        languages = self.city.languages if self.city else tuple(LANGUAGES)
        return {
            "bot": self._engine.bot,
            "change": self._engine.journal.number,
            "languages": [_language(one) for one in languages],
            "buttons": {kind.__name__.lower(): prefix for prefix, kind in BUTTONS.items()},
            "headings": {status: [_heading(one, key) for one in languages] for key, status in ALERTS.items()},
            "city": _city(self.city) if self.city else None,
            "here": {"id": self.here.id, "name": self.here.name, "part": self.here.part} if self.here else None,
            "acts": sorted(self.acts),
        }

    def facts(self) -> Facts:
        """What changes by itself."""
        engine, now = self._engine, self._engine.clock.monotonic()
        self.watch.catch_up()
        limits = engine.pace.limits
        return {
            "phones": [self._phone(engine.chats[number], role) for number, role in self.roles.items()],
            "people": {"all": len(engine.chats), "listening": len(self.watch.listening)},
            "seconds": self.watch.seconds(now),
            "limit": limits.a_second if limits else None,
            "broadcasts": [_broadcast(one) for one in self.watch.broadcasts],
            "incidents": self.watch.incidents,
            "failures": [[one.code, one.method, one.times, int(now - one.last)] for one in self.watch.failures],
            "troubles": self.troubles.left(),
            "story": self.story(),
            "bot": self.bot,
        }

    def close(self) -> None:
        """Let those who follow the page's news go."""
        self.troubles.close()
        self.closing.set()

    def _phone(self, chat: Chat, role: str) -> Facts:
        return {
            "id": chat.id,
            "name": chat.name,
            "role": role,
            "bond": chat.bond,
            **_language(Language(chat.language)),
        }

    async def _add_phone(self, given: Facts) -> Facts:
        """`name` and `language`."""
        name, language = str(given["name"]).strip()[:64], given["language"]
        if not name or language not in LANGUAGES:
            raise ValueError("a phone needs a name and one of our languages")
        if len(self.roles) >= MOST_PHONES:
            raise TooManyPhones(f"there are {MOST_PHONES} phones here already")
        chat = people.add_person(self._engine, name, language=language)
        self.show(chat)
        return {"id": chat.id}

    async def _trouble(self, given: Facts) -> Facts:
        """`kind` and `seconds`."""
        self.troubles.begin(given["kind"], min(float(given["seconds"]), LONGEST_TROUBLE))
        return self.troubles.left()

    async def _well(self, _given: Facts) -> Facts:
        """Everything goes right again."""
        self.troubles.end()
        return {}


def _language(code: Language) -> Facts:
    tongue = LANGUAGES.get(code)
    if tongue is None:
        return {"language": code, "called": code, "english": code, "direction": "ltr"}
    return {
        "language": code,
        "called": tongue.own_name,
        "english": tongue.english_name,
        "direction": tongue.direction,
    }


def _heading(language: Language, key: str) -> str:
    return Translator(language).plain(key)


def _broadcast(one: Broadcast) -> Facts:
    return {
        "status": one.status,
        "place": one.place,
        "told": len(one.told),
        "expected": max(one.expected, len(one.told)),
        "repeats": one.repeats,
        "began": one.began,
    }


def _city(city: City) -> dict[str, Any]:
    return {
        "name": city.name,
        "zone": city.zone.key,
        "box": [city.box.south, city.box.west, city.box.north, city.box.east],
        "neighborhoods": {one.id: one.name for one in city.neighborhoods.values()},
        "outlines": {one: land.polygons for one, land in city.outlines.items()},
        "places": [[one.id, one.name, one.kind, one.neighborhood, one.lat, one.lon] for one in city.places.values()],
    }
