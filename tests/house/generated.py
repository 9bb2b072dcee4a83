"""The tables in `docs/` and the whole of `.env.example`, made from the code that they describe.

`make fix` writes them; `test_generated.py` fails while one of them says something else than the code.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from pathlib import Path

from alembic import command
from alembic.config import Config
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from sqlalchemy import create_engine

from bot.domain.incident import NEXT, Status
from bot.domain.retention import RETENTION, Kept
from bot.settings import Settings
from locales import ENGLISH, LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
PREFIX = str(Settings.model_config["env_prefix"])
END = "<!-- end -->"
FIRST = "0001"
"""The schema of the first release."""

WHAT: Mapping[Kept, str] = {
    Kept.INBOX_NUMBERS: "Telegram's number for an update that was answered; what it said is gone by then",
    Kept.QUARANTINE: "that an update could not be handled: its kind, the class of the error, its size",
    Kept.DRAFTS: "a report that was begun and not submitted",
    Kept.INVITATIONS: "the fingerprint of an invitation, who made it and who agreed to it",
    Kept.DUTIES: "who is on duty, for which neighborhoods, and until when they want no sound or are busy",
    Kept.REPORTER_LINKS: "who made a report",
    Kept.POINTS: "where the pin of a report was, rounded to 25 m, unless its incident closes sooner",
    Kept.NOTES: "a note for volunteers and the pointer to a photo, unless the report's incident closes sooner",
    Kept.QUESTIONS: "what volunteers asked about a report and its reporter answered; own words, while it is open",
    Kept.LINES: "that a person is about to ask or to answer in words of their own",
    Kept.FINDING_LINKS: "whose finding it is",
    Kept.RECEIPTS: "that a person got an alert, and the message that holds it",
    Kept.ECHOES: "that a person who got an alert sees it too, or what a volunteer says who is asked again",
    Kept.CARDS: "which volunteers hold an incident's card",
    Kept.DISMISSED: "an incident that no alert was sent about, or an exercise, with its reports and findings",
    Kept.ALERTED: "an incident that an alert was sent about, with its reports and findings, without people",
    Kept.OLD_AREAS: "a neighborhood that a person no longer listens to",
    Kept.NOTICES: "a notice that is not to go out again, its texts and, until it is approved, who wrote it",
    Kept.SENT_NOTICES: "a notice as it was sent, without who wrote it",
    Kept.TRANSLATIONS: "which notice a volunteer translates at the moment",
    Kept.PAUSES: "until when a person wants no alerts",
    Kept.TALLIES: "how many reports came from a neighborhood in a week, and how many were dismissed",
    Kept.AGREEMENTS: "that an organizer has agreed to what takes two of them",
    Kept.LEDGER: "what changed what the public is told: when, which act, its number, the role and a tag that changes",
    Kept.LISTS: "which volunteers hold a list of what waits",
    Kept.REPORTS_TODAY: "how many reports someone made within a day, under a mark that changes every week",
    Kept.STANDINGS: "how many reports of someone were confirmed or dismissed, under such a mark; never which",
    Kept.BACKUPS: "an encrypted copy of the whole database, with what was removed since it was made",
    Kept.DEPARTURES: "beside the backups, that someone has left: a keyed hash that tells nothing without the main key",
    Kept.WEEK_KEYS: "the key of a week, without which nobody can find such a mark again",
    Kept.DAY_KEYS: "the key of a day, without which nothing that was sealed on that day can be read",
}
"""What each kind is in plain words."""

MEANS: Mapping[Status, str] = {
    Status.UNVERIFIED: "someone reported it, and volunteers are looking or have not found enough yet",
    Status.ACTIVE: "the findings sufficed, and subscribers were told",
    Status.DISMISSED: "volunteers found nothing there; subscribers were never told",
    Status.OVER: "it has ended, and those who got the alert were told so",
    Status.RETRACTED: "the alert was wrong, and those who got it were told so",
    Status.EXPIRED: "its time ran out and nobody has looked again; those who got the alert were told just that",
    Status.LAPSED: "nobody could confirm or dismiss it in time; whoever reported it was told so, and nobody else",
    Status.MERGED: "it was the same as another incident, which has its reports and findings now",
}


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def states() -> str:
    """Every way an incident can go, as a picture, and what each status means."""
    arrows = [f"    {start} --> {end}: {step.replace('_', ' ')}" for (start, step), end in NEXT.items()]
    ends = [f"    {one} --> [*]" for one in Status if one not in {start for start, _ in NEXT}]
    picture = "\n".join(["```mermaid", "stateDiagram-v2", "    [*] --> unverified: report", *arrows, *ends, "```"])
    return picture + "\n\n" + _table(("status", "means"), [(one.value, MEANS[one]) for one in Status])


def length(window: timedelta) -> str:
    """A window in the unit that people would use."""
    if not window:
        return "not at all"
    hours = window // timedelta(hours=1)
    number, unit = (hours, "hour") if hours <= 72 else (window.days, "day")
    return f"{number} {unit}" + ("" if number == 1 else "s")


def retention() -> str:
    """What the clock removes by itself, and when."""
    rows = [(WHAT[kept], length(window.keep), window.since, window.why) for kept, window in RETENTION.items()]
    return _table(("what", "kept for", "counted from", "why so long"), rows)


def _default(field: FieldInfo) -> str:
    if field.default is PydanticUndefined or field.default is None:
        return ""
    return str(field.default)


def settings() -> str:
    """Every setting, with its default and its meaning."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = f"`{_default(field)}`" if _default(field) else ("must be set" if field.is_required() else "not set")
        rows.append((f"`{PREFIX}{name.upper()}`", default, str(field.description)))
    return _table(("setting", "default", "what it is"), rows)


