"""What people do with the bot, in their own language: the words on the buttons come from the catalogs."""

from collections.abc import Awaitable, Callable, Sequence

from bot.domain.ids import Language, NeighborhoodId, PlaceId
from bot.domain.incident import Activity
from bot.domain.people import Role
from bot.render.icons import ICONS
from cities import City
from locales import LANGUAGES, Translator
from locales.template import POP_ISOLATE
from simulator.phones import Phone
from simulator.screens import Message

PATIENCE = 60.0
"""Seconds: a phone in a crowd of hundreds waits longer than one alone."""


SLOT = "%"
"""Stands in a text where a time will stand that nobody knows yet."""


Pause = Callable[[], Awaitable[None]]
"""What someone does between two taps."""


async def at_once() -> None:
    """Nothing."""


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
        """A text of the catalogs without slots, or an activity, as they see it."""
        if isinstance(text, Activity):
            return f"{ICONS[text]} {self.words.plain(f'activity.{text}')}"
        return self.words.plain(text)

    async def presses(self, text: str, *, under: str = "") -> None:
        """Press the button with this text of the catalogs, in the newest message that has it and says `under`."""
        await self.phone.presses(self.says(text), under=under)

    async def hears(self, text: str, *unknown: str, **known: str | int) -> Message:
        """Wait for a message with this text of the catalogs. Slots that nobody knows yet are named in `unknown`."""
        said = self.words.plain(text, **dict.fromkeys(unknown, SLOT), **known).split(SLOT)
        return await self.phone.hears(lambda message: _stand_in(message.text, said))

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

    async def accepts(self, link: str, role: Role = Role.VOLUNTEER) -> None:
        """Open an invitation."""
        await self.phone.says(f"/start {link.rpartition('start=')[2]}")
        await self.phone.hears(self.says(f"invite.welcome_{role}"))

    async def practises(self) -> None:
        """The first scene of a rehearsal, with the right answers."""
        await self.phone.says("/training")
        for tap in ("button.claim", "finding.seen_on_scene", "agency.ice", Activity.QUESTIONING, "number.few"):
            await self.presses(tap, under=self.says("status.exercise"))
        await self.hears("training.done")

    async def begins_duty(self) -> None:
        """Four hours."""
        await self.phone.says("/duty")
        await self.phone.presses(self.words.plain("duty.hours", count=4))
        await self.hears("duty.until", "time")

    async def invites(self, role: Role = Role.VOLUNTEER) -> str:
        """An organizer's link for one volunteer, or one organizer."""
        await self.phone.says("/invite")
        await self.presses(f"invite.role_{role}")
        if role is Role.ORGANIZER:
            await self.presses("invite.sure")
        shown = await self.phone.hears("start=")
        return next(word for word in shown.text.split() if "start=" in word)

    async def reports(self, place: PlaceId, *, between: Pause = at_once) -> None:
        """A patrol, right now, a few officers; the place from the list."""
        await self._begins_a_report(between)
        shown = await self.phone.hears(self.says("report.ask_where"))
        while (tap := self._towards(place, shown)) != self.city.places[place].name:
            await between()
            await self.phone.presses(tap)
            shown = await self.phone.hears(self.says("report.ask_where"))
        await between()
        await self.phone.presses(tap)
        await self._ends_a_report(between)

    async def reports_by_pin(self, latitude: float, longitude: float, *, between: Pause = at_once) -> None:
        """The same, with a pin at a city place or next to one."""
        await self._begins_a_report(between)
        await self.phone.hears(self.says("report.ask_where"))
        await between()
        await self.phone.shares_location(latitude, longitude)
        await self._ends_a_report(between)

    async def reports_by_typing(self, text: str, place: PlaceId, *, between: Pause = at_once) -> None:
        """The same, with the place typed, and chosen from those that may be meant."""
        await self._begins_a_report(between)
        await self.phone.hears(self.says("report.ask_where"))
        await between()
        await self.phone.says(text)
        await self.phone.hears(self.says("report.did_you_mean"))
        await between()
        there = self.city.places[place]
        await self.phone.presses(f"{there.name}, {self.city.neighborhoods[there.neighborhood].name}")
        await self._ends_a_report(between)

    async def _begins_a_report(self, between: Pause) -> None:
        await self.phone.says("/report")
        await between()
        await self.presses(Activity.PATROL)

    def _towards(self, place: PlaceId, shown: Message) -> str:
        """Which button of the list leads to the place."""
        there = self.city.places[place]
        neighborhood, kind = self.city.neighborhoods[there.neighborhood].name, self.says(f"kind.{there.kind}")
        for label in (there.name, neighborhood):
            if label in shown.labels:
                return label
        if any(line.rstrip(POP_ISOLATE).endswith(neighborhood) for line in shown.text.split("\n")):
            page = next((label.strip("· ") for label in shown.labels if label.startswith("·")), "0")
            return kind if kind in shown.labels else str(int(page) + 1)
        return self.says("button.other_neighborhood")

    async def _ends_a_report(self, between: Pause) -> None:
        for tap in ("when.now", "number.few", "button.send"):
            await between()
            await self.presses(tap)


def _stand_in(text: str, pieces: Sequence[str]) -> bool:
    """Whether the pieces stand in the text, one after another."""
    at = 0
    for piece in pieces:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True
