"""Whether a report tells of something that is already known."""

from bot.domain.duplicates.again import look_again
from bot.domain.duplicates.begun import AROUND_M, DAY, counted
from bot.domain.duplicates.decision import Alike, Decision, Join, New, Reasons, Suggest
from bot.domain.duplicates.following import Course, course
from bot.domain.duplicates.known import Known
from bot.domain.duplicates.sighting import Sighting, blur_of, minutes, names, on_plane, words
from bot.domain.duplicates.weighing import Background, decide, weigh

__all__ = (
    "AROUND_M",
    "DAY",
    "Alike",
    "Background",
    "Course",
    "Decision",
    "Join",
    "Known",
    "New",
    "Reasons",
    "Sighting",
    "Suggest",
    "blur_of",
    "counted",
    "course",
    "decide",
    "look_again",
    "minutes",
    "names",
    "on_plane",
    "weigh",
    "words",
)
