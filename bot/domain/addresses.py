"""By what people tell this bot from one that says it is it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where this bot is found, and those who run it."""

    username: str
    """What it is called at Telegram, without the @."""
    number: int
    """Telegram's number for it: what stands before the colon of its token, and is no secret."""
    signed: str | None = None
    """The page with the list of all of them that organizers have signed."""
    backup: str | None = None
    """The backup channel, where people look should this bot be gone."""
