"""Making two incidents one, and one two, as it is asked under a card."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.buttons import Merge, SameAs, ShowCard, Split, TakeOut
from bot.domain.ids import IncidentId
from bot.domain.merging import Suggestion
from bot.domain.screen import Key, Screen
from bot.render.reader import Reader


def suggestions(reader: Reader, asked: SameAs, found: Sequence[Suggestion]) -> Screen:
    """Which other incidents this one may be the same as."""
    back = (reader.key("button.back", ShowCard(asked.incident)),)
    if not found:
        return reader.screen("merge.none", back)
    keys = [(_suggested(reader, asked, one),) for one in found]
    return reader.screen("merge.ask", *keys, back, reference=str(asked.incident))


def _suggested(reader: Reader, asked: SameAs, one: Suggestion) -> Key:
    return reader.key(
        "merge.option",
        Merge(asked.incident, asked.version, one.incident),
        reference=str(one.incident),
        place=reader.place(one.place),
        time=reader.clock(one.observed),
    )


def taking_out(reader: Reader, asked: TakeOut, newest: Sequence[datetime]) -> Screen:
    """Which reports can be taken out: the newest, or some of the newest."""
    keys = [
        (
            Key(
                reader.words.plain("split.option", count=count, time=reader.clock(seen)),
                data=Split(asked.incident, asked.version, count).pack(),
            ),
        )
        for count, seen in enumerate(newest, start=1)
    ]
    back = (reader.key("button.back", ShowCard(asked.incident)),)
    return reader.screen("split.ask" if keys else "split.none", *keys, back)


def merged(reader: Reader, into: IncidentId) -> str:
    """It is done."""
    return reader.words.plain("told.merged", reference=str(into))


def split(reader: Reader, opened: IncidentId) -> str:
    """It is done."""
    return reader.words.plain("told.split", reference=str(opened))
