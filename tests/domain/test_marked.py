"""Formatted words: the little that hides nothing is kept, and all else is shown as it was typed."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.marked import LINK, Mark, marked
from bot.domain.text import clean
from locales import Html, plain
from locales.markup import faults
from simulator.formatted import GIVEN, formatted

PAGE = "https://example.org/rsvp?a=1&b=2"


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("<b>one</b> <i>two</i> <u>three</u> <s>four</s>", "<b>one</b> <i>two</i> <u>three</u> <s>four</s>"),
        ("<b>one <i>two</i></b>", "<b>one </b><b><i>two</i></b>"),
        ("<b>one<i>two</b>three</i>", "<b>one&lt;i&gt;two</b>three&lt;/i&gt;"),
        ("<b>a<b>b</b>", "<b>a&lt;b&gt;b</b>"),
        (
            f"<a href='{PAGE}'>here</a>!",
            '<a href="https://example.org/rsvp?a=1&amp;b=2">here</a> (example.org/rsvp?a=1&amp;b=2)!',
        ),
        ('<a href="https://example.org">example.org</a>', '<a href="https://example.org">example.org</a>'),
        (
            '<a href="https://evil.org">https://good.org</a>',
            '<a href="https://evil.org">https://good.org</a> (evil.org)',
        ),
        ("  <b> one </b>\u202e\n", "<b>one</b>"),
        ("<b></b>one<b>\u200b</b>", "one"),
    ],
)
def test_a_tag_that_hides_nothing_is_kept_and_a_link_says_where_it_leads(typed: str, html: str) -> None:
    assert marked(typed).html == html


@pytest.mark.parametrize(
    "typed",
    [
        "plain & <simple>",
        "<b>one",
        "one</b>",
        "<script>x</script><tg-spoiler>y</tg-spoiler>",
        "<b class='x'>y</b>",
        "<a href='http://example.org'>here</a>",
        "<a href='https://good.org@evil.org'>here</a>",
        "<a href='https://ex\u0430mple.org'>here</a>",
        "<a href='tg://user?id=1'>here</a>",
        "&lt;b&gt; &amp;",
    ],
)
def test_all_else_is_shown_as_it_was_typed(typed: str) -> None:
    made = marked(typed)

    assert made.seen == typed
    assert made.html == escape(typed, quote=False)


@pytest.mark.parametrize(
    ("text", "marks", "html"),
    [
        ("👩 bold", [Mark("bold", 3, 4)], "👩 <b>bold</b>"),
        ("a b c", [Mark("italic", 0, 3), Mark("underline", 2, 3)], "<i>a </i><i><u>b</u></i><u> c</u>"),
        ("gone", [Mark("strikethrough", 0, 4)], "<s>gone</s>"),
        ("hidden", [Mark("spoiler", 0, 6)], "hidden"),
        ("here", [Mark(LINK, 0, 4, "https://example.org")], '<a href="https://example.org">here</a> (example.org)'),
        ("here", [Mark(LINK, 0, 4, "http://example.org")], "here"),
        ("here", [Mark("text_mention", 0, 4)], "here"),
        ("short", [Mark("bold", 3, 400)], "sho<b>rt</b>"),
        ("<i>one</i>", [Mark("bold", 0, 10)], "<b><i>one</i></b>"),
    ],
)
def test_what_was_marked_in_telegram(text: str, marks: list[Mark], html: str) -> None:
    assert marked(text, marks).html == html


PIECES = st.sampled_from(
    [
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "</a>",
        f"<a href='{PAGE}'>",
        "<a href='x'>",
        "&amp;",
        "<",
        ">",
        "\u202e",
        "👩",
        "é",
        " ",
    ]
)
MARKS = st.builds(
    Mark, st.sampled_from(["bold", "italic", "spoiler", LINK]), st.integers(0, 30), st.integers(0, 30), st.just(PAGE)
)


@given(st.lists(PIECES | st.text(max_size=3)).map("".join), st.lists(MARKS, max_size=4))
def test_whatever_is_written_telegram_reads_what_was_promised(typed: str, marks: list[Mark]) -> None:
    made = marked(typed, marks)

    assert list(faults(made.html)) == []
    assert plain(Html(made.html)) == made.seen
    if made.seen and made.length <= 4096:
        read = formatted(made.html, "HTML")
        assert clean(read.text) == clean(made.seen)
        assert {one["type"] for one in read.entities} & GIVEN <= {"bold", "italic", LINK}
