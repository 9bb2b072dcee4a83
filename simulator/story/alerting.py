"""Volunteers look, the alert goes out, and the machine dies while it does."""

from simulator.story.stage import LANGUAGES, PARK, Stage, expect

KILL_AFTER = 60
"""Alerts that have gone out when the bot is killed."""

SEATS = 8
"""In flight at once without a paid rate: the most that may be told twice."""


async def it_is_seen(stage: Stage) -> None:
    """A claim, two findings."""
    ben, cai, park = stage.ben, stage.cai, stage.name(PARK)
    await ben.presses("button.claim", under=park)
    await ben.hears("card.yours", "time")
    await ben.presses("finding.seen_on_scene", under=park)
    await ben.phone.is_told(ben.says("told.counted"))
    await cai.hears("card.seen_on_scene", count=1)
    expect(not stage.got("alert.confirmed"), "one finding alone made an alert")
    stage.tell("one volunteer claimed it, went there and saw it: no alert yet")
    await cai.presses("finding.seen_remote", under=park)
    await stage.until_some("alert.confirmed", 1)
    stage.tell("a second volunteer confirmed it: the alert goes out")


async def the_machine_dies(stage: Stage) -> None:
    """`kill -9` in the middle of the broadcast: everyone is told all the same, and nobody else."""
    everyone = {one.id for one in stage.listeners}
    await stage.until_some("alert.confirmed", KILL_AFTER)
    await stage.bot.kill()
    stage.tell(f"kill -9 after {len(stage.got('alert.confirmed'))} of {len(everyone)} alerts")
    await stage.bot.start()
    got = await stage.until_all("alert.confirmed", everyone)
    twice = sum(count - 1 for count in got.values())
    expect(set(got) == everyone, "someone was not told, or a stranger was")
    expect(twice <= SEATS, f"{twice} were told twice")
    stage.tell(f"started again: all {len(got)} were told, {twice} of them twice (at most {SEATS} may be)")
    for one in stage.crowd:
        text = one.phone.screen().text
        expect(text.startswith(one.words.plain("alert.confirmed")), "someone reads an alert in another language")
        expect(stage.city.hotline in text, "an alert lacks the hotline")
        expect("\u2068" in text or one.language != "ar", "the place is not isolated in Arabic")
    stage.tell(f"in {len(LANGUAGES)} languages: everyone reads their own, with the hotline; nobody elsewhere was told")
