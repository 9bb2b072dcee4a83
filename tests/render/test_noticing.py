"""What organizers see who write a notice, who read one, and what subscribers see of it."""

import unicodedata
from dataclasses import replace

import pytest

from bot.domain.buttons import (
    Button,
    NoticeAmend,
    NoticeApprove,
    NoticeAt,
    NoticeDrop,
    NoticeIn,
    NoticeMark,
    NoticePropose,
    NoticeRequest,
    NoticeSee,
    NoticeShow,
    NoticeTo,
    NoticeWithdraw,
    read,
)
from bot.domain.buttons.noticing import NoticePage
from bot.domain.ids import EVERYWHERE, BroadcastId, Language, NeighborhoodId, NoticeId
from bot.domain.notice import LONGEST, Choice, Notice, NoticeFacts, NoticeState, words
from bot.domain.scheduling import choices
from bot.domain.screen import Screen
from bot.domain.text import clean, utf16_length
from bot.render import noticing
from bot.render.reader import CHOSEN, Reader
from locales import plain
from locales.markup import Html, faults
from tests.render.conftest import Reads
from tests.render.notice_screens import HOSTILE, OLGA, OMAR, other

NUMBER, EN, ES, AR = NoticeId(7), Language("en"), Language("es"), Language("ar")
HARBOR = NeighborhoodId("harbor")
FACTS = NoticeFacts(NUMBER, (HARBOR,), {ES: "Nos vemos el viernes.", EN: "We meet on Friday."})
WRITTEN = Notice(FACTS, OLGA.number, NoticeState.WRITING)
PROPOSED = replace(WRITTEN, state=NoticeState.PROPOSED)


def said(screen: Screen) -> str:
    return plain(Html(screen.text))


def buttons(screen: Screen) -> list[Button | None]:
    return [read(key.data) for row in screen.keys for key in row if key.data is not None]


def marked(screen: Screen) -> list[str]:
    """What the buttons say that are marked as chosen."""
    return [key.says for row in screen.keys for key in row if key.says.startswith(CHOSEN)]


def test_a_reader_sees_their_own_language_and_nothing_of_the_others(reader: Reader) -> None:
    assert said(noticing.notice(reader, FACTS)).split("\n\n")[1:-1] == ["We meet on Friday."]
    assert "Friday" not in said(noticing.notice(other(reader)(ES), FACTS))


def test_without_a_translation_a_reader_sees_the_original_and_in_which_language_it_is(reader: Reader) -> None:
    shown = noticing.notice(reader, replace(FACTS, texts={ES: "Nos vemos.", AR: "نلتقي."}))

    assert said(shown).split("\n\n")[1:-1] == ["In Español: there is no translation yet.", "Nos vemos."]


def test_what_was_written_is_shown_as_it_is_and_does_nothing(reader: Reader) -> None:
    shown = noticing.notice(reader, replace(FACTS, texts={EN: words(HOSTILE)}))
    invisible = [letter for letter in said(shown) if unicodedata.category(letter) in ("Cf", "Cc") and letter != "\n"]

    assert clean(HOSTILE).strip() in said(shown)
    assert "</b><a href='tg://user?id=1'>&amp;\"</a>" in said(shown)
    assert list(faults(shown.text)) == []
    assert shown.text.count("<") == shown.text.count("<b>") + shown.text.count("</b>") == 2
    assert invisible == []
    assert shown.keys == ()


