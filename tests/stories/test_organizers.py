"""What organizers do on their phones: people, invitations, incidents that are one or two. The whole bot at work."""

import pytest

from bot.domain.ids import Language
from bot.domain.people import Role
from bot.render.menus import IN_MENU
from locales import Translator
from simulator.phones import EnginePhone
from tests.services.acts import joins
from tests.stories.harborton import Harborton


async def link(phone: EnginePhone) -> str:
    """The secret in the invitation that was shown last."""
    shown = await phone.hears("start=")
    return shown.text.rpartition("start=")[2].split()[0]


@pytest.mark.asyncio
async def test_people_are_numbers_and_tags_and_one_of_them_is_removed(harborton: Harborton) -> None:
    olga, ana = await harborton.organizer(), await harborton.resident("Ana")
    ben = await harborton.volunteer("Ben", "harbor")
    await harborton.reports(ana)
    card = await ben.hears("No. 1: not confirmed")
    await olga.says("/people")
    counts = await olga.hears("1 volunteer")
    await olga.presses("Volunteers and organizers")
    listed = await olga.hears("Nobody is shown by name")
    await olga.presses(listed.labels[0])
    shown = await olga.hears("0 findings in the last 7 days")
    await olga.presses("Remove")
    await olga.hears("is a resident now")
    closed = await ben.hears("This card is closed.")
    await ben.forges(card.id, card.buttons[0][0].data or "")
    await ben.is_told("That is not open to you.")

    assert "Harbor: 1" in counts.text
    assert (closed.id, closed.buttons) == (card.id, ())
    for text in (counts.text, listed.text, *listed.labels, shown.text):
        assert "Ben" not in text
        assert str(ben.id) not in text


@pytest.mark.asyncio
async def test_back_leads_from_a_person_to_the_list_and_from_there_to_the_numbers(harborton: Harborton) -> None:
    olga = await harborton.organizer()
    await harborton.volunteer("Ben", "harbor")
    await olga.says("/people")
    counts = await olga.hears("1 volunteer")
    await olga.presses("Volunteers and organizers")
    listed = await olga.hears("Nobody is shown by name")
    await olga.presses(listed.labels[0])
    await olga.hears("If you remove them")
    await olga.presses("Back")
    again = await olga.hears("Nobody is shown by name")
    await olga.presses("Back")
    back = await olga.hears("1 volunteer")

    assert (again.text, again.buttons, back.text) == (listed.text, listed.buttons, counts.text)


@pytest.mark.asyncio
@pytest.mark.parametrize(("language", "left"), [("en", []), ("kea", list(IN_MENU[Role.RESIDENT]))])
async def test_who_is_removed_is_offered_only_what_residents_are(
    harborton: Harborton, language: str, left: list[str]
) -> None:
    olga, ben = await harborton.organizer(), await harborton.resident("Ben", language)
    await olga.says("/invite")
    await olga.presses("A volunteer")
    await ben.says(f"/start {await link(olga)}")
    await ben.hears(Translator(Language(language)).plain("invite.welcome_volunteer"))
    await ben.says("/help")
    await ben.hears("/duty")
    as_volunteer = menu_of(harborton, ben)

    await olga.says("/people")
    await olga.presses("Volunteers and organizers")
    listed = await olga.hears("Nobody is shown by name")
    await olga.presses(listed.labels[0])
    await olga.presses("Remove")
    await olga.hears("is a resident now")
    await olga.says("/help")
    await olga.hears("/people")

    assert as_volunteer == list(IN_MENU[Role.VOLUNTEER])
    assert menu_of(harborton, ben) == left


def menu_of(harborton: Harborton, phone: EnginePhone) -> list[str]:
    """The menu in this chat alone."""
    menus = harborton.engine.profile.commands
    return [one["command"] for (scope, _), lines in menus.items() if str(phone.id) in scope for one in lines]


@pytest.mark.asyncio
async def test_for_volunteers_there_is_no_such_command(harborton: Harborton) -> None:
    ben = await harborton.volunteer("Ben", "harbor")
    await ben.says("/people")

    await ben.hears("That was not understood.")


@pytest.mark.asyncio
async def test_a_volunteer_lets_in_a_volunteer_and_nobody_else(harborton: Harborton) -> None:
    ben, cai = await harborton.volunteer("Ben", "harbor"), await harborton.resident("Cai")
    await ben.says("/invite")
    asked = await ben.hears("Whom do you want to invite?")
    await ben.presses("A volunteer")
    await cai.says(f"/start {await link(ben)}")
    await cai.hears("Welcome. You are a volunteer now.")

    assert asked.labels == ["A volunteer"]


@pytest.mark.asyncio
@pytest.mark.parametrize("data", ["oe", "ol:0", "oc:AAAAAAAA", "or:AAAAAAAA", "on:organizer:1", "ov", "ox:a3f9"])
async def test_the_buttons_of_organizers_answer_others_with_no(harborton: Harborton, data: str) -> None:
    ana, ben = await harborton.resident("Ana"), await harborton.volunteer("Ben", "harbor")
    await harborton.reports(ana)
    card = await ben.hears("No. 1: not confirmed")
    await ben.forges(card.id, data)

    await ben.is_told("That is not open to you.")


@pytest.mark.asyncio
async def test_a_volunteer_is_invited_by_two_taps(harborton: Harborton) -> None:
    olga, ana = await harborton.organizer(), await harborton.resident("Ana")
    await olga.says("/invite")
    await olga.presses("A volunteer")
    await ana.says(f"/start {await link(olga)}")

    await ana.hears("You are a volunteer now")


