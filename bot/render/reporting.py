"""What a resident sees who tells what they saw."""

from collections.abc import Mapping, Sequence
from functools import cache

from bot.domain.asking import Asked
from bot.domain.buttons import Among, Around, At, Back, Bare, Cancel, Elsewhere, HowMany, More, Seen, Send, What
from bot.domain.ids import EVERYWHERE, PlaceId
from bot.domain.incident import Activity, Number, Status
from bot.domain.report import Blank, Draft, OpenDraft, Remark, Submitted, When
from bot.domain.screen import Key, Screen
from bot.domain.text import columns
from bot.domain.where import shortlist
from bot.render import asking, describing
from bot.render.reader import SHORT, Reader, in_rows
from cities import Place, PlaceKind
from locales import LANGUAGES, Html, Translator, join

Rows = tuple[tuple[Key, ...], ...]

PAGE = 16
"""Places on one screen. A neighborhood with more of them is shown kind by kind."""


BEST_KNOWN = (
    PlaceKind.CITY_HALL,
    PlaceKind.LIBRARY,
    PlaceKind.COMMUNITY_CENTER,
    PlaceKind.SCHOOL,
    PlaceKind.PARK,
    PlaceKind.PLAYGROUND,
)
"""Kinds of place that people speak of by name, in this order; after them all others."""


@cache
def kinds() -> Mapping[PlaceKind, Sequence[str]]:
    """What each kind of place is called in every language: people type in the one that they think in."""
    return {kind: [Translator(one).plain(f"kind.{kind}") for one in LANGUAGES] for kind in PlaceKind}


def question(reader: Reader, asked: OpenDraft) -> Screen:
    """What the draft asks for next, under what was answered so far."""
    draft = asked.draft
    if asked.details:
        return describing.details(reader, draft)
    foot = [reader.key("button.cancel", Cancel(draft.tag))]
    if draft.activity is not None:
        foot.insert(0, reader.key("button.back", Back(draft.tag)))
    text = join([*_head(reader, asked), *_summary(reader, draft)], "\n")
    return Screen(text, (*_choices(reader, asked), tuple(foot)))


def _head(reader: Reader, asked: OpenDraft) -> list[Html]:
    """What is asked, and why so."""
    draft = asked.draft
    match asked.remark:
        case Remark.DID_YOU_MEAN:
            return [reader.words("report.did_you_mean")]
        case Remark.NOT_FOUND:
            return [reader.words("report.not_found"), reader.words("report.ask_where"), reader.words("report.or_point")]
        case Remark.STILL_SO:
            since = asked.since or reader.now
            return [reader.words("report.still_so", time=reader.clock(since)), _asks(reader, draft)]
        case Remark.FIRST_PHOTO | Remark.PHOTO_LATER:
            return [reader.words(f"report.{asked.remark}"), *_blank(reader, draft)]
    if asked.masked:
        kinds = join((reader.words(f"mask.{one}") for one in asked.masked), ", ")
        return [reader.words("report.masked", kinds=kinds), *_blank(reader, draft)]
    return _blank(reader, draft)


def _blank(reader: Reader, draft: Draft) -> list[Html]:
    """What is asked, and in which ways it can be answered."""
    if draft.blank is Blank.SEND:
        return [_asks(reader, draft), reader.words("report.may_add")]
    if draft.blank is not Blank.WHERE:
        return [_asks(reader, draft)]
    there = draft.neighborhood
    if there is not None and not reader.city.places_in(there):
        return [reader.words("report.no_places", neighborhood=reader.neighborhood(there))]
    return [_asks(reader, draft), reader.words("report.or_point")]


def _asks(reader: Reader, draft: Draft) -> Html:
    return reader.words(f"report.ask_{draft.blank}")


def _choices(reader: Reader, asked: OpenDraft) -> Rows:
    draft = asked.draft
    if asked.offered:
        return _offered(reader, draft, asked.offered)
    match draft.blank:
        case Blank.WHAT:
            return in_rows([reader.activity_key(one, What(draft.tag, one)) for one in Activity], 2)
        case Blank.WHERE if draft.neighborhood is None:
            return (None if draft.anywhere else _near(reader, asked)) or _neighborhoods(reader, asked)
        case Blank.WHERE:
            return _places(reader, draft)
        case Blank.WHEN:
            return in_rows([reader.key(f"when.{one}", Seen(draft.tag, one)) for one in When], 2)
        case Blank.HOW_MANY:
            return in_rows([reader.key(f"number.{one}", HowMany(draft.tag, one)) for one in Number], 2)
        case Blank.SEND:
            return _sending(reader, draft)


def _sending(reader: Reader, draft: Draft) -> Rows:
    """To send it, to tell more, and to take out what can only be taken out whole."""
    keys = [reader.key("button.send", Send(draft.tag)), reader.key("button.more", More(draft.tag))]
    if draft.note is not None or draft.photo is not None:
        keys.append(reader.key("button.bare", Bare(draft.tag)))
    return in_rows(keys, 1)


def _offered(reader: Reader, draft: Draft, offered: Sequence[PlaceId]) -> Rows:
    """Places that may be meant, each with its neighborhood: there are several Central Squares."""
    places = [reader.city.places[one] for one in offered if one in reader.city.places]
    keys = [
        Key(f"{one.name}, {reader.neighborhood(one.neighborhood)}", data=At(draft.tag, one.id).pack()) for one in places
    ]
    return (*in_rows(keys, 1), (reader.key("button.from_list", Elsewhere(draft.tag)),))


