"""What /metrics and /health say to those who watch over the bot: numbers under few names, and nothing personal.

A registry is made for each answer from what was counted by then: nothing is global, and nothing is kept for it.
"""

import asyncio
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Metric, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

from bot.counting import BOUNDS, CountedWire, Timings
from bot.courier.courier import Courier
from bot.courier.pacing import Pace
from bot.domain.broadcast import Kind
from bot.domain.incident import OPEN
from bot.intake.intake import Intake
from bot.services import watching
from bot.services.watching import Numbers
from bot.together import Together
from bot.town import Town
from db.failing import Unavailable

PATIENCE = 2.0
"""Seconds within which the database has to answer."""

SILENT = 120.0
"""Seconds without an answer from Telegram that are no long poll any more."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Everything that is looked at."""

    town: Town
    intake: Intake
    courier: Courier
    pace: Pace
    wire: CountedWire
    polls: bool
    """Telegram is asked for updates, so it is never silent for long."""
    us: Together | None = None
    """This process among others."""


async def metrics(watch: Watch) -> bytes:
    """All numbers, in the text format of Prometheus."""
    numbers = await _numbers(watch)
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Families([*_in_memory(watch), *_in_the_database(numbers)]))
    ProcessCollector(registry=registry)
    return generate_latest(registry)


async def complaints(watch: Watch) -> list[str]:
    """What is wrong at this moment; nothing when all is well. That Telegram holds us is not wrong."""
    wrong = []
    if await _numbers(watch) is None:
        wrong.append("the database cannot be used")
    if watch.town.database.disk.refuses:
        wrong.append("the disk takes nothing: it is full, or may only be read")
    silent = watch.wire.silent
    if watch.polls and watch.intake.may_poll.is_set() and (silent is None or silent > SILENT):
        wrong.append("Telegram does not answer")
    if watch.intake.conflict:
        wrong.append("someone else uses this token, or a webhook is set for it")
    return wrong


async def _numbers(watch: Watch) -> Numbers | None:
    try:
        async with asyncio.timeout(PATIENCE):
            return await watching.count(watch.town.database, now=watch.town.clock.now())
    except (Unavailable, TimeoutError):
        return None


class _Families(Collector):
    """What was counted, as it was at one moment."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = list(families)

    def collect(self) -> Iterable[Metric]:
        return self._families


def _in_memory(watch: Watch) -> Iterator[Metric]:
    """What is counted since the start, and what holds now."""
    counted, carried, wire = watch.intake.counted, watch.courier.carried, watch.wire
    yield _counter("updates_taken", "Updates written down that were new.", [((), watch.intake.taken)], ())
    became = {
        ("handled",): counted.handled,
        ("unknown",): counted.unknown,
        ("quarantined",): counted.quarantined,
        ("malformed",): watch.intake.malformed,
    }
    yield _counter("updates", "What became of updates.", became.items(), ("became",))
    outcomes = {(lane.name.lower(), _snake(one.__name__)): often for (lane, one), often in carried.outcomes.items()}
    yield _counter("messages", "Messages carried, by what the answer meant.", outcomes.items(), ("lane", "outcome"))
    yield _counter("requests", "Requests to the Bot API.", wire.answers.items(), ("method", "answer"))
    yield _histogram("request_seconds", "From a request to its answer.", wire.timings, "method")
    first = {"": carried.first}
    yield _histogram("first_message_seconds", "From an alert's commit to the first answer for it.", first)
    held = watch.pace.held()
    yield _gauge(
        "held_seconds",
        "For how long Telegram lets nothing out.",
        [(("bulk",), held.bulk), (("replies",), held.replies)],
        ("what",),
    )
    yield _gauge("silent_seconds", "Since Telegram's last answer.", [((), wire.silent or 0.0)], ())
    if watch.us is not None:
        yield _gauge("members", "Processes of this city that are at work.", [((), watch.us.members)], ())
        yield _gauge(
            "leads", "This process leads: it sends what goes out in bulk.", [((), float(watch.us.leads.is_set()))], ()
        )
    yield _gauge(
        "token_used_elsewhere", "Someone else polls with this token.", [((), float(watch.intake.conflict))], ()
    )


def _in_the_database(numbers: Numbers | None) -> Iterator[Metric]:
    """What waits and what is under way; only that it cannot be counted when it cannot."""
    yield _gauge("database_answers", "The database can be used.", [((), float(numbers is not None))], ())
    if numbers is None:
        return
    yield _gauge("inbox_waiting", "Updates not answered yet.", [((), numbers.waiting)], ())
    yield _gauge("inbox_oldest_seconds", "How long the oldest waits.", [((), numbers.oldest.total_seconds())], ())
    under_way = {(kind.value,): numbers.under_way.get(kind, 0) for kind in Kind}
    yield _gauge("broadcasts_under_way", "Broadcasts not done yet.", under_way.items(), ("kind",))
    is_open = {(status.value,): numbers.open_incidents.get(status, 0) for status in sorted(OPEN)}
    yield _gauge("incidents_open", "Incidents that reports can still join.", is_open.items(), ("status",))
    yield _gauge("letters_waiting", "Letters not sent yet.", [((), numbers.unsent_letters)], ())
    yield _gauge("volunteers_on_duty", "Volunteers on duty, wherever.", [((), numbers.on_duty)], ())


Samples = Iterable[tuple[Sequence[str], float]]
"""The values of the labels, and the number."""


def _counter(name: str, says: str, samples: Samples, labels: tuple[str, ...]) -> Metric:
    family = CounterMetricFamily(f"avisa_{name}", says, labels=labels)
    for values, number in samples:
        family.add_metric(values, number)
    return family


def _gauge(name: str, says: str, samples: Samples, labels: tuple[str, ...]) -> Metric:
    family = GaugeMetricFamily(f"avisa_{name}", says, labels=labels)
    for values, number in samples:
        family.add_metric(values, number)
    return family


def _histogram(name: str, says: str, timings: Mapping[str, Timings], label: str | None = None) -> Metric:
    family = HistogramMetricFamily(f"avisa_{name}", says, labels=() if label is None else (label,))
    for value, one in timings.items():
        family.add_metric(() if label is None else (value,), list(_buckets(one)), one.sum)
    return family


def _buckets(timings: Timings) -> Iterator[tuple[str, float]]:
    """How many took at most so long."""
    so_far = 0
    for bound, count in zip((*map(str, BOUNDS), "+Inf"), timings.counts, strict=True):
        so_far += count
        yield bound, so_far


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
