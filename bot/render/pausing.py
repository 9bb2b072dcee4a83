"""What someone sees who wants to be left alone."""

from datetime import timedelta

from bot.domain.buttons import AtNight, Exercises, Nights, Pause, Resume, Taking
from bot.domain.pausing import MORNING, Length
from bot.domain.people import Hearing
from bot.domain.screen import Key, Screen
from bot.render.reader import Reader, in_rows
from locales import Html, plain


def pause(reader: Reader, hearing: Hearing) -> Screen:
    """Whether alerts come now, and how to stop them for a while or have them again."""
    taking = Taking.NONE if hearing.exercises else Taking.PART
    exercises = (reader.key(f"exercise.take_{taking}", Exercises(taking)),)
    if hearing.paused_at(reader.now):
        return Screen(reader.paused(hearing), ((reader.key("pause.resume", Resume()),), exercises))
    keys = [
        _key(reader.length(timedelta(hours=1)), Length.HOUR),
        _key(reader.length(timedelta(hours=8)), Length.EIGHT_HOURS),
        reader.key("pause.morning", Pause(Length.MORNING), time=reader.time_of_day(MORNING)),
        reader.key("pause.further_notice", Pause(Length.FURTHER_NOTICE)),
    ]
    return reader.screen("pause.ask", *in_rows(keys, 2), exercises)


def _key(says: Html, length: Length) -> Key:
    return Key(plain(says), data=Pause(length).pack())


def resumed(reader: Reader) -> Screen:
    """Alerts come again."""
    return reader.screen("pause.resumed")


def night(reader: Reader, hearing: Hearing) -> Screen:
    """Whether alerts make a sound at night, and the other way."""
    other = Nights.LOUD if hearing.quiet else Nights.SILENT
    key = Key(reader.words.plain(f"night.make_{other}"), data=AtNight(other).pack())
    return Screen(reader.nights(hearing), ((key,),))
