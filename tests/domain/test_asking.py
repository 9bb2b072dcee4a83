"""What can be asked and answered, and how often."""

import pytest

from bot.domain.asking import ANSWERS, MOST_WORDS, Asked, Said, line, may_ask
from bot.domain.masking import Mask
from bot.domain.refusals import NoWords, Refusal, TooLong


def test_every_question_has_answers_and_every_answer_a_question() -> None:
    assert set(ANSWERS) == set(Asked)
    assert {said for answers in ANSWERS.values() for said in answers} == set(Said)


@pytest.mark.parametrize("answers", ANSWERS.values())
def test_no_answer_is_offered_twice(answers: tuple[Said, ...]) -> None:
    assert len(set(answers)) == len(answers) != 1


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


def test_words_can_be_asked_twice_an_hour() -> None:
    assert may_ask(Asked.WORDS, (Asked.WORDS,))
    assert not may_ask(Asked.WORDS, (Asked.WORDS, Asked.WORDS))


def test_a_line_is_one_line_without_what_it_must_not_hold() -> None:
    taken = line("Is it the van\n with 123 ABC, or call\u200b 617-555-0100?")

    assert taken.text == "Is it the van with •••, or call •••?"
    assert set(taken.found) == {Mask.PLATE, Mask.PHONE}


@pytest.mark.parametrize(("raw", "no"), [("", NoWords), (" \n\u200b", NoWords), ("x" * (MOST_WORDS + 1), TooLong)])
def test_a_line_that_says_nothing_or_too_much_is_refused(raw: str, no: type[Refusal]) -> None:
    with pytest.raises(no):
        line(raw)
