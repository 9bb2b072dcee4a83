"""A rehearsal: a scene in words, the answers of a real card, and what was right about them.

How far someone is stands in the buttons alone; that they have finished one is all that is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.incident import Activity, Number
from bot.domain.verification import Agency, Answer, Detail, Where

Found = tuple[Answer, Where]
Given = Found | Agency | Activity | Number

FOUND: tuple[Found, ...] = tuple((answer, where) for answer in Answer for where in Where)


class Scene(StrEnum):
    """What there is to be seen; `training.scene_<value>` tells it, `training.why_<value>` explains it afterwards."""

    VESTS = "vests"
    EMPTY = "empty"
    RUMOR = "rumor"

    @property
    def next(self) -> "Scene":
        """What comes when someone practises once more."""
        scenes = list(Scene)
        return scenes[(scenes.index(self) + 1) % len(scenes)]


FIRST = Scene.VESTS
"""With this one everyone begins: it asks for everything that a real card asks for."""


@dataclass(frozen=True, slots=True)
class Right:
    """What is right to answer: the first of each is named, the others are right too."""

    found: tuple[Found, ...]
    details: tuple[tuple[Given, ...], ...] = ()
    """In the order in which a real card asks for them."""


RIGHT: Mapping[Scene, Right] = {
    Scene.VESTS: Right(
        ((Answer.SEEN, Where.ON_SCENE),), ((Agency.ICE,), (Activity.QUESTIONING,), (Number.FEW, Number.SEVERAL))
    ),
    Scene.EMPTY: Right(((Answer.NOTHING_THERE, Where.ON_SCENE),)),
    Scene.RUMOR: Right(((Answer.CANNOT_TELL, Where.REMOTE), (Answer.CANNOT_TELL, Where.ON_SCENE))),
}

CHOICES: tuple[Sequence[Given], ...] = (FOUND, tuple(Agency), tuple(Activity), tuple(Number))
"""What can be answered, question by question: what was found, then each `Detail`."""

CARD, LOOKS = "c", "l"


@dataclass(frozen=True, slots=True)
class Mark:
    """One answer, and what would have been right if it was not."""

    given: Given
    right: Given | None


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How far someone is with a scene."""

    scene: Scene
    looks: bool = False
    """The card was taken, and the scene is shown."""
    given: tuple[Given, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether nothing more is asked: what is not there has no details."""
        if not self.given:
            return False
        wanted = RIGHT[self.scene].details if self.given[0] in [one for one in FOUND if one[0] is Answer.SEEN] else ()
        return len(self.given) > len(wanted)

    @property
    def asks(self) -> Detail | None:
        """What of it is asked next; none for what was found at all."""
        return tuple(Detail)[len(self.given) - 1] if self.given else None

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Each answer, as it was given."""
        right = (RIGHT[self.scene].found, *RIGHT[self.scene].details)
        return tuple(
            Mark(given, None if given in wanted else wanted[0])
            for given, wanted in zip(self.given, right, strict=False)
        )

    def answered(self, given: Given) -> "Rehearsal":
        """One answer further."""
        return Rehearsal(self.scene, looks=True, given=(*self.given, given))

    def packed(self) -> str:
        """How far it is, in few letters, for a button."""
        if not self.looks:
            return CARD
        told = (str(choices.index(given)) for given, choices in zip(self.given, CHOICES, strict=False))
        return LOOKS + "".join(told)


def unpacked(scene: Scene, letters: str) -> Rehearsal | None:
    """How far it is again, or none when no button of ours could have carried it."""
    if letters == CARD:
        return Rehearsal(scene)
    at = Rehearsal(scene, looks=True)
    for digit, choices in zip(letters[1:], CHOICES, strict=False):
        if at.is_over or digit not in "0123456789" or int(digit) >= len(choices):
            return None
        at = at.answered(choices[int(digit)])
    return at if at.packed() == letters else None
