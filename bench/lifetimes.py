"""What canaries do from the first day until every window has passed, and the steps that can be left out of it."""

import asyncio
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select

from bench.canaries import Canary, Net
from bot.domain.buttons import Around, At, HowMany, Seen, Send, What
from bot.domain.details import Photo
from bot.domain.ids import Language, UpdateId
from bot.domain.incident import Activity, Number
from bot.domain.people import Person
from bot.domain.report import When
from bot.services import describing, forgetting, joining, keeping, meeting, reporting
from bot.town import Town
from cities import Place
from db import backups, inbox, rewriting
from db.details import NOTE
from db.inbox import Raw
from db.keys import KeyGone, Keys
from db.tables import people, reports
from simulator.residue import Hit, spellings

LATER = timedelta(days=36)
"""When every window has passed but those of what leads to nobody: the longest of the others is 35 days."""

AT_ONCE = 64
"""Canaries that live at the same time."""

APART = timedelta(hours=2)
"""So much later come the next of them: each report is compared with those of a day, and no city has thousands of that
day."""


class Step(StrEnum):
    """What can be left out, to see that the search finds what it is then to find."""

    SEALING = "sealing"
    FORGETTING = "forgetting"
    SWEEP = "sweep"
    OVERWRITING = "overwriting"
    """Of what is deleted, when it is deleted, and of the whole file in the night."""
    LOG = "log"
    KEYS = "keys"
    EXPIRY = "expiry"
    ROTATION = "rotation"
    """Of the main key in the night, where what is deleted is not overwritten."""


class Unsealed(Keys):
    """Keys that seal nothing."""

    def seal_id(self, purpose: str, row: bytes, number: int) -> bytes:
        """The number as it is."""
        return number.to_bytes(8, "big")

    def open_id(self, purpose: str, row: bytes, sealed: bytes) -> int:
        """The same back."""
        return int.from_bytes(sealed, "big")

    def seal(self, day: date, purpose: str, row: bytes, text: bytes) -> bytes:
        """The text as it is."""
        return text

    def open(self, day: date, purpose: str, row: bytes, sealed: bytes) -> bytes:
        """The same back."""
        return sealed


class Kept(Keys):
    """Keys of which none is ever destroyed."""

    def destroy_before(self, day: date) -> list[date]:
        """None of them."""
        return []


