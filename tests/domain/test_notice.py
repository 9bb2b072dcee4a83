"""A notice's own rules: its digest, and what of its words is kept."""

from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import EVERYWHERE, Language, NeighborhoodId, NoticeId
from bot.domain.notice import LONGEST, Notice, NoticeFacts, NoticeState, words
from bot.domain.refusals import NoWords, TooLong
from bot.domain.text import clean, utf16_length

EN, ES, AR = Language("en"), Language("es"), Language("ar")
NOON = datetime(2026, 2, 5, 17, tzinfo=UTC)
HARBOR, HILL = NeighborhoodId("harbor"), NeighborhoodId("hill")
FACTS = NoticeFacts(NoticeId(7), (HARBOR, HILL), {EN: "Friday", ES: "Viernes"})

OTHERS = [
    replace(FACTS, notice=NoticeId(8)),
    replace(FACTS, neighborhoods=(HARBOR,)),
    replace(FACTS, neighborhoods=(HARBOR, HILL, EVERYWHERE)),
    replace(FACTS, texts={EN: "Friday", ES: "Viernes "}),
    replace(FACTS, texts={EN: "Viernes", ES: "Friday"}),
    replace(FACTS, texts={EN: "Friday"}),
    replace(FACTS, texts={**FACTS.texts, AR: ""}),
    replace(FACTS, texts={ES: "Viernes", EN: "Friday"}),
    replace(FACTS, languages=(EN,)),
    replace(FACTS, at=NOON),
    replace(FACTS, at=NOON, weekly=True),
    replace(FACTS, urgent=True),
]


@pytest.mark.parametrize("other", OTHERS)
def test_other_words_or_other_people_have_another_digest(other: NoticeFacts) -> None:
    assert other.digest != FACTS.digest


def test_the_order_in_which_it_was_chosen_and_translated_makes_no_other_digest() -> None:
    facts = replace(FACTS, texts={**FACTS.texts, AR: "الجمعة"}, languages=(EN, ES))
    same = NoticeFacts(NoticeId(7), (HILL, HARBOR), {EN: "Friday", AR: "الجمعة", ES: "Viernes"}, (ES, EN))

    assert same.digest == facts.digest


def test_it_lacks_the_languages_of_its_readers_that_nobody_has_written_it_in() -> None:
    facts = replace(FACTS, texts={EN: "Friday"})

    assert facts.lacks((EN, ES, AR)) == (ES, AR)
    assert replace(facts, languages=(EN, AR)).lacks((EN, ES, AR)) == (AR,)
    assert [replace(facts, languages=(ES,)).reads(one) for one in (EN, ES)] == [False, True]


def test_another_original_drops_what_translators_made_of_the_first_and_nothing_else() -> None:
    own = replace(FACTS, texts={EN: "Friday", ES: "Viernes", AR: "الجمعة"})
    being = Notice(own, None, NoticeState.WRITING, asked=(AR,))

    later, same, other = (being.with_text(*one) for one in ((EN, "Sunday"), (EN, "Friday"), (ES, "El viernes")))

    assert (dict(later.facts.texts), later.asked) == ({EN: "Sunday", ES: "Viernes"}, ())
    assert same == being
    assert (dict(other.facts.texts), other.asked) == ({**own.texts, ES: "El viernes"}, (AR,))


@pytest.mark.parametrize(
    ("facts", "whole"),
    [(FACTS, True), (replace(FACTS, texts={}), False), (replace(FACTS, neighborhoods=()), False)],
)
def test_it_is_whole_when_it_says_something_to_someone(facts: NoticeFacts, whole: bool) -> None:
    assert Notice(facts, None, NoticeState.WRITING).whole is whole


@given(st.text(st.characters(exclude_characters="<"), max_size=LONGEST + 20))
def test_what_is_kept_is_clean_and_fits_or_is_refused(raw: str) -> None:
    try:
        kept = words(raw)
    except NoWords:
        assert clean(raw).strip() == ""
    except TooLong as refused:
        assert refused.limit == LONGEST
        assert utf16_length(clean(raw).strip()) > LONGEST
    else:
        seen = unescape(kept)
        assert seen == clean(seen).strip() != ""
        assert utf16_length(seen) <= LONGEST
