"""People come: organizers, volunteers by invitation, residents and their neighbors."""

import asyncio

from bot.domain.ids import NeighborhoodId
from bot.domain.people import Role
from simulator.cast import Someone
from simulator.limits import Limits, Pace
from simulator.story.stage import FAR, HERE, LANGUAGES, NEAR, Stage, expect

FAST, TELEGRAMS = "1000", "30"
"""Messages a second: while people sign up, and from then on."""


async def people_come(stage: Stage) -> None:
    """Two organizers, two volunteers, six residents in six languages, a crowd near by, and strangers far away."""
    await stage.bot.start(rate=FAST)
    olga, odile, ben, cai = stage.olga, stage.odile, stage.ben, stage.cai
    await olga.chooses_language()
    await olga.presses("join.everywhere")
    await olga.presses("button.done")
    stage.tell("the organizer chose a language and the whole city")
    links = [await olga.invites(Role.ORGANIZER), await olga.invites(), await olga.invites()]
    await asyncio.gather(_comes(odile, links[0], Role.ORGANIZER), _comes(ben, links[1]), _comes(cai, links[2]))
    stage.tell(
        "by invitation came a second organizer and two volunteers who practised and are on duty: fr, pt, zh_Hans"
    )
    await ben.phone.says(f"/start {links[2].rpartition('start=')[2]}")
    await ben.phone.hears(ben.says("refusal.invitation_closed"))
    stage.tell("an invitation works once")
    come = [_listens(one, HERE) for one in stage.residents]
    come += [_listens(one, NEAR[number % len(NEAR)]) for number, one in enumerate(stage.crowd)]
    come += [_listens(one, FAR[number % len(FAR)]) for number, one in enumerate(stage.strangers)]
    await asyncio.gather(*come)
    stage.tell(
        f"{len(stage.listeners)} people listen there and near by, {len(stage.strangers)} elsewhere, "
        f"residents in {len(LANGUAGES)} languages"
    )
    expect(await stage.bot.stop() == 0, "the bot did not stop cleanly when asked")
    stage.engine.pace = Pace(Limits())
    stage.engine.log.clear()
    await stage.bot.start(rate=TELEGRAMS)
    stage.tell("the bot was stopped and started again, now at Telegram's limit of 30 messages a second")


async def _comes(someone: Someone, link: str, role: Role = Role.VOLUNTEER) -> None:
    await _listens(someone, HERE)
    await someone.accepts(link, role)
    if role is Role.VOLUNTEER:
        await someone.practises()
        await someone.begins_duty()


async def _listens(someone: Someone, neighborhood: NeighborhoodId) -> None:
    await someone.chooses_language()
    await someone.listens_in(neighborhood)
