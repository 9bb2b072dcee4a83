"""What can be asked and answered, and how often."""

import pytest

from bot.domain.asking import ANSWERS, Asked, Said, may_ask


def test_every_question_has_answers_and_every_answer_a_question() -> None:
    assert set(ANSWERS) == set(Asked)
    assert {said for answers in ANSWERS.values() for said in answers} == set(Said)


@pytest.mark.parametrize("answers", ANSWERS.values())
def test_no_answer_is_offered_twice(answers: tuple[Said, ...]) -> None:
    assert len(set(answers)) == len(answers) >= 2


@pytest.mark.parametrize(
    ("lately", "allowed"),
    [
        ((), True),
        ((Asked.VESTS,), True),
        ((Asked.STILL_THERE,), False),
        ((Asked.VESTS, Asked.SEE_IT), False),
    ],
)
def test_two_different_questions_an_hour_are_the_limit(lately: tuple[Asked, ...], allowed: bool) -> None:
    assert may_ask(Asked.STILL_THERE, lately) is allowed
