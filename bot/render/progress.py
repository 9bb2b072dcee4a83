"""How far a broadcast has come, as organizers see it."""

from datetime import timedelta

from bot.domain.progress import Progress
from bot.domain.screen import Screen
from bot.render.alerts import STATUS
from bot.render.reader import Reader
from locales import join

SECOND = timedelta(seconds=1)


def progress(reader: Reader, state: Progress) -> Screen:
    """What goes out, how many were told, how many are left, and how long that takes."""
    said = [
        reader.words("progress.over" if state.over else "progress.under_way"),
        reader.words(STATUS.get(state.kind, "notice.heading")),
        reader.words("alert.number", reference=str(state.about)),
        reader.words("progress.told", count=state.told),
    ]
    if not state.over:
        said.append(reader.words("progress.left", count=state.left))
    if state.to_go is not None:
        said.append(reader.words("progress.to_go", count=-(-state.to_go // SECOND)))
    return Screen(join(said))
