"""What volunteers may do, and organizers as they may."""

from typing import Any

from bot.domain.asking import Asked
from bot.domain.authority import May
from bot.domain.buttons import (
    Ask,
    Claimed,
    Found,
    HandBack,
    InWords,
    KeepApart,
    Merge,
    OfAgency,
    OnDuty,
    Rechecked,
    Rehearse,
    Reinstate,
    Resting,
    SameAs,
    ShowPhotos,
    ShowWaiting,
    Translate,
    TranslateInto,
)
from bot.domain.details import Still
from bot.domain.duplicates.decision import Alike, Reasons
from bot.domain.duty import Rest, packed
from bot.domain.ids import IncidentId, Language, NeighborhoodId
from bot.domain.incident import Incident, Step
from bot.domain.training import FIRST, FOUND, Rehearsal
from bot.domain.verification import Agency, Answer, Where
from bot.services import (
    asking,
    correcting,
    dealing,
    duty,
    merging,
    picturing,
    rechecking,
    training,
    translating,
    verification,
    wording,
)
from db import cards, likenesses, lines
from tests.services.acts import claims, decides, finds, starts_duty
from tests.services.notices import aims, asks_translators, begins, can_translate, translates, writes
from tests.services.trials.scene import Scene, plain, trial

ES = Language("es")
NOT_THERE = next(one for one in FOUND if one[0] is Answer.NOTHING_THERE)

plain(duty.choice, May.BE_ON_DUTY)
plain(training.begin, May.PRACTISE)
plain(training.rehearse, May.PRACTISE, Rehearse(FIRST, Rehearsal(FIRST, looks=True).answered(NOT_THERE).packed()))
plain(translating.offered, May.TRANSLATE)
plain(translating.toggle, May.TRANSLATE, TranslateInto(ES))


async def fresh(scene: Scene) -> Incident:
    """What was reported at the library, with its card in Ana's hand."""
    found = await scene.at("pier_library")
    await cards.give(scene.tx, scene.ana.number, [found.id])
    return found


async def claimed(scene: Scene) -> Incident:
    """The same, which Ana has taken."""
    await claims(scene.town, scene.ana, await fresh(scene))
    return await fresh(scene)


async def near(scene: Scene) -> IncidentId:
    """What was reported at the park, and may be the same."""
    other = (await scene.at("mill_park")).id
    if not await likenesses.pairs(scene.tx, other):
        reasons = Reasons(metres=0.0, minutes=0.0, activity=Alike.SAME, same_place=False, other_place=True)
        await likenesses.add(scene.tx, (await fresh(scene)).id, other, reasons)
    return other


@trial(duty.start, May.BE_ON_DUTY)
async def begins_duty(scene: Scene) -> tuple[Any, ...]:
    return (OnDuty(4, packed(frozenset({NeighborhoodId("harbor")}), tuple(scene.town.city.neighborhoods))),)


@trial(duty.rest, May.BE_ON_DUTY)
async def rests(scene: Scene) -> tuple[Any, ...]:
    await starts_duty(scene.town, scene.ana, 4)
    return (Resting(Rest.MUTE),)


@trial(verification.claim, May.LOOK)
async def takes_it(scene: Scene) -> tuple[Any, ...]:
    found = await fresh(scene)
    return (Claimed(found.id, found.version),)


@trial(verification.hand_back, May.LOOK)
async def hands_back(scene: Scene) -> tuple[Any, ...]:
    return (HandBack((await claimed(scene)).id),)


@trial(verification.find, May.LOOK)
async def says_what_is_there(scene: Scene) -> tuple[Any, ...]:
    found = await fresh(scene)
    return (Found(found.id, found.version, Answer.SEEN, Where.ON_SCENE),)


@trial(verification.tell, May.LOOK)
async def says_more(scene: Scene) -> tuple[Any, ...]:
    await finds(scene.town, scene.ana, card=await fresh(scene))
    return (OfAgency((await fresh(scene)).id, Agency.ICE),)


@trial(dealing.show, May.LOOK)
async def asks_for_a_card(scene: Scene) -> tuple[Any, ...]:
    return (ShowWaiting((await scene.at("mill_park")).id),)


@trial(picturing.photos, May.LOOK)
async def looks_at_photos(scene: Scene) -> tuple[Any, ...]:
    return (ShowPhotos((await claimed(scene)).id),)


@trial(rechecking.answer, May.LOOK)
async def looks_again(scene: Scene) -> tuple[Any, ...]:
    return (Rechecked((await scene.at("harbor_park")).id, Still.THERE),)


@trial(asking.card, May.LOOK)
async def looks_at_the_card(scene: Scene) -> tuple[Any, ...]:
    return ((await fresh(scene)).id,)


@trial(asking.ask, May.ASK_THE_REPORTER)
async def asks(scene: Scene) -> tuple[Any, ...]:
    return (Ask((await fresh(scene)).id, Asked.VESTS),)


@trial(asking.begin, May.ASK_THE_REPORTER)
async def begins_to_ask(scene: Scene) -> tuple[Any, ...]:
    return (InWords((await fresh(scene)).id),)


@trial(asking.write, May.ASK_THE_REPORTER)
async def asks_in_words(scene: Scene) -> tuple[Any, ...]:
    await lines.begin(scene.tx, scene.ana.number, (await fresh(scene)).id, question=None, now=scene.now)
    return ("Which door?",)


@trial(merging.suggest, May.LOOK)
async def looks_for_the_same(scene: Scene) -> tuple[Any, ...]:
    found = await claimed(scene)
    return (SameAs(found.id, found.version),)


@trial(merging.merge, May.LOOK)
async def merges_what_they_took(scene: Scene) -> tuple[Any, ...]:
    other, found = await near(scene), await claimed(scene)
    return (Merge(found.id, found.version, other),)


@trial(merging.keep_apart, May.LOOK)
async def keeps_apart_what_they_took(scene: Scene) -> tuple[Any, ...]:
    other, found = await near(scene), await claimed(scene)
    return (KeepApart(found.id, found.version, other),)


@trial(correcting.reinstate, May.UNDO_AN_ENDING)
async def says_that_it_stands(scene: Scene) -> tuple[Any, ...]:
    alerted = await scene.at("harbor_park")
    await decides(scene.town, scene.cast.omar, Step.ALL_CLEAR, alerted)
    return (Reinstate(alerted.id),)


async def _to_translate(scene: Scene) -> Any:
    """A notice of Omar's that Ana was asked to put into Spanish."""
    await can_translate(scene.town, scene.ana, "es")
    omar = scene.cast.omar
    being = await aims(scene.town, omar, await begins(scene.town, omar), "harbor")
    return await asks_translators(scene.town, omar, await writes(scene.town, omar, being, "en", "We meet."))


@trial(translating.take, May.TRANSLATE)
async def takes_a_translation(scene: Scene) -> tuple[Any, ...]:
    return (Translate((await _to_translate(scene)).id, ES),)


@trial(wording.write, May.TRANSLATE)
async def writes_a_translation(scene: Scene) -> tuple[Any, ...]:
    await translates(scene.town, scene.ana, await _to_translate(scene), "es")
    return "Nos vemos.", ()
