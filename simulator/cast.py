"""What people do with the bot, in their own language: the words on the buttons come from the catalogs."""

from bot.domain.ids import Language, NeighborhoodId, PlaceId
from cities import City
from locales import LANGUAGES, Translator
from simulator.phones import Phone

PATIENCE = 60.0
"""Seconds: a phone in a crowd of hundreds waits longer than one alone."""


class Someone:
    """A person with a phone, who reads one language."""

    def __init__(self, phone: Phone, language: str, city: City) -> None:
        self.phone = phone
        phone.patience = PATIENCE
        self.city = city
        self.language = Language(language)
        self.words = Translator(self.language)

    @property
    def id(self) -> int:
        """Telegram's number for them."""
        return self.phone.id

    def says(self, text: str) -> str:
        """A text of the catalogs without slots, as they see it."""
        return self.words.plain(text)

    async def presses(self, text: str) -> None:
        """Press the button with this text of the catalogs."""
        await self.phone.presses(self.says(text))

    async def chooses_language(self) -> None:
        """`/start`, and the language."""
        await self.phone.says("/start")
        await self.phone.presses(LANGUAGES[self.language].own_name)
        await self.phone.hears(self.says("join.where"))

    async def listens_in(self, neighborhood: NeighborhoodId) -> None:
        """Choose one neighborhood, from the question where they want alerts."""
        there = self.city.neighborhoods[neighborhood]
        await self.presses(f"part.{there.part}")
        await self.phone.presses(there.name)
        await self.presses("button.done")
        await self.phone.hears(self.says("join.expect"))

    async def accepts(self, link: str) -> None:
        """Open an invitation, choose neighborhoods, begin duty."""
        await self.phone.says(f"/start {link.rpartition('start=')[2]}")
        await self.phone.hears(self.says("invite.welcome_volunteer"))

    async def begins_duty(self) -> None:
        """Four hours."""
        await self.phone.says("/duty")
        await self.phone.presses(self.words.plain("duty.hours", count=4))
        await self.phone.hears(lambda message: not message.buttons)

    async def invites(self) -> str:
        """An organizer's link for one volunteer."""
        await self.phone.says("/invite")
        shown = await self.phone.hears("start=")
        return next(word for word in shown.text.split() if "start=" in word)

    async def reports(self, place: PlaceId) -> None:
        """A patrol, right now, a few officers."""
        there = self.city.places[place]
        await self.phone.says("/report")
        await self.presses("activity.patrol")
        await self.phone.presses(self.city.neighborhoods[there.neighborhood].name)
        await self.phone.presses(there.name)
        await self.presses("when.now")
        await self.presses("number.few")
        await self.presses("button.send")
