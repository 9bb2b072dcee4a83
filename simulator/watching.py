"""What can be known of the bot from outside: from the log of its requests alone, never from its database."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.domain.ids import Language, PlaceId
from bot.domain.incident import Status
from locales import LANGUAGES, Translator
from simulator.fields import COUNTED
from simulator.log import Entry, Log

SECONDS = 60
"""How far back the messages of each second are known."""

APART = 60.0
"""Seconds after which the same heading about the same place opens another broadcast."""

MOST_TEXTS = 10_000
SLOT = "%"

ALERTS: Mapping[str, Status] = {
    "alert.confirmed": Status.ACTIVE,
    "alert.over": Status.OVER,
    "alert.retracted": Status.RETRACTED,
    "alert.expired": Status.EXPIRED,
}
"""Headings of what subscribers are told, and how the incident then stands."""

CARDS: Mapping[str, Status] = {f"card.{one}": one for one in Status if one is not Status.MERGED}
"""Headings of cards. A merged incident has none: the other's card takes its place."""

SETTLED, FORGOTTEN = "join.settled", "forget.done"


@dataclass(slots=True)
class Broadcast:
    """One alert or correction on its way, as far as its messages tell."""

    status: Status
    place: PlaceId
    expected: int
    """How many listen, or for a correction how many had the alert."""
    began: float
    last: float
    """On the engine's monotonic clock."""
    told: set[int] = field(default_factory=set)
    repeats: int = 0


@dataclass(slots=True)
class Failure:
    """Answers other than 200, one after the other with the same code for the same method."""

    method: str
    code: int
    """0 where the connection was cut."""
    times: int
    last: float
    """On the engine's monotonic clock."""


class Watch:
    """Follows a log."""

    def __init__(self, log: Log, places: Mapping[PlaceId, str], languages: Iterable[Language] = LANGUAGES) -> None:
        """`places` are the names that can stand in an alert, which are the same in every language."""
        self._log = log
        self._seen = 0
        self._places = sorted(places.items(), key=lambda one: -len(one[1]))
        self._languages = tuple(languages)
        self._known: dict[str, tuple[str, PlaceId | None]] = {}
        self._seconds: Counter[int] = Counter()
        self.listening: set[int] = set()
        """Chats that were told that they will get alerts, and neither left nor blocked the bot."""
        self.incidents: dict[PlaceId, Status] = {}
        self.broadcasts: deque[Broadcast] = deque(maxlen=4)
        self.failures: deque[Failure] = deque(maxlen=5)

    @cached_property
    def _headings(self) -> list[tuple[re.Pattern[str], str]]:
        return [
            (re.compile(_pattern(Translator(language), key)), key)
            for language in self._languages
            for key in (*ALERTS, *CARDS, SETTLED, FORGOTTEN)
        ]

    def catch_up(self) -> None:
        """Take in what has come since the last time."""
        if len(self._log) < self._seen:
            self._seen = 0
        for entry in self._log.after(self._seen):
            self._take(entry)
            self._seen += 1

    def seconds(self, now: float) -> list[int]:
        """How many messages and edits Telegram took in each of the last seconds, the one that runs last."""
        this = int(now)
        for old in [one for one in self._seconds if one <= this - SECONDS]:
            del self._seconds[old]
        return [self._seconds[one] for one in range(this - SECONDS + 1, this + 1)]

    def forget_seconds(self) -> None:
        """Count anew: other limits hold from now on."""
        self.catch_up()
        self._seconds.clear()

    def _take(self, entry: Entry) -> None:
        if entry.code != 200:
            self._failed(entry)
        if entry.code == 403:
            self.listening.discard(entry.chat)
        if not entry.taken:
            return
        if entry.method in COUNTED:
            self._seconds[int(entry.at)] += 1
        if entry.text is not None:
            self._said(entry, *self._read(entry.text))

    def _failed(self, entry: Entry) -> None:
        last = self.failures[-1] if self.failures else None
        if last is None or (last.method, last.code) != (entry.method, entry.code):
            self.failures.append(Failure(entry.method, entry.code, 1, entry.at))
        else:
            last.times += 1
            last.last = entry.at

    def _read(self, text: str) -> tuple[str, PlaceId | None]:
        """Which text of the catalogs heads it, or none, and which place stands in it."""
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= MOST_TEXTS:
                self._known.clear()
            heading = text.partition("\n")[0]
            key = next((key for pattern, key in self._headings if pattern.match(heading)), "")
            place = next((place for place, name in self._places if name in text), None)
            known = self._known[text] = (key, place)
        return known

    def _said(self, entry: Entry, key: str, place: PlaceId | None) -> None:
        if key == SETTLED:
            self.listening.add(entry.chat)
        elif key == FORGOTTEN:
            self.listening.discard(entry.chat)
        elif place is not None and key in CARDS:
            self.incidents[place] = CARDS[key]
        elif place is not None and key in ALERTS:
            self.incidents[place] = ALERTS[key]
            self._told(entry, ALERTS[key], place)

    def _told(self, entry: Entry, status: Status, place: PlaceId) -> None:
        if status in (Status.ACTIVE, Status.RETRACTED) and entry.method != "sendMessage":
            return  # the same people see it once more, where the alert stood
        found = next((one for one in reversed(self.broadcasts) if (one.status, one.place) == (status, place)), None)
        if found is None or entry.at > found.last + APART:
            found = Broadcast(status, place, self._expected(status, place), entry.at, entry.at)
            self.broadcasts.append(found)
        found.repeats += entry.chat in found.told
        found.told.add(entry.chat)
        found.last = entry.at

    def _expected(self, status: Status, place: PlaceId) -> int:
        alert = next((one for one in self._alerts() if one.place == place), None)
        return len(self.listening) if status is Status.ACTIVE or alert is None else len(alert.told)

    def _alerts(self) -> Iterator[Broadcast]:
        return (one for one in reversed(self.broadcasts) if one.status is Status.ACTIVE)


def _pattern(words: Translator, key: str) -> str:
    """The heading's text, whatever stands in its slot."""
    slots = {SETTLED: "places"} | dict.fromkeys(CARDS, "reference")
    said = words.plain(key, **({slots[key]: SLOT} if key in slots else {})).partition("\n")[0]
    return re.escape(said).replace(re.escape(SLOT), ".+") + "$"
