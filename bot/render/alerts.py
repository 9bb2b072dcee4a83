"""What subscribers are told: templates with slots from closed lists, so that every language says exactly the same."""

from bot.domain.broadcast import AlertFacts, Kind, Way
from bot.domain.buttons import Echoed, Rights, ShowMap
from bot.domain.correcting import STANDING
from bot.domain.drill import Times
from bot.domain.echo import OFFERED
from bot.domain.ids import IncidentId
from bot.domain.incident import Activity, Incident, Status
from bot.domain.letter import DutyEnds, Letter, LetterFacts, Suspension, ToTranslate, Translated
from bot.domain.screen import Key, Screen, Venue
from bot.domain.trouble import Over
from bot.render import asking, correcting, drilling, duty, translating
from bot.render.reader import Reader
from locales import Html, join

STATUS = {
    Kind.ALERT: "alert.confirmed",
    Kind.FOLLOW_UP: "alert.follow_up",
    Kind.ALL_CLEAR: "alert.over",
    Kind.RETRACTION: "alert.retracted",
    Kind.STANDS: "alert.stands",
    Kind.EXPIRY: "alert.expired",
    Kind.IGNORE: "alert.ignore",
}
STANDS = STANDING
"""After these the alert holds."""


def broadcast(reader: Reader, kind: Kind, way: Way, facts: AlertFacts) -> Screen:
    """An alert or its correction, as it stands in a chat. Says nothing finer than a city place and a clock time.

    A follow-up is a short answer to the alert, and the alert itself with one line more; so is that it stands after all.
    """
    screen = _broadcast(reader, kind, way, facts)
    return drilling.marked(reader, screen) if facts.exercise else screen


def _broadcast(reader: Reader, kind: Kind, way: Way, facts: AlertFacts) -> Screen:
    if kind is Kind.ALERT or (kind in STANDS and way is Way.EDIT):
        return Screen(join(_alert(reader, kind, facts)), _keys(reader, kind, facts.incident))
    keys = _keys(reader, kind, facts.incident) if way is Way.EDIT else ()
    return Screen(join(_correction(reader, kind, facts)), keys)


def ignore(reader: Reader, *, exercise: bool) -> Screen:
    """The last message should not have been sent: an answer to it, for whoever holds it."""
    screen = reader.screen("alert.ignore")
    return drilling.marked(reader, screen) if exercise else screen


def _alert(reader: Reader, kind: Kind, facts: AlertFacts) -> list[Html]:
    order = reader.city.order_line(facts.place)
    return [
        reader.words("alert.confirmed"),
        reader.words("alert.seen", activity=reader.words(f"activity.{facts.activity}")),
        _where(reader, facts),
        reader.words("label.time", time=reader.clock(facts.observed)),
        *([] if kind is Kind.ALERT else [_why(reader, kind, facts)]),
        *([] if facts.activity is Activity.DETENTION else [reader.words(f"officers.{facts.number}")]),
        *([] if order is None else [reader.words(f"order.{order}")]),
        reader.words("alert.rights"),
        reader.words("alert.hotline", phone=reader.city.hotline),
        _reference(reader, kind, facts),
    ]


def _correction(reader: Reader, kind: Kind, facts: AlertFacts) -> list[Html]:
    return [
        reader.words(STATUS[kind]),
        _where(reader, facts),
        reader.words("label.time", time=reader.clock(facts.observed)),
        _why(reader, kind, facts),
        *([] if facts.reason is None else [reader.words(f"wrong.{facts.reason}")]),
        _reference(reader, kind, facts),
    ]


def _where(reader: Reader, facts: AlertFacts) -> Html:
    return reader.words(
        "label.place_in", place=reader.place(facts.place), neighborhood=reader.neighborhood(facts.neighborhood)
    )


def _why(reader: Reader, kind: Kind, facts: AlertFacts) -> Html:
    """What became of it, and when; of an expiry, since when nobody has looked."""
    return reader.words(f"alert.why_{kind}", time=reader.clock(facts.corrected or facts.confirmed))


def _reference(reader: Reader, kind: Kind, facts: AlertFacts) -> Html:
    """Which alert it is, and until when it holds if it does."""
    number = str(facts.incident)
    if kind in STANDS:
        return reader.words("alert.reference", reference=number, time=reader.clock(facts.expires))
    return reader.words("alert.number", reference=number)


def _keys(reader: Reader, kind: Kind, incident: IncidentId) -> tuple[tuple[Key, ...], ...]:
    """What makes sense under an alert as it stands now: nothing once it was wrong."""
    if kind is Kind.RETRACTION:
        return ()
    rights = reader.key("button.rights", Rights())
    if kind is Kind.ALL_CLEAR:
        return ((rights,),)
    about = (rights, reader.key("button.map", ShowMap(incident)))
    if kind not in STANDS:
        return (about,)
    return (about, tuple(reader.key(f"echo.{one}", Echoed(incident, one)) for one in OFFERED))


def venue(reader: Reader, incident: Incident) -> Venue:
    """The place's own point on the map, never anyone's pin."""
    place, neighborhood = reader.city.places[incident.place], reader.neighborhood(incident.neighborhood)
    address = f"{place.address}, {neighborhood}" if place.address else neighborhood
    name = f"{place.name} ({reader.words.plain('status.exercise')})" if incident.exercise else place.name
    return Venue(name, address, place.lat, place.lon)


def echoed(reader: Reader, status: Status) -> str:
    """The volunteers will see it; or that the alert stands no more."""
    return reader.words.plain("told.echoed" if status is Status.ACTIVE else f"told.alert_{status}")


def letter(reader: Reader, letter: Letter) -> Screen:
    """What came of a report, or what an organizer has to know."""
    screen, facts = _letter(reader, letter), letter.facts
    return drilling.marked(reader, screen) if isinstance(facts, LetterFacts) and facts.exercise else screen


def _letter(reader: Reader, letter: Letter) -> Screen:
    facts = letter.facts
    if facts is None:
        return reader.screen(f"letter.{letter.says}")
    if isinstance(facts, Times):
        return drilling.over(reader, facts)
    if isinstance(facts, ToTranslate):
        return translating.letter(reader, facts)
    if isinstance(facts, Translated):
        return translating.arrived(reader, facts)
    if isinstance(facts, DutyEnds):
        return duty.ends(reader, facts)
    if isinstance(facts, Suspension):
        return correcting.suspended(reader, facts)
    if isinstance(facts, Over):
        return reader.screen(f"letter.{letter.says}", time=reader.clock(facts.since))
    if facts.question is not None and facts.asked is not None:
        return asking.question(reader, facts, facts.question, facts.asked)
    said = reader.words(f"letter.{letter.says}", place=reader.place(facts.place), time=reader.clock(facts.observed))
    return Screen(join([said, *correcting.more(reader, facts)]), correcting.under(reader, letter.says, facts))
