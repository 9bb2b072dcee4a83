"""`python -m simulator story`: the main job from the first hello to /forget, once, against a real bot process.

Every step is asserted against what the simulator saw; the transcript says when. Exit 0 only if all of it happened.
"""

import argparse
import asyncio
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import cities
from bot.clock import SystemClock
from bot.domain.ids import NeighborhoodId, PlaceId
from cities import City
from locales import Translator
from simulator.bot import BotProcess
from simulator.cast import Someone
from simulator.engine import Engine
from simulator.http import Served
from simulator.limits import Limits, Pace
from simulator.phones import EnginePhones
from simulator.residue import encodings, hits

CITY = "boston"
NEIGHBORHOOD = NeighborhoodId("east_boston")
PLACE = PlaceId("east_boston_library")
LANGUAGES = ("en", "es", "ar")
CROWD = 300
KILL_AFTER = 100
"""Alerts that have gone out when the bot is killed."""

SEATS = 8
"""In flight at once without a paid rate: the most that may be told twice."""

FAST, TELEGRAMS = "1000", "30"
"""Messages a second: while people sign up, and from then on."""

PATIENCE = 60.0
"""Seconds until a step counts as not having happened."""

SLOT = "%"

FIRST_PERSON = 8_123_450_001
"""Telegram's numbers for people are of this size; the residue search would find smaller ones by chance."""


class Failed(AssertionError):
    """A step of the story did not happen."""


class Story:
    """The simulator, the bot and the people."""

    olga: Someone
    """The organizer: the bot's owner, and so the first person."""
    ben: Someone
    cai: Someone
    """Volunteers."""
    rosa: Someone
    """A resident, who reports."""
    crowd: list[Someone]

    def __init__(self, engine: Engine, city: City, bot: BotProcess) -> None:
        self.engine = engine
        self.city = city
        self.bot = bot
        self._phones = EnginePhones(engine)
        self._numbers = iter(range(FIRST_PERSON, FIRST_PERSON + 100_000, 7))
        self._began = self._last = time.monotonic()

    @property
    def listeners(self) -> list[Someone]:
        """Everyone who is to get the alert."""
        return [self.olga, self.ben, self.cai, self.rosa, *self.crowd]

    async def cast(self) -> None:
        """Everyone gets a phone."""
        self.olga, self.ben = await self._someone("Olga", "en"), await self._someone("Ben", "es")
        self.cai, self.rosa = await self._someone("Cai", "ar"), await self._someone("Rosa", "es")
        names = [(f"Neighbor {one}", LANGUAGES[one % len(LANGUAGES)]) for one in range(CROWD)]
        self.crowd = [await self._someone(*name) for name in names]

    async def _someone(self, name: str, language: str) -> Someone:
        phone = await self._phones.phone(name, language=language, person_id=next(self._numbers))
        return Someone(phone, language, self.city)

    def tell(self, what: str) -> None:
        """One line of the transcript: milliseconds since the beginning, and since the line before."""
        now = time.monotonic()
        print(f"{(now - self._began) * 1000:8.0f} ms  +{(now - self._last) * 1000:6.0f}  {what}", flush=True)
        self._last = now

    def got(self, kind: str, method: str = "sendMessage") -> Counter[int]:
        """How many messages that begin with this heading each chat got, whatever the language."""
        headings = tuple(Translator(one).plain(kind) for one in self.city.languages)
        got: Counter[int] = Counter()
        for entry in self.engine.log:
            if entry.taken and entry.method == method and entry.text and entry.text.startswith(headings):
                got[entry.chat] += 1
        return got

    async def until(self, kind: str, count: int, method: str = "sendMessage") -> Counter[int]:
        """Wait until so many chats got such a message."""
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    news = self.engine.journal.news
                    got = self.got(kind, method)
                    if len(got) >= count:
                        return got
                    await news.wait()
        except TimeoutError:
            raise Failed(f"{kind}: {len(self.got(kind, method))} of {count} within {PATIENCE:g} s") from None


def expect(right: bool, otherwise: str) -> None:
    """Go on only if it is so."""
    if not right:
        raise Failed(otherwise)


async def people_come(story: Story) -> None:
    """An organizer, two volunteers by invitation, and a crowd, in three languages."""
    await story.bot.start(rate=FAST)
    olga, ben, cai, rosa = story.olga, story.ben, story.cai, story.rosa
    await olga.chooses_language()
    await olga.presses("join.everywhere")
    story.tell("the organizer chose a language and the whole city")
    links = [await olga.invites(), await olga.invites()]
    await asyncio.gather(*(_volunteers(one, link) for one, link in zip((ben, cai), links, strict=True)))
    story.tell("two volunteers came by invitation, in Spanish and in Arabic, and are on duty")
    await ben.phone.says(f"/start {links[1].rpartition('start=')[2]}")
    await ben.phone.hears(ben.says("refusal.invitation_closed"))
    story.tell("an invitation works once")
    everyone = [rosa, *story.crowd]
    await asyncio.gather(*(one.chooses_language() for one in everyone))
    await asyncio.gather(*(one.listens_in(NEIGHBORHOOD) for one in everyone))
    story.tell(f"{len(story.listeners)} people listen, in {len(LANGUAGES)} languages")

    expect(await story.bot.stop() == 0, "the bot did not stop cleanly when asked")
    story.engine.pace = Pace(Limits())
    story.engine.log.clear()
    await story.bot.start(rate=TELEGRAMS)
    story.tell("the bot was stopped and started again, now at Telegram's limit of 30 messages a second")


