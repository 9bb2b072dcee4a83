"""What Telegram itself shows of the bot: the menu of commands, and what it says before someone has pressed Start."""

from dataclasses import dataclass

from bot.domain.authority import May
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

TAKES = {
    "start": May.JOIN,
    "language": May.JOIN,
    "report": May.REPORT,
    "check": May.ASK_WHAT_IS_KNOWN,
    "rights": May.READ,
    "areas": May.LISTEN,
    "stop": May.LISTEN,
    "pause": May.REST,
    "night": May.REST,
    "privacy": May.READ,
    "forget": May.BE_FORGOTTEN,
    "about": May.READ,
    "help": May.READ,
    "duty": May.BE_ON_DUTY,
    "training": May.PRACTISE,
    "people": May.REMOVE,
    "invite": May.INVITE_VOLUNTEERS,
    "notice": May.WRITE_NOTICES,
    "notices": May.WRITE_NOTICES,
    "drill": May.BEGIN_EXERCISES,
    "freeze": May.FREEZE,
    "ledger": May.READ_THE_LEDGER,
    "record": May.READ_THE_RECORD,
    "stats": May.READ_THE_RECORD,
}
"""What each command takes. To whose role it is not open it does not exist."""


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
