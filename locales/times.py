"""Clock times, dates and ages, as each language writes them.

Unicode CLDR is followed where it writes what Boston's pages and newspapers in that language write. It does not for
Haitian Creole (it answers in French) and Somali (readers do not know its day halves), nor for Portuguese, French and
Arabic clocks.
The month is always a word, because 5/2 and 2/5 are both read in Boston; digits are always Western; spaces are ordinary.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta, tzinfo
from types import MappingProxyType

from babel.dates import format_date, format_time

from bot.domain.ids import Language
from locales.languages import LANGUAGES
from locales.markup import Html
from locales.translator import Translator

MONTHS_IN_HAITIAN_CREOLE = (
    *("janvye", "fevriye", "mas", "avril", "me", "jen"),
    *("jiyè", "out", "septanm", "oktòb", "novanm", "desanm"),
)
DAY_PARTS_IN_SOMALI = (
    (5, "habeennimo"),
    (12, "subaxnimo"),
    (15, "duhurnimo"),
    (18, "galabnimo"),
    (21, "fiidnimo"),
    (24, "habeennimo"),
)
"""Each until this hour: night, morning, noon, afternoon, evening, night."""


def clock(at: datetime, language: Language, zone: tzinfo) -> str:
    """The time of day in the city's time zone: `4:10 PM`, `16h10`, `下午4:10`. `at` must know its own zone."""
    return _CLOCKS[language](_local(at, zone).time())


def date(at: datetime, language: Language, zone: tzinfo) -> str:
    """The day in the city's time zone: `Feb 5, 2026`, `5 de febrero de 2026`. `at` must know its own zone."""
    day = _local(at, zone).date()
    if language == "ht":
        return f"{day.day} {MONTHS_IN_HAITIAN_CREOLE[day.month - 1]} {day.year}"
    return format_date(day, _DATES[language], locale=LANGUAGES[language].cldr)


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


def _twelve_hours(morning: str, afternoon: str) -> Callable[[time], str]:
    return lambda at: f"{at.hour % 12 or 12}:{at:%M} {morning if at.hour < 12 else afternoon}"


def _twenty_four_hours(separator: str) -> Callable[[time], str]:
    return lambda at: f"{at.hour}{separator}{at:%M}"


def _cldr(language: str, pattern: str) -> Callable[[time], str]:
    return lambda at: format_time(at, pattern, locale=LANGUAGES[Language(language)].cldr)


def _somali(at: time) -> str:
    part = next(word for until, word in DAY_PARTS_IN_SOMALI if at.hour < until)
    return f"{at.hour % 12 or 12}:{at:%M} {part}"


_CLOCKS: Mapping[str, Callable[[time], str]] = MappingProxyType(
    {
        "en": _twelve_hours("AM", "PM"),
        "es": _twelve_hours("a. m.", "p. m."),
        "ht": _twelve_hours("AM", "PM"),
        "pt": _twenty_four_hours("h"),
        "zh_Hant": _cldr("zh_Hant", "Bh:mm"),
        "zh_Hans": _cldr("zh_Hans", "Bh:mm"),
        "vi": _cldr("vi", "h:mm B"),
        "kea": _cldr("kea", "HH:mm"),
        "fr": _twenty_four_hours(" h "),
        "ar": _twelve_hours("صباحًا", "مساءً"),
        "ru": _cldr("ru", "HH:mm"),
        "so": _somali,
    }
)
_DATES: Mapping[str, str] = MappingProxyType(
    {
        "en": "MMM d, y",
        "es": "d 'de' MMMM 'de' y",
        "pt": "d 'de' MMMM 'de' y",
        "zh_Hant": "y年M月d日",
        "zh_Hans": "y年M月d日",
        "vi": "'ngày' d 'tháng' M 'năm' y",
        "kea": "d 'di' MMMM 'di' y",
        "fr": "d MMMM y",
        "ar": "d MMMM y",
        "ru": "d MMMM y 'г.'",
        "so": "d MMMM y",
    }
)
"""Patterns of Unicode TR 35."""
