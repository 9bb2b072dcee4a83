"""Making two incidents one, and one two, as it is asked under a card."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.buttons import Merge, SameAs, ShowCard, Split, TakeOut
from bot.domain.ids import IncidentId
from bot.domain.merging import Likeness, Suggestion
from bot.domain.screen import Key, Screen
from bot.render.reader import Reader
from locales import Html, join


def suggestions(reader: Reader, asked: SameAs, found: Sequence[Suggestion]) -> Screen:
    """Which other incidents this one may be the same as."""
    back = (reader.key("button.back", ShowCard(asked.incident)),)
    if not found:
        return reader.screen("merge.none", back)
    keys = [(_suggested(reader, asked, one),) for one in found]
    return reader.screen("merge.ask", *keys, back, reference=str(asked.incident))


def on_card(reader: Reader, one: Likeness) -> Html:
    """What an incident may be the same as, and why."""
    reasons = [reader.words("merge.minutes", count=one.minutes), reader.words(f"merge.activity_{one.activity}")]
    if one.metres == 0:
        reasons.insert(0, reader.words("merge.same_place"))
    elif one.metres is not None:
        reasons.insert(0, reader.words("merge.metres", count=one.metres))
    other = reader.words(
        "merge.option", reference=str(one.incident), place=reader.place(one.place), time=reader.clock(one.observed)
    )
    return reader.words("card.maybe_same", other=other, reasons=join(reasons, " · "))


def _suggested(reader: Reader, asked: SameAs, one: Suggestion) -> Key:
    return reader.key(
        "merge.option",
        Merge(asked.incident, asked.version, one.incident),
        reference=str(one.incident),
        place=reader.place(one.place),
        time=reader.clock(one.observed),
    )


def taking_out(reader: Reader, asked: TakeOut, newest: Sequence[datetime], *, alerted: bool = False) -> Screen:
    """Which reports can be taken out: the newest, or some of the newest; and that an alert stands, if one does."""
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
    screen = reader.screen("split.ask" if keys else "split.none", *keys, back)
    if not alerted:
        return screen
    stands = reader.words("split.alerted", reference=str(asked.incident))
    return replace(screen, text=f"{screen.text}\n\n{stands}")


def merged(reader: Reader, into: IncidentId) -> str:
    """It is done."""
    return reader.words.plain("told.merged", reference=str(into))


def split(reader: Reader, opened: IncidentId) -> str:
    """It is done."""
    return reader.words.plain("told.split", reference=str(opened))