def _near(reader: Reader, asked: OpenDraft) -> Rows:
    """The best known places where the person listens, one tap each: those of alerts first, then kind by kind. After
    them the neighborhoods there that have more, and all others. Nothing for whoever listens nowhere, or in the whole
    city alone."""
    city, tag = reader.city, asked.draft.tag
    around = {one: city.places_in(one) for one in city.neighborhoods if one in asked.near}
    known = [[one.id for one in sorted(there, key=_how_known)] for there in around.values()]
    shown = shortlist(known, asked.alerted)
    if not shown:
        return ()
    rest = [one for one, there in around.items() if not {place.id for place in there} <= set(shown)]
    more = [Key(reader.neighborhood(one), data=Around(tag, one).pack()) for one in rest]
    alerted = [city.places[one] for one in shown if one in asked.alerted]
    others = [place for place in city.places.values() if place.id in shown and place not in alerted]
    other = reader.key("button.other_neighborhood", Elsewhere(tag))
    return (*_named(asked.draft, [*alerted, *sorted(others, key=_listed)]), *in_rows([*more, other], 2))


def _how_known(place: Place) -> tuple[bool, int]:
    """What people are likeliest to mean comes first: large places, then by kind."""
    return place.outline is None, _kind(place)


def _listed(place: Place) -> tuple[int, bool]:
    """In a list of many kinds one follows the other, and of each what shares a row comes first: fewer rows."""
    return _kind(place), columns(place.name) > SHORT


def _kind(place: Place) -> int:
    return BEST_KNOWN.index(place.kind) if place.kind in BEST_KNOWN else len(BEST_KNOWN)


def _neighborhoods(reader: Reader, asked: OpenDraft) -> Rows:
    """Every neighborhood, those first where the person listens."""
    first = [one for one in reader.city.neighborhoods if one in asked.near - {EVERYWHERE}]
    rest = [one for one in reader.city.neighborhoods if one not in first]
    return in_rows([Key(reader.neighborhood(one), data=Around(asked.draft.tag, one).pack()) for one in first + rest], 2)


def _places(reader: Reader, draft: Draft) -> Rows:
    """The places of the draft's neighborhood; of many, those of one kind; of none, the neighborhoods next to it."""
    assert draft.neighborhood is not None  # noqa: S101  asked only then
    here = reader.city.places_in(draft.neighborhood)
    other = (reader.key("button.other_neighborhood", Elsewhere(draft.tag)),)
    if not here:
        beside = [one for one in reader.city.adjacent(draft.neighborhood) if reader.city.places_in(one)]
        keys = [Key(reader.neighborhood(one), data=Around(draft.tag, one).pack()) for one in beside]
        return (*in_rows(keys, 2), other)
    if len(here) <= PAGE:
        return (*_named(draft, here), other)
    of_kind = [one for one in here if one.kind == draft.kind]
    if of_kind:
        return (*_page(draft, of_kind), other)
    there = [kind for kind in PlaceKind if any(one.kind is kind for one in here)]
    return (*in_rows([reader.key(f"kind.{one}", Among(draft.tag, one, 0)) for one in there], 2), other)


def _page(draft: Draft, places: Sequence[Place]) -> Rows:
    """One page of the places, and the numbers of all pages when there are several."""
    pages = -(-len(places) // PAGE)
    page = min(draft.page, pages - 1)
    shown = _named(draft, places[page * PAGE : (page + 1) * PAGE])
    if pages == 1:
        return shown
    numbers = [
        Key(f"· {one + 1} ·" if one == page else str(one + 1), data=Among(draft.tag, places[0].kind, one).pack())
        for one in range(pages)
    ]
    return (*shown, *in_rows(numbers, 8))


def _named(draft: Draft, places: Sequence[Place]) -> Rows:
    """A button for each place: two in a row, unless a name would be cut off."""
    return in_rows([Key(one.name, data=At(draft.tag, one.id).pack()) for one in places], 2)


def _summary(reader: Reader, draft: Draft) -> list[Html]:
    said = []
    if draft.activity is not None:
        said.append(reader.words("label.activity", activity=reader.activity(draft.activity)))
    if draft.place is not None:
        said.append(reader.words("label.place", place=reader.place(draft.place)))
    if draft.neighborhood is not None:
        said.append(reader.words("label.neighborhood", neighborhood=reader.neighborhood(draft.neighborhood)))
    if draft.observed is not None:
        said.append(reader.words("label.time", time=reader.clock(draft.observed)))
    if draft.number is not None:
        said.append(reader.words("label.number", number=reader.words(f"number.{draft.number}")))
        said += describing.summary(reader, draft)
    return [Html(""), *said] if said else []


def submitted(reader: Reader, outcome: Submitted) -> Screen:
    """The report has arrived, and what happens next."""
    place = reader.place(outcome.report.place)
    if outcome.status is Status.ACTIVE:
        return reader.screen("report.known_confirmed", place=place)
    if outcome.known:
        return _known(reader, place, outcome.still_there)
    received = "report.waits" if outcome.waits else "report.received"
    return reader.screen(received, place=place, time=reader.clock(outcome.report.observed))


def _known(reader: Reader, place: str, question: int | None) -> Screen:
    """Others have told of it; and whoever has just seen it is asked whether it is still so."""
    said = reader.words("report.known", place=place)
    if question is None:
        return Screen(said)
    text = join([said, reader.words(f"ask.{Asked.STILL_THERE}")], "\n\n")
    return Screen(text, asking.answers(reader, question, Asked.STILL_THERE))


def cancelled(reader: Reader) -> Screen:
    """The draft is gone."""
    return reader.screen("report.cancelled")


def stop_sharing(reader: Reader) -> Screen:
    """A live location goes on telling where someone is; one point was enough."""
    return reader.screen("report.stop_sharing")


def photo_later(reader: Reader) -> Screen:
    """A photo came from someone who is not reporting."""
    return reader.screen("report.photo_later")
