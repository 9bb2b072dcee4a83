"""Telegram comes in here. Each handler parses, calls one service, shows. One file per conversation."""

from typing import Any

from telegram.ext import Application

from bot.town import Town
from handlers import (
    about,
    alert,
    asking,
    card,
    check,
    correcting,
    drill,
    duty,
    errors,
    freeze,
    guard,
    leaving,
    ledger,
    merging,
    notice,
    pause,
    people,
    record,
    report,
    rights,
    start,
    stats,
    training,
    translating,
    unknown,
)
from handlers.context import FILES, TOWN
from handlers.files import Files

GROUPS = (
    guard.HANDLERS,
    check.WHILE_ASKING,
    asking.WORDS,
    notice.WORDS,
    report.IN_A_DRAFT,
    (
        *leaving.HANDLERS,
        *start.HANDLERS,
        *report.HANDLERS,
        *card.HANDLERS,
        *correcting.HANDLERS,
        *alert.HANDLERS,
        *duty.HANDLERS,
        *training.HANDLERS,
        *drill.HANDLERS,
        *people.HANDLERS,
        *asking.HANDLERS,
        *merging.HANDLERS,
        *check.HANDLERS,
        *rights.HANDLERS,
        *pause.HANDLERS,
        *notice.HANDLERS,
        *translating.HANDLERS,
        *freeze.HANDLERS,
        *ledger.HANDLERS,
        *record.HANDLERS,
        *stats.HANDLERS,
        *about.HANDLERS,
        *start.LOCATION,
        *unknown.HANDLERS,
    ),
)
"""In this order: the guard sees everything first, and what nothing else understood comes last."""


def register(application: "Application[Any, Any, Any, Any, Any, Any]", town: Town, *, note: errors.Note) -> None:
    """Give the application its handlers, and the town that they work for."""
    application.bot_data[TOWN] = town
    application.bot_data[FILES] = Files()
    application.bot_data[check.ASKING] = check.Asking()
    application.bot_data[start.TRIES] = start.Tries()
    application.bot_data[unknown.SPARING] = unknown.Sparing()
    for group, members in enumerate(GROUPS):
        application.add_handlers(members, group)
    application.add_error_handler(errors.handler(note))
