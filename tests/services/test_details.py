"""What a volunteer who saw it tells more: which agency, doing what, how many; and what that changes."""

import pytest

from bot.domain.buttons import OfActivity, OfAgency, OfNumber
from bot.domain.card import Card
from bot.domain.ids import IncidentId
from bot.domain.incident import Activity, Number, Status, Step
from bot.domain.letter import Says
from bot.domain.people import Person, Role
from bot.domain.refusals import AlreadyFound, Expired, IllegalStep, NotAllowed, Refusal
from bot.domain.verification import Agency, Answer, Detail, Verdict, Where
from bot.services import asking, verification
from bot.town import Town
from db import letters
from tests.services.acts import decides, finds, goes_on_duty, going_out, is_made, joins, newest, tells

Pressed = OfAgency | OfActivity | OfNumber
POLICE, ICE = Agency.LOCAL_POLICE, Agency.ICE


async def says(town: Town, by: Person, what: Agency | Activity | Number, incident: int = 1) -> Verdict:
    """A volunteer presses what they can tell."""
    number = IncidentId(incident)
    button: Pressed
    match what:
        case Agency():
            button = OfAgency(number, what)
        case Activity():
            button = OfActivity(number, what)
        case Number():
            button = OfNumber(number, what)
    return await verification.tell(
        town.database, button, by=by, city=town.city, policy=town.policy, now=town.clock.now()
    )


async def reported(town: Town) -> tuple[Person, Person, Person]:
    """Ana has reported something; three are on duty."""
    volunteers = [await goes_on_duty(town, one, "harbor") for one in (2, 3, 4)]
    await tells(town, await joins(town, 1))
    return volunteers[0], volunteers[1], volunteers[2]


async def card(town: Town, by: Person) -> Card:
    return await asking.card(town.database, IncidentId(1), by=by)


async def asked_to_decide(town: Town) -> list[int]:
    async with town.database.reading() as tx:
        return [one.person for one in await letters.due(tx, limit=100) if one.says is Says.DISPUTED]


@pytest.mark.asyncio
async def test_one_thing_is_asked_after_the_other_until_all_is_told(town: Town) -> None:
    ben, _, _ = await reported(town)
    await finds(town, ben)
    asked = []
    for one in (ICE, Activity.QUESTIONING, Number.MANY):
        asked.append((await card(town, ben)).asks)
        await says(town, ben, one)

    assert asked == [Detail.AGENCY, Detail.ACTIVITY, Detail.NUMBER]
    assert (await card(town, ben)).asks is None


@pytest.mark.asyncio
async def test_everyones_card_counts_what_was_told(town: Town) -> None:
    ben, cai, dee = await reported(town)
    for one, agency in ((ben, ICE), (cai, Agency.UNSURE)):
        await finds(town, one, where=Where.REMOTE)
        await says(town, one, agency)
    await says(town, ben, Activity.ENTRY)
    await says(town, ben, Number.FEW)

    told = (await card(town, dee)).told
    assert told.agencies == ((ICE, 1), (Agency.UNSURE, 1))
    assert (told.activities, told.numbers) == (((Activity.ENTRY, 1),), ((Number.FEW, 1),))


@pytest.mark.asyncio
async def test_what_is_told_spoils_nobody_elses_button(town: Town) -> None:
    ben, cai, _ = await reported(town)
    await finds(town, ben)
    drawn = await newest(town)

    await says(town, ben, ICE)

    assert await finds(town, cai, card=drawn) is Verdict.CONFIRMED


@pytest.mark.asyncio
async def test_who_saw_the_local_police_makes_no_alert(town: Town) -> None:
    ben, cai, _ = await reported(town)
    await finds(town, ben)
    await says(town, ben, POLICE)

    assert await finds(town, cai) is Verdict.DISPUTED
    assert await going_out(town) == []


