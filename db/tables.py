"""Every table. What each column may hold of a person, and for how long, stands in `bot.domain.retention`."""

from sqlalchemy import Column, ForeignKey, Index, MetaData, Table, UniqueConstraint, text

from bot.domain.asking import Asked, Said
from bot.domain.broadcast import Kind, State, Way
from bot.domain.details import Still, Vehicles
from bot.domain.duplicates import Alike
from bot.domain.echo import Echo
from bot.domain.freezing import Wish
from bot.domain.incident import Activity, Number, Status
from bot.domain.ledger import Act
from bot.domain.notice import NoticeState
from bot.domain.people import Role
from bot.domain.verification import Agency, Answer, Where
from db.types import Blob, Choice, Flag, Instant, Integer, Text, index_of_some, one_of, yes_or_no

metadata = MetaData(
    naming_convention={
        "ck": "%(table_name)s_%(constraint_name)s",
        "uq": "%(table_name)s_%(column_0_N_name)s_once",
        "ix": "%(table_name)s_by_%(column_0_N_name)s",
    }
)


def _number(column: str = "id") -> Column[int]:
    """A number that is given once: SQLite would hand a deleted row's number to a stranger."""
    return Column(column, Integer, primary_key=True, autoincrement=True)


def _person(column: str = "person", *, gone: str = "CASCADE", **more: bool) -> Column[int]:
    return Column(column, Integer, ForeignKey("people.number", ondelete=gone), **more)  # type: ignore[arg-type]


facts = Table(
    "facts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Blob, nullable=False),
    sqlite_strict=True,
)
"""Single values: the key check, what Telegram makes us wait, a legal hold, what the bot is called."""

