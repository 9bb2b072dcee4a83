"""The story told slowly, to be watched: what the cast does by itself, scene by scene, until someone takes over."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bot.domain.ids import PlaceId
from bot.domain.incident import Status
from cities import City
from simulator.cast import Someone
from simulator.phones import NoSuchButton, NotHeard
from simulator.screens import Message
from simulator.town import NEIGHBORHOOD, Cast
from simulator.view import View

TAP = 0.45
"""The pause between two taps, as a share of the pause between two scenes."""

SOON = 45.0
"""Seconds within which everyone sees what one of them has done."""

LONGEST = 90.0
"""Seconds for which a broadcast is waited for."""


class End(Enum):
    """How an incident of the story ends."""

    OVER = "decide.all_clear"
    RETRACTED = "decide.retract"
    DISMISSED = "finding.nothing_there"


PLAYS = (
    (PlaceId("east_boston_library"), End.OVER),
    (PlaceId("lopresti_park"), End.RETRACTED),
    (PlaceId("paris_street_pool"), End.DISMISSED),
)
"""Where it happens and how it ends, the first time and each time after. Every resident reports once: the city's
policy wants minutes between two reports of one person."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One line for those who watch, and what is done meanwhile."""

    says: str
    does: Callable[[], Awaitable[object]]


