"""The list of what waits, for volunteers; of where it waits, for organizers."""

from bot.domain.buttons import ShowWaiting
from bot.domain.dealing import EMPTY, Line, Listed
from bot.domain.screen import Key, Screen
from bot.render.reader import Reader, in_rows
from locales import Html, join

A_ROW = 6
"""Buttons side by side: each is no wider than a number."""


def listed(reader: Reader, listed: Listed) -> Screen:
    """What waits, the weightiest first, each with a button for its card; or where, and how much."""
    if listed == EMPTY:
        return reader.screen("list.empty")
    said = [reader.words("list.waiting")] if listed.lines else []
    said.extend(_line(reader, number, one) for number, one in enumerate(listed.lines, start=1))
    if listed.more:
        said.append(reader.words("list.more", count=listed.more))
    said.extend(
        reader.words("list.area", count=one.reports, neighborhood=reader.neighborhood(one.neighborhood))
        for one in listed.crowded
    )
    keys = [Key(str(number), data=ShowWaiting(one.incident).pack()) for number, one in enumerate(listed.lines, start=1)]
    return Screen(join(said), in_rows(keys, A_ROW))


def _line(reader: Reader, number: int, one: Line) -> Html:
    """Number, clock, place, what is done there, and how many say so."""
    return reader.words(
        "list.line",
        reference=str(number),
        time=reader.clock(one.observed),
        place=reader.place(one.place),
        activity=reader.activity(one.activity),
        times=str(one.reports),
    )
