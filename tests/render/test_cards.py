"""Cards: what is known, what can be pressed, and never who reported."""

from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from typing import get_type_hints

import pytest

from bot.domain.buttons import Claimed, Decide, Found, read
from bot.domain.card import Card
from bot.domain.ids import IncidentId, NeighborhoodId, PersonNumber, PlaceId
from bot.domain.incident import Activity, Claim, Incident, Number, Status, Step
from bot.domain.screen import Screen
from bot.domain.verification import Answer, Where
from bot.render import volunteering
from bot.render.reader import Reader
from locales import LANGUAGES, plain
from locales.markup import Html
from tests.render.conftest import Reads
from tests.render.screens import NOW, SEEN, card

INCIDENT = Incident(
    IncidentId(12),
    PlaceId("pier_library"),
    NeighborhoodId("harbor"),
    Activity.PATROL,
    Number.FEW,
    Status.UNVERIFIED,
    SEEN,
    SEEN,
    version=3,
)
CARD = Card(INCIDENT, 1, 0, 0, 0, 0, mine=False, answered=False, organizer=False)
CANARY = PersonNumber(987_654_321)
CLAIM = Claim(CANARY, NOW + timedelta(minutes=7))


def drawn(reader: Reader, **changes: object) -> Screen:
    """The card with these changes; those of its incident too."""
    names = {field.name for field in fields(Incident)}
    incident = replace(INCIDENT, **{key: value for key, value in changes.items() if key in names})  # type: ignore[arg-type]
    rest = {key: value for key, value in changes.items() if key not in names}
    return volunteering.card(reader, replace(CARD, incident=incident, **rest))  # type: ignore[arg-type]


def shown(screen: Screen) -> str:
    return plain(Html(screen.text))


def buttons(screen: Screen) -> list[object]:
    return [read(key.data) for row in screen.keys for key in row if key.data is not None]


CLAIMS = [Claimed(INCIDENT.id, 3)]
FINDINGS = [
    Found(INCIDENT.id, 3, answer, where)
    for answer, where in (
        (Answer.SEEN, Where.ON_SCENE),
        (Answer.SEEN, Where.REMOTE),
        (Answer.NOTHING_THERE, Where.ON_SCENE),
        (Answer.CANNOT_TELL, Where.ON_SCENE),
    )
]


def decisions(*steps: Step) -> list[object]:
    return [Decide(INCIDENT.id, 3, step) for step in steps]


def test_a_new_card_says_what_is_known(reader: Reader) -> None:
    assert shown(drawn(reader)).split("\n") == [
        "🔎 No. 12: not confirmed",
        "Seen: Patrol",
        "Place: Pier Library, Harbor",
        "Time: 3:45 PM (25 min ago)",
        "Officers: A few",
        "1 report",
    ]


def test_what_others_found_is_counted(reader: Reader) -> None:
    lines = shown(drawn(reader, reports=3, seen_on_scene=1, seen_remote=2, nothing_there=1, cannot_tell=4)).split("\n")

    assert lines[5:] == [
        "3 reports",
        "1 volunteer on the spot: seen",
        "2 volunteers from afar: seen",
        "1 volunteer: nothing there",
        "4 volunteers: cannot tell",
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [*CLAIMS, *FINDINGS], id="nobody looks yet"),
        pytest.param({"claim": CLAIM}, FINDINGS, id="someone looks"),
        pytest.param({"claim": Claim(CANARY, NOW)}, [*CLAIMS, *FINDINGS], id="their time is over"),
        pytest.param({"answered": True}, [], id="one's own answer is given"),
        *(pytest.param({"status": one}, [], id=one) for one in Status if one is not Status.UNVERIFIED),
        pytest.param({"organizer": True}, [*CLAIMS, *FINDINGS], id="an organizer, nothing to decide"),
        pytest.param(
            {"organizer": True, "answered": True, "seen_remote": 1, "nothing_there": 1},
            decisions(Step.CONFIRM, Step.DISMISS),
            id="an organizer, a dispute",
        ),
        pytest.param({"answered": True, "seen_remote": 1, "nothing_there": 1}, [], id="a volunteer, a dispute"),
        pytest.param(
            {"organizer": True, "status": Status.ACTIVE}, decisions(Step.ALL_CLEAR, Step.RETRACT), id="an alert"
        ),
        pytest.param({"organizer": True, "status": Status.OVER}, decisions(Step.RETRACT), id="what is over"),
        pytest.param({"organizer": True, "status": Status.RETRACTED}, [], id="what was taken back"),
        pytest.param({"organizer": True, "status": Status.DISMISSED}, [], id="what was dismissed"),
    ],
)
def test_what_can_be_pressed_is_what_would_be_taken(
    reader: Reader, changes: dict[str, object], expected: list[object]
) -> None:
    assert buttons(drawn(reader, **changes)) == expected


@pytest.mark.parametrize(
    ("mine", "line"), [(True, "You are looking, until 4:17 PM."), (False, "A volunteer is looking, until 4:17 PM.")]
)
def test_a_card_says_that_someone_looks_and_not_who(reader: Reader, mine: bool, line: str) -> None:
    assert shown(drawn(reader, claim=CLAIM, mine=mine)).split("\n")[-1] == line


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", list(Status))
def test_no_person_is_named_in_the_text_or_in_the_buttons(reads: Reads, language: str, status: Status) -> None:
    screen = volunteering.card(reads(language), card(reads(language), organizer=True, status=status, claim=CLAIM))
    carried = [key.data or "" for row in screen.keys for key in row]

    assert str(CANARY) not in screen.text + "".join(carried)


def test_a_card_holds_nobody_but_who_looks() -> None:
    def people(kind: type) -> set[str]:
        found = set()
        for name, of in get_type_hints(kind).items():
            for part in getattr(of, "__args__", (of,)):
                if part is PersonNumber:
                    found.add(f"{kind.__name__}.{name}")
                elif isinstance(part, type) and is_dataclass(part):
                    found |= people(part)
        return found

    assert people(Card) == {"Claim.by"}
