"""One bad actor is harmless: a hoax, a disagreement, an infiltrator, a stolen phone. The whole bot at work."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from bot.domain.people import Role
from bot.services import rechecking
from db import people
from simulator.phones import EnginePhone
from simulator.screens import Message
from tests.services.acts import joins
from tests.stories.harborton import Harborton

CONFIRMED = "Confirmed: ICE activity"
SEEN, NOTHING = "I see it, I am here", "Nothing here"


def shows(card: str, found: str) -> Callable[[Message], bool]:
    """What tells whether a card of that is drawn with what was found before."""
    return lambda message: card in message.text and found in message.text


async def find(number: int, *volunteers: EnginePhone, last: str = SEEN) -> None:
    """One after the other, on a card that shows what was found before; the last of them may say something else."""
    for found, one in enumerate(volunteers):
        card = f"No. {number}: not confirmed"
        await one.hears(shows(card, f"{found} volunteer" if found else "1 report"))
        await one.presses(last if one is volunteers[-1] else SEEN, under=card)
        await one.is_told("")


async def alerted(harborton: Harborton, number: int, place: str, *seen: EnginePhone) -> None:
    """Somebody reports, and these volunteers confirm it."""
    await harborton.reports(await harborton.resident(f"Reporter {number}"), place)
    await find(number, *seen)


@pytest.mark.asyncio
async def test_a_hoax_is_taken_back_and_everyone_who_got_the_alert_hears_why(harborton: Harborton) -> None:
    olga, rosa = await harborton.organizer(), await harborton.resident("Rosa")
    ben, cai = [await harborton.volunteer(name, "harbor") for name in ("Ben", "Cai")]
    await alerted(harborton, 1, "pier_library", ben, cai)
    await rosa.hears(CONFIRMED)
    await olga.presses("The alert was wrong")
    await olga.hears("Why was the alert wrong?")
    await olga.presses("It did not happen.")

    told = await rosa.hears("Correction: this alert was wrong")
    seen = await ben.hears("An organizer took the alert")
    assert "It did not happen." in told.text
    assert "It did not happen." in seen.text
    assert seen.labels == ["The alert stands"]


@pytest.mark.asyncio
async def test_where_volunteers_disagree_an_organizer_decides_and_nobody_was_alerted(harborton: Harborton) -> None:
    olga, rosa, ana = await harborton.organizer(), await harborton.resident("Rosa"), await harborton.resident("Ana")
    ben, cai = [await harborton.volunteer(name, "harbor") for name in ("Ben", "Cai")]
    await harborton.reports(ana)
    await find(1, ben, cai, last=NOTHING)
    await olga.hears("Volunteers disagree about Pier Library")
    await olga.presses("Nothing there", under="No. 1: not confirmed")

    await ana.hears("Volunteers checked your report about Pier Library")
    assert rosa.heard() == []


@pytest.mark.asyncio
async def test_an_infiltrator_who_confirms_everything_needs_someone_whom_they_did_not_invite(
    harborton: Harborton,
) -> None:
    rosa, ana = await harborton.resident("Rosa"), await harborton.resident("Ana")
    mal, max_, mo, ben = [await harborton.volunteer(name, "harbor") for name in ("Mal", "Max", "Mo", "Ben")]
    numbers = [(await joins(harborton.town, one.id, role=Role.VOLUNTEER)).number for one in (mal, max_, mo)]
    async with harborton.town.database.transaction() as tx:
        for inviter, invited in pairwise(numbers):
            await people.sponsor(tx, invited, by=inviter)
    await harborton.reports(ana)
    await find(1, mal, max_, mo)
    await ben.hears("3 volunteers on the spot: seen")
    before = rosa.heard()
    await ben.presses(SEEN)

    await rosa.hears(CONFIRMED)
    assert before == []


@pytest.mark.asyncio
async def test_a_stolen_phone_that_takes_everything_back_is_undone_and_stopped(harborton: Harborton) -> None:
    olga, rosa = await harborton.organizer(), await harborton.resident("Rosa")
    eva, zoe = [await harborton.other_organizer(name) for name in ("Eva", "Zoe")]
    ben, cai = [await harborton.volunteer(name, "city") for name in ("Ben", "Cai")]
    for number, place in enumerate(("pier_library", "mill_park", "hill_school"), start=1):
        await alerted(harborton, number, place, ben, cai)
        await eva.hears(f"No. {number}: confirmed, alert sent")
        await eva.presses("The alert was wrong", under=f"No. {number}: ")
        await eva.presses("The place was wrong.")
        await ben.presses("The alert stands")
    await eva.presses("The alert was wrong", under="No. 1: confirmed, alert sent")
    await eva.is_told("You ended several alerts within an hour.")
    await olga.presses("It was right")
    await olga.hears("A second organizer has to agree")
    await zoe.presses("It was right")

    await rosa.hears("The alert stands")
    await eva.hears("The organizer who ended several alerts may act again.")


@pytest.mark.asyncio
async def test_a_volunteer_and_the_reporter_write_to_each_other_and_neither_learns_who_it_is(
    harborton: Harborton,
) -> None:
    ben, ana = await harborton.volunteer("Ben", "harbor"), await harborton.resident("Ana")
    await harborton.reports(ana)
    await ben.hears("No. 1: not confirmed")
    await ben.presses("Ask the reporter")
    await ben.presses("In my own words")
    await ben.hears("Write one line")
    await ben.says("Which door? Call 617-555-0100")
    hidden = await ben.hears("Hidden in your note")
    asked = await ana.hears("Which door? Call •••")
    await ana.presses("Answer in my own words")
    await ana.hears("Write one line")
    await ana.says("The one on Wharf Street")
    await ana.hears("Volunteers see your answer, and not who you are.")

    card = await ben.hears("“The one on Wharf Street” (in their own words)")
    assert "phone number" in hidden.text
    for text in (asked.text, card.text):
        assert not any(who in text for who in ("Ben", "Ana", str(ben.id), str(ana.id)))


@pytest.mark.asyncio
async def test_an_alert_that_has_grown_old_is_asked_about_and_an_organizer_is_asked_to_end_it(
    harborton: Harborton,
) -> None:
    olga, town = await harborton.organizer(), harborton.town
    ben, cai = [await harborton.volunteer(name, "harbor") for name in ("Ben", "Cai")]
    await alerted(harborton, 1, "pier_library", ben, cai)
    await rechecking.ask_again(town.database, policy=town.policy, now=town.clock.now() + town.policy.stale)
    await ben.hears("Are they still there, as far as you can tell from where you are?")
    await ben.presses("They are gone")

    await olga.hears("says that they are gone")
    await olga.hears("1 person who looked after it: gone")
