"""The rights cards: general information, in our own words."""

from bot.domain.buttons import RightsCard, RightsList
from bot.domain.rights import Situation
from bot.domain.screen import Screen
from bot.render.reader import Reader, in_rows
from cities import OrderLine
from locales import Html, join

CONTACTS = {
    Situation.HOME: ("emergency",),
    Situation.TAKEN: ("detainee_locator", "field_office"),
    Situation.RECORDING: ("misconduct_form",),
}
"""Whom else to call, or where else to look, beside the hotline; `rights.<contact>` says what for."""


def cards(reader: Reader) -> Screen:
    """The cards there are, and what they are not: legal advice."""
    keys = [reader.key(f"rights.title_{one}", RightsCard(one)) for one in Situation]
    return reader.screen("rights.list", *in_rows(keys, 1))


def card(reader: Reader, situation: Situation) -> Screen:
    """One card: what to do, what not to do, whom to call."""
    said = [
        reader.words(f"rights.{situation}"),
        *_order(reader, situation),
        join([*_contacts(reader, situation), reader.words("alert.hotline", phone=reader.city.hotline)]),
    ]
    return Screen(join(said, "\n\n"), ((reader.key("button.back", RightsList()),),))


def _order(reader: Reader, situation: Situation) -> list[Html]:
    """What the city's own order adds."""
    line = OrderLine.NONPUBLIC_AREAS_NEED_JUDICIAL_WARRANT
    speaks = situation is Situation.CITY_BUILDING and line in reader.city.order.lines.values()
    return [reader.words(f"order.{line}")] if speaks else []


def _contacts(reader: Reader, situation: Situation) -> list[Html]:
    said = []
    for one in CONTACTS.get(situation, ()):
        contact = reader.city.contacts.get(one)
        if contact is not None and (where := contact.phone or contact.link):
            said.append(reader.words(f"rights.{one}", contact=where))
    return said
