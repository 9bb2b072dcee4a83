"""What everyone may do who is known."""

from typing import Any

from bot.domain.asking import Asked, Said
from bot.domain.authority import May
from bot.domain.buttons import Cancel, Echoed, Exercises, Replied, ReplyInWords, Send, ShowMap, Taking, What
from bot.domain.details import Photo
from bot.domain.echo import Echo
from bot.domain.ids import NeighborhoodId
from bot.domain.incident import Activity
from bot.domain.pausing import Length
from bot.services import asking, describing, drilling, echoing, joining, pausing, placing, reporting
from db import questions, reports
from tests.services.acts import fills_in, newest, tells
from tests.services.pinned import pin
from tests.services.trials.scene import Scene, plain, trial

MILL = NeighborhoodId("mill")

plain(joining.toggle, May.LISTEN, MILL)
plain(joining.listen, May.LISTEN, MILL)
plain(joining.stop, May.LISTEN)
plain(pausing.pause, May.REST, Length.HOUR)
plain(pausing.resume, May.REST)
plain(pausing.hush, May.REST)
plain(drilling.take_part, May.TAKE_PART, Exercises(Taking.PART))
plain(reporting.begin, May.REPORT)


async def _drafts(scene: Scene) -> int:
    town = scene.town
    opened = await reporting.begin(town.database, by=scene.ana, policy=town.policy, now=scene.now)
    return opened.draft.tag


@trial(reporting.answer, May.REPORT)
async def answers(scene: Scene) -> tuple[Any, ...]:
    return (What(await _drafts(scene), Activity.PATROL),)


@trial(reporting.cancel, May.REPORT)
async def cancels(scene: Scene) -> tuple[Any, ...]:
    return (Cancel(await _drafts(scene)),)


@trial(reporting.submit, May.REPORT)
async def sends(scene: Scene) -> tuple[Any, ...]:
    return (Send((await fills_in(scene.town, scene.ana, "hill_school")).tag),)


@trial(describing.photo, May.REPORT)
async def adds_a_photo(scene: Scene) -> tuple[Any, ...]:
    await fills_in(scene.town, scene.ana, "hill_school")
    return Photo("AgACother"), "two vans"


@trial(placing.point, May.REPORT)
async def points(scene: Scene) -> tuple[Any, ...]:
    await _drafts(scene)
    return (pin(0),)


@trial(placing.words, May.REPORT)
async def describes(scene: Scene) -> tuple[Any, ...]:
    await _drafts(scene)
    return "the library", {}


@trial(echoing.echo, May.ECHO)
async def echoes(scene: Scene) -> tuple[Any, ...]:
    return (Echoed((await scene.at("harbor_park")).id, Echo.SEEN_TOO),)


@trial(echoing.find, May.ECHO)
async def looks_where(scene: Scene) -> tuple[Any, ...]:
    return (ShowMap((await scene.at("harbor_park")).id),)


async def _asked(scene: Scene, asked: Asked) -> int:
    """Somebody asks Ana about what she has reported."""
    await tells(scene.town, scene.ana, "hill_school")
    newest_of = await reports.to_ask(scene.tx, (await newest(scene.town)).id)
    assert newest_of is not None
    return await questions.add(scene.tx, newest_of[0], asked, now=scene.now)


@trial(asking.reply, May.REPLY)
async def replies(scene: Scene) -> tuple[Any, ...]:
    return (Replied(await _asked(scene, Asked.STILL_THERE), Said.YES),)


@trial(asking.begin_reply, May.REPLY)
async def begins_to_reply(scene: Scene) -> tuple[Any, ...]:
    return (ReplyInWords(await _asked(scene, Asked.WORDS)),)
