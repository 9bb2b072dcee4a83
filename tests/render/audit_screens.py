"""What organizers see of a freeze, of the ledger and of the record, with facts as they come."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from bot.domain.broadcast import AlertFacts, Broadcast, Cursor, Kind, Lane, State, Way
from bot.domain.freezing import Freeze, Standing, Why, Wish
from bot.domain.ids import BroadcastId, IncidentId, NeighborhoodId, NoticeId, PlaceId
from bot.domain.incident import Activity, Number
from bot.domain.ledger import Act, Entry, Page
from bot.domain.notice import NoticeFacts
from bot.domain.people import Role
from bot.domain.screen import Screen
from bot.domain.stats import ROWS, Picture, Row
from bot.render import freezing, ledger, record, stats
from bot.render.reader import Reader

NOW = datetime(2026, 3, 2, 21, 10, 42, tzinfo=UTC)
ALERT = AlertFacts(
    IncidentId(1_234_567),
    PlaceId("pier_library"),
    NeighborhoodId("harbor"),
    Activity.PATROL,
    Number.FEW,
    observed=NOW,
    confirmed=NOW,
    expires=NOW,
)


def _last() -> Iterator[Broadcast | None]:
    yield None
    for kind in (Kind.ALERT, Kind.FOLLOW_UP, Kind.RETRACTION, Kind.NOTICE):
        facts = NoticeFacts(NoticeId(1_234_567), (), {}) if kind is Kind.NOTICE else ALERT
        yield Broadcast(
            BroadcastId(1), kind, Lane.ALERT, Way.SEND, facts, None, None, NOW, State.DONE, Cursor(), explained=True
        )


def _standings() -> Iterator[Standing]:
    yield Standing(None, 0, None, ())
    for why, last, wished in zip((*Why, *Why), _last(), ((), (Wish.RESUME,), tuple(Wish), (), ()), strict=False):
        yield Standing(Freeze(NOW, why), 1_234, last, wished)


def _agreed(reader: Reader) -> Iterator[Screen]:
    for wish in Wish:
        for one in _standings():
            yield freezing.agreed(reader, wish, one)


def entry(number: int, act: Act, *, itself: bool = False) -> Entry:
    """One act, by somebody or by the bot itself."""
    at = NOW - timedelta(days=number % 30)
    role, tag = (None, None) if itself else (Role.ORGANIZER, "K7QM3XRD")
    of_nothing = (Act.FROZEN, Act.RESUMED, Act.APPOINTED, Act.REMOVED, Act.HELD, Act.RELEASED)
    subject = None if act in of_nothing else 1_234_567
    return Entry(number, at, act, subject, role, tag, None, None, None)


def _pages(reader: Reader) -> Iterator[Screen]:
    everything = [entry(at, act, itself=itself) for at, act in enumerate(Act, 1) for itself in (False, True)]
    people = {one.number: one.tag for one in everything if one.tag is not None}
    for start in range(0, len(everything), 10):
        shown = everything[start : start + 10]
        page = Page(shown, people, start // 10, more=start == 0, rows=len(everything), broken=None)
        yield ledger.acts(reader, page)
    yield ledger.acts(reader, Page([], {}, 0, more=False, rows=0, broken=1_234_567))


def _captions(reader: Reader) -> Iterator[Screen | str]:
    """With as many of the longest names as a picture has rows."""
    names = sorted(reader.city.neighborhoods, key=lambda one: -len(reader.neighborhood(one)))
    yield stats.caption(reader, Picture((), tuple(Row(one, (), None, None) for one in names[:ROWS])))


SCREENS: Mapping[str, Callable[[Reader], Iterator[Screen | str]]] = {
    "freezing.standing": lambda reader: (freezing.standing(reader, one) for one in _standings()),
    "freezing.agreed": _agreed,
    "ledger.acts": _pages,
    "stats.caption": _captions,
    "stats.none": lambda reader: iter([stats.none(reader)]),
    "record.asking": lambda reader: iter([record.asking(reader)]),
    "record.caption": lambda reader: iter([record.caption(reader, ())]),
}
"""By module and function, all that it can show."""
