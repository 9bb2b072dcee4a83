"""A report on its way: the blanks of a draft, in their order, and what each answer makes of it."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.details import NO_DETAILS, Details
from bot.domain.ids import NeighborhoodId, PlaceId
from bot.domain.incident import Activity, Number, Status
from bot.domain.masking import Mask
from bot.domain.spot import Spot


class When(StrEnum):
    """How long ago, as people say it."""

    NOW = "now"
    QUARTER = "quarter"
    HALF = "half"
    HOUR = "hour"


AGO = {
    When.NOW: timedelta(0),
    When.QUARTER: timedelta(minutes=15),
    When.HALF: timedelta(minutes=30),
    When.HOUR: timedelta(hours=1),
}

SURE_FOR = AGO[When.QUARTER]
"""A press has no time of its own: "right now" on a question that stood longer may mean then, so it is asked again."""

STILL_SO = timedelta(minutes=60)
"""Who began longer ago than that, because the bot could not be reached, is asked whether it is still so."""


class Blank(StrEnum):
    """What is to be filled in, in this order; with `SEND` nothing is, and the whole report is shown."""

    WHAT = "what"
    WHERE = "where"
    WHEN = "when"
    HOW_MANY = "how_many"
    SEND = "send"


@dataclass(frozen=True, slots=True)
class Draft:
    """A report not yet submitted. `tag` tells this draft's buttons from those of an earlier one."""

    tag: int
    activity: Activity | None = None
    neighborhood: NeighborhoodId | None = None
    place: PlaceId | None = None
    observed: datetime | None = None
    number: Number | None = None
    spot: Spot | None = None
    """Where a pin was, if one was sent."""
    kind: str | None = None
    """Of a neighborhood with many places, those of this kind are offered."""
    page: int = 0
    """Which of the pages of these places, from 0."""
    anywhere: bool = False
    """Every neighborhood is offered, also to whoever listens in some."""
    details: Details = NO_DETAILS
    note: str | None = None
    """What they wrote for volunteers, masked."""
    photo: str | None = None
    """Telegram's name for the photo's file."""
    album: str | None = None
    """The album of which a photo came last; the others in it do not count."""
    album_told: bool = False
    """And the person was told so."""
    asked: datetime | None = field(default=None, compare=False)
    """When the open blank was asked for."""

    @property
    def blank(self) -> Blank:
        """The first blank that is not filled in yet."""
        for blank, name in FIELDS.items():
            if getattr(self, name) is None:
                return blank
        return Blank.SEND


FIELDS = {
    Blank.WHAT: "activity",
    Blank.WHERE: "place",
    Blank.WHEN: "observed",
    Blank.HOW_MANY: "number",
}


class Remark(StrEnum):
    """What is said above a blank that is asked for in another way than just by itself: `report.<value>`."""

    DID_YOU_MEAN = "did_you_mean"
    NOT_FOUND = "not_found"
    STILL_SO = "still_so"
    FIRST_PHOTO = "first_photo"
    """Of an album, one photo was taken."""
    PHOTO_LATER = "photo_later"
    """A photo came while a blank was open."""


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft, and how its open blank is asked for."""

    draft: Draft
    near: frozenset[NeighborhoodId] = frozenset()
    """Where the person listens: offered first."""
    remark: Remark | None = None
    offered: tuple[PlaceId, ...] = ()
    """Places that may be meant, the likeliest first. There are some with `DID_YOU_MEAN` alone."""
    since: datetime | None = None
    """With `STILL_SO`: when it was said, or asked."""
    alerted: tuple[PlaceId, ...] = ()
    """Places there that alerts were about, the newest first. Never those that were only reported: who begins a report
    must not learn what is being checked."""
    details: bool = False
    """With `SEND`: the optional screen is open."""
    masked: tuple[Mask, ...] = ()
    """What was hidden in the note that has just come."""


def in_neighborhood(draft: Draft, neighborhood: NeighborhoodId | None) -> Draft:
    """The draft in another neighborhood, or in none yet: the place is asked again."""
    return replace(draft, neighborhood=neighborhood, place=None, kind=None, page=0)


def at_place(draft: Draft, place: PlaceId, neighborhood: NeighborhoodId) -> Draft:
    """The draft at a place, which says its neighborhood by itself."""
    if draft.neighborhood != neighborhood:
        draft = in_neighborhood(draft, neighborhood)
    return replace(draft, place=place)


def is_late(question_asked: datetime | None, now: datetime) -> bool:
    """Whether the question about the time stood for so long that an answer to it may be an old one."""
    return question_asked is not None and now - question_asked > SURE_FOR


def back(draft: Draft) -> Draft:
    """The draft without its last answer. What was chosen on the way to a place is an answer of its own."""
    if draft.number is not None:
        return replace(draft, number=None)
    if draft.observed is not None:
        return replace(draft, observed=None)
    if draft.place is not None:
        return replace(draft, place=None, spot=None)
    if draft.kind is not None:
        return replace(draft, kind=None, page=0)
    if draft.neighborhood is not None:
        return replace(draft, neighborhood=None)
    if draft.anywhere:
        return replace(draft, anywhere=False)
    return replace(draft, activity=None)


@dataclass(frozen=True, slots=True)
class WholeReport:
    """A draft with every answer."""

    activity: Activity
    place: PlaceId
    neighborhood: NeighborhoodId
    observed: datetime
    number: Number
    spot: Spot | None = None
    """Where the pin was, as far as it still belongs to the place."""
    details: Details = NO_DETAILS
    note: str | None = None
    photo: str | None = None
    """Telegram's name for the photo's file."""


def whole(draft: Draft) -> WholeReport | None:
    """The report in the draft, or none while a blank is open."""
    if (
        draft.activity is None
        or draft.place is None
        or draft.neighborhood is None
        or draft.observed is None
        or draft.number is None
    ):
        return None
    return WholeReport(
        draft.activity,
        draft.place,
        draft.neighborhood,
        draft.observed,
        draft.number,
        draft.spot,
        draft.details,
        draft.note,
        draft.photo,
    )


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of a report at once: the incident it belongs to stands so, and others reported it too or not."""

    report: WholeReport
    status: Status
    known: bool
    still_there: int | None = None
    """The number of the question whether it still goes on, when this person is asked."""
    waits: bool = False
    """Nobody has room for its card yet."""
