"""HTML becomes text and entities, by Telegram's rules."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.text import clean, utf16_length
from locales import Html, escape, plain
from simulator.entities import parse_html
from simulator.errors import Refused
from simulator.formatted import formatted

ANY_TEXT = st.text(st.characters(exclude_categories=[]))
MARKUP_LIKE = st.text(st.sampled_from("<>/&;\"'=abi {}#x1 \n😀")) | ANY_TEXT
TAGS = ("b", "i", "u", "s", "code", "pre", "blockquote")
PIECES = st.sampled_from(
    [
        *(f"<{tag}>" for tag in TAGS),
        *(f"</{tag}>" for tag in TAGS),
        '<a href="https://example.org/">',
        "</a>",
        *("&lt;", "x", "é", "😀", " ", "\n"),
    ]
)


def seen(html: str) -> tuple[str, list[tuple[Any, ...]]]:
    """The text, and its entities in short."""
    found = formatted(html, "HTML")
    return found.text, [(one["type"], one["offset"], one["length"]) for one in found.entities]


@given(MARKUP_LIKE)
def test_escaped_text_shows_exactly_the_clean_text(text: str) -> None:
    assert parse_html(escape(text)) == (clean(text), [])


@given(st.lists(PIECES).map("".join))
def test_whatever_is_taken_has_entities_inside_of_its_text(html: str) -> None:
    try:
        found = formatted(html, "HTML")
    except Refused as refused:
        assert refused.description.startswith("Bad Request: can't parse entities: ")
        return

    length = utf16_length(found.text)
    assert all(one["length"] > 0 and 0 <= one["offset"] <= length - one["length"] for one in found.entities)
    assert [one["offset"] for one in found.entities] == sorted(one["offset"] for one in found.entities)


@given(
    st.recursive(ANY_TEXT.map(escape), lambda inner: st.builds("<{0}>{1}</{0}>".format, st.sampled_from("bius"), inner))
)
def test_well_formed_html_shows_what_the_markup_module_says(html: str) -> None:
    assert parse_html(html)[0] == plain(Html(html))


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("<b>bold</b> plain", "bold plain", [("bold", 0, 4)]),
        ("<strong>a</strong><em>b</em><ins>c</ins>", "abc", [("bold", 0, 1), ("italic", 1, 1), ("underline", 2, 1)]),
        ("<s>a</s> <strike>b</strike> <del>c</del>", "a b c", [("strikethrough", at, 1) for at in (0, 2, 4)]),
        ("<B>a</b>", "a", [("bold", 0, 1)]),
        ("<b>a</>", "a", [("bold", 0, 1)]),
        ("<b >a</b >", "a", [("bold", 0, 1)]),
        ("<i>a <u>b</u></i>", "a b", [("italic", 0, 3), ("underline", 2, 1)]),
        ("<b>a</b><b>b</b>", "ab", [("bold", 0, 2)]),
        ("<b>a<b>b</b></b>", "ab", [("bold", 0, 2)]),
        ("😀<b>é😀</b>", "😀é😀", [("bold", 2, 3)]),
        ("<b></b>x", "x", []),
        ("<tg-spoiler>a</tg-spoiler>", "a", [("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)]),
        ('<tg-emoji emoji-id="5">👍</tg-emoji>', "👍", [("custom_emoji", 0, 2)]),
        ("<blockquote>a\nb</blockquote>", "a\nb", [("blockquote", 0, 3)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ("<code>/help</code>", "/help", [("code", 0, 5)]),
        ("<code>a<b>b</b></code>", "ab", [("code", 0, 2)]),
        ("<b>a<code>b</code>c</b>", "abc", [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]),
        ('<a href="https://example.org"><b>a</b></a>', "a", [("text_link", 0, 1), ("bold", 0, 1)]),
        ('<a href="not a page">a</a>', "a", []),
        ("&lt;b&gt; &amp;amp; &quot;", '<b> &amp; "', []),
        ("&lt a &ampb", "< a &ampb", []),
        ("&nbsp; &apos; &; & &#; &#x;", "&nbsp; &apos; &; & &#; &#x;", []),
        ("&#65;&#x42;&#128512;&#x1F600", "AB😀😀", []),
        ("&#0; &#9999999; &#00000065;", "&#0; &#9999999; &#00000065;", []),
        (" \n a <b>b</b> \n ", "a b", [("bold", 2, 1)]),
        ("<b> a </b>", " a", [("bold", 0, 2)]),
        ("a\r\nb\tc\u202ed", "a\nb cd", []),
        ("<b>a\rb</b>c", "abc", [("bold", 0, 2)]),
        ("\u2068\u0639\u2069", "\u2068\u0639\u2069", []),
    ],
)
def test_what_is_seen(html: str, text: str, entities: list[tuple[Any, ...]]) -> None:
    assert (text, entities) == seen(html)


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é<b", "Unclosed start tag at byte offset 2"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("é <script>", 'Unsupported start tag "script" at byte offset 3'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<b>a</b x>", "Unclosed end tag at byte offset 4"),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a ="x">a</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x,y>a</a>", "Unexpected end of name token at byte offset 8"),
        ("<tg-emoji>a</tg-emoji>", "Invalid custom emoji identifier specified"),
        (
            "&#xd83d;",
            "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code "
            "units",
        ),
    ],
)
def test_what_is_refused(html: str, why: str) -> None:
    with pytest.raises(Refused) as raised:
        formatted(html, "HTML")

    assert (400, f"Bad Request: can't parse entities: {why}") == (raised.value.status, raised.value.description)


def test_a_link_and_code_carry_what_their_attributes_say() -> None:
    html = (
        "<a href='https://example.org?a=1&amp;b=2'>a</a> <a>example.org</a> <a href=\"tg://user?id=7\">c</a>"
        '<pre><code class="language-python">x</code></pre><code class="language-c"><pre>y</pre></code>'
    )

    entities = formatted(html, "HTML").entities

    assert [one.get("url") or one.get("language") or one["user"]["id"] for one in entities] == [
        "https://example.org/?a=1&b=2",
        "http://example.org/",
        7,
        "python",
        "c",
    ]


def test_without_a_parse_mode_everything_is_shown_as_it_is() -> None:
    assert formatted("<b>&amp;", "").text == "<b>&amp;"


def test_a_parse_mode_that_this_project_does_not_speak_is_refused() -> None:
    with pytest.raises(Refused, match="unsupported parse_mode"):
        formatted("*a*", "MarkdownV2")


def test_entities_that_the_bot_names_are_kept_within_the_text() -> None:
    given = [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "italic", "offset": 2, "length": 99},
        {"type": "url", "offset": 0, "length": 1},
    ]

    assert formatted("😀ab", "", given).entities == (
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "italic", "offset": 2, "length": 2},
    )


@pytest.mark.parametrize(
    ("entity", "why"),
    [
        ("x", "expected an Object"),
        ({"type": "bold", "offset": "0", "length": 1}, 'field "offset" must be of type Number'),
        ({"type": "loud", "offset": 0, "length": 1}, "unsupported type specified"),
    ],
)
def test_an_entity_that_is_none_is_refused(entity: Any, why: str) -> None:
    with pytest.raises(Refused, match=f"can't parse MessageEntity: {why}"):
        formatted("a", "", [entity])


def test_a_text_is_measured_after_its_markup_is_gone() -> None:
    fits = f"<b>{'😀' * 2048}</b>"

    assert utf16_length(formatted(fits, "HTML").text) == 4096
    with pytest.raises(Refused, match="message is too long"):
        formatted(fits + "a", "HTML")
    with pytest.raises(Refused, match="text is too long"):
        formatted("a" * 32_769, "")
