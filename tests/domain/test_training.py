"""A rehearsal: what is asked, what is right, and how a button carries how far it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.buttons import LIMIT, Rehearse, read
from bot.domain.incident import Activity, Number
from bot.domain.training import CHOICES, FIRST, FOUND, Given, Mark, Rehearsal, Scene, unpacked
from bot.domain.verification import Agency, Answer, Where

SEEN: Given = (Answer.SEEN, Where.ON_SCENE)
NOTHING: Given = (Answer.NOTHING_THERE, Where.ON_SCENE)
BEST: dict[Scene, tuple[Given, ...]] = {
    Scene.VESTS: (SEEN, Agency.ICE, Activity.QUESTIONING, Number.FEW),
    Scene.EMPTY: (NOTHING,),
    Scene.RUMOR: ((Answer.CANNOT_TELL, Where.REMOTE),),
}


def played(scene: Scene, *given: Given) -> Rehearsal:
    at = Rehearsal(scene, looks=True)
    for one in given:
        at = at.answered(one)
    return at


@pytest.mark.parametrize("scene", list(Scene))
def test_who_answers_well_has_nothing_to_look_at_again(scene: Scene) -> None:
    at = played(scene, *BEST[scene])

    assert at.is_over
    assert [one.given for one in at.marks if one.right is None] == list(BEST[scene])


def test_what_was_not_right_is_named_beside_what_would_be() -> None:
    at = played(Scene.VESTS, SEEN, Agency.LOCAL_POLICE, Activity.QUESTIONING, Number.MANY)

    assert [one for one in at.marks if one.right is not None] == [
        Mark(Agency.LOCAL_POLICE, Agency.ICE),
        Mark(Number.MANY, Number.FEW),
    ]


@pytest.mark.parametrize("scene", list(Scene))
@pytest.mark.parametrize("found", FOUND)
def test_details_are_asked_of_who_saw_it_where_there_are_any(scene: Scene, found: Given) -> None:
    asks_more = scene is Scene.VESTS and found in [(Answer.SEEN, one) for one in Where]

    assert played(scene, found).is_over is not asks_more


def test_one_scene_follows_the_other_and_the_first_the_last() -> None:
    assert [one.next for one in Scene] == [*list(Scene)[1:], FIRST]


@given(st.sampled_from(Scene), st.lists(st.integers(0, 9), max_size=5))
def test_how_far_it_is_fits_a_button_and_comes_back(scene: Scene, picks: list[int]) -> None:
    at = Rehearsal(scene, looks=True)
    for pick, choices in zip(picks, CHOICES, strict=False):
        if not at.is_over:
            at = at.answered(choices[pick % len(choices)])
    button = Rehearse(scene, at.packed())

    assert unpacked(scene, button.at) == at
    assert len(button.pack()) <= LIMIT
    assert read(button.pack()) == button


@given(st.sampled_from(Scene), st.text(alphabet="cl0123456789x-", max_size=6))
def test_any_letters_are_nothing_or_a_rehearsal_in_full(scene: Scene, letters: str) -> None:
    at = unpacked(scene, letters)

    assert at is None or at.packed() == letters