@dataclass(slots=True)
class Life:
    """A town and its canaries, from the first to the last."""

    town: Town
    folder: Path
    left_out: Step | None
    now: datetime
    """Moves on while they come."""
    plain: Net = field(default_factory=Net)
    net: Net = field(default_factory=Net)
    """What is looked for at the end: all of that, and what it was sealed into."""
    sealed: list[tuple[datetime, bytes]] = field(default_factory=list)

    async def plant(self, canaries: int) -> None:
        """All of them live, many at once: what they do is committed together."""
        for first in range(0, canaries, AT_ONCE):
            self.now += APART
            some = range(first, min(first + AT_ONCE, canaries))
            await asyncio.gather(*(self._lives(Canary(at)) for at in some))

    async def _lives(self, canary: Canary) -> None:
        """Somebody joins, reports with a note and a photo, and stays."""
        town, now, places = self.town, self.now, list(self.town.city.places.values())
        said = f'{{"message":{{"from":{{"id":{canary.chat}}},"text":"{canary.word}"}}}}'
        update = UpdateId(canary.at + 1)
        await town.database.change(lambda tx: inbox.write(tx, [Raw(update, canary.chat, said.encode())], now=now))
        by = (await joining.speak(town.database, canary.chat, Language("en"), owner=None, now=now)).person
        place = places[canary.at % len(places)]
        await joining.listen(town.database, place.neighborhood, by=by)
        await self._reports(canary, by, place)
        await town.database.change(lambda tx: inbox.answer(tx, [update], now=now))
        self.plain.add(canary.plain())
        self.net.add(canary.plain())

    async def _reports(self, canary: Canary, by: Person, place: Place) -> None:
        town, now = self.town, self.now
        tag = (await reporting.begin(town.database, by=by, policy=town.policy, now=now)).draft.tag
        at = Around(tag, place.neighborhood), At(tag, place.id)
        for tap in (What(tag, Activity.PATROL), *at, Seen(tag, When.NOW), HowMany(tag, Number.FEW)):
            opened = await reporting.answer(town.database, tap, by=by, city=town.city, policy=town.policy, now=now)
            tag = opened.draft.tag
        photo = Photo(f"AgAC{canary.word}")
        await describing.photo(town.database, photo, f"a {canary.word} van", by=by, policy=town.policy, now=now)
        await reporting.submit(town.database, Send(tag), by=by, city=town.city, policy=town.policy, now=now)

    async def remember(self, canaries: int) -> None:
        """Note what the canaries were sealed into, and under what those are found who will leave."""
        database = self.town.database
        leave = {database.keys.handle(Canary(at).chat): at for at in range(canaries) if leaves(at)}
        async with database.reading() as tx:
            for person in await tx.all(select(people.c.handle, people.c.chat)):
                if person.handle in leave:
                    self.net.add({f"handle: {name}": one for name, one in spellings(bytes(person.handle)).items()})
                    self.net.add({"chat": bytes(person.chat)})
            for report in await tx.all(select(reports.c.received, reports.c.note, reports.c.photo)):
                self.net.add({"note": bytes(report.note), "photo": bytes(report.photo)})
                self.sealed.append((report.received, bytes(report.note)))

    async def keep_a_copy(self) -> None:
        """What is deleted from now on is in a copy yet: here, in a backup."""
        await backups.make(self.town.database, self.folder / "backups", now=self.now)

    async def leave(self, canaries: int) -> None:
        """Of three, one asks to be forgotten, and one blocks the bot."""
        leave = [one for one in range(canaries) if leaves(one)]
        for first in range(0, len(leave), AT_ONCE):
            await asyncio.gather(*(self._leaves(Canary(at)) for at in leave[first : first + AT_ONCE]))

    async def _leaves(self, canary: Canary) -> None:
        database = self.town.database
        person = await meeting.known(database, canary.chat)
        if canary.at % 3 == 0 and person is not None:
            await forgetting.forget(database, by=person)
        else:
            await meeting.gone(database, canary.chat)

    async def age(self) -> bool:
        """The windows pass while somebody reads; whether anything was there until they stopped."""
        database, now = self.town.database, self.now + LATER
        async with database.reading() as tx:
            await tx.all(select(people.c.number).limit(1))
            if self.left_out is not Step.SWEEP:
                await keeping.sweep(database, now=now)
            await self._erase(now)
            while_read = bool(self.net.hits(self.folder / "data", most=1))
        await self._erase(now)
        if self.left_out not in (Step.OVERWRITING, Step.LOG):
            await rewriting.rewrite(database)  # it empties the log as well
        if self.left_out is not Step.EXPIRY:
            backups.expire(self.folder / "backups", now=now)
        return while_read

    async def _erase(self, now: datetime) -> None:
        if self.left_out is not Step.LOG:
            await keeping.erase(self.town.database, now=now)

    def in_files(self) -> list[Hit]:
        """What of them lies in any file in plain, in whatever spelling."""
        return self.plain.hits(self.folder)

    def left(self) -> list[Hit]:
        """What is found in any file, and in any backup that can still be opened."""
        for _, backup in backups.all_in(self.folder / "backups"):
            backups.open_into(backup, self.folder / "tmp" / f"{backup.name}.opened", self.town.database.keys)
        return self.net.hits(self.folder)

    def files(self) -> int:
        """How many files are searched."""
        return sum(path.is_file() for path in self.folder.rglob("*"))

    def readable(self) -> int:
        """How many notes whoever has kept a copy of the database could still read with the keys that there are."""
        keys = Kept(self.town.database.keys.folder)
        return sum(_opens(keys, received, note) for received, note in self.sealed)


def leaves(at: int) -> bool:
    """Whether this one goes, or stays."""
    return at % 3 != 2


def _opens(keys: Keys, received: datetime, note: bytes) -> bool:
    try:
        keys.open(received.date(), NOTE, received.isoformat().encode(), note)
    except KeyGone:
        return False
    return True
