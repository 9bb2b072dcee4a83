"""What a button carries: a typed record with a wire format of at most 64 bytes.

`Claimed(IncidentId(7), version=3).pack()` is `"c:7:3"`, and `read("c:7:3")` is that record again. What comes back from
Telegram is untrusted: anyone can send any payload under any message, so `read` takes exactly what `pack` could have
made and nothing else, and whoever presses is judged by the service, never by the button.
"""

import re
from dataclasses import fields
from enum import StrEnum
from typing import Any, get_type_hints

from bot.domain.buttons.alerting import Echoed, ShowMap
from bot.domain.buttons.asking import Ask, InWords, Questions, Replied, ReplyInWords
from bot.domain.buttons.checking import Check, CheckAt, CheckPart, CheckPlace
from bot.domain.buttons.drill import Drill, Exercises, Taking
from bot.domain.buttons.freezing import Acts, Agree, Record, Standstill, Stop
from bot.domain.buttons.joining import Forget, Keep, Languages, Listen, Part, Settled, Speak
from bot.domain.buttons.merging import KeepApart, Merge, SameAs, Split, TakeOut, Undo
from bot.domain.buttons.noticing import (
    NoticeAmend,
    NoticeApprove,
    NoticeAt,
    NoticeDrop,
    NoticeFor,
    NoticeIn,
    NoticeMark,
    NoticePropose,
    NoticeRequest,
    NoticeSee,
    NoticeShow,
    NoticeTo,
    NoticeWithdraw,
    Translate,
    TranslateInto,
    Translators,
)
from bot.domain.buttons.organizing import (
    Colleague,
    Colleagues,
    Everyone,
    Invitations,
    Invite,
    InviteTo,
    Inviting,
    InvitingTo,
    Remove,
    Revoke,
    Vouch,
)
from bot.domain.buttons.pausing import AtNight, Nights, Pause, Resume
from bot.domain.buttons.reporting import (
    Among,
    AreStill,
    Around,
    At,
    Back,
    Bare,
    Cancel,
    Elsewhere,
    Enough,
    HasVehicles,
    HowMany,
    KnownBy,
    More,
    OnVests,
    Seen,
    Send,
    What,
)
from bot.domain.buttons.rights import Rights, RightsCard, RightsList, RightsPages, RightsPicture
from bot.domain.buttons.training import Rehearse
from bot.domain.buttons.verifying import (
    Claimed,
    Covering,
    Decide,
    Found,
    HandBack,
    OfActivity,
    OfAgency,
    OfNumber,
    OnDuty,
    Readmit,
    Rechecked,
    Reinstate,
    Resting,
    Retract,
    ShowCard,
    ShowPhotos,
    ShowWaiting,
    Standing,
    TakeBack,
)
from bot.domain.buttons.wire import LIMIT, Button

__all__ = [
    "LIMIT",
    "Acts",
    "Agree",
    "Among",
    "AreStill",
    "Around",
    "Ask",
    "At",
    "AtNight",
    "Back",
    "Bare",
    "Button",
    "Cancel",
    "Check",
    "CheckAt",
    "CheckPart",
    "CheckPlace",
    "Claimed",
    "Colleague",
    "Colleagues",
    "Covering",
    "Decide",
    "Drill",
    "Echoed",
    "Elsewhere",
    "Enough",
    "Everyone",
    "Exercises",
    "Forget",
    "Found",
    "HandBack",
    "HasVehicles",
    "HowMany",
    "InWords",
    "Invitations",
    "Invite",
    "InviteTo",
    "Inviting",
    "InvitingTo",
    "Keep",
    "KeepApart",
    "KnownBy",
    "Languages",
    "Listen",
    "Merge",
    "More",
    "Nights",
    "NoticeAmend",
    "NoticeApprove",
    "NoticeAt",
    "NoticeDrop",
    "NoticeFor",
    "NoticeIn",
    "NoticeMark",
    "NoticePropose",
    "NoticeRequest",
    "NoticeSee",
    "NoticeShow",
    "NoticeTo",
    "NoticeWithdraw",
    "OfActivity",
    "OfAgency",
    "OfNumber",
    "OnDuty",
    "OnVests",
    "Part",
    "Pause",
    "Questions",
    "Readmit",
    "Rechecked",
    "Record",
    "Rehearse",
    "Reinstate",
    "Remove",
    "Replied",
    "ReplyInWords",
    "Resting",
    "Resume",
    "Retract",
    "Revoke",
    "Rights",
    "RightsCard",
    "RightsList",
    "RightsPages",
    "RightsPicture",
    "SameAs",
    "Seen",
    "Send",
    "Settled",
    "ShowCard",
    "ShowMap",
    "ShowPhotos",
    "ShowWaiting",
    "Speak",
    "Split",
    "Standing",
    "Standstill",
    "Stop",
    "TakeBack",
    "TakeOut",
    "Taking",
    "Translate",
    "TranslateInto",
    "Translators",
    "Undo",
    "Vouch",
    "What",
    "read",
]