async def _volunteers(someone: Someone, link: str) -> None:
    await someone.chooses_language()
    await someone.listens_in(NEIGHBORHOOD)
    await someone.accepts(link)
    await someone.begins_duty()


async def it_is_seen(story: Story) -> None:
    """A report, a claim, two findings."""
    ben, cai, rosa = story.ben, story.cai, story.rosa
    await rosa.reports(PLACE)
    await rosa.phone.hears(story.city.places[PLACE].name)
    story.tell("a resident reported, in Spanish")
    await ben.presses("button.claim")
    await ben.phone.is_told(ben.words.plain("told.claimed", time=SLOT).partition(SLOT)[0])
    await ben.phone.hears(ben.words.plain("card.yours", time=SLOT).partition(SLOT)[0])
    await ben.presses("finding.seen_on_scene")
    await ben.phone.is_told(ben.says("told.counted"))
    await cai.phone.hears(cai.words.plain("card.seen_on_scene", count=1))
    expect(not story.got("alert.confirmed"), "one finding alone made an alert")
    story.tell("one volunteer claimed it, went there and saw it: no alert yet")
    await cai.presses("finding.seen_remote")
    await story.until("alert.confirmed", 1)
    story.tell("a second volunteer confirmed it: the alert goes out")


async def the_machine_dies(story: Story) -> None:
    """`kill -9` in the middle of the broadcast: everyone is told all the same."""
    everyone = {one.id for one in story.listeners}
    await story.until("alert.confirmed", KILL_AFTER)
    await story.bot.kill()
    story.tell(f"kill -9 after {len(story.got('alert.confirmed'))} of {len(everyone)} alerts")
    await story.bot.start()
    got = await story.until("alert.confirmed", len(everyone))
    twice = sum(count - 1 for count in got.values())
    expect(set(got) == everyone, "someone was not told, or a stranger was")
    expect(twice <= SEATS, f"{twice} were told twice")
    story.tell(f"started again: all {len(got)} were told, {twice} of them twice (at most {SEATS} may be)")
    texts = {one.language: one.phone.screen().text for one in story.crowd[: len(LANGUAGES)]}
    expect(len(set(texts.values())) == len(LANGUAGES), "two languages say the same")
    expect("\u2068" in texts[story.cai.language], "the place is not isolated in Arabic")
    expect(all(story.city.hotline in text for text in texts.values()), "an alert lacks the hotline")


async def it_is_corrected(story: Story) -> None:
    """The end of it, and then: it was wrong."""
    everyone = {one.id for one in story.listeners}
    await story.olga.presses("decide.all_clear")
    await story.until("alert.over", len(everyone), "editMessageText")
    expect(not story.got("alert.over"), "the all-clear made a sound")
    story.tell("the organizer said that it is over: every alert was edited, silently")
    await story.olga.presses("decide.retract")
    corrected = await story.until("alert.retracted", len(everyone))
    expect(set(corrected) == everyone, "the correction did not reach exactly those who got the alert")
    story.tell(f"the alert was taken back: exactly the same {len(corrected)} heard it, as an answer to their alert")
    await story.until("alert.retracted", len(everyone), "editMessageText")
    story.tell("and what they hold says so too")


async def someone_is_forgotten(story: Story, folder: Path) -> None:
    """`/forget`, and a look into every file."""
    rosa, engine = story.rosa, story.engine
    expect(bool(hits(folder, {"her place": PLACE.encode()})), "the search finds nothing at all")
    await rosa.phone.says("/forget")
    await rosa.presses("button.forget")
    await rosa.phone.hears(rosa.says("forget.done"))
    expect(await story.bot.stop() == 0, "the bot did not stop cleanly when asked")
    left = hits(folder, encodings(rosa.id))
    expect(not left, f"what was forgotten is still in {left}")
    story.tell("a resident was forgotten: no form of her number is left in any file")
    most, held = engine.log.most_in_any_second(), engine.log.sent_during_hold()
    expect(most <= Limits().a_second, f"{most} in one second, and Telegram allows {Limits().a_second}")
    expect(not held, f"{held} were sent while the bot had been told to wait")
    expect(not engine.unknown_fields, f"Telegram does not know {sorted(engine.unknown_fields)}")
    story.tell(f"{len(engine.log)} requests at the limit: at most {most} in any second, none refused, none unknown")


def play(arguments: list[str]) -> int:
    """Play it once; 0 only if all of it happened."""
    parser = argparse.ArgumentParser(prog="python -m simulator story", description="The main job, asserted.")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the bot's data, keys and log there")
    given = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="avisa-story-") as made:
        folder = given.keep or Path(made)
        try:
            asyncio.run(_play(folder))
        except (AssertionError, OSError) as failed:
            print(f"story: {failed}", file=sys.stderr)
            log = folder / "bot.log"
            print(log.read_text() if log.exists() else "no log", file=sys.stderr)
            return 1
    return 0


async def _play(folder: Path) -> None:
    engine = Engine(SystemClock())
    async with Served(engine) as served:
        bot = BotProcess(folder, served.url, owner=FIRST_PERSON)
        try:
            story = Story(engine, cities.load(CITY), bot)
            await story.cast()
            await people_come(story)
            await it_is_seen(story)
            await the_machine_dies(story)
            await it_is_corrected(story)
            await someone_is_forgotten(story, folder)
        finally:
            await bot.end()
