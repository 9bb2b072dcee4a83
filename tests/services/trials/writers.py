"""What organizers alone may do with notices."""

from typing import Any

from bot.domain.authority import May
from bot.domain.buttons import (
    NoticeAmend,
    NoticeApprove,
    NoticeAt,
    NoticeDrop,
    NoticeFor,
    NoticeIn,
    NoticeMark,
    NoticePropose,
    NoticeRequest,
    NoticeShow,
    NoticeTo,
    NoticeWithdraw,
)
from bot.domain.ids import Language, NoticeId
from bot.domain.notice import Choice, Notice
from bot.services import approving, noticing, translating, wording
from tests.services.notices import HILL, approves, asks, begins, can_translate, is_proposed, is_written
from tests.services.trials.scene import Scene, plain, trial

EN = Language("en")

plain(noticing.begin, May.WRITE_NOTICES)
plain(noticing.listed, May.WRITE_NOTICES)


async def _own(scene: Scene) -> NoticeId:
    return (await is_written(scene.town, scene.ana)).id


async def _proposed(scene: Scene) -> Notice:
    return await is_proposed(scene.town, scene.cast.omar)


async def _sent(scene: Scene) -> NoticeId:
    return (await approves(scene.town, scene.cast.otto, await _proposed(scene))).id


@trial(noticing.aim, May.WRITE_NOTICES)
async def aims(scene: Scene) -> tuple[Any, ...]:
    return (NoticeTo(await _own(scene), HILL),)


@trial(noticing.choose, May.WRITE_NOTICES)
async def chooses_readers(scene: Scene) -> tuple[Any, ...]:
    return (NoticeFor(await _own(scene), EN),)


@trial(noticing.plan, May.WRITE_NOTICES)
async def plans(scene: Scene) -> tuple[Any, ...]:
    return (NoticeAt(await _own(scene), 0),)


@trial(noticing.mark, May.WRITE_NOTICES)
async def marks(scene: Scene) -> tuple[Any, ...]:
    return (NoticeMark(await _own(scene), Choice.URGENT),)


@trial(noticing.ask, May.WRITE_NOTICES)
async def is_asked_for_words(scene: Scene) -> tuple[Any, ...]:
    return (NoticeIn(await _own(scene), EN),)


@trial(wording.write, May.WRITE_NOTICES)
async def writes_a_notice(scene: Scene) -> tuple[Any, ...]:
    await asks(scene.town, scene.ana, await begins(scene.town, scene.ana), "en")
    return "We meet on Friday.", ()


@trial(noticing.propose, May.WRITE_NOTICES)
async def proposes(scene: Scene) -> tuple[Any, ...]:
    return (NoticePropose(await _own(scene)),)


@trial(noticing.preview, May.WRITE_NOTICES)
async def sees_it_as_it_will_be(scene: Scene) -> tuple[Any, ...]:
    return (await _own(scene),)


@trial(noticing.show, May.WRITE_NOTICES)
async def looks_how_far_it_is(scene: Scene) -> tuple[Any, ...]:
    return (NoticeShow(await _own(scene)),)


@trial(translating.request, May.WRITE_NOTICES)
async def asks_for_translations(scene: Scene) -> tuple[Any, ...]:
    lacks = (await is_written(scene.town, scene.ana)).facts.lacks(scene.town.city.languages)
    await can_translate(scene.town, scene.cast.vera, lacks[0])
    return (NoticeRequest(await _own(scene)),)


@trial(approving.approve, May.APPROVE_NOTICES)
async def says_yes(scene: Scene) -> tuple[Any, ...]:
    proposed = await _proposed(scene)
    return (NoticeApprove(proposed.id, proposed.facts.digest),)


@trial(approving.amend, May.WRITE_NOTICES)
async def writes_other_words(scene: Scene) -> tuple[Any, ...]:
    return (NoticeAmend(await _sent(scene)),)


@trial(approving.drop, May.WRITE_NOTICES)
async def says_no(scene: Scene) -> tuple[Any, ...]:
    return (NoticeDrop((await _proposed(scene)).id),)


@trial(approving.withdraw, May.WRITE_NOTICES)
async def takes_a_notice_back(scene: Scene) -> tuple[Any, ...]:
    return (NoticeWithdraw(await _sent(scene)),)
