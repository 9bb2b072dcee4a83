"""After forgetting, nothing of the person lies in the files: not as a row, and not as what a deleted row leaves."""

import base64
import random
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.buttons import Claimed
from bot.domain.details import Photo
from bot.domain.ids import EVERYWHERE, Language, NeighborhoodId, UpdateId
from bot.domain.incident import Step
from bot.domain.people import Role
from bot.domain.spot import rounded
from bot.domain.verification import Answer, Where
from bot.services import describing, forgetting, inviting, keeping, meeting, verification
from bot.town import Town
from db import areas, drafts, inbox
from db import people as known
from db.inbox import Raw
from db.reports import DEGREE, POINT
from db.tables import people, reports
from simulator.residue import FEWEST, Hit, encodings, hits, spellings
from tests.services.acts import decides, fills_in, finds, goes_on_duty, joins, newest, rows, sends, tells
from tests.services.pinned import everywhere, pin, pins

pytestmark = pytest.mark.sqlite

ANA = 7_316_498_025
ENGLISH = Language("en")
NEIGHBORHOODS = [NeighborhoodId(one) for one in ("harbor", "mill", "hill")]
NUMBERS = st.integers(2**24, 2**52)


def needles(town: Town, telegram_id: int) -> dict[str, bytes]:
    """Everything by which someone could be told in the files."""
    handle = spellings(town.database.keys.handle(telegram_id))
    return {**encodings(telegram_id), **{f"handle: {name}": needle for name, needle in handle.items()}}


async def sealed(town: Town, telegram_id: int) -> bytes:
    """The number of this person's chat, as their row holds it: whoever has the key can open it."""
    handle = town.database.keys.handle(telegram_id)
    return next(bytes(row.chat) for row in await rows(town.database, people) if row.handle == handle)


async def lives(town: Town, telegram_id: int) -> None:
    """Someone joins, reports, is on duty, looks, claims, invites, and writes to the bot."""
    database, now = town.database, town.clock.now()
    async with database.transaction() as tx:
        await inbox.write(tx, [Raw(UpdateId(1), telegram_id, f'{{"id":{telegram_id}}}'.encode())], now=now)
    person = await goes_on_duty(town, telegram_id, "harbor", EVERYWHERE, role=Role.ORGANIZER)
    draft = await fills_in(town, person, "quay_hall")
    await tells(town, person, "mill_park")
    async with database.transaction() as tx:
        await drafts.save(tx, person.number, draft, now=now)
    await tells(town, await joins(town, 2))
    incident = await newest(town)
    await verification.claim(database, Claimed(incident.id, incident.version), by=person, policy=town.policy, now=now)
    await inviting.invite(database, Role.VOLUNTEER, by=person, policy=town.policy, now=now)
    await finds(town, person)


@pytest.mark.asyncio
async def test_nothing_of_someone_forgotten_is_left_in_the_files(town: Town, tmp_path: Path) -> None:
    await lives(town, ANA)
    wanted = {**needles(town, ANA), "chat": await sealed(town, ANA)}
    before = {one.needle for one in hits(tmp_path / "data", wanted)}
    person = await joins(town, ANA, role=Role.ORGANIZER)

    await forgetting.forget(town.database, by=person)
    in_between = hits(tmp_path / "data", wanted)
    await keeping.erase(town.database, now=town.clock.now())

    assert before == {"handle: raw", "chat"}
    assert in_between != []
    assert hits(tmp_path / "data", wanted) == []
    assert hits(tmp_path / "keys", needles(town, ANA)) == []


@pytest.mark.asyncio
async def test_nothing_of_a_point_is_left_in_the_files_when_its_incident_has_closed(town: Town, tmp_path: Path) -> None:
    owner, at = await joins(town, ANA, role=Role.ORGANIZER), pin(30)
    await pins(everywhere(town), await joins(town, 2), at)
    [row] = await rows(town.database, reports)
    spot = rounded(at.lat, at.lon)
    plain = POINT.pack(round(spot.lat * DEGREE), round(spot.lon * DEGREE), 0)[:8]
    wanted = {"sealed": bytes(row.point), "plain": plain}
    before = {one.needle for one in hits(tmp_path / "data", wanted)}

    await decides(town, owner, Step.DISMISS)
    await keeping.erase(town.database, now=town.clock.now())

    assert before == {"sealed"}
    assert hits(tmp_path / "data", wanted) == []


@pytest.mark.asyncio
async def test_a_reader_delays_the_erasing_and_does_not_prevent_it(town: Town, tmp_path: Path) -> None:
    person = await joins(town, ANA, "harbor")
    handle = {"handle": town.database.keys.handle(ANA)}
    async with town.database.reading() as tx:
        await tx.all(people.select())
        await forgetting.forget(town.database, by=person)
        await keeping.erase(town.database, now=town.clock.now())
        while_read = hits(tmp_path / "data", handle)

    await keeping.erase(town.database, now=town.clock.now())

    assert while_read != []
    assert hits(tmp_path / "data", handle) == []


