"""What follows an alert: which one it is about, what became of it, the hours; and what can still be pressed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.broadcast import AlertFacts, Kind, Way
from bot.domain.buttons import Button, Echoed, Rights, ShowMap, read
from bot.domain.echo import OFFERED
from bot.domain.incident import Status
from bot.render import alerts
from bot.render.reader import Reader
from tests.render.screens import ALERTED, NOW
from tests.render.test_alerts import ALERT, shown

LATER = NOW + timedelta(minutes=30)
CORRECTED = replace(ALERT, corrected=LATER)
FOLLOWED = replace(CORRECTED, expires=LATER + timedelta(hours=2))

ECHOES = [Echoed(ALERT.incident, one) for one in OFFERED]


@pytest.mark.parametrize(
    ("kind", "way", "lines"),
    [
        pytest.param(
            Kind.RETRACTION,
            Way.REPLY,
            [
                "❗ Correction: this alert was wrong",
                "Place: Pier Library, Harbor",
                "Time: 3:45 PM",
                "Please do not pass the alert on. Corrected at 4:40 PM.",
                "No. 12",
            ],
            id="a retraction",
        ),
        pytest.param(
            Kind.ALL_CLEAR,
            Way.EDIT,
            [
                "✅ It is over",
                "Place: Pier Library, Harbor",
                "Time: 3:45 PM",
                "Volunteers no longer see ICE there, as of 4:40 PM.",
                "No. 12",
            ],
            id="an all-clear",
        ),
        pytest.param(
            Kind.FOLLOW_UP,
            Way.SILENT_REPLY,
            [
                "➕ New information",
                "Place: Pier Library, Harbor",
                "Time: 3:45 PM",
                "Still there at 4:40 PM.",
                "No. 12 · until 6:40 PM",
            ],
            id="a follow-up",
        ),
    ],
)
def test_what_follows_says_which_alert_it_is_about_and_what_became_of_it(
    reader: Reader, kind: Kind, way: Way, lines: list[str]
) -> None:
    told = FOLLOWED if kind is Kind.FOLLOW_UP else CORRECTED

    assert shown(reader, kind, told, way).split("\n") == lines


def test_an_alert_that_is_followed_up_says_one_line_more_and_holds_longer(reader: Reader) -> None:
    before = shown(reader).split("\n")
    after = shown(reader, Kind.FOLLOW_UP, FOLLOWED, Way.EDIT).split("\n")

    assert set(after) - set(before) == {"Still there at 4:40 PM.", "No. 12 · until 6:40 PM"}
    assert set(before) - set(after) == {"No. 12 · until 6:10 PM"}


@pytest.mark.parametrize(("told", "since"), [(ALERT, "4:10 PM"), (FOLLOWED, "4:40 PM")], ids=["at once", "followed up"])
def test_an_expiry_says_since_when_nobody_has_looked_and_not_that_it_is_over(
    reader: Reader, told: AlertFacts, since: str
) -> None:
    lines = shown(reader, Kind.EXPIRY, told, Way.EDIT).split("\n")

    assert lines[0] == "⌛ This alert has expired"
    assert f"Nobody has checked since {since}. It may not be over." in lines
    assert lines[-1] == "No. 12"


@pytest.mark.parametrize(
    ("kind", "way", "left"),
    [
        (Kind.FOLLOW_UP, Way.EDIT, [Rights(), ShowMap(ALERT.incident), *ECHOES]),
        (Kind.FOLLOW_UP, Way.SILENT_REPLY, []),
        (Kind.STANDS, Way.EDIT, [Rights(), ShowMap(ALERT.incident), *ECHOES]),
        (Kind.STANDS, Way.REPLY, []),
        (Kind.ALL_CLEAR, Way.EDIT, [Rights()]),
        (Kind.EXPIRY, Way.EDIT, [Rights(), ShowMap(ALERT.incident)]),
        (Kind.RETRACTION, Way.REPLY, []),
        (Kind.RETRACTION, Way.EDIT, []),
    ],
)
def test_an_alert_keeps_the_buttons_that_still_make_sense(
    reader: Reader, kind: Kind, way: Way, left: list[Button]
) -> None:
    keys = alerts.broadcast(reader, kind, way, FOLLOWED).keys

    assert [read(key.data or "") for row in keys for key in row] == left


def test_an_echo_is_thanked_for_while_the_alert_stands_and_else_told_how_it_stands(reader: Reader) -> None:
    said = {one: alerts.echoed(reader, one) for one in ALERTED}

    assert said == {
        Status.ACTIVE: "Thank you. Volunteers will see this.",
        Status.OVER: "That is over already.",
        Status.RETRACTED: "This alert was wrong and has been taken back.",
        Status.EXPIRED: "This alert has expired. If you see something now: /report",
    }
