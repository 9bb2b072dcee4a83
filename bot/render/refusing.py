"""How no is said, and how a fault is admitted."""

from datetime import timedelta

from bot.domain.refusals import NotCityPlace, NoticeTooSoon, OutsideCity, Refusal, TooLong, TooMany
from bot.domain.screen import Screen
from bot.render.reader import Reader
from locales import Html

MINUTE = timedelta(minutes=1)


def refusal(reader: Reader, refused: Refusal) -> Html:
    """Why not, in one sentence."""
    if isinstance(refused, TooMany | NoticeTooSoon):
        return reader.words(f"refusal.{refused.name}", count=max(1, -(-refused.wait // MINUTE)))
    if isinstance(refused, TooLong):
        return reader.words("refusal.too_long", count=refused.limit)
    if isinstance(refused, NotCityPlace):
        return reader.words("refusal.not_city_place", phone=reader.city.hotline)
    if isinstance(refused, OutsideCity):
        return reader.words("refusal.outside_city", city=reader.city.name)
    return reader.words(f"refusal.{refused.name}")


def fault(reader: Reader, reference: str) -> Screen:
    """Something of ours went wrong; the reference lets an organizer find it in the log."""
    return reader.screen("fault.sorry", reference=reference)


def slow_down(reader: Reader) -> Screen:
    """More came from this chat at once than is read."""
    return reader.screen("flood.slow_down")


def not_now(reader: Reader) -> Screen:
    """What they sent cannot be written down at this moment."""
    return reader.screen("outage.not_now", phone=reader.city.hotline)


def not_here(reader: Reader) -> Screen:
    """The bot was added to a group or channel, and says why it leaves."""
    return reader.screen("group.leaving")