@pytest.mark.asyncio
async def test_nothing_is_left_where_pages_were_split_and_moved(town: Town, tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311  any numbers will do
    everyone = [chance.randrange(2**33, 2**34) for _ in range(300)]
    gone = chance.sample(everyone, 30)
    async with town.database.transaction() as tx:
        for one in everyone:
            person = await known.add(tx, one, language=ENGLISH, role=Role.RESIDENT, now=town.clock.now())
            await areas.listen(tx, person.number, chance.choice(NEIGHBORHOODS))
    wanted = {str(one): town.database.keys.handle(one) for one in gone}
    wanted |= {
        f"chat of {row.number}": row.chat for row in await rows(town.database, people) if row.handle in wanted.values()
    }
    before = len(hits(tmp_path / "data", wanted))
    for one in gone:
        await meeting.gone(town.database, one)
        await joins(town, chance.randrange(2**35, 2**36), "harbor")

    await keeping.erase(town.database, now=town.clock.now())

    assert before >= 2 * len(gone)
    assert hits(tmp_path / "data", wanted) == []


@pytest.mark.asyncio
async def test_what_was_seen_at_a_place_is_not_in_clear_while_it_is_a_draft(town: Town, tmp_path: Path) -> None:
    person = await joins(town, ANA)

    await fills_in(town, person, "quay_hall")

    assert hits(tmp_path / "data", {"place": b"quay_hall"}) == []


@pytest.mark.asyncio
async def test_a_note_and_a_photo_are_in_clear_in_no_file(town: Town, tmp_path: Path) -> None:
    person = await joins(town, ANA)
    draft = await fills_in(town, person)
    policy, now = town.policy, town.clock.now()
    await describing.photo(
        town.database, Photo("AgACAgQAAx0CanaryPhoto"), "a canary van", by=person, policy=policy, now=now
    )
    drafted = hits(tmp_path / "data", {"note": b"canary van", "photo": b"CanaryPhoto"})

    await sends(town, person, draft)

    assert drafted == []
    assert hits(tmp_path / "data", {"note": b"canary van", "photo": b"CanaryPhoto"}) == []


@pytest.mark.asyncio
async def test_what_was_swept_is_not_in_the_files_either(town: Town, tmp_path: Path) -> None:
    person = await goes_on_duty(town, ANA, "harbor")
    await tells(town, person)
    await finds(town, await joins(town, 3, role=Role.VOLUNTEER), Answer.CANNOT_TELL, Where.REMOTE)

    await keeping.sweep(town.database, now=town.clock.now() + timedelta(days=8))
    await keeping.erase(town.database, now=town.clock.now())

    assert hits(tmp_path / "data", {"place": b"pier_library"}) == []


def stored(folder: Path, kind: str, value: object) -> list[Hit]:
    """Where a number is found that SQLite was given in this way."""
    with closing(sqlite3.connect(folder / "x.db")) as connection, connection:
        connection.execute(f"CREATE TABLE things (value {kind})")
        connection.execute("INSERT INTO things VALUES (?)", (value,))
    found = hits(folder, encodings(ANA))
    (folder / "x.db").unlink()
    return found


@pytest.mark.parametrize(
    ("kind", "value", "needle"),
    [
        ("INTEGER", ANA, "big-endian 6"),
        ("INTEGER PRIMARY KEY", ANA, "varint"),
        ("TEXT", str(ANA), "decimal"),
        ("BLOB", ANA.to_bytes(8, "little"), "little-endian 8"),
        ("BLOB", str(ANA).encode("utf-16-le"), "utf-16-le"),
        ("TEXT", f"x{ANA:x}", "hex"),
        ("TEXT", base64.b64encode(str(ANA).encode()).decode(), "base64 of decimal at 0"),
        ("TEXT", base64.b64encode(f"a{ANA}b".encode()).decode(), "base64 of decimal at 1"),
        ("TEXT", base64.b64encode(f"ab{ANA}cd".encode()).decode(), "base64 of decimal at 2"),
    ],
)
def test_a_number_is_found_however_it_was_stored(tmp_path: Path, kind: str, value: object, needle: str) -> None:
    found = {one.needle for one in stored(tmp_path, kind, value)}

    assert needle in found
    assert kind != "INTEGER" or "decimal" not in found


@given(NUMBERS, st.binary(max_size=9), st.binary(max_size=9))
def test_base64_is_found_at_every_offset(number: int, before: bytes, after: bytes) -> None:
    text = base64.b64encode(before + str(number).encode() + after)

    pieces = [needle for name, needle in encodings(number).items() if name.startswith("base64 of decimal")]
    assert any(piece in text for piece in pieces)


@given(NUMBERS)
def test_no_needle_is_so_short_that_chance_would_find_it(number: int) -> None:
    assert all(len(needle) >= FEWEST for needle in encodings(number).values())


def test_a_needle_that_is_too_short_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="too short"):
        hits(tmp_path, {"a": b"abc"})
