"""Organizers tell everyone something, in three languages."""

from collections.abc import Mapping

from bot.domain.ids import Language
from locales import LANGUAGES
from simulator.cast import SLOT
from simulator.story.stage import Stage, expect

TEXTS: Mapping[Language, str] = {
    Language("en"): "Free legal clinic on Friday at 5 pm.",
    Language("es"): "Consulta legal gratuita el viernes a las 5 de la tarde.",
    Language("ht"): "Konsiltasyon legal gratis vandredi a 5 è nan aprèmidi.",
}
"""What one of them writes. The first is the original: whoever reads another language gets that, and is told so."""


async def organizers_send_a_notice(stage: Stage) -> None:
    """One writes it; only when another has read it and says yes does it go out."""
    olga, odile = stage.olga, stage.odile
    await olga.phone.says("/notice")
    await olga.presses("join.everywhere")
    for language, text in TEXTS.items():
        name = LANGUAGES[language].own_name
        await olga.phone.presses(name)
        await olga.hears("notice.ask_text", "count", language=name)
        await olga.phone.says(text)
        await olga.hears("notice.in", "languages")
    await olga.presses("notice.when")
    await olga.presses("notice.urgent")
    await olga.presses("button.back")
    await olga.presses("notice.propose")
    await olga.hears("notice.proposed")
    own = [label for message in olga.phone.messages() for label in message.labels]
    expect(olga.says("notice.approve") not in own, "its author is offered the yes")
    expect(not stage.got("notice.heading"), "one organizer alone sent a notice")
    stage.tell("an organizer wrote an urgent notice in three languages: it waits for a second one")
    await odile.phone.says("/notices")
    await odile.phone.presses(odile.words.plain("notice.read", reference=SLOT).partition(SLOT)[0])
    await odile.hears("notice.approve_this")
    await odile.presses("notice.approve")
    everyone = [one for one in (*stage.listeners, *stage.strangers) if one is not odile]
    await stage.until_all("notice.heading", {one.id for one in everyone})
    for one in everyone:
        got = [text for text in one.phone.heard() if text.startswith(one.words.plain("notice.heading"))]
        expect(len(got) == 1, "someone got the notice twice")
        expect(TEXTS.get(one.language, TEXTS[Language("en")]) in got[0], "someone reads something else")
    in_theirs = sum(one.language in TEXTS for one in everyone)
    stage.tell(
        f"the second organizer read it and said yes: {in_theirs} people read it in their language, "
        f"{len(everyone) - in_theirs} in the first, and it says so"
    )
