"""The person a screen is for: their language, their city's clock, and now."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.buttons import Button
from bot.domain.ids import NeighborhoodId, PlaceId
from bot.domain.screen import Key, Screen
from cities import City
from locales import Html, Translator, age, clock


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
        return self.city.places[place].name

    def neighborhood(self, neighborhood: NeighborhoodId) -> str:
        """The neighborhood's name."""
        return self.city.neighborhoods[neighborhood].name

    def key(self, text: str, button: Button, **slots: str) -> Key:
        """A button that says the catalog's `text` and carries `button`."""
        return Key(self.words.plain(text, **slots), data=button.pack())

    def screen(self, text: str, *rows: tuple[Key, ...], **slots: str) -> Screen:
        """A screen that says the catalog's `text`."""
        return Screen(self.words(text, **slots), rows)


def in_rows(keys: list[Key], width: int) -> tuple[tuple[Key, ...], ...]:
    """The buttons in rows of at most `width`."""
    return tuple(tuple(keys[at : at + width]) for at in range(0, len(keys), width))
