"""When and where a volunteer can be reached, as they choose it."""

from collections.abc import Iterable

from bot.domain.buttons import Covering, OnDuty, Standing
from bot.domain.duty import Choice, Duty, packed
from bot.domain.ids import EVERYWHERE, NeighborhoodId
from bot.domain.screen import Key, Screen
from bot.render.reader import Reader, in_rows
from locales import join

CHOSEN = "✅ "
HOURS = (2, 4, 8)


def choosing(reader: Reader, choice: Choice) -> Screen:
    """Where, and for how long; how long only once something is chosen."""
    boxes = [_box(reader, one, choice) for one in choice.offered if one != EVERYWHERE]
    rows = [*in_rows(boxes, 2), (_box(reader, EVERYWHERE, choice),)]
    said = [reader.words("duty.ask")]
    if choice.chosen:
        where = _pack(reader, choice.chosen)
        rows.append(tuple(_hours(reader, hours, where) for hours in HOURS))
        said.append(reader.words("join.so_far", places=_names(reader, choice.chosen)))
    if choice.now is not None:
        rows.append((reader.key("button.back", Standing()),))
    return Screen(join(said, "\n\n"), tuple(rows))


def _box(reader: Reader, one: NeighborhoodId, choice: Choice) -> Key:
    """A neighborhood to choose or to give up. The whole city stands alone."""
    is_chosen = one in choice.chosen
    if one == EVERYWHERE:
        then = frozenset[NeighborhoodId]() if is_chosen else frozenset({EVERYWHERE})
    else:
        then = (choice.chosen - {EVERYWHERE}) ^ {one}
    return Key((CHOSEN if is_chosen else "") + _name(reader, one), data=Covering(_pack(reader, then)).pack())


def _hours(reader: Reader, hours: int, where: str) -> Key:
    return Key(reader.words.plain("duty.hours", count=hours), data=OnDuty(hours, where).pack())


def _pack(reader: Reader, where: frozenset[NeighborhoodId]) -> str:
    return packed(where, tuple(reader.city.neighborhoods))


def _name(reader: Reader, one: NeighborhoodId) -> str:
    return reader.words.plain("join.everywhere") if one == EVERYWHERE else reader.neighborhood(one)


def _names(reader: Reader, where: Iterable[NeighborhoodId]) -> str:
    return ", ".join(sorted(_name(reader, one) for one in where))


def standing(reader: Reader, duty: Duty | None) -> Screen:
    """On duty there until then, with the way to change or end it; or no more."""
    if duty is None:
        return reader.screen("duty.ended")
    said = [
        reader.words("duty.until", time=reader.clock(duty.until)),
        reader.words("duty.where", places=_names(reader, duty.where)),
    ]
    change = reader.key("duty.change", Covering(_pack(reader, duty.where)))
    return Screen(join(said), ((change, reader.key("duty.end", OnDuty(0, "0"))),))
