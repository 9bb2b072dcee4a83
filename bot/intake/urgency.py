"""Which updates cannot wait, when more wait than can be handled at once: told from a glance, before anything is read.

A retraction that waits behind a thousand people who choose their neighborhoods is a false alarm that goes on.
"""

from enum import IntEnum
from typing import Any

from bot.domain import buttons
from bot.domain.buttons import Button, read


class Urgency(IntEnum):
    """How urgent an update is; the higher goes first."""

    LATER = 0
    """Settings, and everything that is there to be read."""
    SOON = 1
    """Someone tells what they see."""
    NOW = 2
    """Someone looks after an incident: what they press becomes an alert, or ends one."""


REPORTING = (
    *(buttons.What, buttons.Around, buttons.Elsewhere, buttons.Among, buttons.At, buttons.Seen, buttons.HowMany),
    *(buttons.Back, buttons.Send, buttons.Echoed, buttons.Replied, buttons.ReplyInWords),
)
LOOKING_AFTER = (
    *(buttons.Claimed, buttons.HandBack, buttons.ShowCard, buttons.Found, buttons.Decide, buttons.OnDuty),
    *(buttons.OfAgency, buttons.OfActivity, buttons.OfNumber, buttons.Ask, buttons.Merge, buttons.SameAs),
    *(buttons.KeepApart, buttons.Split, buttons.TakeOut, buttons.Undo, buttons.NoticeApprove, buttons.NoticeDrop),
    *(buttons.TakeBack, buttons.Retract, buttons.Reinstate, buttons.Readmit, buttons.Rechecked, buttons.InWords),
)
URGENCY: dict[type[Button], Urgency] = {
    **dict.fromkeys(REPORTING, Urgency.SOON),
    **dict.fromkeys(LOOKING_AFTER, Urgency.NOW),
}
COMMANDS = {"/report": Urgency.SOON, "/duty": Urgency.NOW}
"""Words that are no command may be part of a report; another command is none."""


def urgency(told: Any) -> Urgency:
    """How urgent this update is, whatever it is: what makes no sense can wait."""
    press, message = _within(told, "callback_query"), _within(told, "message")
    data, text = press.get("data"), message.get("text")
    if isinstance(data, str):
        button = read(data)
        return Urgency.LATER if button is None else URGENCY.get(type(button), Urgency.LATER)
    if isinstance(text, str) and text.startswith("/"):
        return COMMANDS.get(text.split("@")[0].split(" ")[0], Urgency.LATER)
    return Urgency.SOON if isinstance(text, str) or "location" in message else Urgency.LATER


def _within(told: Any, name: str) -> dict[str, Any]:
    found = told.get(name) if isinstance(told, dict) else None
    return found if isinstance(found, dict) else {}
