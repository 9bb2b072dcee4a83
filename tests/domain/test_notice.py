"""A notice's own rules: its digest, and what of its words is kept."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import EVERYWHERE, Language, NeighborhoodId, NoticeId
from bot.domain.notice import LONGEST, Notice, NoticeFacts, NoticeState, words
from bot.domain.refusals import NoWords, TooLong
from bot.domain.text import clean, utf16_length

EN, ES = Language("en"), Language("es")
HARBOR, HILL = NeighborhoodId("harbor"), NeighborhoodId("hill")
FACTS = NoticeFacts(NoticeId(7), (HARBOR, HILL), {EN: "Friday", ES: "Viernes"})

OTHERS = [
    replace(FACTS, notice=NoticeId(8)),
    replace(FACTS, neighborhoods=(HARBOR,)),
    replace(FACTS, neighborhoods=(HARBOR, HILL, EVERYWHERE)),
    replace(FACTS, texts={EN: "Friday", ES: "Viernes "}),
    replace(FACTS, texts={EN: "Viernes", ES: "Friday"}),
    replace(FACTS, texts={EN: "Friday"}),
    replace(FACTS, texts={**FACTS.texts, Language("ar"): ""}),
]


@pytest.mark.parametrize("other", OTHERS)
def test_other_words_or_other_people_have_another_digest(other: NoticeFacts) -> None:
    assert other.digest != FACTS.digest


def test_the_order_in_which_it_was_written_makes_no_other_digest() -> None:
    same = NoticeFacts(NoticeId(7), (HILL, HARBOR), {ES: "Viernes", EN: "Friday"})

    assert same.digest == FACTS.digest


@pytest.mark.parametrize(
    ("facts", "whole"),
    [(FACTS, True), (replace(FACTS, texts={}), False), (replace(FACTS, neighborhoods=()), False)],
)
def test_it_is_whole_when_it_says_something_to_someone(facts: NoticeFacts, whole: bool) -> None:
    assert Notice(facts, None, NoticeState.WRITING).whole is whole


@given(st.text(max_size=LONGEST + 20))
def test_what_is_kept_is_clean_and_fits_or_is_refused(raw: str) -> None:
    try:
        kept = words(raw)
    except NoWords:
        assert clean(raw).strip() == ""
    except TooLong as refused:
        assert refused.limit == LONGEST
        assert utf16_length(clean(raw).strip()) > LONGEST
    else:
        assert kept == clean(kept).strip() == kept.strip() != ""
        assert utf16_length(kept) <= LONGEST
