"""What organizers see who write or approve a notice, and what subscribers see of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.domain.buttons import (
    NoticeAmend,
    NoticeApprove,
    NoticeAt,
    NoticeDrop,
    NoticeFor,
    NoticeIn,
    NoticeMark,
    NoticePropose,
    NoticeRequest,
    NoticeSee,
    NoticeShow,
    NoticeTo,
    NoticeWithdraw,
)
from bot.domain.buttons.noticing import NoticePage
from bot.domain.ids import EVERYWHERE, Language, NeighborhoodId
from bot.domain.notice import LONGEST, Choice, Notice, NoticeFacts, NoticeState
from bot.domain.people import Person
from bot.domain.scheduling import EVENING, MORNING, choices
from bot.domain.screen import Key, Screen
from bot.render.reader import CHOSEN, Reader, in_rows
from locales import LANGUAGES, Html, join

Row = tuple[Key, ...]

MARKS: Mapping[NoticeState, str] = {
    NoticeState.WRITING: "✍️",
    NoticeState.PROPOSED: "⏳",
    NoticeState.PLANNED: "🗓",
    NoticeState.APPROVED: "📣",
}
"""In a list; `notice.listed` says what they mean."""


def notice(reader: Reader, facts: NoticeFacts) -> Screen:
    """The notice in the reader's own language, as it stands in a chat; without a translation in the language in which
    it was written, and it says so."""
    own = reader.words.language
    language = own if own in facts.texts else facts.original or own
    label = [] if language == own else [reader.words("notice.untranslated", language=LANGUAGES[language].own_name)]
    said = [reader.words("notice.heading"), *label, Html(facts.texts[language]), reader.words("notice.source")]
    return Screen(join(said, "\n\n"))


def withdrawn(reader: Reader) -> Screen:
    """What stands in its place once it holds no more."""
    return Screen(join([reader.words("notice.heading"), reader.words("notice.withdrawn")], "\n\n"))


def writing(reader: Reader, being: Notice) -> Screen:
    """To whom, in which languages, and what is still to be done."""
    facts, number = being.facts, being.id
    rows = () if being.amends is not None else _audience(reader, being)
    languages = [_in(being, one) for one in reader.city.languages]
    rows = (*rows, *in_rows(languages, 3))
    if being.amends is None:
        pages = (NoticePage.READERS, NoticePage.WHEN)
        rows = (*rows, tuple(reader.key(f"notice.{one}", NoticeSee(number, one)) for one in pages))
    if facts.texts:
        if any(one not in being.asked for one in facts.lacks(reader.city.languages)):
            rows = (*rows, (reader.key("notice.request", NoticeRequest(number)),))
        rows = (*rows, (reader.key("notice.preview", NoticeSee(number, NoticePage.PREVIEW)),))
    if being.whole:
        rows = (*rows, (reader.key("notice.propose", NoticePropose(number)),))
    text = join([reader.words("notice.write"), *_so_far(reader, being)], "\n\n")
    return Screen(text, (*rows, (reader.key("notice.drop", NoticeDrop(number)),)))


def _audience(reader: Reader, being: Notice) -> tuple[Row, ...]:
    to = [_to(reader, being, EVERYWHERE, reader.words.plain("join.everywhere"))]
    if EVERYWHERE not in being.facts.neighborhoods:
        to += [_to(reader, being, one.id, one.name) for one in reader.city.neighborhoods.values()]
    return in_rows(to, 3)


def readers(reader: Reader, being: Notice) -> Screen:
    """For readers of which languages it is."""
    keys = [
        _marked(LANGUAGES[one].own_name, NoticeFor(being.id, one).pack(), chosen=one in being.facts.languages)
        for one in reader.city.languages
    ]
    return reader.screen("notice.for_whom", *in_rows(keys, 3), _back(reader, being))


def when(reader: Reader, being: Notice) -> Screen:
    """When it goes out: at once, or at one of these times; every week, or once; and whether it is urgent."""
    facts = being.facts
    quiet = {"time": reader.time_of_day(EVENING), "until": reader.time_of_day(MORNING)}
    now = _marked(reader.words.plain("notice.goes_now"), NoticeAt(being.id, 0).pack(), chosen=facts.at is None)
    times = [
        _marked(_moment(reader, one), NoticeAt(being.id, int(one.timestamp())).pack(), chosen=one == facts.at)
        for one in choices(reader.now, reader.city.zone)
    ]
    marks = {Choice.URGENT: facts.urgent, **({} if facts.at is None else {Choice.WEEKLY: facts.weekly})}
    keys = [
        _marked(reader.words.plain(f"notice.{one}"), NoticeMark(being.id, one).pack(), chosen=is_so)
        for one, is_so in marks.items()
    ]
    return reader.screen("notice.quiet", (now,), *in_rows(times, 2), *in_rows(keys, 1), _back(reader, being), **quiet)


def asked(reader: Reader, being: Notice) -> Screen:
    """Write the text in that language now."""
    language = LANGUAGES[being.writing or reader.words.language].own_name
    return Screen(reader.words("notice.ask_text", language=language, count=LONGEST), (_back(reader, being),))


def proposed(reader: Reader) -> Screen:
    """It waits for another organizer."""
    return reader.screen("notice.proposed")


def listed(reader: Reader, found: Sequence[Notice]) -> Screen:
    """Which notices there are something to do about."""
    if not found:
        return reader.screen("notice.none_waits")
    says = {one.id: f"{reader.words.plain('notice.read', reference=str(one.id))} {MARKS[one.state]}" for one in found}
    keys = [Key(says[one.id], data=NoticeShow(one.id).pack()) for one in found]
    return reader.screen("notice.listed", *in_rows(keys, 1))


def preview(reader: Reader, facts: NoticeFacts, readers: Callable[[Language], Reader]) -> list[Screen]:
    """Exactly what would go out, each language as its readers would see it; and once for all those without a
    translation, who see the same words."""
    lacking = () if facts.original is None else facts.lacks(reader.city.languages)[:1]
    written = [one for one in facts.texts if facts.reads(one)]
    return [notice(readers(language), facts) for language in (*written, *lacking)]


def reading(reader: Reader, found: Notice, by: Person, readers: Callable[[Language], Reader]) -> list[Screen]:
    """Exactly what goes out; then yes or no, or what came of it and what can be done about that."""
    facts, is_own = found.facts, found.author == by.number
    head = f"notice.{found.state}"
    keys = _later(reader, found)
    if found.state is NoticeState.PROPOSED:
        head = "notice.proposed" if is_own else "notice.approve_this"
        yes = reader.key("notice.approve", NoticeApprove(found.id, facts.digest))
        no = reader.key("notice.drop", NoticeDrop(found.id))
        keys = ((no,),) if is_own else ((yes, no),)
    last = Screen(join([reader.words(head), *_so_far(reader, found)], "\n\n"), keys)
    return [*preview(reader, facts, readers), last]


def _later(reader: Reader, found: Notice) -> tuple[Row, ...]:
    """What can be done about one that was approved."""
    if found.state not in (NoticeState.PLANNED, NoticeState.APPROVED):
        return ()
    keys = []
    if found.next is not None or found.broadcast is not None:
        keys.append(reader.key("notice.amend", NoticeAmend(found.id)))
    if found.broadcast is not None:
        keys.append(reader.key("notice.withdraw", NoticeWithdraw(found.id)))
    if found.next is not None:
        keys.append(reader.key("notice.drop", NoticeDrop(found.id)))
    return in_rows(keys, 1)


def approved(reader: Reader, found: Notice) -> Screen:
    """It goes out, now or when its time has come."""
    lines = [reader.words(f"notice.{found.state}")]
    if found.next is not None:
        lines.append(_at(reader, found.next))
    return Screen(join(lines, "\n\n"))


def dropped(reader: Reader) -> Screen:
    """It will not be sent."""
    return reader.screen("notice.dropped")


def taken_back(reader: Reader) -> Screen:
    """Whoever got it reads now that it does not hold."""
    return reader.screen("notice.withdrawn")


def _back(reader: Reader, being: Notice) -> Row:
    return (reader.key("button.back", NoticeShow(being.id)),)


def _marked(says: str, data: str, *, chosen: bool) -> Key:
    return Key((CHOSEN if chosen else "") + says, data=data)


def _to(reader: Reader, being: Notice, neighborhood: NeighborhoodId, name: str) -> Key:
    chosen = neighborhood in being.facts.neighborhoods
    return _marked(name, NoticeTo(being.id, neighborhood).pack(), chosen=chosen)


def _in(being: Notice, language: Language) -> Key:
    says = LANGUAGES[language].own_name
    return _marked(says, NoticeIn(being.id, language).pack(), chosen=language in being.facts.texts)


def _moment(reader: Reader, at: datetime) -> str:
    return f"{reader.day(at.astimezone(reader.city.zone).date())}, {reader.clock(at)}"


def _at(reader: Reader, at: datetime) -> Html:
    day = reader.day(at.astimezone(reader.city.zone).date())
    return reader.words("notice.goes_at", date=day, time=reader.clock(at))


def _so_far(reader: Reader, being: Notice) -> list[Html]:
    """To whom it goes and when, and who reads it in another language than theirs."""
    facts = being.facts
    said = [] if being.amends is None else [reader.words("notice.amends", reference=str(being.amends))]
    if facts.neighborhoods:
        said.append(reader.words("notice.to", places=reader.names(facts.neighborhoods)))
    if facts.languages:
        said.append(reader.words("notice.for", languages=_names(facts.languages)))
    if facts.original is not None:
        said.append(reader.words("notice.in", languages=_names(facts.texts)))
        if lacking := facts.lacks(reader.city.languages):
            own_name = LANGUAGES[facts.original].own_name
            said.append(reader.words("notice.original_for", language=own_name, languages=_names(lacking)))
    if being.asked:
        said.append(reader.words("notice.translations", number=str(being.translated), count=len(being.asked)))
    return [*said, *_planned(reader, being)]


def _planned(reader: Reader, being: Notice) -> list[Html]:
    facts, at = being.facts, being.next or being.facts.at
    said = [] if at is None else [_at(reader, at)]
    said += [reader.words(f"notice.{one}") for one in Choice if getattr(facts, one.value)]
    return said


def _names(languages: Sequence[Language] | Mapping[Language, str]) -> str:
    return ", ".join(LANGUAGES[one].own_name for one in languages)
