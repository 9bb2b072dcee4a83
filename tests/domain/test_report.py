"""A draft and its questions."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.ids import NeighborhoodId, PlaceId
from bot.domain.incident import Activity, Number
from bot.domain.report import Blank, Draft, back, whole

NOON = datetime(2026, 3, 2, 17, tzinfo=UTC)
FULL = Draft(
    tag=1,
    activity=Activity.PATROL,
    neighborhood=NeighborhoodId("harbor"),
    place=PlaceId("pier-library"),
    observed=NOON,
    number=Number.FEW,
)


def test_a_new_draft_asks_what_was_seen() -> None:
    assert Draft(tag=1).blank is Blank.WHAT


@pytest.mark.parametrize(
    ("missing", "question"),
    [
        ({"activity": None}, Blank.WHAT),
        ({"place": None}, Blank.WHERE),
        ({"observed": None}, Blank.WHEN),
        ({"number": None}, Blank.HOW_MANY),
        ({}, Blank.SEND),
    ],
)
def test_the_first_open_question_is_asked(missing: dict[str, None], question: Blank) -> None:
    assert replace(FULL, **missing).blank is question  # type: ignore[arg-type]


def test_going_back_again_and_again_leads_to_an_empty_draft() -> None:
    draft, asked = FULL, []
    for _ in range(5):
        draft = back(draft)
        asked.append(draft.blank)

    assert asked == [Blank.HOW_MANY, Blank.WHEN, Blank.WHERE, Blank.WHERE, Blank.WHAT]
    assert back(draft) == Draft(tag=1)


@pytest.mark.parametrize("field", ["activity", "neighborhood", "place", "observed", "number"])
def test_a_draft_with_an_open_question_is_no_report(field: str) -> None:
    assert whole(replace(FULL, **{field: None})) is None  # type: ignore[arg-type]


def test_a_full_draft_is_a_report() -> None:
    report = whole(FULL)

    assert report is not None
    assert (report.place, report.observed) == (FULL.place, NOON)
