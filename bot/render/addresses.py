"""By what people tell this bot from others, and where to look should it be gone."""

from bot.domain.addresses import Addresses
from bot.domain.screen import Key
from bot.render.reader import Reader
from locales import Html, join


def said(reader: Reader, ours: Addresses) -> list[Html]:
    """What it is called, what it never does, where the list of our addresses is, and the line above `keys`."""
    this = [reader.words("about.this_bot", username=f"@{ours.username}", reference=str(ours.number))]
    if ours.signed is not None:
        this.append(reader.words("about.signed", link=ours.signed))
    return [join(this)] if ours.backup is None else [join(this), reader.words("join.backup")]


def keys(reader: Reader, ours: Addresses) -> tuple[tuple[Key, ...], ...]:
    """The way to the backup channel, if there is one."""
    return () if ours.backup is None else ((Key(reader.words.plain("button.backup"), url=ours.backup),),)
