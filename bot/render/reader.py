"""The person a screen is for: their language, their city's clock, and now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import locales
from bot.domain.buttons import Button
from bot.domain.ids import EVERYWHERE, NeighborhoodId, PlaceId
from bot.domain.incident import Activity
from bot.domain.pausing import EVENING, FURTHER_NOTICE, MORNING
from bot.domain.people import Hearing
from bot.domain.screen import Key, Screen
from bot.domain.text import columns
from bot.render.icons import ICONS
from cities import City
from locales import Html, Translator, age, clock, join, plain

NOON = time(12)

CHOSEN = "✅ "
"""Stands before what is chosen, on a button that chooses it or not."""

SHORT = 20
"""Letters of a button that are seen on a narrow phone when two share a row: it cuts off the rest, and shows “…”."""


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom, and when, something is said."""

    words: Translator
    city: City
    now: datetime

    def clock(self, at: datetime) -> str:
        """The time of day in the city, as this reader's language writes it."""
        return clock(at, self.words.language, self.city.zone)

    def age(self, at: datetime) -> Html:
        """How long ago that was."""
        return age(self.words, at, self.now)

    def place(self, place: PlaceId) -> str:
        """The place's public name."""
        return self.city.place_name(place)

    def neighborhood(self, neighborhood: NeighborhoodId) -> str:
        """The neighborhood's name."""
        return self.city.neighborhood_name(neighborhood)

    def names(self, neighborhoods: Collection[NeighborhoodId]) -> str:
        """The names of what someone listens to, the whole city too."""
        known = [one.name for one in self.city.neighborhoods.values() if one.id in neighborhoods]
        everywhere = [self.words.plain("join.everywhere")] if EVERYWHERE in neighborhoods else []
        return ", ".join([*everywhere, *known])

    def activity(self, activity: Activity) -> Html:
        """What was seen: its picture and its word."""
        return join([Html(ICONS[activity]), self.words(f"activity.{activity}")], " ")

    def day(self, day: date) -> str:
        """A day, as this reader's language writes it."""
        return locales.date(datetime.combine(day, NOON, self.city.zone), self.words.language, self.city.zone)

    def unreviewed(self) -> list[Html]:
        """That no native reader has reviewed the texts in this language, until one has reviewed all of them."""
        return [] if self.words.is_reviewed else [self.words("about.unreviewed")]

    def date(self, at: datetime) -> str:
        """The day on the city's clock."""
        return self.day(at.astimezone(self.city.zone).date())

    def order(self) -> Html:
        """The order that what is said about city property comes from: its date, its title, where it can be read."""
        order = self.city.order
        return self.words("about.order", date=self.day(order.date), title=order.title, link=order.source)

    def length(self, window: timedelta) -> Html:
        """How long something lasts, in the unit that people would use."""
        hours = window // timedelta(hours=1)
        if hours <= 72:
            return self.words("length.hours", count=hours)
        return self.words("length.days", count=window.days)

    def time_of_day(self, hour: time) -> str:
        """An hour on the city's clock, as this reader's language writes it."""
        return self.clock(datetime.combine(self.now.astimezone(self.city.zone), hour, self.city.zone))

    def paused(self, hearing: Hearing) -> Html:
        """Until when they want no alerts."""
        until = hearing.paused_until
        if until is None or until >= FURTHER_NOTICE:
            return self.words("pause.paused")
        return self.words("pause.paused_until", time=self.clock(until))

    def nights(self, hearing: Hearing) -> Html:
        """How alerts come at night."""
        hours = {"time": self.time_of_day(EVENING), "until": self.time_of_day(MORNING)}
        return self.words("night.is_silent" if hearing.quiet else "night.is_loud", **hours)

    def commands(self, names: tuple[str, ...]) -> Html:
        """A line for each of these commands, and what it does."""
        does = {name: self.words(f"command.{name}") for name in names}
        return join(self.words("help.line", command=f"/{name}", does=does[name]) for name in names)

    def key(self, text: str, button: Button, **slots: str) -> Key:
        """A button that says the catalog's `text` and carries `button`."""
        return Key(self.words.plain(text, **slots), data=button.pack())

    def activity_key(self, activity: Activity, button: Button) -> Key:
        """A button that says what was seen."""
        return Key(plain(self.activity(activity)), data=button.pack())

    def screen(self, text: str, *rows: tuple[Key, ...], **slots: str) -> Screen:
        """A screen that says the catalog's `text`."""
        return Screen(self.words(text, **slots), rows)


def in_rows(keys: list[Key], width: int) -> tuple[tuple[Key, ...], ...]:
    """The buttons in rows of at most `width`, and of fewer where one would be cut off."""
    rows: list[tuple[Key, ...]] = []
    for key in keys:
        row = (*rows[-1], key) if rows else (key,)
        if 1 < len(row) <= width and _fit(row):
            rows[-1] = row
        else:
            rows.append((key,))
    return tuple(rows)


def _fit(row: tuple[Key, ...]) -> bool:
    """Whether all of every button is seen. A button stays where it is when it is chosen."""
    return len(row) * max(columns(key.says.removeprefix(CHOSEN)) for key in row) <= 2 * SHORT
