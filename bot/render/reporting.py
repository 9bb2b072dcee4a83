"""What a resident sees who tells what they saw."""

from collections.abc import Iterable

from bot.domain.buttons import Around, At, Back, Cancel, HowMany, Seen, Send, What
from bot.domain.ids import EVERYWHERE, NeighborhoodId
from bot.domain.incident import Activity, Number
from bot.domain.report import Draft, Question, Submitted, When
from bot.domain.screen import Key, Screen
from bot.render.reader import Reader, in_rows
from locales import Html, join


def question(reader: Reader, draft: Draft, near: Iterable[NeighborhoodId]) -> Screen:
    """The draft's next question under what was answered so far; `near` is where the reader listens, offered first."""
    asked = draft.question
    keys = _choices(reader, draft, near)
    text = join([reader.words(f"report.ask_{asked}"), *_summary(reader, draft)], "\n")
    foot = [reader.key("button.cancel", Cancel(draft.tag))]
    if draft.activity is not None:
        foot.insert(0, reader.key("button.back", Back(draft.tag)))
    return Screen(text, (*keys, tuple(foot)))


def _choices(reader: Reader, draft: Draft, near: Iterable[NeighborhoodId]) -> tuple[tuple[Key, ...], ...]:
    match draft.question:
        case Question.WHAT:
            return in_rows([reader.key(f"activity.{one}", What(draft.tag, one)) for one in Activity], 2)
        case Question.WHERE if draft.neighborhood is None:
            return _neighborhoods(reader, draft, near)
        case Question.WHERE:
            here = [one for one in reader.city.places.values() if one.neighborhood == draft.neighborhood]
            return in_rows([Key(one.name, data=At(draft.tag, one.id).pack()) for one in here], 2)
        case Question.WHEN:
            return in_rows([reader.key(f"when.{one}", Seen(draft.tag, one)) for one in When], 2)
        case Question.HOW_MANY:
            return in_rows([reader.key(f"number.{one}", HowMany(draft.tag, one)) for one in Number], 2)
        case Question.SEND:
            return ((reader.key("button.send", Send(draft.tag)),),)


def _neighborhoods(reader: Reader, draft: Draft, near: Iterable[NeighborhoodId]) -> tuple[tuple[Key, ...], ...]:
    first = [one for one in near if one != EVERYWHERE]
    rest = [one for one in reader.city.neighborhoods if one not in first]
    return in_rows(
        [Key(reader.neighborhood(one), data=Around(draft.tag, one).pack()) for one in (*sorted(first), *rest)], 2
    )


def _summary(reader: Reader, draft: Draft) -> list[Html]:
    said = []
    if draft.activity is not None:
        said.append(reader.words("label.activity", activity=reader.words(f"activity.{draft.activity}")))
    if draft.place is not None:
        said.append(reader.words("label.place", place=reader.place(draft.place)))
    if draft.neighborhood is not None:
        said.append(reader.words("label.neighborhood", neighborhood=reader.neighborhood(draft.neighborhood)))
    if draft.observed is not None:
        said.append(reader.words("label.time", time=reader.clock(draft.observed)))
    if draft.number is not None:
        said.append(reader.words("label.number", number=reader.words(f"number.{draft.number}")))
    return [Html(""), *said] if said else []


def submitted(reader: Reader, outcome: Submitted) -> Screen:
    """The report has arrived, and what happens next."""
    place = reader.place(outcome.report.place)
    if outcome.known:
        return reader.screen("report.known", place=place)
    return reader.screen("report.received", place=place, time=reader.clock(outcome.report.observed))


def cancelled(reader: Reader) -> Screen:
    """The draft is gone."""
    return reader.screen("report.cancelled")
