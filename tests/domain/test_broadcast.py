"""Broadcasts: what goes first, and how a correction reaches those who hold an alert."""

from dataclasses import fields
from datetime import datetime
from enum import StrEnum
from types import NoneType
from typing import get_args, get_type_hints

from bot.domain.broadcast import CORRECTIONS, AlertFacts, Cursor, Kind, Lane, Way
from bot.domain.ids import PersonNumber


def test_what_takes_an_alert_back_overtakes_everything() -> None:
    wanted = [Lane.RETRACTION, Lane.ALERT, Lane.REPLY, Lane.CARD, Lane.FOLLOW_UP, Lane.NOTICE, Lane.EDIT]

    assert sorted(Lane) == wanted


def test_a_retraction_sounds_before_it_edits() -> None:
    assert CORRECTIONS[Kind.RETRACTION] == ((Lane.RETRACTION, Way.REPLY), (Lane.EDIT, Way.EDIT))


def test_an_all_clear_makes_no_sound_and_no_new_message() -> None:
    assert CORRECTIONS[Kind.ALL_CLEAR] == ((Lane.EDIT, Way.EDIT),)


def test_an_expiry_makes_no_sound_and_no_new_message() -> None:
    assert CORRECTIONS[Kind.EXPIRY] == ((Lane.EDIT, Way.EDIT),)


def test_a_follow_up_is_a_silent_reply_and_an_edit() -> None:
    assert [way for _, way in CORRECTIONS[Kind.FOLLOW_UP]] == [Way.SILENT_REPLY, Way.EDIT]


def test_alerts_and_notices_correct_nothing_and_what_to_ignore_is_no_alerts_end() -> None:
    of_notices = {Kind.NOTICE, Kind.NOTICE_EDIT, Kind.WITHDRAWAL}

    assert set(Kind) - set(CORRECTIONS) == {*of_notices, Kind.ALERT, Kind.IGNORE}


def test_an_alert_has_no_slot_for_anyones_own_words() -> None:
    hints = get_type_hints(AlertFacts)
    kinds = {field.name: hints[field.name] for field in fields(AlertFacts)}
    ids = {name for name, kind in kinds.items() if hasattr(kind, "__supertype__")}
    one = {name: next(iter(set(get_args(kind)) - {NoneType}), kind) for name, kind in kinds.items()}
    lists = {name for name, kind in one.items() if isinstance(kind, type) and issubclass(kind, StrEnum)}
    times = {name for name, kind in kinds.items() if kind in (datetime, datetime | None)}

    assert ids == {"incident", "place", "neighborhood"}
    assert ids | lists | times | {"exercise"} == set(kinds)
    assert kinds["exercise"] is bool


def test_a_cursor_begins_before_everyone() -> None:
    assert Cursor() == Cursor(0, PersonNumber(0))
