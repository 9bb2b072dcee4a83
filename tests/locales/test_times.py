"""Clock times, dates and ages."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ids import Language
from locales import ENGLISH, LANGUAGES, Translator, age, clock, date

BOSTON = ZoneInfo("America/New_York")
TEN_PAST_FOUR = datetime(2026, 2, 5, 21, 10, tzinfo=UTC)
NINE = datetime(2026, 2, 5, 14, 0, tzinfo=UTC)
ARABIC = Language("ar")

WRITTEN = {
    "en": ("4:10 PM", "9:00 AM", "Feb 5, 2026"),
    "es": ("4:10 p. m.", "9:00 a. m.", "5 de febrero de 2026"),
    "ht": ("4:10 PM", "9:00 AM", "5 fevriye 2026"),
    "pt": ("16h10", "9h00", "5 de fevereiro de 2026"),
    "zh_Hant": ("下午4:10", "上午9:00", "2026年2月5日"),
    "zh_Hans": ("下午4:10", "上午9:00", "2026年2月5日"),
    "vi": ("4:10 chiều", "9:00 sáng", "ngày 5 tháng 2 năm 2026"),
    "kea": ("16:10", "09:00", "5 di Febreru di 2026"),
    "fr": ("16 h 10", "9 h 00", "5 février 2026"),
    "ar": ("4:10 مساءً", "9:00 صباحًا", "5 فبراير 2026"),
    "ru": ("16:10", "09:00", "5 февраля 2026 г."),
    "so": ("4:10 galabnimo", "9:00 subaxnimo", "5 Febraayo 2026"),
}


@pytest.mark.parametrize("language", WRITTEN)
def test_each_language_writes_times_and_dates_its_own_way(language: Language) -> None:
    assert WRITTEN[language] == (
        clock(TEN_PAST_FOUR, language, BOSTON),
        clock(NINE, language, BOSTON),
        date(TEN_PAST_FOUR, language, BOSTON),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_digits_are_western_and_spaces_ordinary_at_every_hour_and_month(language: Language) -> None:
    written = "".join(
        clock(NINE + timedelta(hours=step), language, BOSTON) + date(NINE + timedelta(days=30 * step), language, BOSTON)
        for step in range(24)
    )

    assert all(letter.isascii() for letter in written if letter.isdecimal())
    assert {" "} >= {letter for letter in written if letter.isspace()}


@pytest.mark.parametrize(("hour", "shown"), [(0, "12:05 AM"), (1, "1:05 AM"), (12, "12:05 PM"), (13, "1:05 PM")])
def test_noon_and_midnight_are_twelve(hour: int, shown: str) -> None:
    assert shown == clock(datetime(2026, 2, 5, hour, 5, tzinfo=BOSTON), ENGLISH, BOSTON)


def test_the_day_is_the_citys_day() -> None:
    assert date(datetime(2026, 2, 5, 4, 59, tzinfo=UTC), ENGLISH, BOSTON) == "Feb 4, 2026"


def test_a_time_that_does_not_know_its_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        clock(datetime(2026, 2, 5, 4, 10), ENGLISH, BOSTON)  # noqa: DTZ001 - that is the mistake


@pytest.mark.parametrize(
    ("passed", "english", "arabic"),
    [
        (timedelta(minutes=-3), "Just now", "الآن"),
        (timedelta(seconds=59), "Just now", "الآن"),
        (timedelta(minutes=1), "1 min ago", "قبل دقيقة واحدة"),
        (timedelta(minutes=2), "2 min ago", "قبل دقيقتين"),
        (timedelta(minutes=5), "5 min ago", "قبل 5 دقائق"),
        (timedelta(minutes=11), "11 min ago", "قبل 11 دقيقة"),
        (timedelta(minutes=119, seconds=59), "119 min ago", "قبل 119 دقيقة"),
        (timedelta(hours=2), "2 hours ago", "قبل ساعتين"),
        (timedelta(hours=47), "47 hours ago", "قبل 47 ساعة"),
        (timedelta(hours=48), "2 days ago", "قبل يومين"),
        (timedelta(days=100), "100 days ago", "قبل 100 يوم"),
    ],
)
def test_an_age_has_the_form_of_its_number(passed: timedelta, english: str, arabic: str) -> None:
    said = [age(Translator(one, strict=True), NINE, NINE + passed) for one in (ENGLISH, ARABIC)]

    assert [english, arabic] == said
