"""What subscribers are told: templates with slots from closed lists, so that every language says exactly the same."""

from bot.domain.broadcast import AlertFacts, Kind, Way
from bot.domain.letter import Letter
from bot.domain.screen import Screen
from bot.render.reader import Reader
from locales import Html, join

STATUS = {
    Kind.ALERT: "alert.confirmed",
    Kind.FOLLOW_UP: "alert.follow_up",
    Kind.ALL_CLEAR: "alert.over",
    Kind.RETRACTION: "alert.retracted",
}


def broadcast(reader: Reader, kind: Kind, way: Way, facts: AlertFacts) -> Screen:
    """An alert or its correction, as it stands in a chat. Says nothing finer than a city place and a clock time."""
    if kind is Kind.ALERT:
        return _alert(reader, facts)
    head = reader.words(STATUS[kind])
    corrected = facts.corrected or facts.confirmed
    said = [
        head,
        _where(reader, facts),
        reader.words("label.time", time=reader.clock(facts.observed)),
        reader.words(f"alert.why_{kind}", time=reader.clock(corrected)),
        _reference(reader, facts),
    ]
    return Screen(join(said))


def _alert(reader: Reader, facts: AlertFacts) -> Screen:
    city = reader.city
    said = [
        reader.words("alert.confirmed"),
        reader.words("label.activity", activity=reader.words(f"activity.{facts.activity}")),
        _where(reader, facts),
        reader.words("label.time", time=reader.clock(facts.observed)),
        reader.words("label.number", number=reader.words(f"number.{facts.number}")),
        reader.words(f"order.{city.order_line(facts.place)}"),
        reader.words("alert.rights"),
        reader.words("alert.hotline", phone=city.hotline),
        _reference(reader, facts),
    ]
    return Screen(join(said))


def _where(reader: Reader, facts: AlertFacts) -> Html:
    return reader.words(
        "label.place_in", place=reader.place(facts.place), neighborhood=reader.neighborhood(facts.neighborhood)
    )


def _reference(reader: Reader, facts: AlertFacts) -> Html:
    return reader.words("alert.reference", reference=str(facts.incident), time=reader.clock(facts.expires))


def letter(reader: Reader, letter: Letter) -> Screen:
    """What came of a report, or what an organizer has to know."""
    facts = letter.facts
    return reader.screen(f"letter.{letter.says}", place=reader.place(facts.place), time=reader.clock(facts.observed))
