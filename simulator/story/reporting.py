"""Three residents report one thing, in three languages and three ways; a fourth reports another."""

import asyncio
from collections.abc import Sequence
from functools import partial

from simulator.cast import Someone
from simulator.screens import Message
from simulator.story.stage import HARAMBEE, PARK, Stage, expect

IN_THE_PARK = (42.3001, -71.0994)
"""Latitude and longitude of a meadow in the park's west."""

TYPED = "franklin prk"


async def three_report_one_thing(stage: Stage) -> None:
    """By pin, from the list and by typing: one incident. A kilometer away: another."""
    rosa, nadege, mei, lan = stage.rosa, stage.nadege, stage.mei, stage.lan
    await rosa.reports_by_pin(*IN_THE_PARK)
    await rosa.hears("report.received", "time", place=stage.name(PARK))
    stage.tell("a resident reported from a park by a pin, in Spanish")
    await asyncio.gather(nadege.reports(PARK), mei.reports_by_typing(TYPED, PARK), lan.reports(HARAMBEE))
    for one in (nadege, mei):
        await one.hears("report.known", place=stage.name(PARK))
    stage.tell(f"two more: from the list in Haitian Creole, and {TYPED!r} typed; they heard that it is known already")
    await lan.hears("report.received", "time", place=stage.name(HARAMBEE))
    stage.tell("meanwhile a fourth reported from a park a kilometer away, in Vietnamese")
    for one in (stage.ben, stage.cai):
        await _holds(stage, one)
    stage.tell("each volunteer holds two cards: one of three reports, and one of one")


async def _holds(stage: Stage, volunteer: Someone) -> None:
    for place, reports in ((PARK, 3), (HARAMBEE, 1)):
        name, said = stage.name(place), volunteer.words.plain("card.reports", count=reports)
        await volunteer.phone.hears(partial(_says, said=(name, said)))
        cards = [card for card in volunteer.phone.messages() if name in card.text]
        expect(len(cards) == 1, f"{len(cards)} cards tell of {name}")


def _says(card: Message, said: Sequence[str]) -> bool:
    return all(one in card.text for one in said)
