"""What cannot wait."""

from typing import Any

import pytest

from bot.domain.buttons import Claimed, KeepApart, Listen, Send
from bot.domain.ids import IncidentId, NeighborhoodId
from bot.intake.urgency import COMMANDS, URGENCY, Urgency, urgency
from tests.intake.telegram import blocked, edited, message, press


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        (press(7, Claimed(IncidentId(7), 3).pack()), Urgency.NOW),
        (press(7, KeepApart(IncidentId(7), 3, IncidentId(6)).pack()), Urgency.NOW),
        (message(7, "/duty"), Urgency.NOW),
        (message(7, "/report@avisa_bot now"), Urgency.SOON),
        (message(7, "two vans"), Urgency.SOON),
        ({"update_id": 7, "message": {"location": {"latitude": 1, "longitude": 2}}}, Urgency.SOON),
        (press(7, Listen(NeighborhoodId("roxbury")).pack()), Urgency.LATER),
        (press(7, "\ud800"), Urgency.LATER),
        (message(7, "/help"), Urgency.LATER),
        (edited(7), Urgency.LATER),
        (blocked(7), Urgency.LATER),
        (None, Urgency.LATER),
        ([], Urgency.LATER),
        ({"message": 7}, Urgency.LATER),
        ({"callback_query": {"data": [1]}}, Urgency.LATER),
    ],
)
def test_an_update_is_as_urgent_as_what_hangs_on_it(update: Any, expected: Urgency) -> None:
    assert urgency(update) is expected


def test_handing_a_report_in_comes_before_settings_and_after_a_retraction() -> None:
    assert Urgency.LATER < URGENCY[Send] < max(URGENCY.values()) == max(COMMANDS.values())