people = Table(
    "people",
    metadata,
    _number("number"),
    Column("handle", Blob, nullable=False, unique=True),
    Column("chat", Blob, nullable=False),
    Column("language", Text, nullable=False),
    Column("role", Choice(Role), nullable=False),
    Column("joined", Instant, nullable=False),
    Column("missing", Instant),
    Column("paused_until", Instant),
    Column("quiet", Flag, nullable=False, server_default=text("0")),
    _person("sponsor", gone="SET NULL"),
    Column("branch", Integer),
    Column("trained", Flag, nullable=False, server_default=text("0")),
    Column("exercises", Flag, nullable=False, server_default=text("0")),
    Column("suspended", Instant),
    one_of("role", Role),
    yes_or_no("quiet"),
    yes_or_no("trained"),
    yes_or_no("exercises"),
    index_of_some("role", "role = 'organizer'"),
    index_of_some("paused_until", "paused_until IS NOT NULL"),
    index_of_some("sponsor", "sponsor IS NOT NULL"),
    index_of_some("exercises", "exercises = 1"),
    index_of_some("suspended", "suspended IS NOT NULL"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)
"""`sponsor` is who invited them, while both are here. `branch` is the number of the first of those who, one by another,
invited them, and stays when that one leaves; none for who was invited by an organizer, or by nobody."""

areas = Table(
    "areas",
    metadata,
    Column("neighborhood", Text, primary_key=True),
    _person(primary_key=True),
    Column("since", Integer, primary_key=True),
    Column("until", Integer),
    Index(None, "person"),
    index_of_some("until", "until IS NOT NULL"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Who listens where. It counts for broadcasts numbered above `since` and, once given up, up to `until`: so a change of
neighborhoods touches no broadcast that is already on its way, whatever the clock says."""

invitations = Table(
    "invitations",
    metadata,
    Column("digest", Blob, primary_key=True),
    Column("role", Choice(Role), nullable=False),
    _person("inviter", gone="SET NULL"),
    Column("expires", Instant, nullable=False),
    Column("accepted", Instant),
    Column("areas", Text),
    _person("agreed", gone="SET NULL"),
    one_of("role", Role),
    Index(None, "inviter"),
    sqlite_strict=True,
)
"""`areas` are the neighborhoods where whoever accepts it listens from then on; `agreed` is the second organizer of one
that makes an organizer."""

duties = Table(
    "duties",
    metadata,
    Column("neighborhood", Text, primary_key=True),
    _person(primary_key=True),
    Column("until", Instant, nullable=False),
    Column("muted_until", Instant),
    Column("busy_until", Instant),
    Column("reminded", Flag, nullable=False, server_default=text("0")),
    yes_or_no("reminded"),
    Index(None, "person"),
    Index(None, "until"),
    sqlite_strict=True,
)
"""Who is on duty where. While `muted_until` lies ahead cards make no sound, while `busy_until` does none come;
`reminded` once they were told that it ends soon."""

drafts = Table(
    "drafts",
    metadata,
    _person(primary_key=True),
    Column("day", Text, nullable=False),
    Column("sealed", Blob, nullable=False),
    Column("changed", Instant, nullable=False),
    sqlite_strict=True,
)

incidents = Table(
    "incidents",
    metadata,
    _number(),
    Column("place", Text, nullable=False),
    Column("neighborhood", Text, nullable=False),
    Column("activity", Choice(Activity), nullable=False),
    Column("number", Choice(Number), nullable=False),
    Column("status", Choice(Status), nullable=False),
    Column("observed", Instant, nullable=False),
    Column("opened", Instant, nullable=False),
    Column("changed", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("edition", Integer, nullable=False, server_default=text("1")),
    Column("expires", Instant),
    Column("asked", Instant),
    _person("claimed_by", gone="SET NULL"),
    Column("claimed_until", Instant),
    Column("first_claimed", Instant),
    Column("merged_into", Integer, ForeignKey("incidents.id", ondelete="CASCADE")),
    Column("split_from", Integer, ForeignKey("incidents.id", ondelete="SET NULL")),
    Column("regrouped", Instant),
    Column("moved", Text),
    Column("exercise", Flag, nullable=False, server_default=text("0")),
    one_of("activity", Activity),
    one_of("number", Number),
    one_of("status", Status),
    yes_or_no("exercise"),
    Index(None, "status", "place"),
    Index(None, "status", "changed"),
    Index(None, "opened"),
    index_of_some("claimed_by", "claimed_by IS NOT NULL"),
    index_of_some("claimed_until", "claimed_until IS NOT NULL"),
    Index(None, "merged_into"),
    Index(None, "split_from"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)
"""`moved` says which reports and findings a merged incident brought into the other, so that they can go back."""

reports = Table(
    "reports",
    metadata,
    _number(),
    Column("incident", Integer, ForeignKey("incidents.id", ondelete="CASCADE"), nullable=False),
    _person(gone="SET NULL"),
    Column("place", Text, nullable=False),
    Column("neighborhood", Text, nullable=False),
    Column("activity", Choice(Activity), nullable=False),
    Column("number", Choice(Number), nullable=False),
    Column("observed", Instant, nullable=False),
    Column("received", Instant, nullable=False),
    Column("point", Blob),
    Column("vehicles", Choice(Vehicles)),
    Column("vests", Choice(Said)),
    Column("firsthand", Flag, nullable=False, server_default=text("1")),
    Column("still", Choice(Still)),
    Column("note", Blob),
    Column("photo", Blob),
    one_of("activity", Activity),
    one_of("number", Number),
    one_of("vehicles", Vehicles),
    one_of("vests", Said),
    yes_or_no("firsthand"),
    one_of("still", Still),
    Index(None, "incident"),
    Index(None, "person", "received"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)
"""`point`, `note` and `photo` are sealed under the key of the day on which the report was received."""

findings = Table(
    "findings",
    metadata,
    _number(),
    Column("incident", Integer, ForeignKey("incidents.id", ondelete="CASCADE"), nullable=False),
    _person(gone="SET NULL"),
    Column("answer", Choice(Answer), nullable=False),
    Column("looked", Choice(Where), nullable=False),
    Column("at", Instant, nullable=False),
    Column("agency", Choice(Agency)),
    Column("activity", Choice(Activity)),
    Column("number", Choice(Number)),
    UniqueConstraint("incident", "person"),
    one_of("answer", Answer),
    one_of("looked", Where),
    one_of("agency", Agency),
    one_of("activity", Activity),
    one_of("number", Number),
    Index(None, "person"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)

cards = Table(
    "cards",
    metadata,
    Column("incident", Integer, ForeignKey("incidents.id", ondelete="CASCADE"), primary_key=True),
    _person(primary_key=True),
    Column("message", Integer),
    Column("drawn", Integer, nullable=False),
    Column("dealt", Instant),
    Column("awake", Flag, nullable=False, server_default=text("0")),
    yes_or_no("awake"),
    Index(None, "person"),
    sqlite_strict=True,
)
"""One living card per incident and volunteer. One whose `drawn` is below its incident's edition is drawn again. `dealt`
is when, for those that count as one of so many an hour. `awake` says that its holder came
to the bot by themselves: then it waits for no morning."""

weights = Table(
    "weights",
    metadata,
    Column("incident", Integer, ForeignKey("incidents.id", ondelete="CASCADE"), primary_key=True),
    Column("since", Instant, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("settled", Integer, nullable=False),
    Column("established", Integer, nullable=False),
    Column("proven", Integer, nullable=False),
    Column("dealt", Instant),
    Index(None, "since"),
    sqlite_strict=True,
)
"""What the reports of an incident weigh, in numbers; `dealt` is when the first volunteer was given its card."""

lists = Table(
    "lists",
    metadata,
    _person(primary_key=True),
    Column("listed", Text, nullable=False),
    Column("message", Integer),
    Column("edition", Integer, nullable=False),
    Column("drawn", Integer, nullable=False),
    Column("sent", Instant, nullable=False),
    Index(None, "sent"),
    sqlite_strict=True,
)
"""One living list per volunteer of what waits, or per organizer of where; drawn again while `drawn` is below its
edition. `sent` is when it was last sent as a new message."""

standings = Table(
    "standings",
    metadata,
    Column("mark", Blob, primary_key=True),
    Column("week", Instant, nullable=False),
    Column("confirmed", Integer, nullable=False),
    Column("dismissed", Integer, nullable=False),
    Column("today", Integer, nullable=False),
    Column("began", Instant),
    Column("last", Instant),
    Index(None, "week"),
    Index(None, "began"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""What became of someone's reports, as numbers under a mark that only the key of a week can make again; and how many
they made within a day from `began`, the last of them when."""

likenesses = Table(
    "likenesses",
    metadata,
    Column("incident", Integer, ForeignKey("incidents.id", ondelete="CASCADE"), primary_key=True),
    Column("other", Integer, ForeignKey("incidents.id", ondelete="CASCADE"), primary_key=True),
    Column("metres", Integer),
    Column("minutes", Integer, nullable=False),
    Column("activity", Choice(Alike), nullable=False),
    Column("apart", Flag, nullable=False, server_default=text("0")),
    one_of("activity", Alike),
    yes_or_no("apart"),
    Index(None, "other"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Which open incident a new one may be the same as, and why; `apart` once somebody has said that it is not."""

letters = Table(
    "letters",
    metadata,
    _number(),
    _person(nullable=False),
    Column("says", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("written", Instant, nullable=False),
    Index(None, "person"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)
"""One message to one person that must not be lost. The row goes when Telegram has taken it."""

broadcasts = Table(
    "broadcasts",
    metadata,
    _number(),
    Column("incident", Integer, ForeignKey("incidents.id", ondelete="CASCADE")),
    Column("kind", Choice(Kind), nullable=False),
    Column("lane", Integer, nullable=False),
    Column("way", Choice(Way), nullable=False),
    Column("basis", Integer, ForeignKey("broadcasts.id", ondelete="CASCADE")),
    Column("audience", Text),
    Column("facts", Text, nullable=False),
    Column("opened", Instant, nullable=False),
    Column("state", Choice(State), nullable=False),
    Column("ring", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    one_of("kind", Kind),
    one_of("way", Way),
    one_of("state", State),
    Index(None, "state", "lane"),
    Index(None, "incident"),
    Index(None, "basis"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)
"""`ring` and `number` are the low-water cursor: everyone at or below it has been answered for."""

receipts = Table(
    "receipts",
    metadata,
    Column("broadcast", Integer, ForeignKey("broadcasts.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Integer, primary_key=True),
    Column("message", Integer),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Telegram took it, with its message id; without one when the answer was ambiguous. `person` is no foreign key: an
index for it would double the bytes of a delivery, and `/forget` finds the rows by broadcast."""

progress = Table(
    "progress",
    metadata,
    Column("broadcast", Integer, ForeignKey("broadcasts.id", ondelete="CASCADE"), primary_key=True),
    _person(primary_key=True),
    Column("message", Integer),
    Column("told", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "person"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Which organizer sees in which message how far a broadcast has come; without one when they have deleted it. The row
goes when they have seen the end."""

inbox = Table(
    "inbox",
    metadata,
    Column("arrival", Integer, primary_key=True, autoincrement=True),
    Column("update_id", Integer, nullable=False, unique=True),
    Column("chat", Blob),
    Column("day", Text, nullable=False),
    Column("sealed", Blob),
    Column("received", Instant, nullable=False),
    Column("applied", Blob),
    Column("answered", Instant),
    Column("failures", Integer, nullable=False),
    Column("urgency", Integer, nullable=False),
    Index(None, "answered"),
    Index(None, "chat"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)
"""Updates, written down before anything else happens. `applied` is what the services answered in whose transactions the
update took effect, sealed. All that an update said goes when it is answered; its number stays for 48 hours, so that a
repeat changes nothing."""

quarantine = Table(
    "quarantine",
    metadata,
    _number(),
    Column("update_id", Integer),
    Column("reference", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)
"""Updates that could not be handled: which kind, which class of error, how large. Never their text."""

echoes = Table(
    "echoes",
    metadata,
    Column("incident", Integer, ForeignKey("incidents.id", ondelete="CASCADE"), primary_key=True),
    _person(primary_key=True),
    Column("echo", Choice(Echo), primary_key=True),
    Column("at", Instant, nullable=False),
    one_of("echo", Echo),
    Index(None, "person"),
    Index(None, "at"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""What those who got an alert told back with one tap, each of them once."""

questions = Table(
    "questions",
    metadata,
    _number(),
    Column("report", Integer, ForeignKey("reports.id", ondelete="CASCADE"), nullable=False),
    Column("asked", Choice(Asked), nullable=False),
    Column("said", Choice(Said)),
    Column("at", Instant, nullable=False),
    Column("answered", Instant),
    Column("words", Blob),
    Column("reply", Blob),
    one_of("asked", Asked),
    one_of("said", Said),
    Index(None, "report"),
    Index(None, "at"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)
"""What volunteers asked about a report, and what its reporter answered: neither of them is named here. `words` and
`reply` are sealed under the keys of the days on which they were asked and answered."""

lines = Table(
    "lines",
    metadata,
    _person(primary_key=True),
    Column("incident", Integer, ForeignKey("incidents.id", ondelete="CASCADE"), nullable=False),
    Column("question", Integer, ForeignKey("questions.id", ondelete="CASCADE")),
    Column("since", Instant, nullable=False),
    Index(None, "incident"),
    Index(None, "question"),
    Index(None, "since"),
    sqlite_strict=True,
)
"""Who is about to ask the reporter of an incident in words of their own; with `question`, about to answer that."""

notices = Table(
    "notices",
    metadata,
    _number(),
    _person("author", gone="SET NULL"),
    Column("facts", Text, nullable=False),
    Column("state", Choice(NoticeState), nullable=False),
    Column("writing", Text),
    Column("asked", Text, nullable=False, server_default=text("'[]'")),
    Column("changed", Instant, nullable=False),
    Column("next", Instant),
    Column("broadcast", Integer, ForeignKey("broadcasts.id", ondelete="SET NULL")),
    Column("amends", Integer, ForeignKey("notices.id", ondelete="CASCADE")),
    one_of("state", NoticeState),
    Index(None, "author"),
    Index(None, "state"),
    Index(None, "changed"),
    index_of_some("next", "next IS NOT NULL"),
    Index(None, "broadcast"),
    Index(None, "amends"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)
"""What organizers tell subscribers: public words, by language. `author` is known until a second organizer has approved
it. `next` is when it goes out next, `broadcast` the last one that people may hold, `amends` the notice whose words
these are to replace, `asked` the languages into which translators were asked to put it."""

translators = Table(
    "translators",
    metadata,
    Column("language", Text, primary_key=True),
    _person(primary_key=True),
    Column("notice", Integer, ForeignKey("notices.id", ondelete="SET NULL")),
    Column("since", Instant),
    Index(None, "person"),
    Index(None, "notice"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Who offered to translate into which language; and, for an hour, which notice they said that they translate."""

agreements = Table(
    "agreements",
    metadata,
    Column("wish", Choice(Wish), primary_key=True),
    Column("about", Integer, primary_key=True),
    _person(primary_key=True),
    Column("at", Instant, nullable=False),
    one_of("wish", Wish),
    Index(None, "person"),
    Index(None, "at"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Which organizer has agreed to what takes two of them while all is frozen: to the end of which freeze, or to asking
people to ignore which broadcast."""

ledger = Table(
    "ledger",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("act", Choice(Act), nullable=False),
    Column("subject", Integer),
    Column("role", Choice(Role)),
    Column("tag", Text),
    Column("before", Text),
    Column("first", Integer),
    Column("last", Integer),
    Column("hash", Blob, nullable=False),
    one_of("act", Act),
    one_of("role", Role),
    Index(None, "at"),
    Index(None, "last"),
    sqlite_strict=True,
)
"""What changed what the public is told, each row bound to the one before it. `first` and `last` are the broadcasts that
it opened; the numbers count on without a gap, and nothing here points at a person."""

tallies = Table(
    "tallies",
    metadata,
    Column("week", Instant, primary_key=True),
    Column("neighborhood", Text, primary_key=True),
    Column("reports", Integer, nullable=False),
    Column("dismissed", Integer, nullable=False),
    Column("minutes", Integer, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""What is left of incidents that no alert was sent about: how many reports, how many dismissed, and how long that took
together."""

members = Table(
    "members",
    metadata,
    _number("number"),
    Column("pid", Integer, nullable=False),
    Column("beat", Instant, nullable=False),
    Column("keys", Blob),
    Column("fence", Integer),
    Column("wants", Integer, nullable=False, server_default=text("0")),
    Column("share", Integer),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)
"""The processes at work together on one PostgreSQL (`db.members`): by which `pid` the server knows it, 0 once it is
given up; when each was last heard of, by the server's clock, and what shows which main keys it has. `fence` is the
number under which one of them leads, `wants` how many messages a second it could send, `share` how many it may. Nothing
of people; with SQLite there is none."""
