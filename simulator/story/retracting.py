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
    await stage.olga.phone.is_told(stage.olga.says("told.decided"))
    alerted = stage.got("alert.confirmed", LIBRARY)
    told = await stage.until_all("alert.retracted", alerted.keys(), LIBRARY)
    stage.tell(f"the organizer took it back when {len(alerted)} had got it: they hear so")
    await stage.until_all("alert.retracted", told.keys(), LIBRARY, "editMessageText")
    told, at_last = stage.got("alert.retracted", LIBRARY), stage.got("alert.confirmed", LIBRARY)
    expect(told.keys() == at_last.keys(), "the correction did not reach exactly those who got the alert")
    expect(len(at_last) <= len(alerted) + SEATS, "the alert went on after it was taken back")
    expect(len(at_last) < len(stage.listeners), "it was taken back only after everyone had got it")
    stage.tell(f"what they hold says so too; all in all {len(told)}, and exactly those who got the alert")
