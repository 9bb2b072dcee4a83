"""What a note must not hold is hidden, whoever writes it how, and what it may hold stays."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.masking import HIDDEN, Mask, mask

EMAIL, LINK, NAME, PHONE, PLATE = Mask.EMAIL, Mask.LINK, Mask.NAME, Mask.PHONE, Mask.PLATE


@pytest.mark.parametrize(
    ("text", "left", "found"),
    [
        ("ana.b+c@mail.example.org", HIDDEN, EMAIL),
        ("write ana@example.org, please", f"write {HIDDEN}, please", EMAIL),
        ("ana [at] example [dot] org", HIDDEN, EMAIL),
        ("ana @ example.org", HIDDEN, EMAIL),
        ("ana＠example．org", HIDDEN, EMAIL),
        ("see https://example.org/a?b=1#c", f"see {HIDDEN}", LINK),
        ("HTTPS://EXAMPLE.ORG", HIDDEN, LINK),
        ("www.example.museum", HIDDEN, LINK),
        ("t.me/somebody", HIDDEN, LINK),
        ("facebook.com", HIDDEN, LINK),
        ("看facebook.com吧", f"{HIDDEN}吧", LINK),
        ("ask @ana_b", f"ask {HIDDEN}", NAME),
        ("@ana.b", HIDDEN, NAME),
        ("(617) 555-0100", HIDDEN, PHONE),
        ("617-555-0100", HIDDEN, PHONE),
        ("617.555.0100", HIDDEN, PHONE),
        ("617/555/0100", HIDDEN, PHONE),
        ("617–555–0100", HIDDEN, PHONE),
        ("6175550100", HIDDEN, PHONE),
        ("6 1 7 5 5 5 0 1 0 0", HIDDEN, PHONE),
        ("555-0100", HIDDEN, PHONE),
        ("+1 617 555 0100", HIDDEN, PHONE),
        ("1-800-555-0100 ext 5", f"{HIDDEN} ext 5", PHONE),
        ("+238 991 12 34", HIDDEN, PHONE),
        ("+84 90 123 45 67", HIDDEN, PHONE),
        ("37 12 34 56", HIDDEN, PHONE),
        ("8 (916) 123-45-67", HIDDEN, PHONE),
        ("(11) 91234-5678", HIDDEN, PHONE),
        ("رقم ٦١٧-٥٥٥-٠١٠٠", f"رقم {HIDDEN}", PHONE),
        ("۶۱۷۵۵۵۰۱۰۰", HIDDEN, PHONE),
        ("电话617-555-0100号", f"电话{HIDDEN}号", PHONE),
        ("call617-555-0100x", f"call{HIDDEN}x", PHONE),
        ("123 ABC", HIDDEN, PLATE),
        ("12A B34", HIDDEN, PLATE),
        ("12AB 34", HIDDEN, PLATE),
        ("1AB C23", HIDDEN, PLATE),
        ("1ABC 23", HIDDEN, PLATE),
        ("123-AB4", HIDDEN, PLATE),
        ("M12 345", HIDDEN, PLATE),
        ("G12 34567", HIDDEN, PLATE),
        ("ABC-1234", HIDDEN, PLATE),
        ("a white van, 1abc23", f"a white van, {HIDDEN}", PLATE),
        ("白车ABC123停", f"白车{HIDDEN}停", PLATE),
        ("plate abc 123", f"plate {HIDDEN}", PLATE),
        ("placa: 12 ab 34", f"placa: {HIDDEN}", PLATE),
        ("biển số 51F-123.45", f"biển số {HIDDEN}", PLATE),
        ("номер а123вс", f"номер {HIDDEN}", PLATE),
        ("لوحة 123 456", f"لوحة {HIDDEN}", PLATE),
    ],
)
def test_it_is_hidden_and_the_rest_stays(text: str, left: str, found: Mask) -> None:
    masked = mask(text)

    assert masked.text == left
    assert found in masked.found


@pytest.mark.parametrize(
    "text",
    [
        "Two vans, 12 officers. They left.",
        "Bus 28",
        "Bus 16, 22 and 28",
        "BUS 280 AT 123 ELM ST",
        "123 Elm St",
        "1024-1026 Main St, 02121",
        "28 10450 Main",
        "at 3:45 and 4:10",
        "16:30-17:00",
        "1145 1150",
        "meet @ 5pm, or @5:30",
        "around 14h30",
        "for 10mins, 150ft from the 21st",
        "on 2026-03-02, 12/25/2026",
        "form I-200, I-93, Route 9A, Room 204B",
        "10-12 officers, 100,000 people",
        "two plates. 3 men",
        "street.They went and/or stayed",
        "5 furgonetas blancas, ۵ نفر، 三辆白车",
    ],
)
def test_ordinary_words_house_numbers_and_clock_times_stay(text: str) -> None:
    assert mask(text).text == text
    assert mask(text).found == ()


def test_everything_that_was_hidden_is_named_once_each() -> None:
    masked = mask("617-555-0100 or 617-555-0101, ana@example.org, @ben, 1ABC 23, www.example.org")

    assert masked.found == tuple(Mask)
    assert re.sub(rf"{HIDDEN}|[ ,]|or", "", masked.text) == ""


DIGIT = st.sampled_from("0123456789")
LETTER = st.sampled_from("ABCDEFGHJKLMNPRSTVWXYZ")
SCRIPTS = [dict(zip("0123456789", digits, strict=True)) for digits in ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")]
PLATES = ["NLLL NN", "NNL LNN", "NNLL NN", "NLL LNN", "NNN LLN", "LNN NNN", "NNN-LLL"]
PHONES = [
    "(NNN) NNN-NNNN",
    "NNN-NNN-NNNN",
    "NNN.NNN.NNNN",
    "NNN NNN NNNN",
    "NNNNNNNNNN",
    "+N NNN NNN NNNN",
    "+NNN NN NN NN NN",
]
WORDS = ["a", "white", "van", "officers", "carro", "blanc", "фургон", "سيارة", "白车", "Bus", "St", ",", "."]


@st.composite
def written(draw: st.DrawFn, shapes: list[str]) -> str:
    """One of the shapes, with its letters and digits filled in; the digits of any script."""
    script = draw(st.sampled_from(SCRIPTS))
    fill = {"N": lambda: script[draw(DIGIT)], "L": lambda: draw(LETTER)}
    return "".join(fill[one]() if one in fill else one for one in draw(st.sampled_from(shapes)))


@given(
    st.sampled_from([(PHONES, PHONE), (PLATES, PLATE)]).flatmap(lambda of: st.tuples(written(of[0]), st.just(of[1]))),
    st.lists(st.sampled_from(WORDS), max_size=4),
    st.lists(st.sampled_from(WORDS), max_size=4),
)
def test_no_number_and_no_plate_survives_among_words(
    secret: tuple[str, Mask], before: list[str], after: list[str]
) -> None:
    text, kind = secret
    masked = mask(" ".join([*before, text, *after]))

    assert kind in masked.found or PHONE in masked.found
    assert text not in masked.text
    assert not any(letter.isdecimal() for letter in masked.text)


@given(st.text(max_size=80) | st.text("@./:-+() 0123456789abAB٠١", max_size=60))
@example("a@@b.org@c")
def test_masking_twice_is_masking_once_and_makes_nothing_longer(text: str) -> None:
    once = mask(text)

    assert mask(once.text) == type(once)(once.text, ())
    assert len(once.text) <= max(len(text), len(HIDDEN))
