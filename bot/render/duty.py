"""When and where a volunteer can be reached, as they choose it."""

from collections.abc import Iterable

from bot.domain.buttons import Covering, OnDuty, Resting, Standing
from bot.domain.duty import Choice, Duty, Rest, packed
from bot.domain.ids import EVERYWHERE, NeighborhoodId
from bot.domain.letter import DutyEnds
from bot.domain.screen import Key, Screen
from bot.render.reader import CHOSEN, Reader, in_rows
from locales import Html, join

HOURS = (2, 4, 8)
LONGER = (2, 4)
"""Hours for which whoever is on duty may stay with one tap."""


def choosing(reader: Reader, choice: Choice) -> Screen:
    """Where, and for how long; how long only once something is chosen."""
    boxes = [_box(reader, one, choice) for one in choice.offered if one != EVERYWHERE]
    rows = [*in_rows(boxes, 2), (_box(reader, EVERYWHERE, choice),)]
    said = [reader.words("duty.ask")]
    if choice.chosen:
        where = _pack(reader, choice.chosen)
        rows.append(tuple(_hours(reader, hours, where) for hours in HOURS))
        said.append(reader.words("join.so_far", places=_names(reader, choice.chosen)))
    said.append(join(_covered(reader, choice)))
    if choice.now is not None:
        rows.append((reader.key("button.back", Standing()),))
    return Screen(join(said, "\n\n"), tuple(rows))


def current(reader: Reader, choice: Choice) -> Screen:
    """How it stands: on duty, and how many others are where; or where and for how long that could be."""
    if choice.now is None:
        return choosing(reader, choice)
    shown = standing(reader, choice.now)
    return Screen(join([Html(shown.text), *_covered(reader, choice)]), shown.keys)


def _covered(reader: Reader, choice: Choice) -> list[Html]:
    """How many are on duty where this reader could be, and never who."""
    return [
        reader.words("people.on_duty", count=choice.on_duty),
        *(
            reader.words("people.covered", neighborhood=_name(reader, one), times=str(choice.covered.get(one, 0)))
            for one in choice.offered
            if one in choice.chosen or one in choice.covered
        ),
    ]


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
    """On duty there until then, with the way to change or end it, and to be left in peace for a while; or no more."""
    if duty is None:
        return reader.screen("duty.ended")
    said = [
        reader.words("duty.until", time=reader.clock(duty.until)),
        reader.words("duty.where", places=_names(reader, duty.where)),
    ]
    change = [reader.key("duty.change", Covering(_pack(reader, duty.where))), reader.key("duty.end", OnDuty(0, "0"))]
    rests, keys = _rests(reader, duty)
    return Screen(join([*said, *rests]), (*in_rows(change, 2), *in_rows(keys, 2)))


def _rests(reader: Reader, duty: Duty) -> tuple[list[Html], list[Key]]:
    """Whether they are left in peace, and how that begins or ends."""
    for key, until in (("duty.is_busy", duty.busy_until), ("duty.is_muted", duty.muted_until)):
        if until is not None and until > reader.now:
            back = reader.key("duty.back", Resting(Rest.BACK))
            return [reader.words(key, time=reader.clock(until))], [back]
    return [], [reader.key(f"duty.{rest}", Resting(rest)) for rest in (Rest.MUTE, Rest.BUSY)]


def ends(reader: Reader, ending: DutyEnds) -> Screen:
    """Duty ends soon, with the way to stay."""
    where = _pack(reader, frozenset(ending.where))
    keys = tuple(_hours(reader, hours, where) for hours in LONGER)
    return reader.screen("letter.duty_ends", keys, time=reader.clock(ending.until))
