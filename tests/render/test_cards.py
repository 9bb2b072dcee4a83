"""Cards: what is known, what can be pressed, and never who reported."""

from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from typing import get_type_hints

import pytest

from bot.domain.asking import Asked, Question, Said
from bot.domain.buttons import (
    Claimed,
    Decide,
    Found,
    HandBack,
    KeepApart,
    Merge,
    OfActivity,
    OfAgency,
    OfNumber,
    Questions,
    SameAs,
    ShowPhotos,
    TakeBack,
    TakeOut,
    Undo,
    read,
)
from bot.domain.card import Card, Told
from bot.domain.details import Reported, Still, Vehicles
from bot.domain.duplicates import Alike
from bot.domain.ids import IncidentId, NeighborhoodId, PersonNumber, PlaceId
from bot.domain.incident import OPEN, Activity, Claim, Incident, Number, Status, Step
from bot.domain.merging import Likeness
from bot.domain.screen import Screen
from bot.domain.verification import Agency, Answer, Detail, Where
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
        (Answer.NOTHING_THERE, Where.REMOTE),
        (Answer.CANNOT_TELL, Where.ON_SCENE),
        (Answer.CANNOT_TELL, Where.REMOTE),
    )
]
SAME = [SameAs(INCIDENT.id, 3)]


def decisions(*steps: Step) -> list[object]:
    return [TakeBack(INCIDENT.id, 3) if step is Step.RETRACT else Decide(INCIDENT.id, 3, step) for step in steps]


def agencies() -> list[object]:
    return [OfAgency(INCIDENT.id, one) for one in Agency]


def activities() -> list[object]:
    return [OfActivity(INCIDENT.id, one) for one in Activity]


def numbers() -> list[object]:
    return [OfNumber(INCIDENT.id, one) for one in Number]


