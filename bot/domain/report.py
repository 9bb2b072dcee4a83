"""A report on its way: the questions, in their order, and what each answer makes of the draft."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import NeighborhoodId, PlaceId
from bot.domain.incident import Activity, Number, Status


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


class Question(StrEnum):
    """What is asked, in this order; `SEND` shows the whole report and asks nothing more."""

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

    @property
    def question(self) -> Question:
        """The first question that has no answer yet."""
        for question, field in FIELDS.items():
            if getattr(self, field) is None:
                return question
        return Question.SEND


FIELDS = {
    Question.WHAT: "activity",
    Question.WHERE: "place",
    Question.WHEN: "observed",
    Question.HOW_MANY: "number",
}


def back(draft: Draft) -> Draft:
    """The draft without its last answer. A neighborhood chosen on the way to a place is an answer of its own."""
    if draft.number is not None:
        return replace(draft, number=None)
    if draft.observed is not None:
        return replace(draft, observed=None)
    if draft.place is not None:
        return replace(draft, place=None)
    if draft.neighborhood is not None:
        return replace(draft, neighborhood=None)
    return replace(draft, activity=None)


@dataclass(frozen=True, slots=True)
class WholeReport:
    """A draft with every answer."""

    activity: Activity
    place: PlaceId
    neighborhood: NeighborhoodId
    observed: datetime
    number: Number


def whole(draft: Draft) -> WholeReport | None:
    """The report in the draft, or none while a question is open."""
    if (
        draft.activity is None
        or draft.place is None
        or draft.neighborhood is None
        or draft.observed is None
        or draft.number is None
    ):
        return None
    return WholeReport(draft.activity, draft.place, draft.neighborhood, draft.observed, draft.number)


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of a report at once: the incident it belongs to stands so, and others reported it too or not."""

    report: WholeReport
    status: Status
    known: bool