@pytest.mark.parametrize("letter", ["a", "&", "<", '"', "ش", "👩"])
def test_the_longest_text_fits_whatever_it_is_made_of(reads: Reads, letter: str) -> None:
    text = letter * (LONGEST // utf16_length(letter))
    shown = noticing.notice(reads("en"), replace(FACTS, texts={EN: words(text)}))

    assert text in said(shown)
    assert utf16_length(said(shown)) <= 4096


def test_an_empty_notice_offers_neighborhoods_and_languages_and_cannot_be_proposed(reader: Reader) -> None:
    empty = replace(WRITTEN, facts=NoticeFacts(NUMBER, (), {}))
    shown = noticing.writing(reader, empty)

    assert buttons(shown) == [
        *(NoticeTo(NUMBER, one) for one in (EVERYWHERE, *reader.city.neighborhoods)),
        *(NoticeIn(NUMBER, one) for one in reader.city.languages),
        NoticeSee(NUMBER, NoticePage.READERS),
        NoticeSee(NUMBER, NoticePage.WHEN),
        NoticeDrop(NUMBER),
    ]
    assert marked(shown) == []
    assert "To:" not in said(shown)


def test_what_is_chosen_and_written_is_marked_and_said_and_so_is_who_reads_the_original(reader: Reader) -> None:
    shown = noticing.writing(reader, WRITTEN)

    assert marked(shown) == ["✅ Harbor", "✅ English", "✅ Español"]
    assert said(shown).split("\n\n")[1:] == [
        "To: Harbor",
        "Written in: Español, English",
        "Not translated, so these readers get it in Español, and are told so: \u2068العربية\u2069",
    ]
    assert buttons(shown)[-4:] == [
        NoticeRequest(NUMBER),
        NoticeSee(NUMBER, NoticePage.PREVIEW),
        NoticePropose(NUMBER),
        NoticeDrop(NUMBER),
    ]


def test_what_only_has_other_words_offers_neither_readers_nor_times_and_says_so(reader: Reader) -> None:
    shown = noticing.writing(reader, replace(WRITTEN, amends=NoticeId(6)))

    assert not any(isinstance(one, NoticeTo | NoticeAt) for one in buttons(shown))
    assert NoticeSee(NUMBER, NoticePage.WHEN) not in buttons(shown)
    assert "These words replace those of notice 6" in said(shown)


def test_the_times_are_those_of_the_city_and_every_week_takes_one(reader: Reader) -> None:
    at = choices(reader.now, reader.city.zone)[2]
    now, then = (noticing.when(reader, replace(WRITTEN, facts=replace(FACTS, at=one))) for one in (None, at))

    assert marked(now) == ["✅ As soon as approved"]
    assert marked(then) == ["✅ Mar 3, 2026, 12:00 PM"]
    assert NoticeMark(NUMBER, Choice.WEEKLY) not in buttons(now)
    assert [one for one in buttons(then) if isinstance(one, NoticeMark)] == [
        NoticeMark(NUMBER, Choice.URGENT),
        NoticeMark(NUMBER, Choice.WEEKLY),
    ]
    assert "Between 9:00 PM and 8:00 AM" in said(now)


def test_with_the_whole_city_no_neighborhood_is_offered(reader: Reader) -> None:
    shown = noticing.writing(reader, replace(WRITTEN, facts=replace(FACTS, neighborhoods=(EVERYWHERE,))))

    assert [one for one in buttons(shown) if isinstance(one, NoticeTo)] == [NoticeTo(NUMBER, EVERYWHERE)]
    assert marked(shown)[0] == "✅ The whole city"


def test_asking_for_a_text_names_its_language_and_leads_back(reader: Reader) -> None:
    shown = noticing.asked(reader, replace(WRITTEN, writing=ES))

    assert "Español" in said(shown)
    assert f"{LONGEST:,}" in said(shown)
    assert buttons(shown) == [NoticeShow(NUMBER)]


def test_a_second_organizer_reads_exactly_what_each_reader_would_get(reader: Reader) -> None:
    *texts, last = noticing.reading(reader, PROPOSED, OMAR, other(reader))

    assert texts == [noticing.notice(other(reader)(one), FACTS) for one in (ES, EN, AR)]
    assert buttons(last) == [NoticeApprove(NUMBER, FACTS.digest), NoticeDrop(NUMBER)]
    assert "To: Harbor" in said(last)
    assert "العربية" in said(last)


def test_of_what_was_dropped_before_a_word_was_written_there_is_nothing_to_read(reader: Reader) -> None:
    empty = Notice(NoticeFacts(NUMBER, (), {}), None, NoticeState.DROPPED)

    assert len(noticing.reading(reader, empty, OLGA, other(reader))) == 1


def test_its_author_reads_the_same_and_can_only_drop_it(reader: Reader) -> None:
    *texts, last = noticing.reading(reader, PROPOSED, OLGA, other(reader))

    assert len(texts) == 3
    assert buttons(last) == [NoticeDrop(NUMBER)]


@pytest.mark.parametrize("state", [NoticeState.APPROVED, NoticeState.DROPPED, NoticeState.WITHDRAWN])
def test_what_is_settled_has_no_buttons_and_says_what_came_of_it(reader: Reader, state: NoticeState) -> None:
    last = noticing.reading(reader, replace(PROPOSED, state=state), OMAR, other(reader))[-1]

    assert last.keys == ()
    assert said(last).startswith(said(reader.screen(f"notice.{state}")))


def test_what_goes_out_can_be_stopped_what_went_out_withdrawn_and_both_reworded(reader: Reader) -> None:
    planned = replace(PROPOSED, state=NoticeState.PLANNED, next=reader.now)
    held = replace(PROPOSED, state=NoticeState.APPROVED, broadcast=BroadcastId(3))
    offered = [buttons(noticing.reading(reader, one, OMAR, other(reader))[-1]) for one in (planned, held)]

    assert offered == [
        [NoticeAmend(NUMBER), NoticeDrop(NUMBER)],
        [NoticeAmend(NUMBER), NoticeWithdraw(NUMBER)],
    ]


def test_each_notice_has_a_button_with_the_sign_of_how_far_it_is(reader: Reader) -> None:
    both = [
        replace(PROPOSED, facts=replace(FACTS, notice=NoticeId(one)), state=state)
        for one, state in ((8, NoticeState.PLANNED), (7, NoticeState.PROPOSED))
    ]
    shown = noticing.listed(reader, both)

    assert buttons(shown) == [NoticeShow(NoticeId(8)), NoticeShow(NUMBER)]
    assert [key.says[-1] for row in shown.keys for key in row] == ["🗓", "⏳"]
    assert noticing.listed(reader, []).keys == ()
