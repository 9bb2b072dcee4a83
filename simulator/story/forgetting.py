"""The end: someone is forgotten, and the whole night is counted."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from simulator.limits import Limits
from simulator.residue import Hit, encodings, hits
from simulator.story.stage import PARK, Stage, expect


async def nothing_is_left(stage: Stage, *folders: Path) -> None:
    """`/forget`, and a look into every file, those of a database server included; then what Telegram would say of the
    night."""
    rosa, engine = stage.rosa, stage.engine
    expect(bool(_found(folders, {"the place": PARK.encode()})), "the search finds nothing at all")
    await rosa.phone.says("/forget")
    await rosa.presses("button.forget")
    await rosa.hears("forget.done")
    expect(await stage.bot.stop() == 0, "the bot did not stop cleanly when asked")
    left = _found(folders, encodings(rosa.id))
    expect(not left, f"what was forgotten is still in {left}")
    stage.tell("a resident was forgotten: no form of her number is left in any file")
    most, held = engine.log.most_in_any_second(), engine.log.sent_during_hold()
    expect(most <= Limits().a_second, f"{most} in one second, and Telegram allows {Limits().a_second}")
    expect(not held, f"{held} were sent while the bot had been told to wait")
    expect(not engine.unknown_fields, f"Telegram does not know {sorted(engine.unknown_fields)}")
    stage.tell(f"{len(engine.log)} requests at the limit: at most {most} in any second, none refused, none unknown")


def _found(folders: Sequence[Path], needles: Mapping[str, bytes]) -> list[Hit]:
    return [hit for folder in folders for hit in hits(folder, needles)]
