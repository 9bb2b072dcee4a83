"""A second alert was wrong, and is taken back while it is still going out."""

from simulator.story.alerting import SEATS
from simulator.story.stage import LIBRARY, Stage, expect

RETRACT_AFTER = 30
"""Alerts that have gone out when the organizer takes it back."""


async def an_alert_is_taken_back_on_its_way(stage: Stage) -> None:
    """Nobody gets it any more; exactly those who got it hear that it was wrong."""
    amal, ben, cai, library = stage.amal, stage.ben, stage.cai, stage.name(LIBRARY)
    await amal.reports(LIBRARY)
    await amal.hears("report.received", "time", place=library)
    await ben.presses("finding.seen_on_scene", under=library)
    await ben.phone.is_told(ben.says("told.counted"))
    await cai.hears("card.seen_on_scene", count=1)
    await cai.presses("finding.seen_remote", under=library)
    await stage.until_some("alert.confirmed", RETRACT_AFTER, LIBRARY)
    stage.tell("a report in Arabic, two findings: a second alert goes out")
    await stage.olga.presses("decide.retract", under=library)
    await stage.olga.presses("wrong.wrong_place")
    await stage.olga.phone.is_told(stage.olga.says("told.decided"))
    alerted = stage.got("alert.confirmed", LIBRARY)
    stage.tell(f"the organizer took it back when {len(alerted)} had got it")
    await stage.until_those("alert.retracted", "alert.confirmed", LIBRARY)
    await stage.until_those("alert.retracted", "alert.confirmed", LIBRARY, "editMessageText")
    told = await stage.until_those("alert.retracted", "alert.confirmed", LIBRARY)
    expect(len(told) <= len(alerted) + SEATS, "the alert went on after it was taken back")
    expect(len(told) < len(stage.listeners), "it was taken back only after everyone had got it")
    stage.tell(f"exactly those {len(told)} who got it heard that it was wrong, and what they hold says so")
