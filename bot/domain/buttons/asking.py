"""What a volunteer presses who asks the reporter, and what the reporter presses in answer."""

from dataclasses import dataclass

from bot.domain.asking import Asked, Said
from bot.domain.buttons.wire import Button
from bot.domain.ids import IncidentId


@dataclass(frozen=True, slots=True)
class Questions(Button):
    """Show what can be asked."""

    prefix = "yl"
    incident: IncidentId


@dataclass(frozen=True, slots=True)
class Ask(Button):
    """Ask this."""

    prefix = "ya"
    incident: IncidentId
    asked: Asked


@dataclass(frozen=True, slots=True)
class Replied(Button):
    """The reporter's answer. Whose question it is, the service knows."""

    prefix = "yr"
    question: int
    said: Said


@dataclass(frozen=True, slots=True)
class InWords(Button):
    """Ask in words of one's own: what comes next is the question."""

    prefix = "yw"
    incident: IncidentId


@dataclass(frozen=True, slots=True)
class ReplyInWords(Button):
    """Answer in words of one's own: what comes next is the answer."""

    prefix = "yv"
    question: int
