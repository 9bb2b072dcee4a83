"""The hour that `flood` plays: who is there, and who tells what, when and where. Drawn from a seed, and meant badly.

False reports come in squads: a few accounts tell of the same place within a minute and a half, so that each seems to be
confirmed by another. Half of them come in bursts. A third of the squads goes where something true is told in this hour,
before or after it. Every account tries again and again, whatever it is answered. By `Tactic`, all of them speak at once
in the first minutes, or new ones are kept back for the whole hour, or all of them aim at one neighborhood.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import cycle
from random import Random

from bot.domain.ids import NeighborhoodId, PlaceId
from bot.domain.incident import Activity, Number
from cities import City

HOUR = 3600.0
LAST_GENUINE = 3300.0
"""Nobody's report comes so late that the hour ends before it could be shown."""

SQUADS = (2, 5)
TOGETHER_WITHIN = 90.0
BURSTS, BURST_LASTS = 6, 60.0
AT_GENUINE_PLACES = 1 / 3
IN_BURSTS = 0.5
FRESH = 0.7
"""Of the false accounts, those made on this day; the others were made in the four weeks before, with patience."""

SECOND_WITHIN = (5.0, 180.0)
"""Seconds after which the second of two new people tells of the same."""

JUST_JOINED = 1 / 3
"""Of the new people who tell the truth, those who join because of what they see."""


class Tactic(StrEnum):
    """When the false accounts begin, and where they aim."""

    MIXED = "mixed"
    AT_ONCE = "at_once"
    PACED = "paced"
    AIMED = "aimed"


@dataclass(frozen=True, slots=True)
class Account:
    """Someone who reports."""

    chat: int
    joined: timedelta
    """How long before the hour; negative for one who joins in it."""
    proven: bool = False
    """A report of theirs was confirmed some time ago."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One report on its way."""

    at: float
    account: Account
    place: PlaceId
    activity: Activity
    number: Number
    pair: int | None = None
    """Of two genuine new people, which two."""
    is_true: bool = False


@dataclass(frozen=True, slots=True)
class Targets:
    """Where the false reports go."""

    anywhere: Sequence[PlaceId]
    true: Sequence[PlaceId]
    """Where something true is told."""
    tactic: Tactic


@dataclass(frozen=True, slots=True)
class Hour:
    """All of it, in order."""

    accounts: Sequence[Account]
    tellings: Sequence[Telling]

    def within(self, seconds: float) -> Sequence[Telling]:
        """What is told so soon; true things a minute earlier, so that there is time to show them."""
        return [one for one in self.tellings if one.at < seconds - (60.0 if one.is_true else 0.0)]


def hour(
    city: City, *, first_chat: int, false: int, accounts: int, genuine: int, sleepers: int, tactic: Tactic, seed: int
) -> Hour:
    """The hour of this seed: `false` reports by `accounts`, of which `sleepers` have waited for more than a month, and
    `genuine` ones."""
    dice = Random(seed)
    chats = iter(range(first_chat, first_chat + accounts + genuine + 2))
    known = [_known(dice, next(chats), proven=turn % 2 == 0) for turn in range(genuine // 2)]
    new = [_new(dice, next(chats)) for _ in range(genuine // 4 * 2)]
    true = [*_alone(dice, city, known), *_in_pairs(dice, city, new)]
    flooders = [_flooder(dice, next(chats), sleeps=turn < sleepers) for turn in range(accounts)]
    dice.shuffle(flooders)
    aim = _aim(city) if tactic is Tactic.AIMED else list(city.places)
    targets = Targets(aim, [one.place for one in true], tactic)
    lies = list(_squads(dice, flooders, false, targets))
    return Hour([*known, *new, *flooders], sorted([*true, *lies], key=lambda one: one.at))


def _known(dice: Random, chat: int, *, proven: bool) -> Account:
    days = dice.uniform(2, 27) if proven else dice.uniform(28, 200)
    return Account(chat, timedelta(days=days), proven=proven)


def _new(dice: Random, chat: int) -> Account:
    if dice.random() < JUST_JOINED:
        return Account(chat, timedelta(minutes=dice.uniform(1, 30)))
    return Account(chat, timedelta(days=dice.uniform(0.1, 27)))


def _flooder(dice: Random, chat: int, *, sleeps: bool) -> Account:
    if sleeps:
        return Account(chat, timedelta(days=dice.uniform(28, 60)))
    fresh = dice.random() < FRESH
    return Account(chat, timedelta(hours=dice.uniform(0.2, 12)) if fresh else timedelta(days=dice.uniform(1, 27)))


def _telling(dice: Random, at: float, account: Account, place: PlaceId, activity: Activity) -> Telling:
    return Telling(at, account, place, activity, dice.choice(list(Number)))


def _alone(dice: Random, city: City, known: Sequence[Account]) -> Iterator[Telling]:
    for one in known:
        at, place = dice.uniform(30, LAST_GENUINE), dice.choice(list(city.places))
        yield Telling(at, one, place, dice.choice(list(Activity)), dice.choice(list(Number)), is_true=True)


def _in_pairs(dice: Random, city: City, new: Sequence[Account]) -> Iterator[Telling]:
    for pair, (first, second) in enumerate(zip(new[::2], new[1::2], strict=True)):
        at, place = dice.uniform(30, LAST_GENUINE), dice.choice(list(city.places))
        activity, number = dice.choice(list(Activity)), dice.choice(list(Number))
        yield Telling(at, first, place, activity, number, pair, is_true=True)
        yield Telling(at + dice.uniform(*SECOND_WITHIN), second, place, activity, number, pair, is_true=True)


def _squads(dice: Random, flooders: Sequence[Account], false: int, targets: Targets) -> Iterator[Telling]:
    bursts = [dice.uniform(0, HOUR - BURST_LASTS) for _ in range(BURSTS)]
    begins = {one.chat: _begins(dice, turn, targets.tactic) for turn, one in enumerate(flooders)}
    by_turns = cycle(flooders)
    told = 0
    while told < false:
        in_burst = dice.random() < IN_BURSTS
        at = dice.choice(bursts) + dice.uniform(0, BURST_LASTS) if in_burst else dice.uniform(0, HOUR)
        at_genuine = targets.true and dice.random() < AT_GENUINE_PLACES
        place = dice.choice(targets.true if at_genuine else targets.anywhere)
        activity = dice.choice(list(Activity))
        squad = [next(by_turns) for _ in range(dice.randint(*SQUADS))]
        for one in squad[: false - told]:
            moment = max(min(at + dice.uniform(0, TOGETHER_WITHIN), HOUR - 1), begins[one.chat])
            yield _telling(dice, moment, one, place, activity)
            told += 1


def _begins(dice: Random, turn: int, tactic: Tactic) -> float:
    """When an account speaks first."""
    held_back = tactic in (Tactic.PACED, Tactic.AIMED) or (tactic is Tactic.MIXED and turn % 2)
    return dice.uniform(0, HOUR - 1) if held_back else 0.0


def _aim(city: City) -> list[PlaceId]:
    """The places of the neighborhood that has most."""
    most = max(city.neighborhoods, key=lambda one: len(city.places_in(one)))
    return [one.id for one in city.places_in(NeighborhoodId(most))]
