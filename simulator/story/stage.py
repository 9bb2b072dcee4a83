"""Where the story plays: the simulator, the bot, the people, and what is asked of all of them."""

import time
from asyncio import timeout
from collections import Counter
from collections.abc import Callable, Set

from bot.domain.ids import NeighborhoodId, PlaceId
from cities import City
from locales import Translator
from simulator.bot import BotProcess
from simulator.cast import Someone
from simulator.engine import Engine
from simulator.phones import EnginePhones

PARK, HARAMBEE, LIBRARY = PlaceId("franklin_park"), PlaceId("harambee_park"), PlaceId("mattapan_library")
"""The park where it happens; another one, a kilometer from there; and the place of the alert that was wrong."""

HERE = NeighborhoodId("mattapan")
"""Where all three are."""

NEAR = (HERE, *map(NeighborhoodId, ("roxbury", "dorchester", "jamaica_plain")))
"""Neighborhoods that hear of all three: the park is in two of them, and the others touch both."""

FAR = (NeighborhoodId("east_boston"), NeighborhoodId("charlestown"))
"""Neighborhoods that hear nothing of it."""

LANGUAGES = ("en", "es", "ht", "zh_Hant", "vi", "ar")
CROWD, STRANGERS = 150, 12
"""Neighbors who hear of it, and people elsewhere who do not."""

PATIENCE = 60.0
"""Seconds until a step counts as not having happened."""

FIRST_PERSON = 8_123_450_001
"""Telegram's numbers for people are of this size; the residue search would find smaller ones by chance."""


class Failed(AssertionError):
    """A step of the story did not happen."""


def expect(right: bool, otherwise: str) -> None:
    """Go on only if it is so."""
    if not right:
        raise Failed(otherwise)


class Stage:
    """The simulator, the bot and the people."""

    olga: Someone
    """The organizer: the bot's owner, and so the first person."""
    odile: Someone
    """The second organizer."""
    ben: Someone
    cai: Someone
    """Volunteers."""
    rosa: Someone
    nadege: Someone
    mei: Someone
    lan: Someone
    amal: Someone
    eve: Someone
    """Residents, in six languages."""
    crowd: list[Someone]
    strangers: list[Someone]

    def __init__(self, engine: Engine, city: City, bot: BotProcess) -> None:
        self.engine = engine
        self.city = city
        self.bot = bot
        self._phones = EnginePhones(engine)
        self._numbers = iter(range(FIRST_PERSON, FIRST_PERSON + 100_000, 7))
        self._began = self._last = time.monotonic()

    @property
    def residents(self) -> list[Someone]:
        """Those with names."""
        return [self.rosa, self.nadege, self.mei, self.lan, self.amal, self.eve]

    @property
    def listeners(self) -> list[Someone]:
        """Everyone who is to get the alerts."""
        return [self.olga, self.odile, self.ben, self.cai, *self.residents, *self.crowd]

    async def cast(self) -> None:
        """Everyone gets a phone."""
        self.olga, self.odile = await self._someone("Olga", "en"), await self._someone("Odile", "fr")
        self.ben, self.cai = await self._someone("Ben", "pt"), await self._someone("Cai", "zh_Hans")
        self.rosa, self.nadege = await self._someone("Rosa", "es"), await self._someone("Nadège", "ht")
        self.mei, self.lan = await self._someone("Mei", "zh_Hant"), await self._someone("Lan", "vi")
        self.amal, self.eve = await self._someone("Amal", "ar"), await self._someone("Eve", "en")
        self.crowd = [await self._one_of_many("Neighbor", one) for one in range(CROWD)]
        self.strangers = [await self._one_of_many("Stranger", one) for one in range(STRANGERS)]

    async def _one_of_many(self, name: str, number: int) -> Someone:
        return await self._someone(f"{name} {number}", LANGUAGES[number % len(LANGUAGES)])

    async def _someone(self, name: str, language: str) -> Someone:
        phone = await self._phones.phone(name, language=language, person_id=next(self._numbers))
        return Someone(phone, language, self.city)

    def tell(self, what: str) -> None:
        """One line of the transcript: milliseconds since the beginning, and since the line before."""
        now = time.monotonic()
        print(f"{(now - self._began) * 1000:8.0f} ms  +{(now - self._last) * 1000:6.0f}  {what}", flush=True)
        self._last = now

    def name(self, place: PlaceId) -> str:
        """What the place is called, in every language alike."""
        return self.city.places[place].name

    def got(self, kind: str, about: PlaceId | None = None, method: str = "sendMessage") -> Counter[int]:
        """How many messages that begin with this heading each chat got, whatever the language."""
        headings = tuple(Translator(one).plain(kind) for one in self.city.languages)
        name = "" if about is None else self.name(about)
        got: Counter[int] = Counter()
        for entry in self.engine.log:
            if entry.taken and entry.method == method and entry.text and name in entry.text:
                got[entry.chat] += entry.text.startswith(headings)
        return +got

    async def until_all(
        self, kind: str, everyone: Set[int], about: PlaceId | None = None, method: str = "sendMessage"
    ) -> Counter[int]:
        """Wait until all of these chats got such a message; how many each chat got."""
        return await self._until(kind, lambda got: everyone <= got.keys(), len(everyone), about, method)

    async def until_some(self, kind: str, count: int, about: PlaceId | None = None) -> Counter[int]:
        """Wait until so many chats got such a message."""
        return await self._until(kind, lambda got: len(got) >= count, count, about, "sendMessage")

    async def until_those(self, kind: str, who_got: str, about: PlaceId, method: str = "sendMessage") -> Counter[int]:
        """Wait until exactly those chats got such a message which got the other one, however many these are by then."""
        return await self._until(
            kind,
            lambda got: got.keys() == self.got(who_got, about).keys(),
            len(self.got(who_got, about)),
            about,
            method,
        )

    async def _until(
        self, kind: str, enough: Callable[[Counter[int]], bool], count: int, about: PlaceId | None, method: str
    ) -> Counter[int]:
        try:
            async with timeout(PATIENCE):
                while True:
                    news = self.engine.journal.news
                    got = self.got(kind, about, method)
                    if enough(got):
                        return got
                    await news.wait()
        except TimeoutError:
            got = self.got(kind, about, method)
            raise Failed(f"{kind}: {len(got)} of {count} within {PATIENCE:g} s") from None