def test_a_new_card_says_what_is_known(reader: Reader) -> None:
    assert shown(drawn(reader)).split("\n") == [
        "🔎 No. 12: not confirmed",
        "Seen: 🚶 Patrol",
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
        pytest.param({"claim": CLAIM, "mine": True}, [HandBack(INCIDENT.id), *FINDINGS, *SAME], id="the reader looks"),
        pytest.param({"claim": Claim(CANARY, NOW), "mine": True}, [*CLAIMS, *FINDINGS], id="the reader's time is over"),
        pytest.param(
            {"claim": CLAIM, "mine": True, "reported": Reported(photos=2)},
            [HandBack(INCIDENT.id), ShowPhotos(INCIDENT.id), *FINDINGS, *SAME],
            id="the reader looks, and there are photos",
        ),
        pytest.param({"reported": Reported(photos=2)}, [*CLAIMS, *FINDINGS], id="photos, and nobody looks yet"),
        pytest.param({"may_ask": True}, [*CLAIMS, *FINDINGS, Questions(INCIDENT.id)], id="a reporter to be asked"),
        pytest.param({"answered": True, "asks": Detail.AGENCY}, agencies(), id="which agency?"),
        pytest.param({"answered": True, "asks": Detail.ACTIVITY}, activities(), id="doing what?"),
        pytest.param({"answered": True, "asks": Detail.NUMBER}, numbers(), id="how many?"),
        pytest.param(
            {"answered": True, "asks": Detail.AGENCY, "status": Status.ACTIVE}, agencies(), id="an alert, which agency?"
        ),
        *(
            pytest.param({"answered": True, "asks": Detail.AGENCY, "status": one}, [], id=f"{one}, too late to tell")
            for one in Status
            if one not in OPEN
        ),
        pytest.param({"volunteer": False, "organizer": False, "may_ask": True}, [], id="a volunteer no more"),
        pytest.param({"claim": Claim(CANARY, NOW)}, [*CLAIMS, *FINDINGS], id="their time is over"),
        pytest.param({"answered": True}, [], id="one's own answer is given"),
        *(pytest.param({"status": one}, [], id=one) for one in Status if one is not Status.UNVERIFIED),
        pytest.param({"organizer": True}, [*CLAIMS, *FINDINGS, *SAME], id="an organizer, nothing to decide"),
        pytest.param(
            {"organizer": True, "answered": True, "reports": 2},
            [*SAME, TakeOut(INCIDENT.id, 3)],
            id="an organizer, more than one report",
        ),
        pytest.param(
            {"organizer": True, "answered": True, "seen_remote": 1, "nothing_there": 1},
            [*SAME, *decisions(Step.CONFIRM, Step.DISMISS)],
            id="an organizer, a dispute",
        ),
        pytest.param(
            {"organizer": True, "answered": True, "seen_remote": 1, "not_ice": 1},
            [*SAME, *decisions(Step.CONFIRM, Step.DISMISS)],
            id="an organizer, a dispute about who they are",
        ),
        pytest.param({"organizer": True, "answered": True, "not_ice": 1}, SAME, id="an organizer, no ICE"),
        pytest.param(
            {"organizer": True, "status": Status.MERGED, "merged_into": 11, "regrouped": NOW - timedelta(minutes=10)},
            [Undo(INCIDENT.id, 3)],
            id="an organizer, merged",
        ),
        pytest.param(
            {"organizer": True, "status": Status.MERGED, "merged_into": 11, "regrouped": NOW - timedelta(minutes=11)},
            [],
            id="an organizer, merged too long ago",
        ),
        pytest.param({"status": Status.MERGED, "merged_into": 11, "regrouped": NOW}, [], id="a volunteer, merged"),
        pytest.param(
            {"organizer": True, "answered": True, "split_from": 11, "regrouped": NOW},
            [*SAME, Undo(INCIDENT.id, 3)],
            id="an organizer, taken out",
        ),
        pytest.param({"answered": True, "seen_remote": 1, "nothing_there": 1}, [], id="a volunteer, a dispute"),
        pytest.param(
            {"organizer": True, "status": Status.ACTIVE},
            decisions(Step.FOLLOW_UP, Step.ALL_CLEAR, Step.RETRACT),
            id="an alert",
        ),
        pytest.param({"organizer": True, "status": Status.OVER}, decisions(Step.RETRACT), id="what is over"),
        pytest.param({"organizer": True, "status": Status.EXPIRED}, decisions(Step.RETRACT), id="what has expired"),
        pytest.param({"organizer": True, "status": Status.RETRACTED}, [], id="what was taken back"),
        pytest.param({"organizer": True, "status": Status.DISMISSED}, [], id="what was dismissed"),
    ],
)
def test_what_can_be_pressed_is_what_would_be_taken(
    reader: Reader, changes: dict[str, object], expected: list[object]
) -> None:
    assert buttons(drawn(reader, **changes)) == expected


def test_what_was_told_and_answered_stands_below(reader: Reader) -> None:
    told = Told(
        agencies=((Agency.ICE, 2), (Agency.LOCAL_POLICE, 1)),
        activities=((Activity.PATROL, 1),),
        numbers=((Number.SEVERAL, 1),),
    )
    asked = (Question(Asked.STILL_THERE, Said.YES, NOW), Question(Asked.HOW_MANY, None, NOW))

    lines = shown(drawn(reader, seen_on_scene=2, not_ice=1, told=told, questions=asked)).split("\n")

    assert lines[6:] == [
        "2 volunteers on the spot: seen",
        "1 volunteer: local police, not ICE",
        "Agency: ICE (2)",
        "Agency: Local police (1)",
        "Volunteers saw: 🚶 Patrol (1)",
        "Volunteers saw officers: Several (1)",
        "Reporter, 4:10 PM: Are they still there? – Yes",
        "Asked the reporter: How many do you see?",
    ]


