"""Telegram comes in here. Each handler parses, calls one service, shows. One file per conversation."""

from typing import Any

from telegram.ext import Application

from bot.town import Town
from handlers import about, card, duty, errors, guard, leaving, report, start, unknown
from handlers.context import TOWN

GROUPS = (
    guard.HANDLERS,
    (
        *leaving.HANDLERS,
        *start.HANDLERS,
        *report.HANDLERS,
        *card.HANDLERS,
        *duty.HANDLERS,
        *about.HANDLERS,
        *unknown.HANDLERS,
    ),
)
"""In this order: the guard sees everything first, and what nothing else understood comes last."""


def register(application: "Application[Any, Any, Any, Any, Any, Any]", town: Town, *, note: errors.Note) -> None:
    """Give the application its handlers, and the town that they work for."""
    application.bot_data[TOWN] = town
    for group, members in enumerate(GROUPS):
        application.add_handlers(members, group)
    application.add_error_handler(errors.handler(note))
