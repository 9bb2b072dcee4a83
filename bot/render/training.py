"""What someone sees who practises. Every message of it says first that it is not real."""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.buttons import Rehearse
from bot.domain.card import Card
from bot.domain.ids import IncidentId, PersonNumber
from bot.domain.incident import Activity, Claim, Incident, Number, Status
from bot.domain.screen import Key, Screen
from bot.domain.training import CHOICES, Given, Mark, Rehearsal
from bot.render import volunteering
from bot.render.keys import ANSWERS
from bot.render.reader import Reader, in_rows
from locales import Html, join, plain

SEEN_AGO = timedelta(minutes=4)
FOUND = {(answer, where): key for key, answer, where in ANSWERS}


def step(reader: Reader, at: Rehearsal) -> Screen:
    """The card; the scene; what is asked next; or, at the end, what was right."""
    if at.is_over:
        return _over(reader, at)
    heading = reader.words("status.exercise")
    if not at.looks:
        look = reader.key("button.claim", Rehearse(at.scene, Rehearsal(at.scene, looks=True).packed()))
        said = [join([heading, _card(reader, mine=False)]), reader.words("training.intro")]
        return Screen(join(said, "\n\n"), ((look,),))
    said = [heading, reader.words(f"training.scene_{at.scene}")]
    if at.asks is None:
        said = [join([heading, _card(reader, mine=True)]), reader.words(f"training.scene_{at.scene}")]
    else:
        said.append(reader.words(f"card.ask_{at.asks}"))
    return Screen(join(said, "\n\n"), in_rows(_answers(reader, at), 2))


def _answers(reader: Reader, at: Rehearsal) -> list[Key]:
    """The answers of a real card, in its order."""
    given: Sequence[Given] = CHOICES[len(at.given)] if at.given else tuple(FOUND)
    return [
        Key(plain(_answer(reader, one)), data=Rehearse(at.scene, at.answered(one).packed()).pack()) for one in given
    ]


def _answer(reader: Reader, given: Given) -> Html:
    """An answer as it stands on a button."""
    if isinstance(given, tuple):
        return reader.words(FOUND[given])
    if isinstance(given, Activity):
        return reader.activity(given)
    return reader.words(f"{type(given).__name__.lower()}.{given}")


def _card(reader: Reader, *, mine: bool) -> Html:
    """A card as it would look, about a place of this city."""
    place = min(reader.city.places.values(), key=lambda one: one.id)
    seen = reader.now - SEEN_AGO
    incident = Incident(
        IncidentId(0),
        place.id,
        place.neighborhood,
        Activity.PATROL,
        Number.UNKNOWN,
        Status.UNVERIFIED,
        observed=seen,
        opened=seen,
        version=1,
        claim=Claim(PersonNumber(0), reader.now + reader.city.policy.claim) if mine else None,
    )
    card = Card(
        incident,
        reports=1,
        seen_on_scene=0,
        seen_remote=0,
        nothing_there=0,
        cannot_tell=0,
        mine=mine,
        answered=False,
        organizer=False,
    )
    return Html(volunteering.card(reader, card).text)


def _over(reader: Reader, at: Rehearsal) -> Screen:
    """What was right and what to look at again; then once more, or duty."""
    said = [
        join([reader.words("status.exercise"), *(_mark(reader, one) for one in at.marks)]),
        reader.words(f"training.why_{at.scene}"),
        reader.words("training.done"),
    ]
    return Screen(join(said, "\n\n"), ((volunteering.practise(reader, Rehearsal(at.scene.next)),),))


def _mark(reader: Reader, mark: Mark) -> Html:
    given = _answer(reader, mark.given)
    if mark.right is None:
        return reader.words("training.right", answer=given)
    return reader.words("training.look_again", answer=given, other=_answer(reader, mark.right))
