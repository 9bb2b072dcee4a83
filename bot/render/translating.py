"""What volunteers see who offered to translate notices."""

from collections.abc import Collection

from bot.domain.buttons import Languages, Translate, TranslateInto
from bot.domain.ids import Language
from bot.domain.letter import ToTranslate, Translated
from bot.domain.notice import LONGEST, Notice
from bot.domain.screen import Key, Screen
from bot.render.reader import CHOSEN, Reader, in_rows
from locales import LANGUAGES, Html, join


def offered(reader: Reader, chosen: Collection[Language]) -> Screen:
    """Into which languages they can translate, to choose and to give up."""
    keys = [
        Key((CHOSEN if one in chosen else "") + LANGUAGES[one].own_name, data=TranslateInto(one).pack())
        for one in reader.city.languages
    ]
    back = (reader.key("button.back", Languages()),)
    return reader.screen("translate.ask", *in_rows(keys, 2), back)


def letter(reader: Reader, facts: ToTranslate) -> Screen:
    """A notice waits for its translation: the original, and a button for whoever does it."""
    asked = reader.words("letter.notice_translate", language=LANGUAGES[facts.into].own_name)
    key = reader.key("translate.take", Translate(facts.notice, facts.into))
    return Screen(join([asked, Html(facts.text)], "\n\n"), ((key,),))


def taken(reader: Reader, found: Notice, into: Language) -> Screen:
    """The original, and that the translation is written next."""
    original = Html(found.facts.texts[found.facts.original or into])
    asked = reader.words("notice.ask_text", language=LANGUAGES[into].own_name, count=LONGEST)
    return Screen(join([original, asked], "\n\n"))


def arrived(reader: Reader, facts: Translated) -> Screen:
    """How many translations are there, for whoever wrote the notice."""
    said = reader.words("notice.translations", number=str(facts.there), count=facts.asked)
    return Screen(join([said, Html("/notices")], " "))


def translated(reader: Reader) -> Screen:
    """It was taken down."""
    return reader.screen("told.noted")
