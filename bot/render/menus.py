"""What Telegram itself shows of the bot: the menu of commands, and what it says before someone has pressed Start."""

from dataclasses import dataclass

from bot.domain.people import Role
from bot.render.joining import ORGANIZER, RESIDENT, VOLUNTEER
from cities import City
from locales import Translator

IN_MENU: dict[Role, tuple[str, ...]] = {
    Role.RESIDENT: RESIDENT,
    Role.VOLUNTEER: (*VOLUNTEER, *RESIDENT),
    Role.ORGANIZER: (*VOLUNTEER, *ORGANIZER, *RESIDENT),
}
"""What each role is offered."""

FOR = {
    **dict.fromkeys(RESIDENT, Role.RESIDENT),
    **dict.fromkeys(VOLUNTEER, Role.VOLUNTEER),
    **dict.fromkeys(ORGANIZER, Role.ORGANIZER),
}
"""Whose each command is."""


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the menu."""

    name: str
    does: str


def menu(words: Translator, role: Role) -> tuple[Command, ...]:
    """The menu of someone with this role."""
    return tuple(Command(one, words.plain(f"command.{one}")) for one in IN_MENU[role])


def description(words: Translator, city: City) -> str:
    """What stands in the empty chat: at most 512 characters."""
    return words.plain("bot.description", city=city.name)


def short_description(words: Translator, city: City) -> str:
    """What stands on the bot's profile: at most 120 characters."""
    return words.plain("bot.short_description", city=city.name)
