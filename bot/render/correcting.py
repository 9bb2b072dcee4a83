"""An alert that was ended or taken back, as those see it who look after it."""

from bot.domain.buttons import Readmit, Rechecked, Reinstate, Retract, ShowCard
from bot.domain.details import Still
from bot.domain.incident import Incident, Reason
from bot.domain.letter import LetterFacts, Says, Suspension
from bot.domain.screen import Key, Screen
from bot.render.reader import Reader
from locales import Html


def reasons(reader: Reader, incident: Incident) -> Screen:
    """Why was the alert wrong?"""
    number, version = incident.id, incident.version
    keys = [(reader.key(f"wrong.{one}", Retract(number, version, one)),) for one in Reason]
    return reader.screen("wrong.ask", *keys, (reader.key("button.back", ShowCard(number)),))


def more(reader: Reader, facts: LetterFacts) -> list[Html]:
    """Why an alert was taken back, and that this can be undone."""
    why = [] if facts.reason is None else [reader.words(f"wrong.{facts.reason}")]
    return [*why, *([reader.words("letter.undo")] if facts.undo else [])]


def under(reader: Reader, says: Says, facts: LetterFacts) -> tuple[tuple[Key, ...], ...]:
    """What can be pressed under a letter about an alert."""
    if facts.undo:
        return ((reader.key("button.alert_stands", Reinstate(facts.incident)),),)
    if says is Says.ALERT_STALE:
        return (tuple(reader.key(f"still.{one}", Rechecked(facts.incident, one)) for one in Still),)
    return ()


def suspended(reader: Reader, facts: Suspension) -> Screen:
    """An organizer may do nothing as one, and others can say that they may."""
    key = reader.key("button.readmit", Readmit(facts.mark))
    return reader.screen(f"letter.{Says.ORGANIZER_SUSPENDED}", (key,))


def stands(reader: Reader) -> Screen:
    """The alert stands again."""
    return reader.screen("told.decided")


def readmitted(reader: Reader, *, done: bool) -> Screen:
    """They may act again, or another organizer has to say so too."""
    return reader.screen("letter.organizer_readmitted" if done else "readmit.agreed")


def rechecked(reader: Reader) -> Screen:
    """The others see the answer."""
    return reader.screen("told.noted")
