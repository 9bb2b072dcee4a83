"""What organizers see who write or approve a notice, and what subscribers see of it."""

from collections.abc import Callable, Sequence

from bot.domain.buttons import NoticeApprove, NoticeDrop, NoticeIn, NoticePropose, NoticeShow, NoticeTo
from bot.domain.ids import EVERYWHERE, Language, NeighborhoodId
from bot.domain.notice import LONGEST, Notice, NoticeFacts, NoticeState
from bot.domain.people import Person
from bot.domain.screen import Key, Screen
from bot.render.reader import Reader, in_rows
from locales import LANGUAGES, Html, escape, join

CHOSEN = "✅ "


def notice(reader: Reader, facts: NoticeFacts) -> Screen:
    """The notice in the reader's own language, as it stands in a chat."""
    said = escape(facts.texts[reader.words.language])
    return Screen(join([reader.words("notice.heading"), said, reader.words("notice.source")], "\n\n"))


def writing(reader: Reader, being: Notice) -> Screen:
    """To whom, in which languages, and what is still to be done."""
    facts = being.facts
    to = [_to(reader, being, EVERYWHERE, reader.words.plain("join.everywhere"))]
    if EVERYWHERE not in facts.neighborhoods:
        to += [_to(reader, being, one.id, one.name) for one in reader.city.neighborhoods.values()]
    languages = [_in(being, one) for one in reader.city.languages]
    done = ((reader.key("notice.propose", NoticePropose(being.id)),),) if being.whole else ()
    drop = (reader.key("notice.drop", NoticeDrop(being.id)),)
    text = join([reader.words("notice.write"), *_so_far(reader, facts)], "\n\n")
    return Screen(text, (*in_rows(to, 3), *in_rows(languages, 3), *done, drop))


def asked(reader: Reader, being: Notice) -> Screen:
    """Write the text in that language now."""
    language = LANGUAGES[being.writing or reader.words.language].own_name
    back = (reader.key("button.back", NoticeShow(being.id)),)
    return Screen(reader.words("notice.ask_text", language=language, count=LONGEST), (back,))


def proposed(reader: Reader) -> Screen:
    """It waits for another organizer."""
    return reader.screen("notice.proposed")


def waiting(reader: Reader, found: Sequence[Notice]) -> Screen:
    """Which notices wait."""
    if not found:
        return reader.screen("notice.none_waits")
    keys = [reader.key("notice.read", NoticeShow(one.id), reference=str(one.id)) for one in found]
    return reader.screen("notice.waiting", *in_rows(keys, 1))


def reading(reader: Reader, found: Notice, by: Person, readers: Callable[[Language], Reader]) -> list[Screen]:
    """Exactly what would go out, each language as its readers would see it; then yes or no, or what came of it."""
    facts, is_own = found.facts, found.author == by.number
    texts = [notice(readers(language), facts) for language in facts.texts]
    head = f"notice.{found.state}"
    keys: tuple[tuple[Key, ...], ...] = ()
    if found.state is NoticeState.PROPOSED:
        head = "notice.proposed" if is_own else "notice.approve_this"
        yes = reader.key("notice.approve", NoticeApprove(found.id, facts.digest))
        no = reader.key("notice.drop", NoticeDrop(found.id))
        keys = ((no,),) if is_own else ((yes, no),)
    return [*texts, Screen(join([reader.words(head), *_so_far(reader, facts)], "\n\n"), keys)]


def approved(reader: Reader) -> Screen:
    """It goes out."""
    return reader.screen("notice.approved")


def dropped(reader: Reader) -> Screen:
    """It will not be sent."""
    return reader.screen("notice.dropped")


def _to(reader: Reader, being: Notice, neighborhood: NeighborhoodId, name: str) -> Key:
    mark = CHOSEN if neighborhood in being.facts.neighborhoods else ""
    return Key(mark + name, data=NoticeTo(being.id, neighborhood).pack())


def _in(being: Notice, language: Language) -> Key:
    mark = CHOSEN if language in being.facts.texts else ""
    return Key(mark + LANGUAGES[language].own_name, data=NoticeIn(being.id, language).pack())


def _so_far(reader: Reader, facts: NoticeFacts) -> list[Html]:
    """To whom it goes, and who would not hear it."""
    written = [LANGUAGES[one].own_name for one in facts.texts]
    missing = [LANGUAGES[one].own_name for one in reader.city.languages if one not in facts.texts]
    said = []
    if facts.neighborhoods:
        said.append(reader.words("notice.to", places=reader.names(facts.neighborhoods)))
    if written:
        said.append(reader.words("notice.in", languages=", ".join(written)))
        if missing:
            said.append(reader.words("notice.not_in", languages=", ".join(missing)))
    return said
