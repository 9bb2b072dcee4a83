"""What organizers see of a freeze."""

from bot.domain.broadcast import Broadcast, Kind
from bot.domain.buttons import Agree, Standstill, Stop
from bot.domain.freezing import Standing, Wish
from bot.domain.notice import NoticeFacts
from bot.domain.screen import Screen
from bot.render.alerts import STATUS
from bot.render.reader import Reader
from locales import Html, join


def standing(reader: Reader, now: Standing) -> Screen:
    """Stop all sending? Or that it is stopped, why, and what two organizers can do."""
    freeze = now.freeze
    if freeze is None:
        return reader.screen("freeze.ask", (reader.key("freeze.stop", Stop()),))
    said = [
        reader.words(f"letter.sending_{freeze.why}"),
        reader.words("label.time", time=reader.clock(freeze.since)),
        reader.words("freeze.waiting", count=now.waiting),
    ]
    keys = {Wish.RESUME: reader.key("freeze.resume", Agree(Wish.RESUME, freeze.mark))}
    if now.last is not None:
        said += [Html(""), reader.words("freeze.last"), *_about(reader, now.last)]
        keys[Wish.IGNORE] = reader.key("freeze.ignore", Agree(Wish.IGNORE, now.last.id))
    if now.wished:
        said += [Html(""), reader.words("freeze.agreed")]
    return Screen(join(said), tuple((key,) for wish, key in keys.items() if wish not in now.wished))


def _about(reader: Reader, last: Broadcast) -> list[Html]:
    """Which message it was."""
    facts = last.facts
    about = facts.notice if isinstance(facts, NoticeFacts) else facts.incident
    heading = "notice.heading" if last.kind is Kind.NOTICE else STATUS[last.kind]
    return [reader.words(heading), reader.words("alert.number", reference=str(about))]


def agreed(reader: Reader, wish: Wish, now: Standing) -> Screen:
    """What came of agreeing: it is done, or waits for a second organizer."""
    if wish is Wish.RESUME and now.freeze is None:
        return reader.screen("letter.sending_resumed")
    if wish is Wish.IGNORE and wish not in now.wished:
        return reader.screen("letter.sending_ignored", (reader.key("button.back", Standstill()),))
    return standing(reader, now)
