"""How the two incidents end: one goes on, and is over; the other was nothing."""

from simulator.story.stage import HARAMBEE, PARK, Stage, expect


async def it_goes_on_and_ends(stage: Stage) -> None:
    """A follow-up: an edit and a silent reply. An all-clear: the edit alone."""
    everyone, olga, park = {one.id for one in stage.listeners}, stage.olga, stage.name(PARK)
    await stage.eve.presses("echo.seen_too", under=park)
    await stage.eve.phone.is_told(stage.eve.says("told.echoed"))
    await stage.ben.hears("card.seen_too", count=1)
    stage.tell("someone who got the alert sees it too: volunteers see that on their card, and nobody else")
    await olga.presses("decide.follow_up", under=park)
    followed = await stage.until_all("alert.follow_up", everyone, PARK)
    expect(set(followed) == everyone, "the follow-up did not reach exactly those who got the alert")
    await stage.until_all("alert.confirmed", everyone, PARK, "editMessageText")
    for one in stage.crowd:
        expect(one.phone.screen().is_silent, "a follow-up made a sound")
    stage.tell(f"still there, says the organizer: the same {len(everyone)} hear so, silently")
    await olga.presses("decide.all_clear", under=park)
    await stage.until_all("alert.over", everyone, PARK, "editMessageText")
    expect(not stage.got("alert.over"), "the all-clear made a sound")
    stage.tell("it is over: every alert was edited, silently")


async def the_other_was_nothing(stage: Stage) -> None:
    """Two volunteers find nothing: whoever reported it hears so, and whoever asks."""
    ben, cai, lan, harambee = stage.ben, stage.cai, stage.lan, stage.name(HARAMBEE)
    await ben.presses("finding.nothing_there", under=harambee)
    await ben.phone.is_told(ben.says("told.counted"))
    await cai.hears("card.nothing_there", count=1)
    await cai.presses("finding.nothing_there", under=harambee)
    await cai.phone.is_told(cai.says("told.dismissed"))
    await lan.hears("letter.report_dismissed", "time", place=harambee)
    stage.tell("at the other park two volunteers found nothing: whoever reported it was told, in Vietnamese")
    expect(not stage.got("alert.confirmed", HARAMBEE), "nothing made an alert")
    await lan.phone.says("/check")
    nothing = lan.says("status.nothing_found")
    shown = await lan.phone.hears(lambda answer: harambee in answer.text and nothing in answer.text)
    expect(stage.name(PARK) in shown.text, "/check says nothing of the park")
    stage.tell("/check says so too, and that it is over in the first park")
