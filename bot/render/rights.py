"""The rights cards: general information, in our own words."""

from dataclasses import replace

from bot.domain.buttons import RightsCard, RightsList
from bot.domain.rights import Situation
from bot.domain.screen import Screen
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
    return Screen(join(said, "\n\n"), ((reader.key("button.back", RightsList()),),))


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
