"""What may stand in each slot, at its worst: used to say every text in every language."""

from collections.abc import Iterator, Mapping

from locales.markup import Html
from locales.template import Value

LONG_PLACE = "Mattapan Branch of the Public Library, Rm"
ARABIC_PLACE = "مكتبة ماتابان العامة"
HOSTILE = "<b>&\"'</code>\u202e{place}\x00👩\u200d👧"

NAMES: tuple[Value, ...] = (LONG_PLACE, ARABIC_PLACE, f"{ARABIC_PLACE} (BCYF) 617", HOSTILE)
AMOUNTS: tuple[Value, ...] = (0, 1, 2, 5, 11, 100, 1_234_567)
TIMES: tuple[Value, ...] = ("12:10 PM", "4:10 مساءً", "下午4:10", "12:10 habeennimo")
AGES: tuple[Value, ...] = ("1,234,567 min ago", "قبل 5 دقائق", "5 分鐘前", Html("&lt; 1 min"))
PLACES: tuple[Value, ...] = (*NAMES, ", ".join([LONG_PLACE, ARABIC_PLACE] * 20))
REFERENCES: tuple[Value, ...] = ("1", "1234567", "9f3c-0a7e")
PHONES: tuple[Value, ...] = ("617-555-0100", "+1 (617) 555-0100 ext. 12345", "311")
LINKS: tuple[Value, ...] = (f"https://t.me/{'a' * 32}?start={'Aa0_-' * 12}", "https://t.me/avisa?start=a&b=<\"'>")
COMMANDS: tuple[Value, ...] = ("/areas", f"/{'a' * 32}")
DEEDS: tuple[Value, ...] = ("Start or end your time on duty", f"{ARABIC_PLACE} 24", "做什麼", "w" * 60, HOSTILE)
LENGTHS: tuple[Value, ...] = ("1 hour", "ساعة واحدة", "13 個月", HOSTILE)
DATES: tuple[Value, ...] = ("Feb 5, 2026", "5 de febrero de 2026", "2026年2月5日", "5 فبراير 2026")
LANGUAGES: tuple[Value, ...] = ("Kreyòl ayisyen", "繁體中文", "العربية", "Af Soomaali")

VALUES: Mapping[str, tuple[Value, ...]] = {
    "place": NAMES,
    "neighborhood": NAMES,
    "activity": NAMES,
    "number": NAMES,
    "time": TIMES,
    "age": AGES,
    "count": AMOUNTS,
    "city": NAMES,
    "places": PLACES,
    "reference": REFERENCES,
    "username": ("@avisa_bot", f"@{'a' * 32}"),
    "phone": PHONES,
    "link": LINKS,
    "command": COMMANDS,
    "does": DEEDS,
    "other": (*REFERENCES, f"No. 1234567: {LONG_PLACE}, 12:10 PM"),
    "reasons": DEEDS,
    "agency": NAMES,
    "times": ("1", "12", "1234567"),
    "question": DEEDS,
    "answer": DEEDS,
    "tag": ("K7QM-3XRD", "a3f9"),
    "status": DEEDS,
    "until": TIMES,
    "reported": TIMES,
    "claimed": (*TIMES, "–"),
    "found": (*TIMES, "–"),
    "alerted": (*TIMES, "–"),
    "over": TIMES,
    "since": TIMES,
    "contact": (*PHONES, *LINKS),
    "role": DEEDS,
    "length": LENGTHS,
    "date": DATES,
    "title": DEEDS,
    "name": NAMES,
    "language": LANGUAGES,
    "kinds": DEEDS,
    "note": (HOSTILE, "<" * 500),
    "sources": (*NAMES, ", ".join(["Project Veritas v. Rollins", "M.G.L. c. 272 § 99"] * 3)),
    "languages": (*LANGUAGES, ", ".join(map(str, LANGUAGES))),
}
"""By slot. A new slot name needs its worst values here; a test says which are missing."""


def samples(slots: frozenset[str]) -> Iterator[dict[str, Value]]:
    """Enough fillings of these slots for every value to be used once; one empty filling for a text without slots."""
    for turn in range(max((len(VALUES[slot]) for slot in slots), default=1)):
        yield {slot: VALUES[slot][turn % len(VALUES[slot])] for slot in slots}
