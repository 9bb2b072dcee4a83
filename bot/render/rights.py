"""The rights cards: general information, in our own words."""

from dataclasses import replace

from bot.domain.buttons import RightsCard, RightsList, RightsPages, RightsPicture
from bot.domain.rights import CHECKED_ON, SOURCES, Situation, pages_of, picture_of
from bot.domain.screen import Key, Screen
from bot.render.reader import Reader, in_rows
from cities import OrderLine
from locales import ENGLISH, Html, join

CONTACTS = {
    Situation.HOME: ("emergency",),
    Situation.TAKEN: ("detainee_locator", "field_office"),
    Situation.RECORDING: ("misconduct_form",),
    Situation.FAMILY: ("detainee_locator",),
}
"""Whom else to call, or where else to look, beside the hotline; `rights.<contact>` says what for."""


def cards(reader: Reader) -> Screen:
    """The cards there are, and what they are not: legal advice."""
    keys = [reader.key(f"rights.title_{one}", RightsCard(one)) for one in Situation]
    return reader.screen("rights.list", *in_rows(keys, 1))


def card(reader: Reader, situation: Situation) -> Screen:
    """One card: what to do, what not to do, whom to call."""
    said = [
        *_body(reader, situation),
        join([*_contacts(reader, situation), reader.words("alert.hotline", phone=reader.city.hotline)]),
    ]
    keys = [*_files(reader, situation), reader.key("button.back", RightsList())]
    return Screen(join(said, "\n\n"), in_rows(keys, 1))


def foot(reader: Reader, situation: Situation) -> Html:
    """What stands under a card on paper, where no list stands above it: what it is not, who has not read it yet, and
    what it is based on."""
    sources = ", ".join(SOURCES[situation])
    day = CHECKED_ON if situation is not Situation.ORDER else min(CHECKED_ON, reader.city.order.checked_on)
    based_on = reader.words("rights.sources", sources=sources, date=reader.day(day))
    return join([reader.words("rights.general"), *reader.unreviewed(), based_on])


def _files(reader: Reader, situation: Situation) -> list[Key]:
    """The card as a picture, and all of them as pages, as far as the city has these."""
    language, made = reader.words.language, reader.city.cards
    picture = reader.key("rights.picture", RightsPicture(situation))
    pages = reader.key("rights.pages", RightsPages())
    named = {picture_of(situation, language): picture, pages_of(language): pages}
    return [key for name, key in named.items() if name in made]


def _body(reader: Reader, situation: Situation) -> list[Html]:
    text = reader.words(f"rights.{situation}")
    match situation:
        case Situation.OFFICER:
            return [*_to_show(reader, text), reader.words("rights.officer_how")]
        case Situation.ORDER:
            return [text, *_order(reader), reader.words(f"order.{reader.city.order.reach}"), reader.order()]
        case Situation.CITY_BUILDING:
            line = OrderLine.NONPUBLIC_AREAS_NEED_JUDICIAL_WARRANT
            return [text, *([reader.words(f"order.{line}")] if line in reader.city.order.lines.values() else [])]
        case _:
            return [text]


def _to_show(reader: Reader, text: Html) -> list[Html]:
    """What an officer reads, in English first, large, and what it says for whoever shows it."""
    english = replace(reader.words, language=ENGLISH)(f"rights.{Situation.OFFICER}")
    large = Html(f"<b>{english}</b>")
    return [large] if reader.words.language == ENGLISH else [large, text]


def _order(reader: Reader) -> list[Html]:
    """What the city's order says, after the kinds of places of which it says so."""
    said = []
    for line in OrderLine:
        kinds = [reader.words(f"kind.{kind}") for kind, its in reader.city.order.lines.items() if its is line]
        if kinds:
            said.append(join([join(kinds, " · "), reader.words(f"order.{line}")]))
    return said


def _contacts(reader: Reader, situation: Situation) -> list[Html]:
    said = []
    for one in CONTACTS.get(situation, ()):
        contact = reader.city.contacts.get(one)
        if contact is not None and (where := contact.phone or contact.link):
            said.append(reader.words(f"rights.{one}", contact=where))
    return said