WORD = re.compile(r"[A-Za-z0-9_-]{1,32}")
DIGITS = re.compile(r"0|[1-9][0-9]{0,17}")


def _plain(kind: type[Button]) -> list[Any]:
    """What each field is on the wire: int, str, or an enum of texts."""
    hints = get_type_hints(kind)
    return [getattr(hints[field.name], "__supertype__", hints[field.name]) for field in fields(kind)]


KINDS: tuple[type[Button], ...] = (
    Speak,
    Part,
    Listen,
    Settled,
    What,
    Around,
    Elsewhere,
    Among,
    At,
    Seen,
    HowMany,
    Back,
    Cancel,
    Send,
    More,
    HasVehicles,
    OnVests,
    KnownBy,
    AreStill,
    Enough,
    Bare,
    OnDuty,
    Claimed,
    Found,
    Decide,
    TakeBack,
    Retract,
    Reinstate,
    Readmit,
    Rechecked,
    Forget,
    Keep,
    Languages,
    Check,
    CheckAt,
    CheckPart,
    CheckPlace,
    Pause,
    Resume,
    AtNight,
    Rights,
    RightsCard,
    RightsList,
    RightsPages,
    RightsPicture,
    ShowMap,
    Echoed,
    Ask,
    Questions,
    Replied,
    InWords,
    ReplyInWords,
    KeepApart,
    Merge,
    SameAs,
    Split,
    TakeOut,
    Undo,
    Colleague,
    Colleagues,
    Everyone,
    Invitations,
    Invite,
    InviteTo,
    Inviting,
    InvitingTo,
    Remove,
    Revoke,
    Vouch,
    Covering,
    Resting,
    HandBack,
    OfActivity,
    OfAgency,
    OfNumber,
    ShowCard,
    ShowPhotos,
    ShowWaiting,
    Standing,
    NoticeTo,
    NoticeIn,
    NoticeShow,
    NoticePropose,
    NoticeApprove,
    NoticeDrop,
    NoticeSee,
    NoticeFor,
    NoticeAt,
    NoticeMark,
    NoticeRequest,
    NoticeAmend,
    NoticeWithdraw,
    Translators,
    TranslateInto,
    Translate,
    Standstill,
    Stop,
    Agree,
    Acts,
    Record,
    Rehearse,
    Drill,
    Exercises,
)
BUTTONS = {kind.prefix: kind for kind in KINDS}
WIRE = {prefix: _plain(kind) for prefix, kind in BUTTONS.items()}


def read(payload: str) -> Button | None:
    """The record in a payload, or none when no button of ours could have carried it."""
    prefix, *parts = payload.split(":")
    kind = BUTTONS.get(prefix)
    if kind is None or len(payload.encode(errors="replace")) > LIMIT:
        return None
    wanted = WIRE[prefix]
    if len(parts) != len(wanted):
        return None
    values = [_value(kind_of, part) for kind_of, part in zip(wanted, parts, strict=True)]
    return None if None in values else kind(*values)


def _value(kind: Any, part: str) -> Any | None:
    if kind is int:
        return int(part) if DIGITS.fullmatch(part) else None
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(part) if part in [member.value for member in kind] else None
    return part if WORD.fullmatch(part) else None
