"""What someone sees who begins to listen."""

from bot.domain.addresses import Addresses
from bot.domain.authority import May, is_allowed
from bot.domain.buttons import Languages, Listen, Part, Settled, Speak, Translators
from bot.domain.ids import EVERYWHERE, Language, NeighborhoodId
from bot.domain.people import Listening, Person
from bot.domain.screen import Key, Screen
from bot.render import addresses
from bot.render.reader import CHOSEN, Reader, in_rows
from locales import LANGUAGES, Html, join

AFTER_JOINING = ("report", "check", "rights", "pause", "help")
RESIDENT = (
    "start",
    "report",
    "check",
    "rights",
    "areas",
    "language",
    "pause",
    "night",
    "stop",
    "privacy",
    "forget",
    "about",
    "help",
)
VOLUNTEER = ("duty", "training", "invite")
ORGANIZER = ("people", "notice", "notices", "drill", "freeze", "ledger", "record", "stats")
"""The commands, in the order in which they are shown; `command.<name>` says what each does."""


def languages(reader: Reader, by: Person | None = None) -> Screen:
    """The choice of a language, each in its own script; the reader's own, as far as we can guess it, comes first. To
    volunteers also the way to say that they translate."""
    first = [one for one in reader.city.languages if one == reader.words.language]
    others = [one for one in reader.city.languages if one not in first]
    rows = [*in_rows([_language(one) for one in first], 1), *in_rows([_language(one) for one in others], 2)]
    if is_allowed(by, May.TRANSLATE):
        rows.append((reader.key("translate.offer", Translators()),))
    return Screen(reader.words("join.language", city=reader.city.name), tuple(rows))


def other_language(reader: Reader, by: Person | None) -> Screen:
    """The same choice for whoever reads one already, and whether a native reader has reviewed what they read."""
    asked = languages(reader, by)
    return Screen(join([*reader.unreviewed(), Html(asked.text)], "\n\n"), asked.keys)


def _language(language: Language) -> Key:
    return Key(LANGUAGES[language].own_name, data=Speak(language).pack())


def parts(reader: Reader, listening: Listening) -> Screen:
    """The parts of the city, the whole of it, and what is chosen so far."""
    chosen = listening.neighborhoods
    everywhere = _box(reader.words.plain("join.everywhere"), EVERYWHERE, listening)
    keys = [_part(reader, part, chosen) for part in reader.city.parts]
    rows = [*in_rows(keys, 2), (everywhere,)]
    if chosen:
        rows.append((reader.key("button.done", Settled()),))
    rows.append((reader.key("button.language", Languages()),))
    said = [_so_far(reader, listening), reader.words("join.location")]
    return Screen(join(said, "\n\n"), tuple(rows))


def elsewhere(reader: Reader, listening: Listening) -> Screen:
    """The shared point is in no neighborhood of the city: they are chosen by name."""
    asked = parts(reader, listening)
    return Screen(join([reader.words("join.elsewhere", city=reader.city.name), Html(asked.text)], "\n\n"), asked.keys)


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
    some = any(one.part == part and one.id in chosen for one in reader.city.neighborhoods.values())
    return Key((CHOSEN if some else "") + reader.words.plain(f"part.{part}"), data=Part(part).pack())


def _box(name: str, neighborhood: NeighborhoodId, listening: Listening) -> Key:
    return Key((CHOSEN if neighborhood in listening.neighborhoods else "") + name, data=Listen(neighborhood).pack())


def _so_far(reader: Reader, listening: Listening) -> Html:
    asked = reader.words("join.where")
    if not listening.neighborhoods:
        return asked
    return join([asked, reader.words("join.so_far", places=reader.names(listening.neighborhoods))], "\n\n")


def settled(reader: Reader, listening: Listening, ours: Addresses) -> Screen:
    """What to expect, in three honest lines, what can be done now, and by what this bot is told from others."""
    if not listening.neighborhoods:
        return parts(reader, listening)
    said = [
        reader.words("join.settled", places=reader.names(listening.neighborhoods)),
        reader.words("join.expect"),
        reader.commands(AFTER_JOINING),
        *addresses.said(reader, ours),
    ]
    change = (reader.key("button.change_areas", Part("all")),)
    return Screen(join(said, "\n\n"), (*addresses.keys(reader, ours), change))
