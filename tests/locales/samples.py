"""What may stand in each slot, at its worst: used to say every text in every language."""

from collections.abc import Iterator, Mapping

from locales.template import Value

LONG_PLACE = "Mattapan Branch of the Public Library, Rm"
ARABIC_PLACE = "مكتبة ماتابان العامة"
HOSTILE = "<b>&\"'</code>\u202e{place}\x00👩\u200d👧"

NAMES: tuple[Value, ...] = (LONG_PLACE, ARABIC_PLACE, f"{ARABIC_PLACE} (BCYF) 617", HOSTILE)
AMOUNTS: tuple[Value, ...] = (0, 1, 2, 5, 11, 100, 1_234_567)
TIMES: tuple[Value, ...] = ("12:10 PM", "4:10 مساءً", "下午4:10", "12:10 habeennimo")

VALUES: Mapping[str, tuple[Value, ...]] = {
    "place": NAMES,
    "neighborhood": NAMES,
    "activity": NAMES,
    "number": NAMES,
    "time": TIMES,
    "count": AMOUNTS,
}
"""By slot. A new slot name needs its worst values here; a test says which are missing."""


def samples(slots: frozenset[str]) -> Iterator[dict[str, Value]]:
    """Enough fillings of these slots for every value to be used once; one empty filling for a text without slots."""
    for turn in range(max((len(VALUES[slot]) for slot in slots), default=1)):
        yield {slot: VALUES[slot][turn % len(VALUES[slot])] for slot in slots}
