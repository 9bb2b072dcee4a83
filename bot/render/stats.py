"""What stands under the picture of the counts: all of its words."""

from bot.domain.screen import Screen
from bot.domain.stats import Picture
from bot.render.reader import Reader
from locales import Html, escape, join


def caption(reader: Reader, picture: Picture) -> Html:
    """What the columns are, and which neighborhood each row is; at most 1024 characters."""
    names = [f"{at}. {reader.neighborhood(row.neighborhood)}" for at, row in enumerate(picture.rows, 1)]
    return join([reader.words("stats.caption"), escape(" · ".join(names))], "\n\n")


def none(reader: Reader) -> Screen:
    """There is nothing to draw."""
    return reader.screen("stats.none")