@pytest.mark.asyncio
async def test_an_organizer_is_invited_by_who_is_sure(harborton: Harborton) -> None:
    olga, ana = await harborton.organizer(), await harborton.resident("Ana")
    await olga.says("/invite")
    await olga.presses("An organizer")
    await olga.hears("Invite only someone whom you know well")
    await olga.presses("Yes, invite an organizer")
    await ana.says(f"/start {await link(olga)}")

    await ana.hears("You are an organizer now")


@pytest.mark.asyncio
async def test_a_second_organizer_agrees_before_a_third_is_made(harborton: Harborton) -> None:
    olga, omar, ana = await harborton.organizer(), await harborton.resident("Omar"), await harborton.resident("Ana")
    await joins(harborton.town, omar.id, role=Role.ORGANIZER)
    await olga.says("/invite")
    await olga.presses("An organizer")
    await olga.presses("Yes, invite an organizer")
    secret = await link(olga)
    await ana.says(f"/start {secret}")
    await ana.hears("This invitation cannot be used.")
    await omar.hears("An organizer wants to invite another organizer.")
    await omar.says("/people")
    await omar.presses("Open invitations")
    await omar.presses("Agree")
    await olga.hears("the link that makes an organizer works now")
    await ana.says(f"/start {secret}")

    await ana.hears("You are an organizer now")


@pytest.mark.asyncio
async def test_a_volunteer_is_invited_for_certain_neighborhoods(harborton: Harborton) -> None:
    olga, ana = await harborton.organizer(), await harborton.resident("Ana")
    await olga.says("/invite")
    await olga.presses("A volunteer for certain neighborhoods")
    await olga.presses("Mill")
    await olga.presses("A volunteer", under="Where do they listen at first?")
    await ana.says(f"/start {await link(olga)}")
    await ana.hears("You are a volunteer now")
    await ana.says("/areas")

    assert "Harbor, Mill" in (await ana.hears("Mill")).text


@pytest.mark.asyncio
async def test_after_five_bad_tries_within_an_hour_a_good_one_is_not_looked_at(harborton: Harborton) -> None:
    olga, ana, eva = await harborton.organizer(), await harborton.resident("Ana"), await harborton.resident("Eva")
    await olga.says("/invite")
    await olga.presses("A volunteer")
    secret = await link(olga)
    for one in ("a", "b", "c", "d", "e", secret):
        await ana.says(f"/start {one}")
        await ana.hears("This invitation cannot be used.")
    await eva.says(f"/start {secret}")

    await eva.hears("You are a volunteer now")


@pytest.mark.asyncio
async def test_an_open_invitation_is_revoked(harborton: Harborton) -> None:
    olga, ana = await harborton.organizer(), await harborton.resident("Ana")
    await olga.says("/invite")
    await olga.presses("A volunteer")
    secret = await link(olga)
    await olga.says("/people")
    await olga.presses("Open invitations")
    await olga.presses("volunteer, until")
    await olga.hears("There is no open invitation.")
    await ana.says(f"/start {secret}")

    await ana.hears("This invitation cannot be used.")


@pytest.mark.asyncio
async def test_two_incidents_become_one_and_are_two_again(harborton: Harborton) -> None:
    olga = await harborton.organizer()
    ana, eva = await harborton.resident("Ana"), await harborton.resident("Eva")
    await harborton.reports(ana)
    await olga.hears("No. 1: not confirmed")
    await harborton.reports(eva, "harbor_park")
    await olga.hears("No. 2: not confirmed")
    await olga.presses("Same as another")
    await olga.hears("Is No. 2 the same as one of these?")
    await olga.presses("No. 1: Pier Library")
    await olga.is_told("Merged into No. 1.")
    merged = await olga.hears("No. 2: merged into No. 1")
    await olga.hears(lambda message: "No. 1: not confirmed" in message.text and "2 reports" in message.text)
    await olga.presses("Undo")
    await olga.hears("No. 2: not confirmed")
    await olga.hears(lambda message: "No. 1: not confirmed" in message.text and "1 report" in message.text)

    assert merged.labels == ["Undo"]
    assert ana.heard() == eva.heard() == []


@pytest.mark.asyncio
async def test_a_report_is_taken_out_and_put_back(harborton: Harborton) -> None:
    olga = await harborton.organizer()
    ana, eva = await harborton.resident("Ana"), await harborton.resident("Eva")
    await harborton.reports(ana)
    await olga.hears("1 report")
    await harborton.reports(eva)
    await olga.hears("2 reports")
    await olga.presses("Take reports out")
    await olga.hears("Which reports tell of something else?")
    await olga.presses("The newest report")
    await olga.is_told("Taken out: now No. 2.")
    await olga.hears("No. 2: not confirmed")
    await olga.presses("Undo")

    await olga.hears("No. 2: merged into No. 1")


@pytest.mark.asyncio
async def test_where_nothing_else_is_open_there_is_a_way_back(harborton: Harborton) -> None:
    olga, ana = await harborton.organizer(), await harborton.resident("Ana")
    await harborton.reports(ana)
    card = await olga.hears("No. 1: not confirmed")
    await olga.presses("Same as another")
    await olga.hears("Nothing else is open nearby")
    await olga.presses("Back")

    assert (await olga.hears("No. 1: not confirmed")).buttons == card.buttons