def example() -> str:
    """A file to copy to `.env`: what must be set stands open, the rest is commented out with its default."""
    lines = [
        "# Copy to .env and fill in what is needed: docs/operations.md. Made from bot/settings.py by `make fix`.",
        "# Never commit .env, and never put it where the database or the keys are backed up: it holds the token.",
    ]
    for name, field in Settings.model_fields.items():
        mark = "" if field.is_required() else "#"
        lines += ["", f"# {field.description}", f"{mark}{PREFIX}{name.upper()}={_default(field)}"]
    return "\n".join(lines) + "\n"


def terms() -> str:
    """What each language says for what matters most, and which words it keeps away, and why."""
    said = []
    for one in LANGUAGES.values():
        said.append(f"## {one.english_name}" + ("" if one.code == ENGLISH else f": {one.own_name}"))
        if one.terms:
            said.append(_table(("for", "it says"), [(term, word) for term, word in one.terms.items()]))
        if one.avoid:
            said.append(_table(("not", "because"), [(word, why) for word, why in one.avoid.items()]))
    return "\n\n".join(said)


def languages() -> str:
    """Every language, and where its texts are."""
    rows = [(one.own_name, one.english_name, f"`locales/{one.code}/messages.po`") for one in LANGUAGES.values()]
    return _table(("language", "in English", "file"), rows)


BLOCKS: Mapping[str, tuple[str, Callable[[], str]]] = {
    "docs/states.md": ("bot/domain/incident.py", states),
    "docs/privacy.md": ("bot/domain/retention.py", retention),
    "docs/operations.md": ("bot/settings.py", settings),
    "docs/terms.md": ("locales/*/language.toml", terms),
    "docs/translating.md": ("locales/*/language.toml", languages),
}
"""Pages with one part that is made from a file, between two marks."""


def renewed(page: str) -> str:
    """The page as it must be: its own words, and the part that is made."""
    source, make = BLOCKS[page]
    begin = f"<!-- made from {source} by `make fix` -->"
    before, begun, rest = (ROOT / page).read_text().partition(begin)
    _, ended, after = rest.partition(END)
    if not begun or not ended:
        raise ValueError(f"{page} has no part between {begin} and {END}")
    return before + begin + "\n" + make() + "\n" + END + after


def mentioned(text: str) -> set[str]:
    """The settings that a text names."""
    return set(re.findall(rf"\b{PREFIX}[A-Z_]*[A-Z]\b", text))


def first_schema() -> str:
    """The schema of the first release as SQL, to be upgraded from in tests. When that is out, this is made no more."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        config = Config()
        config.set_main_option("script_location", str(ROOT / "db" / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, FIRST)
        found = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
        made = [sql for (sql,) in found if "sqlite_sequence" not in sql]
    version = f"INSERT INTO alembic_version VALUES ('{FIRST}')"  # noqa: S608  a constant
    return ";\n\n".join([*made, version]) + ";\n"


FILES: Mapping[str, Callable[[], str]] = {".env.example": example, f"tests/db/releases/{FIRST}.sql": first_schema}
"""Files that are made as a whole."""


def main() -> None:
    """Write everything that is made."""
    for page in BLOCKS:
        (ROOT / page).write_text(renewed(page))
    for file, make in FILES.items():
        (ROOT / file).write_text(make())


if __name__ == "__main__":
    main()