@pytest.mark.asyncio
async def test_from_afar_it_takes_three_who_saw_no_ice_to_close_it(town: Town) -> None:
    ben, cai, _ = await reported(town)
    await finds(town, ben, where=Where.REMOTE)
    await finds(town, cai, where=Where.REMOTE)
    await says(town, ben, POLICE)
    before = (await newest(town)).status

    assert await says(town, cai, POLICE) is Verdict.OPEN
    assert before is Status.UNVERIFIED
    assert await finds(town, await joins(town, 5, role=Role.VOLUNTEER), Answer.NOTHING_THERE) is Verdict.DISMISSED
    assert (await newest(town)).status is Status.DISMISSED


@pytest.mark.asyncio
async def test_it_is_closed_at_the_moment_in_which_that_is_told(town: Town) -> None:
    ben, cai, _ = await reported(town)
    await finds(town, ben, Answer.NOTHING_THERE)
    await finds(town, cai)
    owner = await joins(town, 100, role=Role.ORGANIZER)

    assert await says(town, cai, POLICE) is Verdict.DISMISSED
    assert (await newest(town)).status is Status.DISMISSED
    assert owner.number not in await asked_to_decide(town)


@pytest.mark.asyncio
async def test_a_dispute_that_begins_with_what_is_told_asks_the_organizers(town: Town) -> None:
    owner = await joins(town, 100, role=Role.ORGANIZER)
    ben, cai, _ = await reported(town)
    await finds(town, ben, where=Where.REMOTE)
    await finds(town, cai, where=Where.REMOTE)

    assert await says(town, cai, POLICE) is Verdict.DISPUTED
    assert await asked_to_decide(town) == [owner.number]


@pytest.mark.asyncio
async def test_when_the_alert_is_out_already_the_organizers_are_asked_once(town: Town) -> None:
    owner = await joins(town, 100, role=Role.ORGANIZER)
    ben, cai, _ = await reported(town)
    await finds(town, ben)
    await finds(town, cai)
    alerts = len(await going_out(town))
    for one in (cai, ben):
        await says(town, one, POLICE)

    assert alerts == 1
    assert (await newest(town)).status is Status.ACTIVE
    assert await asked_to_decide(town) == [owner.number]


@pytest.mark.asyncio
async def test_what_is_told_of_an_alert_that_stands_anyway_asks_nobody(town: Town) -> None:
    await joins(town, 100, role=Role.ORGANIZER)
    ben, cai, _ = await reported(town)
    await finds(town, ben)
    await finds(town, cai)
    for one in (ben, cai):
        await says(town, one, ICE)

    assert await asked_to_decide(town) == []


@pytest.mark.asyncio
async def test_no_organizer_confirms_what_was_the_local_police(town: Town) -> None:
    owner = await joins(town, 100, role=Role.ORGANIZER)
    ben, cai, _ = await reported(town)
    await finds(town, ben)
    await says(town, ben, POLICE)
    await finds(town, cai)

    with pytest.raises(NotAllowed):
        await decides(town, owner, Step.CONFIRM)


async def refused(town: Town, by: Person, what: Agency | Activity | Number = ICE, incident: int = 1) -> type[Refusal]:
    with pytest.raises(Refusal) as no:
        await says(town, by, what, incident)
    return no.type


@pytest.mark.asyncio
async def test_every_no_to_more_about_a_finding(town: Town) -> None:
    ben, cai, dee = await reported(town)
    await finds(town, ben)
    await finds(town, cai, Answer.CANNOT_TELL)
    await says(town, ben, ICE)

    assert await refused(town, ben, POLICE) is AlreadyFound
    assert await refused(town, cai) is Expired
    assert await refused(town, dee) is Expired
    assert await refused(town, ben, ICE, 10**15) is Expired
    assert await refused(town, await joins(town, 1), ICE) is NotAllowed
    await is_made(town, ben, Role.RESIDENT)
    assert await refused(town, ben, Number.FEW) is NotAllowed
    await is_made(town, ben, Role.VOLUNTEER)
    await decides(town, await joins(town, 100, role=Role.ORGANIZER), Step.DISMISS)
    assert await refused(town, ben, Number.FEW) is IllegalStep
