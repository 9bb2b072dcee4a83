"""Clock times, dates and ages, as each language writes them: by the patterns in its `language.toml`.

Unicode CLDR is followed where it writes what Boston's pages and newspapers in that language write. The month is always
a word, because 5/2 and 2/5 are both read in Boston; digits are always Western; spaces are ordinary.
"""

from datetime import datetime, time, timedelta, tzinfo
from functools import lru_cache

from babel.dates import format_date, format_time

from bot.domain.ids import Language
from locales.languages import LANGUAGES
from locales.markup import Html
from locales.translator import Translator

MINUTES_OF_A_DAY = 24 * 60
"""So many written times are remembered: CLDR takes a tenth of a millisecond for one."""


def clock(at: datetime, language: Language, zone: tzinfo) -> str:
    """The time of day in the city's time zone: `4:10 PM`, `16h10`, `下午4:10`. `at` must know its own zone."""
    local = _local(at, zone)
    return _clock(language, local.hour, local.minute)


@lru_cache(MINUTES_OF_A_DAY)
def _clock(language: Language, hour: int, minute: int) -> str:
    tongue = LANGUAGES[language]
    written = format_time(time(hour, minute), tongue.clock, locale=tongue.cldr)
    part = next((f" {word}" for until, word in tongue.day_parts if hour < until), "")
    return written + part


def date(at: datetime, language: Language, zone: tzinfo) -> str:
    """The day in the city's time zone: `Feb 5, 2026`, `5 de febrero de 2026`. `at` must know its own zone."""
    tongue, day = LANGUAGES[language], _local(at, zone).date()
    own_month = f"'{tongue.months[day.month - 1]}'" if tongue.months else "MMMM"
    return format_date(day, tongue.date.replace("MMMM", own_month), locale=tongue.cldr)


def age(words: Translator, then: datetime, now: datetime) -> Html:
    """How long ago: `5 min ago`. Minutes for two hours, hours for two days; what lies ahead is `just now`."""
    minutes = (now - then) // timedelta(minutes=1)
    if minutes < 1:
        return words("age.now")
    if minutes < 120:
        return words("age.minutes", count=minutes)
    if minutes < 48 * 60:
        return words("age.hours", count=minutes // 60)
    return words("age.days", count=minutes // (24 * 60))


def _local(at: datetime, zone: tzinfo) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a time without a time zone")
    return at.astimezone(zone)
