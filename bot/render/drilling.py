"""What is not real says so first; and how an exercise stands, for organizers."""

from datetime import datetime

from bot.domain.buttons import Drill
from bot.domain.drill import Standing, Times
from bot.domain.screen import Screen
from bot.render.reader import Reader
from locales import Html, join


def marked(reader: Reader, screen: Screen) -> Screen:
    """The screen, as one of an exercise: it says so once, whoever has marked it before."""
    mark = reader.words("status.exercise")
    return screen if screen.text.startswith(mark) else Screen(join([mark, Html(screen.text)]), screen.keys)


def said(reader: Reader, told: str) -> str:
    """The answer to a pressed button, as one of an exercise."""
    return f"{reader.words.plain('status.exercise')}\n{told}"


def standing(reader: Reader, now: Standing) -> Screen:
    """Begin one? Or that one is under way, or waits for a second organizer."""
    if now.running is not None:
        return reader.screen("drill.running", reference=str(now.running))
    said = [reader.words("drill.ask"), reader.words("drill.take_part", times=str(now.takes_part))]
    if now.wished:
        said.append(reader.words("drill.wished"))
        return Screen(join(said, "\n\n"))
    key = reader.key("invite.agree" if now.asked else "drill.begin", Drill())
    return Screen(join(said, "\n\n"), ((key,),))


def over(reader: Reader, times: Times) -> Screen:
    """When each step was done."""
    said = reader.words(
        "letter.exercise_over",
        reference=str(times.drill),
        reported=reader.clock(times.reported),
        claimed=_clock(reader, times.claimed),
        found=_clock(reader, times.found),
        alerted=_clock(reader, times.alerted),
        over=reader.clock(times.over),
        times=str(times.heard),
    )
    return marked(reader, Screen(said))


def _clock(reader: Reader, at: datetime | None) -> str:
    return "–" if at is None else reader.clock(at)
