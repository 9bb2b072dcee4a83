"""What someone sees who begins to listen."""

from bot.domain.buttons import Forget, Listen, Part, Settled, Speak
from bot.domain.ids import EVERYWHERE, NeighborhoodId
from bot.domain.people import Listening, Role
from bot.domain.screen import Key, Screen
from bot.render.reader import Reader, in_rows
from locales import LANGUAGES, Html, join

CHOSEN = "✅ "

AFTER_JOINING = ("report", "areas", "language", "forget")
RESIDENT = ("start", "report", "areas", "language", "privacy", "forget", "help")
VOLUNTEER = ("duty",)
ORGANIZER = ("invite",)
"""The commands, in the order in which they are shown; `command.<name>` says what each does."""


def languages(reader: Reader) -> Screen:
    """The choice of a language, each in its own script."""
    keys = [Key(LANGUAGES[one].own_name, data=Speak(one).pack()) for one in reader.city.languages]
    return Screen(reader.words("join.language", city=reader.city.name), in_rows(keys, 2))


def parts(reader: Reader, listening: Listening) -> Screen:
    """The parts of the city, the whole of it, and what is chosen so far."""
    chosen = listening.neighborhoods
    everywhere = _box(reader.words.plain("join.everywhere"), EVERYWHERE, listening)
    keys = [_part(reader, part, chosen) for part in reader.city.parts]
    rows = [*in_rows(keys, 2), (everywhere,)]
    if chosen:
        rows.append((reader.key("button.done", Settled()),))
    return Screen(_so_far(reader, listening), tuple(rows))


def neighborhoods(reader: Reader, listening: Listening, part: str) -> Screen:
    """The neighborhoods of one part of the city, to choose and to give up."""
    keys = [_box(one.name, one.id, listening) for one in reader.city.neighborhoods.values() if one.part == part]
    back = (reader.key("button.back", Part("all")),)
    done = ((reader.key("button.done", Settled()),),) if listening.neighborhoods else ()
    return Screen(_so_far(reader, listening), (*in_rows(keys, 2), back, *done))


def around(reader: Reader, listening: Listening, changed: NeighborhoodId) -> Screen:
    """The screen on which a neighborhood was just chosen or given up."""
    if changed == EVERYWHERE:
        return parts(reader, listening)
    return neighborhoods(reader, listening, reader.city.neighborhoods[changed].part)


def _part(reader: Reader, part: str, chosen: frozenset[NeighborhoodId]) -> Key:
    some = any(reader.city.neighborhoods[one].part == part for one in chosen if one != EVERYWHERE)
    return Key((CHOSEN if some else "") + reader.words.plain(f"part.{part}"), data=Part(part).pack())


def _box(name: str, neighborhood: NeighborhoodId, listening: Listening) -> Key:
    return Key((CHOSEN if neighborhood in listening.neighborhoods else "") + name, data=Listen(neighborhood).pack())


def _so_far(reader: Reader, listening: Listening) -> str:
    asked = reader.words("join.where")
    if not listening.neighborhoods:
        return asked
    return join([asked, reader.words("join.so_far", places=_names(reader, listening))], "\n\n")


def _names(reader: Reader, listening: Listening) -> str:
    return ", ".join(
        reader.words.plain("join.everywhere") if one == EVERYWHERE else reader.neighborhood(one)
        for one in sorted(listening.neighborhoods)
    )


def settled(reader: Reader, listening: Listening) -> Screen:
    """What to expect, in three honest lines, and what can be done now."""
    if not listening.neighborhoods:
        return parts(reader, listening)
    said = [
        reader.words("join.settled", places=_names(reader, listening)),
        reader.words("join.expect"),
        _lines(reader, AFTER_JOINING),
    ]
    return Screen(join(said, "\n\n"))


def commands(reader: Reader, role: Role) -> Screen:
    """What this person can do here."""
    said = [_lines(reader, RESIDENT)]
    if role is not Role.RESIDENT:
        said.append(join([reader.words("help.volunteer"), _lines(reader, VOLUNTEER)]))
    if role is Role.ORGANIZER:
        said.append(join([reader.words("help.organizer"), _lines(reader, ORGANIZER)]))
    return Screen(join(said, "\n\n"))


def _lines(reader: Reader, names: tuple[str, ...]) -> Html:
    """A line for each command."""
    return join(reader.words("help.line", command=f"/{name}", does=reader.words(f"command.{name}")) for name in names)


def privacy(reader: Reader) -> Screen:
    """What is kept, how long, and how to have it removed."""
    return reader.screen("privacy.summary", (reader.key("button.forget", Forget()),))


def forget(reader: Reader) -> Screen:
    """What will be removed, and the button that does it."""
    return reader.screen("forget.sure", (reader.key("button.forget", Forget()),))


def forgotten(reader: Reader) -> Screen:
    """It is done."""
    return reader.screen("forget.done")
