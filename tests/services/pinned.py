"""Reports with a pin, metres to the east and to the north of the library in Harborton."""

from dataclasses import replace
from datetime import timedelta
from math import cos, radians
from typing import Any

from bot.domain.buttons import At, HowMany, Seen, Send, What
from bot.domain.duplicates.sighting import DEGREE_M
from bot.domain.incident import Activity, Number
from bot.domain.people import Person
from bot.domain.policy import Scope
from bot.domain.report import OpenDraft, Submitted, When
from bot.domain.where import Pin
from bot.services import placing, reporting
from bot.town import Town
from db import drafts

LIBRARY_LAT, LIBRARY_LON = 42.51234, -70.91234


def everywhere(town: Town) -> Town:
    """The town, where every spot within a kilometre of a city place is taken, and people may report as they like."""
    policy = replace(town.policy, scope=Scope.EVERYWHERE, reports_apart=timedelta(0), reports_open=99, reports_a_day=99)
    return replace(town, policy=policy)


def pin(east: float, north: float = 0.0, accuracy_m: float | None = 10.0) -> Pin:
    """So many metres from the library."""
    lat = LIBRARY_LAT + north / DEGREE_M
    return Pin(lat, LIBRARY_LON + east / DEGREE_M / cos(radians(lat)), accuracy_m=accuracy_m)


async def points(
    town: Town, by: Person, sent: Pin, *, activity: Activity = Activity.CHECKPOINT, note: str | None = None
) -> OpenDraft:
    """Someone answers every question of a new draft, the one of where with a pin, and perhaps adds a note."""
    given: dict[str, Any] = {"by": by, "city": town.city, "policy": town.policy, "now": town.clock.now()}
    tag = (await reporting.begin(town.database, by=by, policy=town.policy, now=town.clock.now())).draft.tag
    await reporting.answer(town.database, What(tag, activity), **given)
    asked = await placing.point(town.database, sent, **given)
    if asked.draft.place is None:
        await reporting.answer(town.database, At(tag, asked.offered[0]), **given)
    await reporting.answer(town.database, Seen(tag, When.NOW), **given)
    asked = await reporting.answer(town.database, HowMany(tag, Number.FEW), **given)
    if note is not None:
        async with town.database.transaction() as tx:
            await drafts.save(tx, by.number, replace(asked.draft, note=note), now=town.clock.now())
    return asked


async def pins(town: Town, by: Person, sent: Pin, **more: Any) -> Submitted:
    """Someone reports with a pin."""
    asked = await points(town, by, sent, **more)
    now = town.clock.now()
    return await reporting.submit(
        town.database, Send(asked.draft.tag), by=by, city=town.city, policy=town.policy, now=now
    )
