"""Every setting: typed, documented, frozen. From the environment or `.env`, each with the prefix `AVISA_`."""

import re
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, AnyHttpUrl, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

TELEGRAM = "https://api.telegram.org"
"""The real one. Wherever else the Bot API answers, people are not yet listening: a simulator, a rehearsal."""


def _base(url: str) -> str:
    """An address to which a path can be put."""
    return str(AnyHttpUrl(url)).rstrip("/")


def _shaped(pattern: str, shape: str) -> AfterValidator:
    """Check a secret's shape without ever printing it."""

    def check(secret: SecretStr) -> SecretStr:
        if not re.fullmatch(pattern, secret.get_secret_value()):
            raise ValueError(f"must be {shape}")
        return secret

    return AfterValidator(check)


def _known(url: str) -> str:
    """A database of a kind that Avisa works with."""
    if not url.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
        raise ValueError("must begin with sqlite+aiosqlite:/// or postgresql+asyncpg://")
    return url


Token = Annotated[SecretStr, _shaped(r"\d+:[A-Za-z0-9_-]+", "as @BotFather gave it: digits, a colon, letters")]
WebhookSecret = Annotated[SecretStr, _shaped(r"[A-Za-z0-9_-]{1,256}", "1 to 256 letters, digits, _ or -")]


Proxy = Annotated[SecretStr, _shaped(r"https?://([^/@\s]+@)?[^/@\s]+:\d+/?", "http://[name:password@]host:port")]


class Settings(BaseSettings):
    """What the operator decides. Everything about a city (places, numbers, contacts) is city data, not a setting."""

    model_config = SettingsConfigDict(
        env_prefix="AVISA_", env_file=".env", frozen=True, extra="ignore", env_ignore_empty=True
    )

    token: Token = Field(description="The bot's token, from @BotFather.")
    telegram_url: Annotated[str, AfterValidator(_base)] = Field(
        default=TELEGRAM, description="Where the Bot API answers."
    )
    proxy: Proxy | None = Field(
        default=None, description="A proxy on the way there: http://[name:password@]host:port. It may hold a password."
    )
    database_url: Annotated[str, AfterValidator(_known)] = Field(
        default="sqlite+aiosqlite:///data/avisa.db",
        repr=False,
        description="The database: a SQLite file, or a schema in a PostgreSQL. It may hold a password.",
    )
    keys: Path = Field(default=Path("keys"), description="The keys folder, apart from the data folder.")
    city: str = Field(default="boston", description="A folder in `cities/`, or a path to one.")
    owner_id: int | None = Field(default=None, gt=0, description="Telegram's number for the first organizer.")
    rate: int = Field(default=30, ge=1, le=1000, description="Messages a second that Telegram allows this bot.")
    paid_rate: int | None = Field(
        default=None,
        ge=30,
        le=1000,
        description="Messages a second while paying for broadcasts (allow_paid_broadcast).",
    )
    in_flight: int | None = Field(
        default=None, ge=1, le=1000, description="Deliveries under way at once; 8, or 160 with a paid rate."
    )
    webhook_url: AnyHttpUrl | None = Field(
        default=None, description="Where Telegram posts updates, instead of polling."
    )
    webhook_secret: WebhookSecret | None = Field(default=None, description="What Telegram must send with each post.")
    listen: str = Field(
        default="127.0.0.1:8080", pattern=r"^.+:\d+$", description="Where health, metrics and webhook answer."
    )
    standby: bool = Field(
        default=False,
        description="Where another Avisa has the database, wait for its end and take over, instead of leaving.",
    )
    backups: Path | None = Field(
        default=None, description="A folder where a running Avisa keeps encrypted backups, each for a day."
    )
    backup_link: AnyHttpUrl | None = Field(default=None, description="The backup channel, offered after sign-up.")
    addresses_link: AnyHttpUrl | None = Field(
        default=None, description="The page with the signed list of your official addresses, shown by `/about`."
    )
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="How much is logged.")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.webhook_url and not self.webhook_secret:
            raise ValueError("AVISA_WEBHOOK_URL needs AVISA_WEBHOOK_SECRET")
        return self


def complaint(error: ValidationError) -> str:
    """One line that says which setting is wrong and why, and never its value: it may be the token."""
    wrong = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(
        f"{'AVISA_' + '_'.join(str(part) for part in one['loc']).upper() if one['loc'] else 'settings'}: {one['msg']}"
        for one in wrong
    )
