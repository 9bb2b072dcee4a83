"""What someone sees who asks whether it is true."""

from collections.abc import Sequence
from typing import TypeVar

from bot.domain.broadcast import AlertFacts
from bot.domain.buttons import Check, CheckAt, CheckPart, CheckPlace
from bot.domain.checked import Asked, AtPlace, Checked, Closed, Known
from bot.domain.ids import EVERYWHERE
from bot.domain.incident import Status
from bot.domain.screen import Key, Screen
from bot.render.reader import Reader, in_rows
from locales import Html, join

BECAME = {
    Status.DISMISSED: "status.nothing_found",
    Status.OVER: "status.over",
    Status.EXPIRED: "check.expired",
    Status.RETRACTED: "status.withdrawn",
}
STANDS = {
    Known.CONFIRMED: "status.confirmed",
    Known.BEING_CHECKED: "status.checking",
    Known.NEVER_CHECKED: "status.unverified",
}
MOST = 10
"""So many of a kind are told one by one: a message has an end."""

T = TypeVar("T")


def answer(reader: Reader, found: Asked | Checked) -> Screen:
    """What is known of what somebody asked about, or that nothing was found by it and how else to ask."""
    if isinstance(found, Checked):
        return known(reader, found)
    if not found.places:
        return _which(reader, found)
    said = [
        join(
            [
                reader.words("check.at_places", time=reader.clock(reader.now)),
                *(_at(reader, one) for one in found.places),
            ]
        ),
        reader.words("check.no_promise"),
    ]
    return Screen(join(said, "\n\n"), _around(reader, found.places))


def _which(reader: Reader, found: Asked) -> Screen:
    another = (reader.key("check.another", CheckPart("all")),)
    if not found.neighborhoods:
        return Screen(join([reader.words("report.not_found"), reader.words("check.ways")]), (another,))
    keys = [Key(reader.neighborhood(one), data=CheckAt(one).pack()) for one in found.neighborhoods]
    return reader.screen("check.which", *in_rows(keys, 2), another)


def _at(reader: Reader, one: AtPlace) -> Html:
    names = {"place": reader.place(one.place), "neighborhood": reader.neighborhood(one.neighborhood)}
    if one.observed is None:
        return reader.words("check.place_nothing", **names)
    status = STANDS[one.known] if one.status is None else BECAME[one.status]
    return reader.words(
        "check.closed_line",
        **names,
        time=reader.clock(one.observed),
        status=reader.words(status),
        until=reader.clock(one.settled or reader.now),
    )


def _around(reader: Reader, places: Sequence[AtPlace]) -> tuple[tuple[Key, ...], ...]:
    """Each place alone, or around the only one; and elsewhere."""
    if len(places) == 1:
        there = places[0].neighborhood
        first = [Key(reader.neighborhood(there), data=CheckAt(there).pack())]
    else:
        first = [
            Key(
                f"{reader.place(one.place)}, {reader.neighborhood(one.neighborhood)}", data=CheckPlace(one.place).pack()
            )
            for one in places
        ]
    return (*in_rows(first, 1), (reader.key("check.another", CheckPart("all")),))


def known(reader: Reader, checked: Checked) -> Screen:
    """What is confirmed, being checked, and was closed; or, honestly, that nobody has told us anything."""
    said = [
        _where(reader, checked),
        _confirmed(reader, checked),
        *_waiting(reader, checked),
        *_closed(reader, checked),
        reader.words("check.ways"),
        reader.words("check.no_promise"),
    ]
    return Screen(join(said, "\n\n"), _keys(reader, checked))


def _where(reader: Reader, checked: Checked) -> Html:
    time = reader.clock(reader.now)
    if not checked.asked:
        return reader.words("check.city", time=time)
    return reader.words("check.places", places=", ".join(map(reader.neighborhood, checked.asked)), time=time)


def _confirmed(reader: Reader, checked: Checked) -> Html:
    if checked.confirmed:
        lines = [line for one in checked.confirmed[:MOST] for line in _alert(reader, one)]
        return join([reader.words("check.confirmed"), *lines, *_more(reader, checked.confirmed)])
    if checked.being_checked or checked.never_checked or checked.closed:
        return reader.words("check.none_confirmed")
    return reader.words("check.nothing")


def _alert(reader: Reader, facts: AlertFacts) -> list[Html]:
    seen = reader.words(
        "check.line",
        place=reader.place(facts.place),
        neighborhood=reader.neighborhood(facts.neighborhood),
        activity=reader.activity(facts.activity),
        time=reader.clock(facts.observed),
        age=reader.age(facts.observed),
    )
    if facts.corrected is None:
        return [seen]
    return [seen, reader.words("alert.why_follow_up", time=reader.clock(facts.corrected))]


def _waiting(reader: Reader, checked: Checked) -> list[Html]:
    counts = {"check.being_checked": checked.being_checked, "check.never_checked": checked.never_checked}
    said = [reader.words(key, count=count) for key, count in counts.items() if count]
    return [join(said)] if said else []


def _closed(reader: Reader, checked: Checked) -> list[Html]:
    if not checked.closed:
        return []
    lines = [_became(reader, one) for one in checked.closed[:MOST]]
    return [join([reader.words("check.last_day"), *lines, *_more(reader, checked.closed)])]


def _became(reader: Reader, closed: Closed) -> Html:
    return reader.words(
        "check.closed_line",
        place=reader.place(closed.place),
        neighborhood=reader.neighborhood(closed.neighborhood),
        time=reader.clock(closed.observed),
        status=reader.words(BECAME[closed.status]),
        until=reader.clock(closed.closed),
    )


def _more(reader: Reader, all_of_them: Sequence[T]) -> list[Html]:
    left = len(all_of_them) - MOST
    return [reader.words("check.more", count=left)] if left > 0 else []


def _keys(reader: Reader, checked: Checked) -> tuple[tuple[Key, ...], ...]:
    others = [one for one in checked.listens if checked.asked != (one,)]
    keys = [Key(reader.neighborhood(one), data=CheckAt(one).pack()) for one in others]
    back = () if checked.asked == checked.listens else ((reader.key("button.back", Check()),),)
    return (*in_rows(keys, 2), (reader.key("check.another", CheckPart("all")),), *back)


def parts(reader: Reader) -> Screen:
    """The parts of the city, to look at one neighborhood; or the whole of it."""
    keys = [Key(reader.words.plain(f"part.{one}"), data=CheckPart(one).pack()) for one in reader.city.parts]
    everywhere = reader.key("join.everywhere", CheckAt(EVERYWHERE))
    back = reader.key("button.back", Check())
    return reader.screen("check.which", *in_rows(keys, 2), (everywhere,), (back,))


def neighborhoods(reader: Reader, part: str) -> Screen:
    """The neighborhoods of one part of the city, to look at one."""
    here = [one for one in reader.city.neighborhoods.values() if one.part == part]
    keys = [Key(one.name, data=CheckAt(one.id).pack()) for one in here]
    return reader.screen("check.which", *in_rows(keys, 2), (reader.key("button.back", CheckPart("all")),))