class Telling:
    """Plays the scenes. `told` is called with every line."""

    def __init__(self, city: City, everyone: Cast, view: View, *, pace: float, told: Callable[[str], None]) -> None:
        """`pace` is the seconds between two scenes."""
        self._city, self._cast, self._view, self._pace, self._told = city, everyone, view, pace, told
        self._goes_on = asyncio.Event()
        self._goes_on.set()
        self._plays = 0
        self.facts: dict[str, Any] = {}
        """For the page."""
        self.say("Getting ready …")

    def say(self, line: str, **more: Any) -> None:
        """A line of its own."""
        self.facts = {"says": line, "paused": not self._goes_on.is_set(), "playing": False, **more}
        self._told(line)

    def pause(self) -> None:
        """Stop before the next tap."""
        self._goes_on.clear()
        self.facts = {**self.facts, "paused": True}

    def go_on(self) -> None:
        """Go on from there."""
        self._goes_on.set()
        self.facts = {**self.facts, "paused": False}

    @property
    def has_more(self) -> bool:
        """Whether it can be played once more."""
        return self._plays < len(PLAYS)

    async def play(self) -> None:
        """The next time: the first one begins with everybody's sign-up."""
        place, end = PLAYS[self._plays]
        scenes = [*([] if self._plays else self._beginning()), *self._incident(self._plays, place, end)]
        self._plays += 1
        for number, scene in enumerate(scenes):
            await self._breathe()
            self.say(scene.says, playing=True, number=number + 1, scenes=len(scenes))
            try:
                await scene.does()
            except (NoSuchButton, NotHeard):
                self.say("Somebody was faster. The story goes on.", playing=True, number=number + 1, scenes=len(scenes))
        await self._breathe()
        self.say("That was the story. Now you: press anything, or follow the guide.", more=self.has_more)

    def _beginning(self) -> list[Scene]:
        olga, (ben, tiago) = self._cast.organizer, self._cast.volunteers
        residents = self._cast.residents
        links: list[str] = []

        async def invite() -> None:
            for _ in self._cast.volunteers:
                links.append(await olga.invites())
                await self._tap()

        async def volunteer() -> None:
            await asyncio.gather(*(self._volunteers(*one) for one in zip((ben, tiago), links, strict=True)))

        async def sign_up() -> None:
            await asyncio.gather(*(self._signs_up(one) for one in residents))

        names = _names(*residents)
        return [
            Scene(f"{_name(olga)} opens the bot. It knows her as its first organizer.", self._first_organizer),
            Scene("She invites two volunteers. Each link works once, for one person.", invite),
            Scene(f"{_names(ben, tiago)} open their links, practise once and go on duty.", volunteer),
            Scene(f"{names} choose a language and a neighborhood: they are residents.", sign_up),
        ]

    def _incident(self, resident: int, place: PlaceId, end: End) -> list[Scene]:
        rosa, (ben, tiago), olga = self._cast.residents[resident], self._cast.volunteers, self._cast.organizer
        where = self._city.places[place].name
        begun = [
            Scene(f"{_name(rosa)} sees officers at {where} and reports it.", lambda: self._reports(rosa, place)),
            Scene(
                f"Every volunteer on duty gets the same card. {_name(ben)} will look.",
                lambda: self._finds(ben, "button.claim", place),
            ),
        ]
        if end is End.DISMISSED:
            return [
                *begun,
                Scene(f"{_name(ben)} finds nothing there.", lambda: self._finds(ben, end.value, place)),
                Scene(
                    f"{_name(tiago)} finds nothing either. {_name(rosa)} hears so, and nobody else is troubled.",
                    lambda: self._finds(tiago, end.value, place),
                ),
            ]
        ending = {
            End.OVER: f"{_name(olga)} ends it: every alert is edited where it stands, without a sound.",
            End.RETRACTED: f"It was a mistake. {_name(olga)} takes it back: exactly those who got the alert hear so.",
        }[end]
        return [
            *begun,
            Scene(
                f"{_name(ben)} is there and sees it. One finding alone alerts nobody.",
                lambda: self._finds(ben, "finding.seen_on_scene", place),
            ),
            Scene(
                f"{_name(tiago)} has seen it in pictures. Two agree, one on the spot: the alert goes out.",
                lambda: self._tells(tiago, "finding.seen_remote", Status.ACTIVE, place),
            ),
            Scene(
                ending,
                lambda: self._ends(olga, end, place),
            ),
        ]

    async def _first_organizer(self) -> None:
        olga = self._cast.organizer
        await olga.chooses_language()
        await self._tap()
        await olga.presses("join.everywhere")
        await self._tap()
        await olga.presses("button.done")

    async def _volunteers(self, one: Someone, link: str) -> None:
        await one.accepts(link)
        for tap in ("/areas", "join.everywhere", "button.done"):
            await self._tap()
            await (one.phone.says(tap) if tap.startswith("/") else one.presses(tap))
        await self._tap()
        await one.practises()
        await self._tap()
        await one.begins_duty()

    async def _signs_up(self, one: Someone) -> None:
        there = self._city.neighborhoods[NEIGHBORHOOD]
        await one.chooses_language()
        await self._tap()
        await one.presses(f"part.{there.part}")
        await self._tap()
        await one.phone.presses(there.name)
        await self._tap()
        await one.presses("button.done")
        await one.phone.hears(one.says("join.expect"))

    async def _reports(self, one: Someone, place: PlaceId) -> None:
        where = self._city.places[place].name
        await one.reports(place, between=self._tap)
        await one.phone.hears(lambda message: not message.buttons and where in message.text)
        await asyncio.gather(*(other.phone.hears(where, within=SOON) for other in self._cast.volunteers))

    async def _finds(self, one: Someone, text: str, place: PlaceId) -> None:
        """Press it, and wait until every volunteer's card is drawn anew: one that is not yet takes no answer."""
        where = self._city.places[place].name
        cards = [(other, _drawn_anew(other, where)) for other in self._cast.volunteers]
        await one.presses(text)
        redrawn = (other.phone.hears(is_anew, within=SOON) for other, is_anew in cards if is_anew is not None)
        await asyncio.gather(*redrawn, return_exceptions=True)

    async def _tells(self, one: Someone, text: str, status: Status, place: PlaceId) -> None:
        """Press it, and wait until all who are to be told of it were told."""
        await one.presses(text)
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST):
                while True:
                    news = self._view.journal.news
                    if self._has_gone_out(status, place):
                        return
                    await news.wait()

    async def _ends(self, one: Someone, end: End, place: PlaceId) -> None:
        """End an alert, or take it back and say why."""
        if end is End.OVER:
            await self._tells(one, end.value, Status.OVER, place)
            return
        await one.presses(end.value)
        await self._tap()
        await self._tells(one, "wrong.not_ice", Status.RETRACTED, place)

    def _has_gone_out(self, status: Status, place: PlaceId) -> bool:
        self._view.watch.catch_up()
        return any(
            (one.status, one.place) == (status, place) and len(one.told) >= one.expected
            for one in self._view.watch.broadcasts
        )

    async def _tap(self) -> None:
        await asyncio.sleep(self._pace * TAP)
        await self._goes_on.wait()

    async def _breathe(self) -> None:
        await asyncio.sleep(self._pace)
        await self._goes_on.wait()


def _drawn_anew(one: Someone, where: str) -> Callable[[Message], bool] | None:
    """What tells whether their newest card of the place was drawn anew since; none where there is no card."""
    shown = (message for message in reversed(one.phone.messages()) if message.labels and where in message.text)
    card = next(shown, None)
    return None if card is None else lambda message: message.id == card.id and message.change > card.change


def _name(one: Someone) -> str:
    return one.phone.name


def _names(*several: Someone) -> str:
    *first, last = (_name(one) for one in several)
    return f"{', '.join(first)} and {last}"
