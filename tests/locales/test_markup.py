"""Plain text becomes Telegram's HTML and comes out again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.text import clean
from locales import Html, escape, join, plain
from locales.markup import faults

ANY_TEXT = st.text(st.characters(exclude_categories=[]))
MARKUP_LIKE = st.text(st.sampled_from("<>/&;\"'=abi {}#x1 \n")) | ANY_TEXT


@given(MARKUP_LIKE)
def test_escaped_text_shows_exactly_the_clean_text(text: str) -> None:
    assert clean(text) == plain(escape(text))


@given(MARKUP_LIKE)
def test_escaped_text_holds_no_markup(text: str) -> None:
    assert list(faults(escape(text))) == []
    assert not {"<", ">", '"'} & set(escape(text))


def test_parts_are_joined_by_plain_text() -> None:
    joined = join([Html("<b>A</b>"), escape("B & C")], separator=" < ")

    assert joined == "<b>A</b> &lt; B &amp; C"
    assert isinstance(joined, Html)


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "<b>bold</b> <i>italic <u>both</u></i>",
        '<a href="https://example.org/?a=1&amp;b=2">link</a>',
        '<a href="{link}">link</a>',
        "<blockquote>a\n<b>b</b></blockquote> <code>/help</code>",
        "Fish &amp; chips &lt; 5 &#39;",
    ],
)
def test_allowed_markup_has_no_faults(text: str) -> None:
    assert list(faults(text)) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<b>open", "<b> is never closed"),
        ("<b><i>crossed</b></i>", "</b> closes nothing"),
        ("</b>", "</b> closes nothing"),
        ("<script>x</script>", "<script> is not allowed"),
        ('<b class="x">x</b>', "<b> with wrong attributes"),
        ("<a>x</a>", "<a> with wrong attributes"),
        ('<a href="x" onclick="y">x</a>', "<a> with wrong attributes"),
        ("1 < 2", "a bare < (write &lt;)"),
        ("Fish & chips", "a bare & (write &amp;)"),
        ("&nbsp;", "a bare & (write &amp;)"),
        ("a -> b", "a bare > (write &gt;)"),
        ("<code><b>x</b></code>", "<b> inside <code>"),
    ],
)
def test_other_markup_is_named(text: str, fault: str) -> None:
    assert fault in faults(text)
