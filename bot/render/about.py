"""What someone sees who asks what this is, what is kept about them, or wants to leave."""

from datetime import datetime

from bot.domain.addresses import Addresses
from bot.domain.buttons import Forget, Keep, Part
from bot.domain.kept import AboutYou
from bot.domain.people import Role
from bot.domain.retention import RETENTION, Kept
from bot.domain.screen import Screen
from bot.render import addresses
from bot.render.joining import ORGANIZER, RESIDENT, VOLUNTEER
from bot.render.reader import Reader
from cities import Contact
from locales import Html, join

SHOWN = (
    Kept.DRAFTS,
    Kept.REPORTER_LINKS,
    Kept.POINTS,
    Kept.NOTES,
    Kept.FINDING_LINKS,
    Kept.RECEIPTS,
    Kept.DISMISSED,
    Kept.ALERTED,
    Kept.OLD_AREAS,
    Kept.STANDINGS,
    Kept.REPORTS_TODAY,
)
"""The windows that concern everyone; `docs/privacy.md` has all of them."""

OPERATOR = "operator"
"""The contact in a city's data that says who runs the bot there."""


def commands(reader: Reader, role: Role) -> Screen:
    """What this person can do here."""
    return Screen(_commands(reader, role))


def unknown(reader: Reader, role: Role) -> Screen:
    """That was not understood; what can be done here."""
    return Screen(join([reader.words("unknown.text"), _commands(reader, role)], "\n\n"))


def _commands(reader: Reader, role: Role) -> Html:
    said = [reader.commands(RESIDENT)]
    if role is not Role.RESIDENT:
        said.append(join([reader.words("help.volunteer"), reader.commands(VOLUNTEER)]))
    if role is Role.ORGANIZER:
        said.append(join([reader.words("help.organizer"), reader.commands(ORGANIZER)]))
    return join(said, "\n\n")


def privacy(reader: Reader, about: AboutYou | None, held_until: datetime | None = None) -> Screen:
    """What is kept about this person now, what is kept in general, and how to have it removed. `held_until` is when the
    legal hold ends that is in force."""
    held = [] if held_until is None else [reader.words("privacy.held", date=reader.date(held_until))]
    said = [
        _about_you(reader, about),
        join([reader.words("privacy.windows"), *(_window(reader, kept) for kept in SHOWN), *held]),
        reader.words("privacy.never"),
        reader.words("privacy.remove"),
    ]
    return Screen(join(said, "\n\n"), ((reader.key("button.forget", Forget()),),))


def _about_you(reader: Reader, about: AboutYou | None) -> Html:
    if about is None:
        return reader.words("privacy.nothing")
    said = [
        reader.words("privacy.now"),
        reader.words("privacy.role", role=reader.words(f"role.{about.person.role}")),
        reader.words("privacy.areas", places=reader.names(about.neighborhoods) or reader.words("privacy.none")),
    ]
    if about.duty_until is not None:
        said.append(reader.words("privacy.duty", time=reader.clock(about.duty_until)))
    if about.hearing.paused_at(reader.now):
        said.append(reader.paused(about.hearing))
    if about.hearing.quiet:
        said.append(reader.nights(about.hearing))
    if about.trained:
        said.append(reader.words("privacy.trained"))
    if about.hearing.exercises:
        said.append(reader.words("privacy.exercises"))
    if about.draft:
        said.append(reader.words("privacy.draft"))
    said.extend(reader.words(f"privacy.{trace}", count=count) for trace, count in about.traces.items() if count)
    return join(said)


def _window(reader: Reader, kept: Kept) -> Html:
    return reader.words(f"privacy.keeps_{kept}", length=reader.length(RETENTION[kept].keep))


def about(reader: Reader, ours: Addresses) -> Screen:
    """What this is, who runs it, by what it is told from others, and where its facts come from."""
    city = reader.city
    said = [
        reader.words("about.what", city=city.name),
        _operator(reader, city.contacts.get(OPERATOR)),
        join([reader.words("about.no_lawyer"), *reader.unreviewed()]),
        reader.order(),
        join([reader.words("about.contacts"), *(_contact(reader, one) for one in city.contacts.values())]),
        *addresses.said(reader, ours),
    ]
    return Screen(join(said, "\n\n"), addresses.keys(reader, ours))


def _operator(reader: Reader, operator: Contact | None) -> Html:
    if operator is None:
        return reader.words("about.nobody_named")
    return reader.words("about.operator", name=operator.name, contact=_reached(operator))


def _contact(reader: Reader, contact: Contact) -> Html:
    return reader.words(
        "about.contact", name=contact.name, contact=_reached(contact), date=reader.day(contact.checked_on)
    )


def _reached(contact: Contact) -> str:
    return contact.phone or contact.link or ""


def stopped(reader: Reader) -> Screen:
    """No alerts any more, and how to have them again or be forgotten."""
    return reader.screen("stop.done", (reader.key("stop.again", Part("all")),))


def forget(reader: Reader) -> Screen:
    """What will be removed, and the buttons that do it or not."""
    return reader.screen("forget.sure", (reader.key("button.forget", Forget()),), (reader.key("button.keep", Keep()),))


def forgotten(reader: Reader) -> Screen:
    """It is done."""
    return reader.screen("forget.done")


def kept(reader: Reader) -> Screen:
    """Nothing was removed."""
    return reader.screen("forget.kept")
