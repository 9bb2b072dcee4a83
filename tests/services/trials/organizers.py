"""What organizers alone may do, but for notices."""

from typing import Any

from bot.domain.authority import May
from bot.domain.buttons import (
    Agree,
    Colleague,
    Decide,
    KeepApart,
    Merge,
    Readmit,
    Remove,
    Retract,
    Revoke,
    SameAs,
    Split,
    TakeBack,
    TakeOut,
    Undo,
    Vouch,
)
from bot.domain.freezing import Wish
from bot.domain.incident import Reason, Step
from bot.domain.people import Alias, Role
from bot.domain.record import Span
from bot.services import appointing, auditing, correcting, drilling, freezing, inviting, merging, verification
from db import incidents, people, suspensions
from tests.services.freezes import freezes_all
from tests.services.trials.scene import Scene, plain, trial
from tests.services.trials.volunteers import claimed, fresh, near

plain(appointing.counts, May.REMOVE)
plain(appointing.colleagues, May.REMOVE)
plain(inviting.whom, May.INVITE_VOLUNTEERS)
plain(inviting.invite, May.INVITE_VOLUNTEERS, Role.VOLUNTEER)
plain(inviting.invite, May.INVITE, Role.ORGANIZER)
plain(inviting.waiting, May.INVITE)
plain(freezing.standing, May.FREEZE)
plain(freezing.freeze, May.FREEZE)
plain(drilling.standing, May.BEGIN_EXERCISES)
plain(drilling.agree, May.BEGIN_EXERCISES)
plain(auditing.acts, May.READ_THE_LEDGER, 0)
plain(auditing.counted, May.READ_THE_RECORD)
plain(auditing.recorded, May.READ_THE_RECORD, Span.MONTH)


@trial(verification.decide, May.DECIDE)
async def ends_an_alert(scene: Scene) -> tuple[Any, ...]:
    alerted = await scene.at("harbor_park")
    return (Decide(alerted.id, alerted.version, Step.ALL_CLEAR),)


@trial(correcting.reasons, May.TAKE_BACK)
async def is_asked_why(scene: Scene) -> tuple[Any, ...]:
    alerted = await scene.at("harbor_park")
    return (TakeBack(alerted.id, alerted.version),)


@trial(correcting.retract, May.TAKE_BACK)
async def takes_an_alert_back(scene: Scene) -> tuple[Any, ...]:
    alerted = await scene.at("harbor_park")
    return (Retract(alerted.id, alerted.version, Reason.NOT_ICE),)


@trial(correcting.readmit, May.READMIT)
async def lets_otto_act_again(scene: Scene) -> tuple[Any, ...]:
    await suspensions.suspend(scene.tx, scene.cast.otto.number, now=scene.now)
    return (Readmit(suspensions.mark(scene.now)),)


@trial(merging.suggest, May.REGROUP)
async def looks_for_the_same_without_a_claim(scene: Scene) -> tuple[Any, ...]:
    found = await fresh(scene)
    return (SameAs(found.id, found.version),)


@trial(merging.merge, May.REGROUP)
async def merges_without_a_claim(scene: Scene) -> tuple[Any, ...]:
    other, found = await near(scene), await fresh(scene)
    return (Merge(found.id, found.version, other),)


@trial(merging.keep_apart, May.REGROUP)
async def keeps_apart_without_a_claim(scene: Scene) -> tuple[Any, ...]:
    other, found = await near(scene), await fresh(scene)
    return (KeepApart(found.id, found.version, other),)


@trial(merging.newest, May.REGROUP)
async def looks_what_to_take_out(scene: Scene) -> tuple[Any, ...]:
    found = await claimed(scene)
    return (TakeOut(found.id, found.version),)


@trial(merging.split, May.REGROUP)
async def splits(scene: Scene) -> tuple[Any, ...]:
    found = await claimed(scene)
    return (Split(found.id, found.version, 1),)


@trial(merging.undo, May.REGROUP)
async def undoes(scene: Scene) -> tuple[Any, ...]:
    town, (button,) = scene.town, await splits(scene)
    given: dict[str, Any] = {"by": scene.cast.omar, "city": town.city, "policy": town.policy, "now": scene.now}
    opened = await incidents.get(scene.tx, await merging.split(town.database, button, **given))
    return (Undo(opened.id, opened.version),)


async def _vera(scene: Scene) -> Alias:
    """Vera, as Ana sees her."""
    return (await people.colleagues(scene.tx, scene.ana.number))[scene.cast.vera.number]


@trial(appointing.colleague, May.REMOVE)
async def looks_at_somebody(scene: Scene) -> tuple[Any, ...]:
    return (Colleague((await _vera(scene)).tag),)


@trial(appointing.remove, May.REMOVE)
async def removes_somebody(scene: Scene) -> tuple[Any, ...]:
    return (Remove((await _vera(scene)).tag),)


@trial(appointing.reached, May.REMOVE)
async def learns_where_they_are(scene: Scene) -> tuple[Any, ...]:
    return (appointing.Removed(await _vera(scene), scene.cast.vera.number),)


async def _invited(scene: Scene) -> str:
    """Omar has invited an organizer."""
    town, given = scene.town, {"policy": scene.town.policy, "now": scene.now}
    await inviting.invite(town.database, Role.ORGANIZER, by=scene.cast.omar, **given)  # type: ignore[arg-type]
    [waits] = await inviting.waiting(town.database, by=scene.cast.otto, now=scene.now)
    return waits.mark


@trial(inviting.vouch, May.INVITE)
async def agrees_to_an_organizer(scene: Scene) -> tuple[Any, ...]:
    return (Vouch(await _invited(scene)),)


@trial(inviting.revoke, May.INVITE)
async def revokes(scene: Scene) -> tuple[Any, ...]:
    return (Revoke(await _invited(scene)),)


@trial(freezing.agree, May.FREEZE)
async def agrees_to_resume(scene: Scene) -> tuple[Any, ...]:
    holds = (await freezes_all(scene.town, scene.cast.omar)).freeze
    assert holds is not None
    return (Agree(Wish.RESUME, holds.mark),)
