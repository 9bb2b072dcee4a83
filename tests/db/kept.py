"""Everything that is kept for a while, and how it comes to be kept: one trial for each window."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Table, insert

from bot.domain.asking import Asked
from bot.domain.broadcast import Audience
from bot.domain.dealing import Listed
from bot.domain.echo import Echo
from bot.domain.freezing import Wish
from bot.domain.ids import Language, UpdateId
from bot.domain.incident import Status
from bot.domain.ledger import Act
from bot.domain.people import Role
from bot.domain.report import Draft
from bot.domain.retention import Kept
from bot.domain.spot import Spot
from bot.domain.verification import Answer, Finding, Where
from db import (
    areas,
    broadcasts,
    cards,
    drafts,
    duties,
    echoes,
    findings,
    freezes,
    inbox,
    incidents,
    invitations,
    ledger,
    lines,
    lists,
    notices,
    people,
    quarantine,
    questions,
    reports,
    translators,
)
from db.engine import Database, Transaction
from db.inbox import Raw
from db.tables import agreements as agreement_rows
from db.tables import areas as area_rows
from db.tables import broadcasts as broadcast_rows
from db.tables import cards as card_rows
from db.tables import drafts as draft_rows
from db.tables import duties as duty_rows
from db.tables import echoes as echo_rows
from db.tables import findings as finding_rows
from db.tables import inbox as inbox_rows
from db.tables import incidents as incident_rows
from db.tables import invitations as invitation_rows
from db.tables import ledger as ledger_rows
from db.tables import lines as line_rows
from db.tables import lists as list_rows
from db.tables import notices as notice_rows
from db.tables import people as people_rows
from db.tables import quarantine as quarantine_rows
from db.tables import questions as question_rows
from db.tables import receipts
from db.tables import reports as report_rows
from db.tables import standings as standing_rows
from db.tables import tallies as tally_rows
from db.tables import translators as translator_rows
from tests.db.crowd import HARBOR, NOW, REPORT, alert, incident, someone, told

RINGS = ((HARBOR,),)


@dataclass(frozen=True, slots=True)
class Trial:
    """How something comes to be kept, its window counted from NOW, and where it is then found."""

    kept: Kept
    make: Callable[[Database], Awaitable[None]]
    table: Table
    there: ColumnElement[bool] | None = None


def within(does: Callable[[Transaction], Awaitable[object]]) -> Callable[[Database], Awaitable[None]]:
    """Done in one transaction."""

    async def make(database: Database) -> None:
        async with database.transaction() as tx:
            await does(tx)

    return make


async def answered(tx: Transaction) -> None:
    await inbox.write(tx, [Raw(UpdateId(7), 1, b"{}")], now=NOW)
    await inbox.answer(tx, [UpdateId(7)], now=NOW)


async def faulty(tx: Transaction) -> None:
    await quarantine.put(tx, quarantine.Fault(UpdateId(7), "abcdef", "message", "KeyError", 9), now=NOW)


async def drafted(database: Database) -> None:
    ana = await someone(database, 1)
    async with database.transaction() as tx:
        await drafts.save(tx, ana, Draft(tag=1), now=NOW)


async def invited(database: Database) -> None:
    ana = await someone(database, 1)
    async with database.transaction() as tx:
        await invitations.add(tx, b"1" * 32, role=Role.VOLUNTEER, inviter=ana, expires=NOW)


async def on_duty(database: Database) -> None:
    ana = await someone(database, 1)
    async with database.transaction() as tx:
        await duties.start(tx, ana, [HARBOR], until=NOW)


async def reported(database: Database) -> None:
    ana = await someone(database, 1)
    async with database.transaction() as tx:
        await reports.add(tx, REPORT, incident=await incident(tx), by=ana, now=NOW)


async def pinned(database: Database) -> None:
    ana = await someone(database, 1)
    async with database.transaction() as tx:
        report = replace(REPORT, spot=Spot(42.5, -70.9, 10))
        await reports.add(tx, report, incident=await incident(tx), by=ana, now=NOW)


async def noted(database: Database) -> None:
    ana = await someone(database, 1)
    async with database.transaction() as tx:
        told = replace(REPORT, note="a white van", photo="A1")
        await reports.add(tx, told, incident=await incident(tx), by=ana, now=NOW)


async def asked(database: Database) -> None:
    await reported(database)
    async with database.transaction() as tx:
        await questions.add(tx, 1, Asked.VESTS, now=NOW)


async def about_to_ask(database: Database) -> None:
    ana = await someone(database, 1)
    async with database.transaction() as tx:
        await lines.begin(tx, ana, await incident(tx), question=None, now=NOW)


async def found(database: Database) -> None:
    ana = await someone(database, 1)
    async with database.transaction() as tx:
        await findings.add(tx, await incident(tx), Finding(ana, Answer.CANNOT_TELL, Where.REMOTE, NOW))


async def dealt(database: Database) -> None:
    ana = await someone(database, 1)
    async with database.transaction() as tx:
        await cards.deal(tx, await incident(tx), [ana])


async def received(database: Database) -> None:
    ana = await someone(database, 1)
    opened = await alert(database, RINGS)
    await told(database, opened, ana)
    async with database.transaction() as tx:
        await broadcasts.finish(tx, opened.id)


async def echoed(database: Database) -> None:
    ana = await someone(database, 1)
    async with database.transaction() as tx:
        await echoes.add(tx, await incident(tx), Echo.SEEN_TOO, by=ana, now=NOW)


def moved(status: Status) -> Callable[[Database], Awaitable[None]]:
    async def make(tx: Transaction) -> None:
        await incidents.move(tx, await incidents.get(tx, await incident(tx)), status, now=NOW)

    return within(make)


async def exercised(tx: Transaction) -> None:
    played = await incidents.add(tx, REPORT, now=NOW, exercise=True)
    await incidents.move(tx, played, Status.ACTIVE, now=NOW)


async def noticed(database: Database) -> None:
    ana = await someone(database, 1)
    async with database.transaction() as tx:
        await notices.add(tx, ana, now=NOW)


async def sent(database: Database) -> None:
    ana = await someone(database, 1)
    async with database.transaction() as tx:
        being = await notices.add(tx, ana, now=NOW)
        await broadcasts.open_notice(tx, being.facts, Audience(RINGS), now=NOW)
        [opened] = await broadcasts.under_way(tx)
        await broadcasts.finish(tx, opened.id)


async def translating(database: Database) -> None:
    ana = await someone(database, 1)
    async with database.transaction() as tx:
        being = await notices.add(tx, ana, now=NOW)
        await translators.offer(tx, ana, Language("es"))
        await translators.take(tx, ana, translators.Claim(being.id, Language("es")), now=NOW)


async def paused(database: Database) -> None:
    ana = await someone(database, 1)
    async with database.transaction() as tx:
        await people.pause(tx, ana, NOW)


async def left(database: Database) -> None:
    ana = await someone(database, 1, HARBOR)
    opened = await alert(database, RINGS)
    async with database.transaction() as tx:
        await broadcasts.finish(tx, opened.id)
        await areas.leave(tx, ana, HARBOR)


async def listed(database: Database) -> None:
    ana = await someone(database, 1)
    async with database.transaction() as tx:
        await lists.send(tx, ana, Listed(more=1), now=NOW)


async def standing(tx: Transaction) -> None:
    numbers = {"confirmed": 1, "dismissed": 0, "today": 1, "began": NOW, "last": NOW}
    await tx.run(standing_rows.insert().values(mark=b"1" * 16, week=NOW, **numbers))


async def agreed(database: Database) -> None:
    ana = await someone(database, 1)
    async with database.transaction() as tx:
        await freezes.agree(tx, Wish.RESUME, 7, ana, now=NOW)


async def counted(tx: Transaction) -> None:
    await tx.run(insert(tally_rows).values(week=NOW, neighborhood=HARBOR, reports=1, dismissed=0, minutes=0))


async def acted(tx: Transaction) -> None:
    await ledger.write(tx, Act.FROZEN, by=None, now=NOW)


TRIALS = (
    Trial(Kept.INBOX_NUMBERS, within(answered), inbox_rows),
    Trial(Kept.QUARANTINE, within(faulty), quarantine_rows),
    Trial(Kept.DRAFTS, drafted, draft_rows),
    Trial(Kept.INVITATIONS, invited, invitation_rows),
    Trial(Kept.DUTIES, on_duty, duty_rows),
    Trial(Kept.REPORTER_LINKS, reported, report_rows, report_rows.c.person.is_not(None)),
    Trial(Kept.POINTS, pinned, report_rows, report_rows.c.point.is_not(None)),
    Trial(Kept.NOTES, noted, report_rows, report_rows.c.note.is_not(None)),
    Trial(Kept.NOTES, noted, report_rows, report_rows.c.photo.is_not(None)),
    Trial(Kept.QUESTIONS, asked, question_rows),
    Trial(Kept.LINES, about_to_ask, line_rows),
    Trial(Kept.FINDING_LINKS, found, finding_rows, finding_rows.c.person.is_not(None)),
    Trial(Kept.CARDS, dealt, card_rows),
    Trial(Kept.ECHOES, echoed, echo_rows),
    Trial(Kept.RECEIPTS, received, receipts),
    Trial(Kept.DISMISSED, moved(Status.DISMISSED), incident_rows),
    Trial(Kept.DISMISSED, within(incident), incident_rows),
    Trial(Kept.DISMISSED, within(exercised), incident_rows),
    Trial(Kept.DISMISSED, moved(Status.MERGED), incident_rows),
    *(
        Trial(Kept.ALERTED, moved(one), incident_rows)
        for one in (Status.ACTIVE, Status.OVER, Status.RETRACTED, Status.EXPIRED)
    ),
    Trial(Kept.OLD_AREAS, left, area_rows),
    Trial(Kept.NOTICES, noticed, notice_rows),
    Trial(Kept.SENT_NOTICES, sent, broadcast_rows),
    Trial(Kept.TRANSLATIONS, translating, translator_rows, translator_rows.c.since.is_not(None)),
    Trial(Kept.LISTS, listed, list_rows),
    Trial(Kept.REPORTS_TODAY, within(standing), standing_rows, standing_rows.c.today > 0),
    Trial(Kept.STANDINGS, within(standing), standing_rows),
    Trial(Kept.TALLIES, within(counted), tally_rows),
    Trial(Kept.AGREEMENTS, agreed, agreement_rows),
    Trial(Kept.LEDGER, within(acted), ledger_rows),
    Trial(Kept.PAUSES, paused, people_rows, people_rows.c.paused_until.is_not(None)),
)
