"""What every handler and every job is given: a city, its policy, its database, the clock."""

from dataclasses import dataclass
from pathlib import Path

from bot.domain.clock import Clock
from bot.domain.ids import Language
from bot.domain.policy import Policy
from bot.render.reader import Reader
from cities import City
from db.engine import Database
from locales import ENGLISH, LANGUAGES, Translator


@dataclass(frozen=True, slots=True)
class Town:
    """One city at work."""

    city: City
    policy: Policy
    database: Database
    clock: Clock
    owner: int | None = None
    """Telegram's number for the first organizer."""
    backup_link: str | None = None
    """The backup channel, where people look should this bot be gone."""
    addresses_link: str | None = None
    """The page with the signed list of official addresses."""
    backups: Path | None = None
    """Where backups of the database are kept, if anywhere."""

    def reader(self, language: Language) -> Reader:
        """Someone who reads this language, now; English where Avisa speaks it no more."""
        spoken = language if language in LANGUAGES else ENGLISH
        return Reader(Translator(spoken), self.city, self.clock.now())
