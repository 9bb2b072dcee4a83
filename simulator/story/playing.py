"""`python -m simulator story`: a night in Boston, from the first hello to the last /forget.

Every step is asserted against what the simulator saw; the transcript says when. Exit 0 only if all of it happened.
"""

import argparse
import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import cities
from bot.clock import SystemClock
from simulator.bot import BotProcess
from simulator.engine import Engine
from simulator.http import Served
from simulator.story.alerting import it_is_seen, the_machine_dies
from simulator.story.coming import people_come
from simulator.story.ending import it_goes_on_and_ends, the_other_was_nothing
from simulator.story.forgetting import nothing_is_left
from simulator.story.noticing import organizers_send_a_notice
from simulator.story.reporting import three_report_one_thing
from simulator.story.retracting import an_alert_is_taken_back_on_its_way
from simulator.story.stage import FIRST_PERSON, Stage

CITY = "boston"


def play(arguments: list[str]) -> int:
    """Play it once; 0 only if all of it happened."""
    parser = argparse.ArgumentParser(prog="python -m simulator story", description="The main job, asserted.")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the bot's data, keys and log there")
    parser.add_argument("--database", metavar="URL", help="an empty PostgreSQL, in the place of a SQLite file")
    parser.add_argument("--files", type=Path, metavar="FOLDER", help="where its server keeps its files")
    given = parser.parse_args(arguments)
    if (given.database is None) != (given.files is None):
        parser.error("--database and --files go together: what is forgotten is looked for in the files")
    with TemporaryDirectory(prefix="avisa-story-") as made:
        folder = given.keep or Path(made)
        try:
            asyncio.run(_play(folder, given.database, given.files))
        except (AssertionError, OSError) as failed:
            print(f"story: {failed}", file=sys.stderr)
            log = folder / "bot.log"
            print(log.read_text() if log.exists() else "no log", file=sys.stderr)
            return 1
    return 0


async def _play(folder: Path, database: str | None, files: Path | None) -> None:
    where = {} if database is None else {"database_url": database}
    looked_through = [folder] if files is None else [folder, files]
    engine = Engine(SystemClock())
    async with Served(engine) as served:
        bot = BotProcess(folder, served.url, owner=FIRST_PERSON, **where)
        try:
            stage = Stage(engine, cities.load(CITY), bot)
            await stage.cast()
            await people_come(stage)
            await three_report_one_thing(stage)
            await it_is_seen(stage)
            await the_machine_dies(stage)
            await it_goes_on_and_ends(stage)
            await the_other_was_nothing(stage)
            await an_alert_is_taken_back_on_its_way(stage)
            await organizers_send_a_notice(stage)
            await nothing_is_left(stage, *looked_through)
        finally:
            await bot.end()