def test_what_reports_tell_beside_the_facts_stands_below_their_number(reader: Reader) -> None:
    reported = Reported(
        ((Vehicles.ONE, 2),),
        ((Said.ICE, 1),),
        ((Still.THERE, 1), (Still.GONE, 1)),
        heard=True,
        old=True,
        notes=("<i>two</i> & more", "one"),
    )

    assert shown(drawn(reader, reported=reported)).split("\n")[5:] == [
        "1 report",
        "👂 Heard, not seen",
        "🕐 Over an hour old when reported",
        "Reported: One vehicle (2)",
        "Reported: Vests: ICE (1)",
        "Reported: They are still there (1)",
        "Reported: They are gone (1)",
        "Note for volunteers: <i>two</i> & more",
        "Note for volunteers: one",
    ]


@pytest.mark.parametrize(
    ("asks", "line"),
    [
        (Detail.AGENCY, "You saw it. Which agency?"),
        (Detail.ACTIVITY, "What are they doing?"),
        (Detail.NUMBER, "How many officers, if you can tell?"),
    ],
)
def test_the_question_stands_last(reader: Reader, asks: Detail, line: str) -> None:
    assert shown(drawn(reader, answered=True, asks=asks, seen_on_scene=1)).split("\n")[-1] == line


def test_a_merged_card_says_where_it_went(reader: Reader) -> None:
    merged = drawn(reader, status=Status.MERGED, merged_into=IncidentId(11), regrouped=NOW)

    assert shown(merged).split("\n")[0] == "↪️ No. 12: merged into No. 11"


def test_whoever_is_a_volunteer_no_more_sees_nothing_of_it(reader: Reader) -> None:
    assert shown(drawn(reader, volunteer=False, seen_on_scene=3)) == "This card is closed."


@pytest.mark.parametrize(
    ("mine", "line"),
    [
        (True, "You are looking, until 4:17 PM."),
        (False, "A volunteer is looking since 4:07 PM (3 min ago), until 4:17 PM."),
    ],
)
def test_a_card_says_that_someone_looks_since_when_and_not_who(reader: Reader, mine: bool, line: str) -> None:
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


LIKE = Likeness(IncidentId(9), PlaceId("pier_library"), SEEN, 80, 6, Alike.SAME)


@pytest.mark.parametrize(
    ("like", "reasons"),
    [
        (LIKE, "80 m away · 6 minutes apart · same activity"),
        (
            replace(LIKE, metres=0, minutes=1, activity=Alike.CONFUSED),
            "same place · 1 minute apart · activities that are easily confused",
        ),
        (replace(LIKE, metres=None, activity=Alike.OTHER), "6 minutes apart · another activity"),
    ],
)
def test_a_card_says_what_it_may_be_the_same_as_and_why(reader: Reader, like: Likeness, reasons: str) -> None:
    assert f"Maybe the same as No. 9: Pier Library, 3:45 PM ({reasons})" in shown(drawn(reader, likenesses=(like,)))


def test_a_card_says_that_its_reports_were_taken_out_of_an_alert(reader: Reader) -> None:
    said = "Taken out of No. 4, whose alert stands"

    assert said in shown(drawn(reader, split_from=IncidentId(4), out_of_alert=True))
    assert said not in shown(drawn(reader, split_from=IncidentId(4)))


@pytest.mark.parametrize(
    ("changes", "offered"),
    [
        ({"organizer": True}, True),
        ({"claim": CLAIM, "mine": True}, True),
        ({}, False),
        ({"claim": CLAIM}, False),
        ({"organizer": True, "status": Status.ACTIVE}, False),
    ],
)
def test_who_looks_and_organizers_merge_it_or_keep_it_apart(
    reader: Reader, changes: dict[str, object], offered: bool
) -> None:
    number = INCIDENT.id
    carried = {key.data for row in drawn(reader, likenesses=(LIKE,), **changes).keys for key in row}
    both = {Merge(number, 3, LIKE.incident).pack(), KeepApart(number, 3, LIKE.incident).pack()}

    assert (both <= carried) is offered
    assert bool(both & carried) is offered
